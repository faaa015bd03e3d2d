#include "utter/llm/chat_decoder.hpp"

#include <boost/json/parse.hpp>
#include <utility>

namespace utter::llm {

Result<json::object> ChatDecoder::parse_event(std::string_view text) {
    json::parse_options options;
    options.max_depth = json_depth_max;
    options.allow_invalid_utf8 = true;  // half a character may come in each of two events
    boost::system::error_code error;
    auto value = json::parse(text, error, {}, options);
    if (error) return fail(ErrorCode::malformed, "an event is no JSON: " + error.message());
    if (!value.is_object()) {
        return fail(ErrorCode::malformed,
                    "an event is " + std::string(describe_type(value)) + ", not an object");
    }
    ++events_;
    return std::move(value.get_object());
}

void append_text(std::string text, std::vector<ChatPiece>& out) {
    if (!text.empty()) out.emplace_back(std::move(text));
}

std::uint64_t count_under(const json::object& object, std::string_view key) noexcept {
    const auto* value = object.if_contains(key);
    const auto* count = value == nullptr ? nullptr : value->if_int64();
    return count == nullptr || *count < 0 ? 0 : static_cast<std::uint64_t>(*count);
}

}  // namespace utter::llm
