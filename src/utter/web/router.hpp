#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/web/request.hpp"
#include "utter/web/response.hpp"
#include "utter/web/websocket.hpp"

namespace utter::web {

using Handler = std::function<boost::asio::awaitable<Response>(Request)>;
/// Serves one WebSocket until it is closed.
using SocketHandler =
    std::function<boost::asio::awaitable<void>(Request, std::shared_ptr<WebSocket>)>;
/// Why a request may not go on; nothing lets it.
using Check = std::function<std::optional<Response>(const Request&)>;

/// What is served at one path.
struct Route {
    std::string method;   ///< "GET" serves HEAD as well; "WS" is a WebSocket
    std::string pattern;  ///< "/voices/{id}/samples"; a last "{name...}" takes the rest of the path
    Handler handler{};
    SocketHandler on_socket{};
    Check check{};  ///< asked before the body is read, and before an upgrade
    std::size_t body_bytes_max = std::size_t{1} * 1024 * 1024;
    std::function<std::shared_ptr<BodySink>()>
        make_sink{};            ///< takes the bodies; else they are read
    bool is_public = false;     ///< needs no key
    std::string subprotocol{};  ///< of a WebSocket, named back when it was asked for
    std::size_t frame_bytes_max = std::size_t{1} * 1024 * 1024;
};

/// Finds the route of a request. Built once, then only read.
class Router {
  public:
    /// A pattern may be added for several methods. Throws std::logic_error for a pair that is
    /// there.
    void add(Route route);

    struct Found {
        const Route* route = nullptr;      ///< null: nothing is there for this method
        std::vector<std::string> allowed;  ///< methods of the path; empty: there is no such path
    };
    /// Fixed segments win over placeholders, and those over a placeholder for the rest.
    /// @param params gets what stands at the placeholders
    [[nodiscard]] Found find(std::string_view method,
                             std::string_view path,
                             std::map<std::string, std::string, std::less<>>& params) const;

    /// Method and pattern of every route, in the order added.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> list() const;

  private:
    struct Entry {
        Route route;
        std::vector<std::string> segments;
    };
    std::vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace utter::web
