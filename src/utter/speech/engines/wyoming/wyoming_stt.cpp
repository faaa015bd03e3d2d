#include "utter/speech/engines/wyoming/wyoming_stt.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "utter/speech/engines/remote/heard_sound.hpp"
#include "utter/speech/engines/remote/words.hpp"
#include "utter/speech/engines/wyoming/pcm.hpp"
#include "utter/speech/word_graph.hpp"

namespace utter::speech {
namespace {

using wyoming::Event;

constexpr wyoming::PcmFormat sent_format{
    .rate_hz = remote::sent_rate_hz, .width_bytes = 2, .channels = 1};
constexpr std::size_t chunk_samples = 1024;
// The protocol has no confidence.
constexpr double unknown_confidence = 0.5;

std::vector<Event> request(const audio::AudioBuffer& sound,
                           const std::string& model,
                           const std::string& language) {
    Event transcribe{"transcribe", {}, {}};
    if (!model.empty()) transcribe.data["name"] = model;
    if (!language.empty()) transcribe.data["language"] = language;
    std::vector<Event> events;
    events.push_back(std::move(transcribe));
    const auto event_at = [](std::string type, std::size_t sample) {
        Event event{std::move(type), wyoming::to_json(sent_format), {}};
        event.data["timestamp"] = sample * 1000 / sent_format.rate_hz;
        return event;
    };
    events.push_back(event_at("audio-start", 0));
    const std::span<const float> samples(sound.samples);
    for (std::size_t at = 0; at < samples.size(); at += chunk_samples) {
        auto chunk = event_at("audio-chunk", at);
        chunk.payload =
            wyoming::to_pcm16(samples.subspan(at, std::min(chunk_samples, samples.size() - at)));
        events.push_back(std::move(chunk));
    }
    events.push_back(
        {"audio-stop", {{"timestamp", samples.size() * 1000 / sent_format.rate_hz}}, {}});
    return events;
}

}  // namespace

WyomingStt::WyomingStt(WyomingSettings settings)
    : service_(std::move(settings), "stt.wyoming", "asr", "models") {}

Result<void> WyomingStt::check(std::string_view lang) const {
    service_.forget_offers();
    if (auto language = language_for(lang); !language) return std::unexpected(language.error());
    return {};
}

Result<void> WyomingStt::set_grammar(const SpeechGrammar& grammar) {
    if (auto graph = compile_word_graph(grammar); !graph) return std::unexpected(graph.error());
    return {};
}

void WyomingStt::set_phrases(const SpeechGrammar& /*phrases*/) {}

Result<Transcript> WyomingStt::transcribe(const audio::AudioBuffer& speech, std::string_view lang) {
    const auto prepared = remote::sound_to_send(speech);
    if (!prepared) return std::unexpected(prepared.error());
    const auto& sound = *prepared;
    const auto language = language_for(lang);
    if (!language) return std::unexpected(language.error());
    if (!sound) {
        return Transcript{.text = {}, .lang = std::string(lang), .source = {}, .confidence = 0};
    }
    auto heard = ask(*sound, *language);
    if (!heard) {
        service_.forget_offers();
        return heard;
    }
    if (heard->lang.empty()) heard->lang = lang;
    heard->text = remote::transcript_words(heard->text, heard->lang);
    heard->source = "open";
    heard->confidence = heard->text.empty() ? 0 : unknown_confidence;
    return heard;
}

// How the service, or the configured model of it, writes the language; empty when it does not say
// which it has.
Result<std::string> WyomingStt::language_for(std::string_view lang) const {
    const auto offers = service_.offers();
    if (!offers) return std::unexpected(offers.error());
    const auto& model = service_.settings().model;
    bool model_found = model.empty();
    std::string_view nearest;
    for (const auto& offer : **offers) {
        if (!model.empty() && offer.name != model) continue;
        model_found = true;
        if (offer.languages.empty()) return std::string();
        const auto spelled = wyoming::nearest_language(offer, lang);
        if (wyoming::has_language(offer, lang)) return std::string(spelled);
        if (nearest.empty()) nearest = spelled;
    }
    if (!model_found) {
        return service_.failure(ErrorCode::unavailable,
                                "has no model '" + model + "', which stt.wyoming.model asks for");
    }
    if (nearest.empty()) {
        return service_.failure(ErrorCode::unsupported,
                                "does not understand '" + std::string(lang) + "'");
    }
    return std::string(nearest);
}

Result<Transcript> WyomingStt::ask(const audio::AudioBuffer& sound,
                                   const std::string& language) const {
    auto connection = service_.connect();
    if (!connection) return std::unexpected(connection.error());
    const auto events = request(sound, service_.settings().model, language);
    if (auto sent = wyoming::send_all(*connection, events); !sent) {
        return service_.failure(sent.error());
    }
    while (true) {
        const auto event = connection->receive();
        if (!event) return service_.failure(event.error());
        if (event->type == "error") return service_.failure(wyoming::reported_error(*event));
        if (event->type != "transcript") continue;
        const auto* text = event->data.if_contains("text");
        if (text == nullptr || !text->is_string()) {
            return service_.failure(ErrorCode::unavailable, "sent a transcript without a 'text'");
        }
        Transcript heard;
        heard.text = text->get_string();
        heard.lang = string_or_empty(event->data, "language");
        return heard;
    }
}

}  // namespace utter::speech
