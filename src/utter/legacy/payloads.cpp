#include "utter/legacy/payloads.hpp"

#include <array>
#include <boost/algorithm/hex.hpp>
#include <exception>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "utter/core/base64.hpp"
#include "utter/legacy/intent_file.hpp"

namespace utter::legacy {
namespace {

// The endings of file names that are not the second half of their MIME type.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> odd_types{{
    {"mp3", "mpeg"},
    {"oga", "ogg"},
}};

std::string mime_of(std::string_view ending) {
    for (const auto& [odd, subtype] : odd_types) {
        if (odd == ending) ending = subtype;
    }
    return "audio/" + std::string(ending);
}

std::string ending_of(std::string_view mime) {
    auto subtype = mime.substr(mime.find('/') + 1);
    for (const auto& [ending, odd] : odd_types) {
        if (odd == subtype) subtype = ending;
    }
    return std::string(subtype);
}

std::optional<std::string> from_hex(std::string_view text) {
    std::string out;
    try {
        boost::algorithm::unhex(text.begin(), text.end(), std::back_inserter(out));
    } catch (const std::exception&) {
        return std::nullopt;
    }
    return out;
}

}  // namespace

json::object same_payload(const Message& message) {
    return message.data();
}

json::object speak_payload(const Message& message) {
    auto data = message.data();
    const auto* listen = data.if_contains("listen");
    if (listen == nullptr) listen = data.if_contains("expect_response");
    const bool opens = listen != nullptr && listen->is_bool() && listen->get_bool();
    data["listen"] = opens;
    data["expect_response"] = opens;
    return data;
}

json::object audio_to_spec(const Message& message) {
    auto data = message.data();
    if (!data.contains("binary_data")) return data;
    const auto bytes = from_hex(message.data_string("binary_data"));
    if (!bytes) return data;
    data["audio"] = to_base64(std::as_bytes(std::span(*bytes)));
    data["mime"] = mime_of(message.data_string("audio_ext"));
    data.erase("binary_data");
    data.erase("audio_ext");
    return data;
}

json::object audio_to_legacy(const Message& message) {
    auto data = message.data();
    if (!data.contains("audio")) return data;
    const auto bytes = from_base64(message.data_string("audio"));
    if (!bytes) return data;
    data["binary_data"] = boost::algorithm::hex_lower(*bytes);
    data["audio_ext"] = ending_of(message.data_string("mime"));
    data.erase("audio");
    data.erase("mime");
    return data;
}

json::object detach_to_spec(const Message& message) {
    const auto name = message.data_string("intent_name");
    const auto colon = name.find(':');
    if (colon == std::string_view::npos) return message.data();
    return {{"skill_id", name.substr(0, colon)},
            {"intent_name", without_intent_suffix(name.substr(colon + 1))}};
}

json::object detach_to_legacy(const Message& message) {
    std::string name(message.data_string("skill_id"));
    name += ':';
    name += message.data_string("intent_name");
    return {{"intent_name", name}};
}

json::object toggle_to_legacy(const Message& message) {
    return {{"intent_name", message.data_string("intent_name")}};
}

json::object loaded_to_legacy(const Message& message) {
    const auto skill_id = message.data_string("skill_id");
    return {{"path", ""}, {"id", skill_id}, {"name", skill_id}};
}

json::object skills_list_to_legacy(const Message& message) {
    json::object out;
    const auto* skills = message.data().if_contains("skills");
    if (skills == nullptr || !skills->is_array()) return out;
    for (const auto& skill : skills->get_array()) {
        const auto* row = skill.if_object();
        if (row == nullptr) continue;
        const auto skill_id = string_or_empty(*row, "skill_id");
        out[skill_id] = json::object{{"active", true}, {"id", skill_id}};
    }
    return out;
}

}  // namespace utter::legacy
