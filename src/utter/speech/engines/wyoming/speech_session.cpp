#include "utter/speech/engines/wyoming/speech_session.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

#include "utter/speech/engines/wyoming/service.hpp"

namespace utter::speech::wyoming {
namespace {

constexpr std::size_t chunk_bytes = 2048;
constexpr std::chrono::seconds heard_max{120};

json::array texts(const std::vector<std::string>& list) {
    return json::array(list.begin(), list.end());
}

json::object artifact(std::string_view name, std::string_view version) {
    return {{"name", name},
            {"attribution", {{"name", "Utter"}, {"url", ""}}},
            {"installed", true},
            {"description", nullptr},
            {"version", version}};
}

json::object hearing_program(std::string_view engine,
                             const std::vector<std::string>& languages,
                             std::string_view version) {
    auto model = artifact(engine, version);
    model["languages"] = texts(languages);
    auto program = artifact("utter", version);
    program["models"] = json::array{std::move(model)};
    program["supports_transcript_streaming"] = false;
    return program;
}

json::object speaking_program(const std::vector<std::string>& languages, std::string_view version) {
    json::array voices;
    for (const auto& lang : languages) {
        auto voice = artifact(lang, version);
        voice["languages"] = json::array{json::string(lang)};
        voices.push_back(std::move(voice));
    }
    auto program = artifact("utter", version);
    program["voices"] = std::move(voices);
    program["supports_synthesize_streaming"] = false;
    return program;
}

json::object waking_program(const std::vector<std::string>& phrases, std::string_view version) {
    json::array models;
    for (const auto& phrase : phrases) {
        auto model = artifact(wake_model_name(phrase), version);
        model["languages"] = json::array{"en"};
        model["phrase"] = phrase;
        models.push_back(std::move(model));
    }
    auto program = artifact("utter", version);
    program["models"] = std::move(models);
    return program;
}

// The language of ours that is meant; one that we lack stays as it is, for the engine to refuse.
std::string meant_language(const std::vector<std::string>& ours, std::string_view lang) {
    if (lang.empty()) return ours.empty() ? std::string() : ours.front();
    Offer offer;
    offer.languages = ours;
    const auto nearest = nearest_language(offer, lang);
    return std::string(nearest.empty() ? lang : nearest);
}

Event error_event(const Error& error) {
    return {"error", {{"text", error.detail}, {"code", to_string(error.code)}}, {}};
}

}  // namespace

SpeechOffer::SpeechOffer(SpeechParts parts) : parts_(std::move(parts)) {
    for (const auto& lang : parts_.languages) {
        if (parts_.stt && parts_.stt->check(lang)) heard_.push_back(lang);
        if (parts_.tts && parts_.tts->check(lang)) spoken_.push_back(lang);
    }
    for (const char* list : {"asr", "tts", "handle", "intent", "wake", "mic", "snd"}) {
        info_[list] = json::array();
    }
    if (!heard_.empty()) {
        info_.at("asr").get_array().push_back(
            hearing_program(parts_.stt->name(), heard_, parts_.version));
    }
    if (!spoken_.empty()) {
        info_.at("tts").get_array().push_back(speaking_program(spoken_, parts_.version));
    }
    if (!parts_.wake.phrases.empty()) {
        info_.at("wake").get_array().push_back(waking_program(parts_.wake.phrases, parts_.version));
    }
}

Result<Transcript> SpeechOffer::hear(const audio::AudioBuffer& sound, std::string_view lang) {
    if (!parts_.stt) return fail(ErrorCode::unsupported, "this service does not hear");
    const std::lock_guard lock(hearing_);
    return parts_.stt->transcribe(sound, meant_language(heard_, lang));
}

Result<audio::AudioBuffer> SpeechOffer::speak(const std::string& text, std::string_view lang) {
    if (!parts_.tts) return fail(ErrorCode::unsupported, "this service does not speak");
    const auto meant = meant_language(spoken_, lang);
    const bool usual = !parts_.languages.empty() && meant == parts_.languages.front();
    return parts_.tts->synthesize({.text = text,
                                   .lang = meant,
                                   .voice = usual ? parts_.voice : std::string(),
                                   .rate = parts_.rate});
}

Result<void> SpeechSession::take(const Event& event, const Send& send) {
    if (event.type == "describe") return send({"info", offer_.info(), {}});
    const bool sound = event.type.starts_with("audio-");
    if (event.type == "detect" || (sound && detecting_)) return listen_for_wake_word(event, send);
    if (event.type == "transcribe") {
        if (std::exchange(detecting_, false)) refused_ = false;
        lang_ = string_or_empty(event.data, "language");
    } else if (event.type == "audio-start" || event.type == "audio-chunk") {
        if (event.type == "audio-start") {
            samples_.clear();
            format_ = {};
            refused_ = false;
        }
        if (refused_) return {};
        if (auto added = add_sound(event); !added) {
            refused_ = true;
            samples_ = {};
            return send(error_event(added.error()));
        }
    } else if (event.type == "audio-stop") {
        // What was wrong has been said.
        if (!std::exchange(refused_, false)) return answer_sound(send);
    } else if (event.type == "synthesize") {
        return speak(event, send);
    }
    return {};
}

Result<void> SpeechSession::listen_for_wake_word(const Event& event, const Send& send) {
    if (event.type == "detect") {
        samples_.clear();
        refused_ = false;
        detecting_ = true;
        const auto begun = wake_.detect(event);
        if (begun) return {};
        refused_ = true;  // until the next detect, whatever is said
        return send(error_event(begun.error()));
    }
    if (refused_) return {};
    // What sending fails with ends the session; what is wrong with the sound, only this sound.
    Result<void> sent;
    const auto heard = wake_.take_sound(event, [&sent, &send](const Event& answer) {
        sent = send(answer);
        return sent;
    });
    if (heard || !sent) return sent;
    refused_ = true;
    return send(error_event(heard.error()));
}

Result<void> SpeechSession::add_sound(const Event& event) {
    const auto format = read_format(event.data);
    if (!format) return std::unexpected(format.error());
    if (format_ == PcmFormat{}) format_ = *format;
    if (format_ != *format) {
        return fail(ErrorCode::malformed, "the sound changed its format midway");
    }
    const auto samples_max = static_cast<std::size_t>(heard_max.count()) * format_.rate_hz;
    if (samples_.size() + event.payload.size() / format_.frame_bytes() > samples_max) {
        return fail(ErrorCode::limit, "the sound is longer than two minutes");
    }
    return append_pcm(event.payload, format_, samples_);
}

Result<void> SpeechSession::answer_sound(const Send& send) {
    audio::AudioBuffer sound;
    sound.samples = std::exchange(samples_, {});
    if (format_.rate_hz != 0) sound.sample_rate_hz = format_.rate_hz;
    format_ = {};
    const auto heard = offer_.hear(sound, std::exchange(lang_, {}));
    if (!heard) return send(error_event(heard.error()));
    return send({"transcript", {{"text", heard->text}, {"language", heard->lang}}, {}});
}

Result<void> SpeechSession::speak(const Event& event, const Send& send) {
    const auto* text = event.data.if_contains("text");
    if (text == nullptr || !text->is_string()) {
        return send(
            error_event({ErrorCode::malformed, "'text' of a synthesize must be a text", false}));
    }
    std::string lang;
    if (const auto* voice = event.data.if_contains("voice");
        voice != nullptr && voice->is_object()) {
        // Our voices are called as their languages.
        lang = string_or_empty(voice->get_object(), "name");
        if (lang.empty()) lang = string_or_empty(voice->get_object(), "language");
    }
    const auto sound = offer_.speak(std::string(text->get_string()), lang);
    if (!sound) return send(error_event(sound.error()));
    const auto format =
        to_json({.rate_hz = sound->sample_rate_hz, .width_bytes = 2, .channels = 1});
    if (auto sent = send({"audio-start", format, {}}); !sent) return sent;
    const std::span<const float> samples(sound->samples);
    constexpr std::size_t chunk_samples = chunk_bytes / 2;
    for (std::size_t at = 0; at < samples.size(); at += chunk_samples) {
        const auto part = samples.subspan(at, std::min(chunk_samples, samples.size() - at));
        if (auto sent = send({"audio-chunk", format, to_pcm16(part)}); !sent) return sent;
    }
    return send({"audio-stop", {}, {}});
}

}  // namespace utter::speech::wyoming
