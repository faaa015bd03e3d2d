#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace utter {

/// What kind of failure an Error is; decides exit codes, bus close codes and log levels.
enum class ErrorCode : std::uint8_t {
    invalid_argument,  ///< the caller asked for something that makes no sense
    malformed,         ///< input from outside breaks its format
    not_found,         ///< a named thing does not exist
    unavailable,       ///< a peer, device or engine is not there now
    timeout,           ///< a bound expired
    limit,             ///< a size, depth or count limit was exceeded
    io,                ///< the operating system refused
    unsupported,       ///< known, but not built in or not possible here
    internal,          ///< a bug of ours
    conflict,          ///< what is there now is not what the caller built on
};

/// The code's name as logs and `--json` output print it, for example "not_found".
[[nodiscard]] std::string_view to_string(ErrorCode code) noexcept;

/// An expected failure. `detail` is a whole sentence for a person and names the field, file or
/// thing that is wrong; it never holds what a user said.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string detail;
    bool retryable = false;

    friend bool operator==(const Error&, const Error&) = default;
};

/// A value, or the reason there is none.
template <class T>
using Result = std::expected<T, Error>;

/// Shorthand for returning a failure from a function that returns Result<T>.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string detail) {
    return std::unexpected<Error>(Error{code, std::move(detail), false});
}

}  // namespace utter
