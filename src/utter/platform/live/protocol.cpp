#include "utter/platform/live/protocol.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "utter/platform/domain/field_fault.hpp"
#include "utter/platform/domain/persona.hpp"

namespace utter::platform {
namespace {

using namespace client_message;

std::unexpected<Error> wrong(std::string_view field, std::string_view problem) {
    return fail(ErrorCode::invalid_argument,
                '\'' + std::string(field) + "' " + std::string(problem));
}

Result<std::string> read_text(const json::object& message, std::string_view field) {
    const auto* value = message.if_contains(field);
    if (value == nullptr) return wrong(field, "is missing");
    if (!value->is_string()) return wrong(field, "must be a string");
    return std::string(value->get_string());
}

// An id, or nothing for null.
Result<std::string> read_id(const json::object& message, std::string_view field) {
    const auto* value = message.if_contains(field);
    if (value != nullptr && value->is_null()) return std::string();
    return read_text(message, field);
}

Result<PcmFormat> read_format(const json::value& value, std::string_view field) {
    const auto* object = value.if_object();
    if (object == nullptr) return wrong(field, "must be an object of 'rate' and 'format'");
    PcmFormat read;
    for (const auto& [key, member] : *object) {
        const auto name = std::string(field) + '.' + std::string(key);
        if (key == "rate") {
            const auto rate = member.is_int64() ? member.get_int64() : 0;
            if (rate < pcm_rate_min || rate > pcm_rate_max) {
                return wrong(name, "must be a whole number of Hz from 8000 to 48000");
            }
            read.rate_hz = static_cast<std::uint32_t>(rate);
        } else if (key == "format") {
            const auto format = sample_format_from(
                member.is_string() ? std::string_view(member.get_string()) : std::string_view());
            if (!format) return wrong(name, "must be \"f32le\" or \"s16le\"");
            read.format = *format;
        } else {
            return wrong(name, "is not known");
        }
    }
    return read;
}

Result<ClientMessage> read_configure(const json::object& message) {
    Configure read;
    for (const auto& [key, value] : message) {
        if (key == "type") continue;
        if (key == "input" || key == "output") {
            auto format = read_format(value, key);
            if (!format) return std::unexpected(format.error());
            (key == "input" ? read.input : read.output) = *format;
        } else if (key == "lang") {
            if (!value.is_string() || !is_language_tag(value.get_string())) {
                return wrong(key, "is no BCP-47 language tag");
            }
            read.lang = std::string(value.get_string());
        } else if (key == "turn_detection") {
            if (value == "manual") {
                read.turn_detection = TurnDetection::manual;
            } else if (value == "voice") {
                read.turn_detection = TurnDetection::voice;
            } else {
                return wrong(key, "must be \"manual\" or \"voice\"");
            }
        } else {
            return wrong(key, "is not known");
        }
    }
    return read;
}

Result<ClientMessage> read_written(const json::object& message) {
    auto text = read_text(message, "text");
    if (!text) return std::unexpected(text.error());
    std::vector<FieldFault> faults;
    check_text(faults, "text", *text, {.characters_max = 2'000, .required = true, .lines = true});
    if (auto sound = to_result(faults); !sound) return std::unexpected(sound.error());
    return Text{std::move(*text)};
}

Result<ClientMessage> read_persona(const json::object& message) {
    auto id = read_id(message, "persona_id");
    if (!id) return std::unexpected(id.error());
    if (!id->empty() && !is_persona_id(*id)) return wrong("persona_id", "is no persona's id");
    return SetPersona{std::move(*id)};
}

Result<ClientMessage> read_voice(const json::object& message) {
    auto id = read_id(message, "voice_id");
    if (!id) return std::unexpected(id.error());
    if (!id->empty() && !is_uuid(*id)) return wrong("voice_id", "is no voice's id");
    return SetVoice{std::move(*id)};
}

template <class Bare>
Result<ClientMessage> read_bare(const json::object& /*message*/) {
    return Bare{};
}

using Reader = Result<ClientMessage> (*)(const json::object&);
constexpr std::array<std::pair<std::string_view, Reader>, 8> readers{{
    {"configure", &read_configure},
    {"start_recording", &read_bare<StartRecording>},
    {"stop_recording", &read_bare<StopRecording>},
    {"cancel", &read_bare<Cancel>},
    {"interrupt", &read_bare<Interrupt>},
    {"text", &read_written},
    {"set_persona", &read_persona},
    {"set_voice", &read_voice},
}};

}  // namespace

std::string_view to_string(TurnDetection detection) noexcept {
    return detection == TurnDetection::manual ? "manual" : "voice";
}

Result<ClientMessage> parse_client_message(std::string_view frame) {
    const auto parsed = parse_json(frame);
    if (!parsed) return fail(ErrorCode::malformed, "not JSON: " + parsed.error().detail);
    const auto* message = parsed->if_object();
    if (message == nullptr) return fail(ErrorCode::malformed, "not a JSON object");
    auto type = read_text(*message, "type");
    if (!type) return std::unexpected(type.error());
    const auto* it = std::ranges::find(
        readers, std::string_view(*type), &std::pair<std::string_view, Reader>::first);
    if (it == readers.end()) {
        std::string names;
        for (const auto& [name, reader] : readers) {
            names += (names.empty() ? "" : ", ") + std::string(name);
        }
        return wrong("type", "must be one of " + names);
    }
    return it->second(*message);
}

bool is_session_id(std::string_view text) noexcept {
    return is_persona_id(text) && text != "default";
}

json::object to_json(const PcmFormat& format) {
    return {{"rate", format.rate_hz}, {"format", to_string(format.format)}};
}

}  // namespace utter::platform
