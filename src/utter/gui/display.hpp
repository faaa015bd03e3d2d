#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/gui/gui_adapter.hpp"

namespace utter::gui {

using Time = std::chrono::steady_clock::time_point;

/// What is shown to one session: its namespaces, their data, and which is on top. A pure value
/// with no clock; the adapters it names are told by `Tell`. Spec: OVOS-GUI-1 section 4.
class Display {
  public:
    /// Who is told, in this order and at once.
    class Tell {
      public:
        Tell() = default;
        virtual ~Tell() = default;
        Tell(const Tell&) = delete;
        Tell& operator=(const Tell&) = delete;
        Tell(Tell&&) = delete;
        Tell& operator=(Tell&&) = delete;
        virtual void show(const std::string& page, const std::string& ns, DataSnapshot data) = 0;
        virtual void update(const std::string& ns, DataSnapshot data) = 0;
        virtual void activated(const std::string& ns) = 0;
        virtual void deactivated(const std::string& ns) = 0;
        virtual void idle() = 0;
    };

    static constexpr std::size_t namespaces_max = 256;  ///< of a session; more are not kept
    static constexpr std::size_t keys_max = 1'000;      ///< of a namespace; more are not kept

    /// Merges content; null removes a key. @return false when a bound was in the way.
    bool set(const std::string& ns, const json::object& content, Tell& tell);

    /// Shows `page` and brings the namespace to the top. @param until when it goes by itself;
    /// nothing: when it is cleared. @return false when a bound was in the way.
    bool show(const std::string& ns,
              std::string page,
              std::vector<std::string> pages,
              std::optional<Time> until,
              Tell& tell);

    /// Takes the namespace off, and its data with it.
    void clear(const std::string& ns, Tell& tell);

    /// Takes off what is due at `now`.
    void expire(Time now, Tell& tell);

    /// When expire() has something to do next.
    [[nodiscard]] std::optional<Time> next_expiry() const;

    /// A copy of the namespace's data; empty when there is none. Spec: OVOS-GUI-1 section 6.7.
    [[nodiscard]] json::object data(std::string_view ns) const;
    /// The namespaces that are shown, the top one first.
    [[nodiscard]] std::vector<std::string> stack() const;
    /// The page that a namespace shows, or would if it were on top; empty when it is not shown.
    [[nodiscard]] std::string page(std::string_view ns) const;
    [[nodiscard]] bool empty() const noexcept { return data_.empty() && stack_.empty(); }

  private:
    struct Shown {
        std::string ns;
        std::string page;                // the active one
        std::vector<std::string> pages;  // with those that are held
        std::optional<Time> until;
    };

    void remove(std::size_t at, Tell& tell);
    [[nodiscard]] DataSnapshot snapshot(const std::string& ns) const;

    std::map<std::string, json::object, std::less<>> data_;
    std::vector<Shown> stack_;  // the top is the last
};

}  // namespace utter::gui
