#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/audio/player.hpp"
#include "utter/bus/bus.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/message.hpp"
#include "utter/core/music_policy.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/tts_engine.hpp"
#include "utter/transform/chain.hpp"

namespace utter::speaker {

/// What a chain of TTS transformers hands on: the sound of one sentence.
struct SpokenSound {
    audio::AudioBuffer sound;

    friend bool operator==(const SpokenSound& a, const SpokenSound& b) {
        return a.sound.sample_rate_hz == b.sound.sample_rate_hz &&
               a.sound.samples == b.sound.samples;
    }
};

struct SpeakerSettings {
    std::vector<std::string> sessions{"default"};  ///< whose answers sound here
    std::string lang = "en-US";                    ///< when neither message nor session says
    std::string voice;                             ///< as SynthesisRequest::voice
    double rate = 1.0;                             ///< as SynthesisRequest::rate
    std::vector<std::string> dialog_transformers;  ///< which run, in order
    MusicPolicy music = MusicPolicy::keep;         ///< asked of a session's player while it sounds
};

/// What a speaker stands on; all outlives it.
struct SpeakerRuntime {
    bus::Bus& bus;
    Executor& executor;  ///< everything but synthesis and decoding runs here
    Executor& worker;    ///< for these, one after the other
    /// Makes the engine; called once, on the executor, when there is first something to say. One
    /// that cannot be made is asked for again with the next answer.
    std::function<Result<std::shared_ptr<speech::TtsEngine>>()> open_engine;
    /// Makes the loudspeaker; null when there is none now, in which case nothing is said, and it is
    /// asked again with the next answer. On the executor; the events may come from any thread.
    std::function<std::unique_ptr<audio::SoundOutput>(audio::PlayerEvents)> open_output;
};

/// Topic of our own: how much of an answer was heard, once it is over. Data: `utterance`, the whole
/// text; `heard`, its beginning that left the loudspeaker, to a word; `complete`.
inline constexpr std::string_view heard_topic = "utter.speaker.heard";
/// Topic of our own: there is a loudspeaker, and the speaker uses it.
inline constexpr std::string_view ready_topic = "utter.speaker.ready";

/// The audio output service: speaks answers sentence by sentence, each from its first sound on,
/// plays sounds, sends spoken answers to clients that play them themselves, and says when it begins
/// and ends. Spec: OVOS-AUDIO-1.
///
/// One loudspeaker, one queue; whether the output is active is kept per session, and `started` and
/// `ended` travel on the message of the session's first and last item. The queue holds items_max;
/// a further one is dropped and logged. All on the executor.
///
/// An engine that fails in the middle of a sentence: one nobody has heard yet is made once more, of
/// one that has begun the rest is left out, and the answer goes on with the next sentence.
class Speaker {
  public:
    Speaker(SpeakerRuntime runtime, SpeakerSettings settings);
    ~Speaker();
    Speaker(const Speaker&) = delete;
    Speaker& operator=(const Speaker&) = delete;
    Speaker(Speaker&&) = delete;
    Speaker& operator=(Speaker&&) = delete;

    /// Before start(). @return invalid_argument when its id is malformed or taken.
    [[nodiscard]] Result<void> add(std::unique_ptr<transform::DialogTransformer> transformer) {
        return dialog_chain_.add(std::move(transformer));
    }
    [[nodiscard]] Result<void> add(std::unique_ptr<transform::Transformer<SpokenSound>> added) {
        return tts_chain_.add(std::move(added));
    }

    void start();

    static constexpr std::size_t items_max = 256;
    static constexpr std::size_t remote_max = 64;  ///< answers in the making for remote clients
    /// Sentences that are made before the first of them has been heard.
    static constexpr std::size_t ahead_max = 3;
    static constexpr int tries_max = 2;  ///< of a sentence that nobody has heard any of

  private:
    struct Part;
    struct Item;
    struct Stopped;
    using Made = Result<audio::AudioBuffer>;
    using Make = std::function<Result<void>(const speech::SoundSink&)>;  // on the worker

    void on_speak(const Message& message);
    void on_speak_b64(const Message& message);
    void on_queue(const Message& message);
    void on_play_sound(const Message& message);
    void on_stop(const Message& message);
    void on_is_speaking(const Message& message);
    void subscribe(std::string topic, void (Speaker::*handler)(const Message&));
    template <class Artifact>
    void serve_list(const transform::Chain<Artifact>& chain);

    [[nodiscard]] bool is_served(const std::string& session) const;
    [[nodiscard]] bool find_output();
    [[nodiscard]] std::shared_ptr<speech::TtsEngine> find_engine();
    /// The text after its transformers, with the context they leave; nothing when there is nothing
    /// to say, be it that one took the answer back.
    [[nodiscard]] std::optional<std::pair<transform::Dialog, json::object>> prepare(
        const Message& message) const;
    [[nodiscard]] Make synthesis(std::string text, const std::string& lang, bool in_pieces);
    [[nodiscard]] Result<audio::AudioBuffer> transformed(Made made, json::object& context) const;

    void enqueue(Item item);
    void make_next();
    void run_part(Part& part);
    void on_piece(audio::SoundId id, audio::AudioBuffer piece);
    void on_made(audio::SoundId id, const Result<void>& made);
    [[nodiscard]] std::pair<Item*, Part*> find_part(audio::SoundId id);
    void on_remote_made(audio::SoundId id, const Message& message, Made made);
    void on_began(audio::SoundId id);
    void on_ended(const audio::SoundEnd& end);
    void finish();
    void ask_for_quiet(const Message& cause, bool begins);
    void end_session(const std::string& session, const Message& last, bool listen);
    void report(const Stopped& item);
    void run_later(std::function<Made()> make, std::function<void(Made)> done);

    SpeakerRuntime runtime_;
    SpeakerSettings settings_;
    transform::Chain<transform::Dialog> dialog_chain_;
    transform::Chain<SpokenSound> tts_chain_{"tts"};
    std::shared_ptr<speech::TtsEngine> engine_;
    std::deque<Item> queue_;
    std::vector<Stopped> stopped_;                  // cut off, their ends still to be told
    std::set<std::string> active_;                  // sessions between `started` and `ended`
    std::map<audio::SoundId, std::string> remote_;  // in the making: session by id
    audio::SoundId last_id_ = 0;
    bool making_ = false;
    double ms_per_byte_ = 70;  // of text, as the voice spoke last; until then a usual English one
    std::vector<bus::Subscription> subscriptions_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // what comes late asks it
    std::unique_ptr<audio::SoundOutput> output_;  // last: its thread ends before the rest
};

}  // namespace utter::speaker
