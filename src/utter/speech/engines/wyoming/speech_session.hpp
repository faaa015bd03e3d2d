#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "utter/audio/audio_buffer.hpp"
#include "utter/speech/engines/wyoming/event.hpp"
#include "utter/speech/engines/wyoming/pcm.hpp"
#include "utter/speech/engines/wyoming/wake_session.hpp"
#include "utter/speech/stt_engine.hpp"
#include "utter/speech/tts_engine.hpp"

namespace utter::speech::wyoming {

/// What a Wyoming service of ours is made of. Each part may be missing.
struct SpeechParts {
    std::unique_ptr<SttEngine> stt;
    std::unique_ptr<TtsEngine> tts;
    WakeOffer wake;
    std::vector<std::string> languages;  ///< BCP-47, the default first
    std::string voice;                   ///< for texts whose language is the default one
    double rate = 1.0;
    std::string version;
};

/// The engines that all connections share. Thread-safe: hearing takes turns.
class SpeechOffer {
  public:
    /// Asks the engines which languages they have, which may load models.
    explicit SpeechOffer(SpeechParts parts);

    /// The data of `info`: a model and, as every language has one voice, voices named as their
    /// languages.
    [[nodiscard]] const json::object& info() const { return info_; }
    /// The languages we have for each; empty without the engine.
    [[nodiscard]] const std::vector<std::string>& heard_languages() const { return heard_; }
    [[nodiscard]] const std::vector<std::string>& spoken_languages() const { return spoken_; }

    [[nodiscard]] const WakeOffer& wake() const { return parts_.wake; }

    /// @param lang as the client writes it; empty: the default
    [[nodiscard]] Result<Transcript> hear(const audio::AudioBuffer& sound, std::string_view lang);
    [[nodiscard]] Result<audio::AudioBuffer> speak(const std::string& text, std::string_view lang);

  private:
    SpeechParts parts_;
    std::vector<std::string> heard_;
    std::vector<std::string> spoken_;
    json::object info_;
    std::mutex hearing_;
};

/// One client's conversation with the service, without its connection: `describe`, `transcribe` or
/// `detect` with its sound, `synthesize`. Sound that nothing came before is transcribed. Whatever
/// cannot be done is answered with `error`; unknown events are passed over.
class SpeechSession {
  public:
    using Send = std::function<Result<void>(const Event&)>;

    /// @param offer outlives the session
    explicit SpeechSession(SpeechOffer& offer) : offer_(offer), wake_(offer.wake()) {}

    /// Takes one event and sends what it leads to. Blocks while it hears or speaks.
    /// @return what `send` failed with
    [[nodiscard]] Result<void> take(const Event& event, const Send& send);

  private:
    [[nodiscard]] Result<void> listen_for_wake_word(const Event& event, const Send& send);
    [[nodiscard]] Result<void> add_sound(const Event& event);
    [[nodiscard]] Result<void> answer_sound(const Send& send);
    [[nodiscard]] Result<void> speak(const Event& event, const Send& send);

    SpeechOffer& offer_;
    WakeSession wake_;
    bool detecting_ = false;  // what comes of sound is for the wake word
    std::string lang_;
    PcmFormat format_;
    std::vector<float> samples_;
    bool refused_ = false;  // the rest of this sound
};

}  // namespace utter::speech::wyoming
