#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace utter::models {

/// SHA-256 of bytes that come in pieces.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    Sha256(Sha256&&) = delete;
    Sha256& operator=(Sha256&&) = delete;

    void add(std::string_view bytes);
    /// The digest in hexadecimal; begins anew.
    [[nodiscard]] std::string finish();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::models
