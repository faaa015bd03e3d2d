#include "utter/speech/engines/wyoming/wyoming_tts.hpp"

#include <algorithm>
#include <utility>

#include "utter/speech/engines/remote/spoken_sound.hpp"
#include "utter/speech/engines/remote/words.hpp"
#include "utter/speech/engines/wyoming/pcm.hpp"

namespace utter::speech {
namespace {

using wyoming::Offer;

constexpr std::size_t voices_named_max = 10;

json::object named(const Offer& offer, std::string_view speaker = {}) {
    json::object voice{{"name", offer.name}};
    if (!speaker.empty()) voice["speaker"] = speaker;
    return voice;
}

// Better voices of a language have higher numbers; 0: none of it.
int rank(const Offer& offer, std::string_view lang) {
    if (wyoming::nearest_language(offer, lang).empty()) return 0;
    return 1 + (wyoming::has_language(offer, lang) ? 1 : 0) + (offer.installed ? 2 : 0);
}

std::string some_names(const std::vector<Offer>& offers) {
    std::string names;
    for (std::size_t i = 0; i < offers.size() && i < voices_named_max; ++i) {
        names += (names.empty() ? "" : ", ") + offers[i].name;
    }
    return names + (offers.size() > voices_named_max ? " ..." : "");
}

}  // namespace

WyomingTts::WyomingTts(WyomingSettings settings)
    : service_(std::move(settings), "tts.wyoming", "tts", "voices") {}

Result<void> WyomingTts::check(std::string_view lang) {
    service_.forget_offers();
    if (auto voice = voice_for({}, lang); !voice) return std::unexpected(voice.error());
    return {};
}

Result<void> WyomingTts::stream(const SynthesisRequest& request, const SoundSink& sink) {
    if (auto within = check_limits(request, remote::text_bytes_max); !within)
        return std::unexpected(within.error());
    const auto text = remote::speakable_text(request.text);
    if (text.empty()) return fail(ErrorCode::invalid_argument, "there is no text to speak");
    const auto voice = voice_for(request.voice, request.lang);
    if (!voice) return std::unexpected(voice.error());
    auto spoken = ask(text, *voice, sink);
    if (!spoken) service_.forget_offers();
    return spoken;
}

Result<json::object> WyomingTts::voice_for(std::string_view name, std::string_view lang) const {
    const auto offers = service_.offers();
    if (!offers) return std::unexpected(offers.error());
    if (!name.empty()) {
        const auto hash = name.rfind('#');
        const auto voice = name.substr(0, hash);
        const auto speaker = hash == std::string_view::npos ? "" : name.substr(hash + 1);
        const auto found = std::ranges::find(**offers, voice, &Offer::name);
        if (found == (*offers)->end()) {
            return service_.failure(ErrorCode::not_found,
                                    "has no voice '" + std::string(voice) + "'; its voices are " +
                                        some_names(**offers));
        }
        if (!speaker.empty() &&
            std::ranges::find(found->speakers, speaker) == found->speakers.end()) {
            return service_.failure(
                ErrorCode::not_found,
                "has no speaker '" + std::string(speaker) + "' of its voice '" + found->name + "'");
        }
        if (found->languages.empty() || rank(*found, lang) > 0) return named(*found, speaker);
    }
    const Offer* best = nullptr;
    for (const auto& offer : **offers) {
        if (rank(offer, lang) > (best == nullptr ? 0 : rank(*best, lang))) best = &offer;
    }
    if (best != nullptr) return named(*best);
    // Voices that tell no language may speak any.
    if (std::ranges::any_of(**offers, [](const auto& o) { return o.languages.empty(); })) {
        return json::object{{"language", lang}};
    }
    return service_.failure(ErrorCode::unsupported, "has no voice for '" + std::string(lang) + "'");
}

Result<void> WyomingTts::ask(const std::string& text,
                             const json::object& voice,
                             const SoundSink& sink) const {
    auto connection = service_.connect();
    if (!connection) return std::unexpected(connection.error());
    std::vector<wyoming::Event> events;
    events.push_back({"synthesize", {{"text", text}, {"voice", voice}}, {}});
    if (auto sent = wyoming::send_all(*connection, events); !sent) {
        return service_.failure(sent.error());
    }
    remote::SpokenSound answer(sink);
    while (!answer.refused()) {
        const auto event = connection->receive();
        if (!event) return service_.failure(event.error());
        if (event->type == "error") return service_.failure(wyoming::reported_error(*event));
        if (event->type == "audio-start" || event->type == "audio-chunk") {
            const auto format = wyoming::read_format(event->data);
            const auto taken = format ? answer.add(event->payload, *format)
                                      : Result<void>(std::unexpected(format.error()));
            // Whatever is wrong with it, it is the service that cannot be used.
            if (!taken) {
                return service_.failure(ErrorCode::unavailable,
                                        "sent what cannot be played: " + taken.error().detail);
            }
        } else if (event->type == "audio-stop") {
            if (auto ended = answer.finish(text); !ended) return service_.failure(ended.error());
            break;
        }
    }
    return {};
}

}  // namespace utter::speech
