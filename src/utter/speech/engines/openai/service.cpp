#include "utter/speech/engines/openai/service.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "utter/core/json.hpp"
#include "utter/http/key_file.hpp"

namespace utter::speech::openai {
namespace {

constexpr std::size_t shown_bytes_max = 300;
constexpr std::size_t refusal_bytes_max = std::size_t{64} * 1024;
constexpr std::uint64_t models_bytes_max = std::uint64_t{4} * 1024 * 1024;

// The server's words on one line of ours.
std::string shown(std::string_view text, std::string_view key) {
    std::string out(text);
    for (auto at = out.find(key); !key.empty() && at != std::string::npos; at = out.find(key, at)) {
        out.replace(at, key.size(), "[key]");
    }
    for (char& c : out) {
        if (std::iscntrl(static_cast<unsigned char>(c)) != 0) c = ' ';
    }
    out.resize(std::min(out.size(), shown_bytes_max));
    return out;
}

void read_error_object(const json::object& error, Refusal& refusal) {
    refusal.text = string_or_empty(error, "message");
    refusal.field = string_or_empty(error, "param");
}

void read_detail(const json::value& detail, Refusal& refusal) {
    if (const auto* text = detail.if_string()) {
        refusal.text = *text;
    } else if (const auto* object = detail.if_object()) {
        read_error_object(*object, refusal);
    } else if (const auto* list = detail.if_array(); list != nullptr && !list->empty()) {
        const auto* first = list->front().if_object();
        if (first == nullptr) return;
        refusal.text = string_or_empty(*first, "msg");
        const auto place = strings_under(*first, "loc");
        if (!place.empty()) refusal.field = place.back();
    }
}

}  // namespace

Refusal read_refusal(const http::Answer& answer, std::string_view key) {
    Refusal refusal;
    refusal.status = answer.head.status;
    const auto parsed = parse_json(answer.body);
    const auto* body = parsed ? parsed->if_object() : nullptr;
    if (body != nullptr) {
        if (const auto* error = body->if_contains("error")) {
            if (error->is_string()) refusal.text = error->get_string();
            if (error->is_object()) read_error_object(error->get_object(), refusal);
        } else if (const auto* detail = body->if_contains("detail")) {
            read_detail(*detail, refusal);
        }
    } else if (answer.head.content_type == "text/plain") {
        refusal.text = answer.body;
    }
    refusal.text = shown(refusal.text, key);
    return refusal;
}

Service::Service(OpenaiSettings settings,
                 std::string section,
                 std::unique_ptr<http::Transport> transport)
    : settings_(std::move(settings)),
      section_(std::move(section)),
      transport_(std::move(transport)) {
    while (settings_.url.ends_with('/')) settings_.url.pop_back();
}

Result<http::Request> Service::request(std::string_view path, std::string& key) const {
    if (settings_.url.empty()) {
        return fail(ErrorCode::unavailable,
                    "no OpenAI-compatible service is configured; set " + section_ +
                        ".url, for example to http://127.0.0.1:8000/v1");
    }
    if (!transport_) return fail(ErrorCode::unavailable, "libcurl cannot be initialised");
    auto read = http::read_key_file(settings_.key_file);
    if (!read) {
        return fail(ErrorCode::unavailable, section_ + ".key_file: " + read.error().detail);
    }
    key = *std::move(read);
    http::Request made{.url = settings_.url + std::string(path)};
    if (!key.empty()) made.headers.push_back("Authorization: Bearer " + key);
    return made;
}

Result<void> Service::check() const {
    std::string key;
    auto asked = request("/models", key);
    if (!asked) return std::unexpected(asked.error());
    asked->response_bytes_max = models_bytes_max;
    const auto within = settings_.timeouts.connect;
    const auto answer = http::ask(
        *transport_, *std::move(asked), {.connect = within, .idle = within, .total = within});
    if (!answer) {
        return failure(answer.error().code,
                       answer.error().detail + "; start it, or correct the setting");
    }
    const auto status = answer->head.status;
    if (status == 401 || status == 403 || status >= 500) return failure(read_refusal(*answer, key));
    return {};
}

Result<void> Service::check_language(std::string_view lang) const {
    const auto wanted = primary_language(lang);
    const auto is_wanted = [&wanted](const auto& one) { return primary_language(one) == wanted; };
    if (settings_.languages.empty() || std::ranges::any_of(settings_.languages, is_wanted))
        return {};
    return failure(ErrorCode::unsupported,
                   "is not there for '" + std::string(lang) + "', which " + section_ +
                       ".languages does not list");
}

Result<Service::Begun> Service::post(std::string_view path,
                                     const std::string& content_type,
                                     std::string body,
                                     std::uint64_t response_bytes_max) const {
    Begun begun;
    auto asked = request(path, begun.key);
    if (!asked) return std::unexpected(asked.error());
    asked->headers.push_back("Content-Type: " + content_type);
    asked->body = std::move(body);
    asked->response_bytes_max = response_bytes_max;
    begun.exchange = std::make_unique<http::BlockingExchange>(
        *transport_, *std::move(asked), settings_.timeouts);
    return begun;
}

std::unexpected<Error> Service::failure(const Error& error) const {
    return failure(error.code, error.detail);
}

std::unexpected<Error> Service::failure(ErrorCode code, std::string_view text) const {
    return fail(code,
                "the service at " + settings_.url + " (" + section_ + ".url) " + std::string(text));
}

std::unexpected<Error> Service::failure(const Refusal& refusal) const {
    std::string text = "answered HTTP " + std::to_string(refusal.status);
    if (refusal.status == 401 || refusal.status == 403) {
        text =
            "does not accept " +
            (settings_.key_file.empty() ? "a request without a key; set " + section_ + ".key_file"
                                        : "the key of " + section_ + ".key_file") +
            " (HTTP " + std::to_string(refusal.status) + ")";
    } else if (refusal.status == 429) {
        text = "takes no more requests now (HTTP 429)";
    }
    return failure(ErrorCode::unavailable,
                   refusal.text.empty() ? text : text + ": " + refusal.text);
}

Result<Refusal> take_refusal(Service::Begun& begun, http::Head head) {
    http::Answer answer{.head = std::move(head), .body = {}};
    while (answer.body.size() < refusal_bytes_max) {
        auto part = begun.exchange->next();
        if (!part) return std::unexpected(part.error());
        if (std::holds_alternative<http::End>(*part)) break;
        if (const auto* piece = std::get_if<std::string>(&*part)) answer.body += *piece;
    }
    return read_refusal(answer, begun.key);
}

std::string primary_language(std::string_view lang) {
    std::string primary(lang.substr(0, lang.find_first_of("-_")));
    for (char& c : primary) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return primary;
}

}  // namespace utter::speech::openai
