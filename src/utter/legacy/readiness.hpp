#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/message.hpp"

namespace utter::legacy {

/// The start-up handshake of Python skills: they ask whether the skills service is ready before
/// they register, and register again when they hear `mycroft.ready`. So that frame comes once per
/// start, before the first "yes", and never from an orchestrator that only lost its bus.
class Readiness {
  public:
    using Publish = std::function<void(const Message&)>;

    /// @param default_lang what a client is told of the default session
    Readiness(std::string default_lang, Publish publish);

    [[nodiscard]] static const std::vector<std::string>& topics();
    void handle(const Message& message) const;

    /// From now on the answer is yes.
    void announce() const;

    /// What a Python client is to take for the default session.
    [[nodiscard]] json::object session_update(const json::object& default_session) const;

  private:
    std::string default_lang_;
    Publish publish_;
};

}  // namespace utter::legacy
