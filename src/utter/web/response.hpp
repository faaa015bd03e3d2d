#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "utter/core/json.hpp"
#include "utter/web/request.hpp"

namespace utter::web {

/// Where a handler writes a body whose length it does not know beforehand.
class BodyWriter {
  public:
    BodyWriter() = default;
    virtual ~BodyWriter() = default;
    BodyWriter(const BodyWriter&) = delete;
    BodyWriter& operator=(const BodyWriter&) = delete;
    BodyWriter(BodyWriter&&) = delete;
    BodyWriter& operator=(BodyWriter&&) = delete;

    /// Sends a piece and waits until the socket has taken it. Throws boost::system::system_error
    /// when the client is gone, which ends the response.
    [[nodiscard]] virtual boost::asio::awaitable<void> write(std::string_view piece) = 0;
};

/// What a handler answers.
struct Response {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body;
    Headers headers{};
    /// Writes the body instead of `body`, chunked.
    std::function<boost::asio::awaitable<void>(BodyWriter&)> stream{};
};

[[nodiscard]] Response json_response(const json::value& value, unsigned status = 200);
/// 204.
[[nodiscard]] Response no_content();

/// An error as RFC 9457 has it: `type`, `title`, `status`, `detail`, our `code`, and `field` when a
/// field of the request is to blame.
[[nodiscard]] Response problem(unsigned status,
                               std::string_view detail,
                               std::string_view field = {});
/// The same for a failure: its code decides the status, faulty_field() names the field.
[[nodiscard]] Response problem(const Error& error);

/// The status a failure is answered with.
[[nodiscard]] unsigned status_of(ErrorCode code) noexcept;

}  // namespace utter::web
