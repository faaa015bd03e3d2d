#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "utter/platform/door/services.hpp"
#include "utter/platform/storage/page.hpp"
#include "utter/web/router.hpp"

/// What the routes have in common.
namespace utter::platform {

/// A handler that may block: it runs on the store's executor.
using StoreHandler = web::Response (*)(Services& services, const web::Request& request);

/// Adds a route whose handler works on the store.
void add_store_route(web::Router& router,
                     Services& services,
                     std::string method,
                     std::string pattern,
                     std::string_view resource,
                     StoreHandler handler);

/// A handler that does not block: it runs on the loop.
using LoopHandler = boost::asio::awaitable<web::Response> (*)(Services& services,
                                                              web::Request request);

/// Adds a route whose handler waits for others on the loop.
void add_loop_route(web::Router& router,
                    Services& services,
                    std::string method,
                    std::string pattern,
                    std::string_view resource,
                    LoopHandler handler,
                    std::size_t body_bytes_max = std::size_t{1024} * 1024,
                    std::function<std::shared_ptr<web::BodySink>()> make_sink = {});

/// What a role has to allow for a resource: `utter.platform.<resource>`.
[[nodiscard]] std::string topic_of_resource(std::string_view resource);

/// Lets a request go on when the role of who asks allows it: to read what lies below
/// `utter.platform.<resource>`, or to change it. Roles are those of the bus.
[[nodiscard]] web::Check allows(std::string_view resource);

/// `limit` and `after` of the query.
[[nodiscard]] Result<PageRequest> page_of(const web::Request& request);

/// The revision that If-Match names; nothing when there is no such header, or it says "*".
/// @return invalid_argument for a header of another form
[[nodiscard]] Result<std::optional<std::int64_t>> revision_of(const web::Request& request);

/// Answers a change: 412 instead of 409 when the caller named a revision.
[[nodiscard]] web::Response change_problem(const Error& error, const web::Request& request);

[[nodiscard]] std::string etag_of(std::int64_t revision);
/// RFC 3339 in UTC.
[[nodiscard]] std::string text_of(Time time);

/// The text, or null when it is empty.
[[nodiscard]] inline json::value or_null(std::string_view text) {
    return text.empty() ? json::value() : json::value(text);
}

/// {"items": [...], "next": cursor or null}
template <class T, class ToJson>
[[nodiscard]] web::Response page_response(const Page<T>& page, ToJson to_json) {
    json::array items;
    for (const auto& item : page.items) items.push_back(to_json(item));
    return web::json_response({{"items", std::move(items)}, {"next", or_null(page.next)}});
}

/// Reads members of a JSON body, and complains about those that were not asked for.
class BodyReader {
  public:
    explicit BodyReader(const json::object& body) : body_(body) {}

    void text(std::string_view name, std::string& into);
    /// null clears.
    void text_or_null(std::string_view name, std::string& into);
    void whole(std::string_view name, std::uint32_t& into);
    void number_or_null(std::string_view name, std::optional<double>& into);
    void whole_or_null(std::string_view name, std::optional<std::uint32_t>& into);
    void texts(std::string_view name, std::vector<std::string>& into);

    /// @return invalid_argument naming the first member that is of the wrong type or unknown
    [[nodiscard]] Result<void> finish();

  private:
    const json::value* take(std::string_view name);
    void wrong(std::string_view name, std::string_view wanted);

    const json::object& body_;
    std::vector<std::string> known_;
    std::string problem_;
};

}  // namespace utter::platform
