#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/bus/access.hpp"
#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

namespace utter::web {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The first header of this name, in any case; empty when there is none.
[[nodiscard]] std::string_view find_header(const Headers& headers, std::string_view name) noexcept;

/// Takes a body piece by piece, so that it is nowhere in memory as a whole.
class BodySink {
  public:
    BodySink() = default;
    virtual ~BodySink() = default;
    BodySink(const BodySink&) = delete;
    BodySink& operator=(const BodySink&) = delete;
    BodySink(BodySink&&) = delete;
    BodySink& operator=(BodySink&&) = delete;

    /// @return why it cannot be taken, which is answered in the handler's place
    [[nodiscard]] virtual boost::asio::awaitable<Result<void>> write(std::string piece) = 0;
};

/// One HTTP request, its body read whole.
struct Request {
    std::string method;  ///< upper case
    std::string path;    ///< percent-decoded, without the query
    std::map<std::string, std::string, std::less<>>
        query;  ///< decoded; of a repeated name the last
    Headers headers;
    std::string body;
    std::shared_ptr<BodySink> sink;  ///< has the body, where Route::make_sink is set
    std::string peer;                ///< IP address it came from
    std::string host;                ///< the Host header
    /// What stands at the route's placeholders, by their names.
    std::map<std::string, std::string, std::less<>> params;
    bus::Principal principal;  ///< who asks

    [[nodiscard]] std::string_view header(std::string_view name) const noexcept {
        return find_header(headers, name);
    }
    /// A path parameter; the route guarantees that it is there.
    [[nodiscard]] const std::string& param(std::string_view name) const;
    [[nodiscard]] std::string_view query_value(std::string_view name) const noexcept;
    /// A whole number of the query, `fallback` when it is not given.
    /// @return invalid_argument naming it when it is no number of `least` .. `most`
    [[nodiscard]] Result<std::size_t> query_number(std::string_view name,
                                                   std::size_t fallback,
                                                   std::size_t least,
                                                   std::size_t most) const;
    /// The body as a JSON object. @return malformed when it is none, invalid_argument for another
    /// Content-Type than JSON.
    [[nodiscard]] Result<json::object> json_body() const;
};

/// Undoes percent-encoding; `plus_is_space` as in a query. @return nothing for a broken escape or
/// a NUL.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text,
                                                         bool plus_is_space = false);

/// Splits and decodes a request's target. @return malformed when it is no path, or breaks the
/// encoding.
[[nodiscard]] Result<void> read_target(std::string_view target, Request& into);

}  // namespace utter::web
