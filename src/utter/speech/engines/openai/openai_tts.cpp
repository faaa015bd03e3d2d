#include "utter/speech/engines/openai/openai_tts.hpp"

#include <boost/json/serialize.hpp>
#include <optional>
#include <utility>

#include "utter/core/json.hpp"
#include "utter/speech/engines/remote/sound_decoder.hpp"
#include "utter/speech/engines/remote/spoken_sound.hpp"
#include "utter/speech/engines/remote/words.hpp"

namespace utter::speech {
namespace {

// More than the ten minutes of sound after which SpokenSound has had enough.
constexpr std::uint64_t sound_bytes_max = std::uint64_t{1024} * 1024 * 1024;

// Not every server names the type of its sounds, but all name that of their texts.
bool is_text(std::string_view content_type) {
    return content_type.starts_with("text/") || content_type == "application/json";
}

}  // namespace

OpenaiTts::OpenaiTts(OpenaiTtsSettings settings, std::unique_ptr<http::Transport> transport)
    : settings_(std::move(settings)),
      service_(settings_.service, "tts.openai", std::move(transport)) {}

Result<void> OpenaiTts::check(std::string_view lang) {
    if (auto known = service_.check_language(lang); !known) return known;
    return service_.check();
}

Result<void> OpenaiTts::stream(const SynthesisRequest& request, const SoundSink& sink) {
    if (auto within = check_limits(request, remote::text_bytes_max); !within) {
        return std::unexpected(within.error());
    }
    const auto text = remote::speakable_text(request.text);
    if (text.empty()) return fail(ErrorCode::invalid_argument, "there is no text to speak");
    if (auto known = service_.check_language(request.lang); !known) {
        return std::unexpected(known.error());
    }
    return ask(request, text, sink);
}

Result<void> OpenaiTts::ask(const SynthesisRequest& request,
                            const std::string& text,
                            const SoundSink& sink) const {
    const auto& voice = request.voice.empty() ? settings_.voice : request.voice;
    json::object body{{"model", service_.settings().model},
                      {"input", text},
                      {"voice", voice},
                      {"response_format", settings_.format}};
    if (request.rate != 1.0) body["speed"] = request.rate;
    auto begun =
        service_.post("/audio/speech", "application/json", json::serialize(body), sound_bytes_max);
    if (!begun) return std::unexpected(begun.error());
    remote::SpokenSound sound(sink);
    std::optional<remote::PcmFormat> bare;
    if (settings_.format == "pcm") {
        bare = {.rate_hz = settings_.pcm_rate_hz, .width_bytes = 2, .channels = 1};
    }
    remote::SoundDecoder decoder(bare, [&sound](std::string_view frames, const auto& format) {
        return sound.add(frames, format);
    });
    while (!sound.refused()) {
        auto part = begun->exchange->next();
        if (!part) return service_.failure(part.error());
        Result<void> taken;
        if (auto* head = std::get_if<http::Head>(&*part)) {
            if (head->status < 200 || head->status >= 300) {
                const auto refusal = openai::take_refusal(*begun, std::move(*head));
                if (!refusal) return service_.failure(refusal.error());
                return refused(*refusal, voice);
            }
            if (is_text(head->content_type)) {
                taken = fail(ErrorCode::malformed,
                             "sent '" + head->content_type.substr(0, 100) + "' instead of a sound");
            }
        } else if (const auto* piece = std::get_if<std::string>(&*part)) {
            taken = decoder.feed(*piece);
        } else {
            taken = decoder.finish();
        }
        // Whatever is wrong with it, it is the service that cannot be used.
        if (!taken) return service_.failure(ErrorCode::unavailable, taken.error().detail);
        if (!std::holds_alternative<http::End>(*part)) continue;
        if (auto ended = sound.finish(text); !ended) return service_.failure(ended.error());
        break;
    }
    return {};
}

std::unexpected<Error> OpenaiTts::refused(const openai::Refusal& refusal,
                                          const std::string& voice) const {
    const bool blames_request =
        refusal.status == 400 || refusal.status == 404 || refusal.status == 422;
    // Some name the field, others only the voice.
    if (blames_request && !voice.empty() &&
        (refusal.field == "voice" || refusal.text.contains(voice))) {
        return service_.failure(ErrorCode::not_found,
                                "has no voice '" + voice + "': " + refusal.text);
    }
    return service_.failure(refusal);
}

}  // namespace utter::speech
