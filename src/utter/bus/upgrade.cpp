#include "utter/bus/upgrade.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/detail/base64.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>

#include "utter/bus/http_door.hpp"
#include "utter/bus/random_source.hpp"
#include "utter/bus/websocket.hpp"
#include "utter/core/version.hpp"

namespace utter::bus {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t head_bytes_max = std::size_t{16} * 1024;
constexpr std::size_t words_max = 200;
constexpr unsigned switching_protocols = 101;
constexpr unsigned first_server_error = 500;

std::string text(boost::beast::string_view view) {
    return {view.data(), view.size()};
}

// The first line of a refusal's body, when that is plain text; otherwise what HTTP calls it.
std::string words_of(const http::response<http::empty_body>& response, std::string_view body) {
    const auto type = text(response[http::field::content_type]);
    const bool readable = (type.empty() || type.starts_with("text/plain")) &&
                          response.count(http::field::transfer_encoding) == 0;
    auto words = readable ? std::string(body.substr(0, body.find_first_of("\r\n"))) : std::string();
    if (words.empty()) words = text(response.reason());
    words.resize(std::min(words.size(), words_max));
    std::ranges::replace_if(words, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, '?');
    return words;
}

bool body_is_whole(const http::response<http::empty_body>& response, std::string_view body) {
    if (body.size() >= words_max) return true;
    const auto length = text(response[http::field::content_length]);
    std::size_t wanted = words_max;
    std::from_chars(length.data(), length.data() + length.size(), wanted);
    return body.size() >= wanted;
}

}  // namespace

std::string make_websocket_key() {
    RandomSource random;
    std::array<std::uint32_t, 4> nonce{};
    std::ranges::generate(nonce, [&] { return random.next(); });
    namespace base64 = boost::beast::detail::base64;
    std::string key(base64::encoded_size(sizeof nonce), '\0');
    key.resize(base64::encode(key.data(), nonce.data(), sizeof nonce));
    return key;
}

std::string upgrade_request(const BusUrl& url,
                            std::string_view websocket_key,
                            std::string_view api_key) {
    std::string out = "GET " + url.path + " HTTP/1.1\r\nHost: " + url.authority +
                      "\r\nUser-Agent: utter/" + std::string(version) +
                      "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                      std::string(websocket_key) + "\r\n";
    if (!api_key.empty()) out += "Authorization: Bearer " + std::string(api_key) + "\r\n";
    return out += "\r\n";
}

Result<std::optional<std::size_t>> read_upgrade_response(std::string_view received,
                                                         bool ended,
                                                         std::string_view websocket_key) {
    const auto end = request_end(received.substr(0, head_bytes_max));
    if (!end) {
        if (ended) {
            auto failure = fail(ErrorCode::unavailable, "closed without an answer");
            failure.error().retryable = true;
            return failure;
        }
        if (received.size() < head_bytes_max) return std::nullopt;
        return fail(ErrorCode::malformed, "the answer's head is too long");
    }
    http::response_parser<http::empty_body> parser;
    parser.header_limit(head_bytes_max);
    parser.skip(true);
    boost::system::error_code error;
    parser.put(boost::asio::buffer(received.data(), *end), error);
    if (error || !parser.is_header_done()) {
        return fail(ErrorCode::malformed, "not a WebSocket server: " + error.message());
    }
    const auto& response = parser.get();
    const auto status = response.result_int();
    if (status != switching_protocols) {
        const auto body = received.substr(*end);
        if (!ended && !body_is_whole(response, body)) return std::nullopt;
        auto refusal =
            fail(ErrorCode::unavailable,
                 "the bus refused: " + std::to_string(status) + " " + words_of(response, body));
        refusal.error().retryable = status >= first_server_error;
        return refusal;
    }
    const bool upgrades = boost::beast::iequals(response[http::field::upgrade], "websocket") &&
                          http::token_list(response[http::field::connection]).exists("upgrade");
    if (!upgrades ||
        text(response["Sec-WebSocket-Accept"]) != websocket::accept_value(websocket_key)) {
        return fail(ErrorCode::malformed, "not a WebSocket server: its answer to the key is wrong");
    }
    return *end;
}

}  // namespace utter::bus
