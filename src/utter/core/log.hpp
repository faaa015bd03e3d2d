#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"

/// Logging: a constant event name plus fields, one line each, to standard error.
///
/// Under systemd (JOURNAL_STREAM names our standard error) lines carry a `<N>` priority prefix and
/// no time, which the journal adds itself; elsewhere they start with a time and a level. What a
/// user said goes only into fields whose key starts with "pii.", which are dropped unless enabled.
/// Every function here may be called from any thread but an audio thread.
namespace utter::log {

enum class Level : std::uint8_t { debug, info, warning, error };

/// One `key=value` pair of a log line. Values with spaces or quotes are quoted on output.
struct Field {
    std::string_view key;
    std::string value;

    Field(std::string_view k, std::string_view v) : key(k), value(v) {}
    Field(std::string_view k, const char* v) : key(k), value(v) {}
    Field(std::string_view k, const std::string& v) : key(k), value(v) {}
    Field(std::string_view k, bool v) : key(k), value(v ? "true" : "false") {}
    template <class T>
        requires(std::integral<T> || std::floating_point<T>)
    Field(std::string_view k, T v) : key(k), value(std::to_string(v)) {}
};

using Fields = std::initializer_list<Field>;

/// Where lines go and which ones. Called once from main before any thread starts.
struct Options {
    Level level = Level::info;
    bool pii = false;  ///< print "pii.*" fields; off by default
};
void configure(const Options& options);
/// As configured.
[[nodiscard]] Options options() noexcept;

/// Parses "DEBUG", "INFO", "WARNING" or "ERROR", in any case ("WARN" is accepted too).
[[nodiscard]] Result<Level> parse_level(std::string_view text);
[[nodiscard]] std::string_view to_string(Level level) noexcept;

[[nodiscard]] bool enabled(Level level) noexcept;
void write(Level level, std::string_view event, Fields fields);

inline void debug(std::string_view event, Fields fields = {}) {
    if (enabled(Level::debug)) write(Level::debug, event, fields);
}
inline void info(std::string_view event, Fields fields = {}) {
    write(Level::info, event, fields);
}
inline void warning(std::string_view event, Fields fields = {}) {
    write(Level::warning, event, fields);
}
inline void error(std::string_view event, Fields fields = {}) {
    write(Level::error, event, fields);
}

/// Collects every line written while it lives, for tests; one at a time.
class Capture {
  public:
    Capture();
    ~Capture();
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    Capture(Capture&&) = delete;
    Capture& operator=(Capture&&) = delete;

    /// All lines so far, each ended by a newline, as they would have been printed without time.
    [[nodiscard]] std::string text() const;
};

}  // namespace utter::log
