#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/message.hpp"
#include "utter/core/music_policy.hpp"
#include "utter/core/result.hpp"
#include "utter/listener/ear.hpp"
#include "utter/listener/known_intents.hpp"
#include "utter/listener/microphone.hpp"
#include "utter/speech/stt_engine.hpp"
#include "utter/transform/chain.hpp"

namespace utter::listener {

/// What a chain of audio transformers hands on: the sound of one command, mono, as 32-bit floats.
struct CapturedSound {
    audio::AudioBuffer sound;
    std::optional<std::string> lang;  ///< nothing: an in-process listener knows of none

    static constexpr std::uint16_t sample_width_bytes = sizeof(float);
    static constexpr std::uint16_t channels = 1;

    friend bool operator==(const CapturedSound& a, const CapturedSound& b) {
        return a.lang == b.lang && a.sound.sample_rate_hz == b.sound.sample_rate_hz &&
               a.sound.samples == b.sound.samples;
    }
};
using AudioTransformer = transform::Transformer<CapturedSound>;

/// What ends an answer that is being spoken. Spec: OVOS-AUDIO-1 section 6 leaves it to the
/// deployer.
enum class BargeIn : std::uint8_t {
    never,      ///< nothing we hear
    wake_word,  ///< the wake word
    speech,     ///< the wake word, and any voice
};

struct ListenerSettings {
    std::string lang = "en-US";  ///< what is spoken, when nothing else says so
    std::vector<std::string> sessions{
        "default"};                               ///< whose `ovos.mic.listen` opens this microphone
    std::vector<std::string> audio_transformers;  ///< which run, in order
    /// Any voice is a command for this long after an answer; 0: the wake word is needed again.
    std::chrono::milliseconds follow_up{0};
    BargeIn barge_in = BargeIn::wake_word;
    /// A capture with less voice is not given to an engine, which would make words of it.
    std::chrono::milliseconds voice_min{150};
    double confidence_min = 0;              ///< less sure transcripts are none
    MusicPolicy music = MusicPolicy::keep;  ///< asked of a session's player during a capture
};

/// What a listener stands on; all outlives it.
struct ListenerRuntime {
    bus::Bus& bus;
    Executor& executor;  ///< everything but transcription runs here
    Executor& worker;    ///< for that, one after the other
    /// Makes the engine; called once, on the worker, when there is first something to hear. One
    /// that cannot be made is asked for again with the next command.
    std::function<Result<std::shared_ptr<speech::SttEngine>>()> open_engine;
    /// Whether a capture is worth an engine's time, which else makes words of noise: on the worker.
    /// Null: every one is.
    std::function<bool(const audio::AudioBuffer&)> is_speech;
    /// Makes the microphone; null when there is none now. On the executor; the events may come from
    /// any thread.
    std::function<std::unique_ptr<Microphone>(EarEvents)> open_microphone;
};

/// The audio input service: hears commands on a microphone and hands them to the assistant as text.
/// Spec: OVOS-AUDIO-IN-1.
///
/// Each capture ends in `ovos.utterance.handle` or in `ovos.stt.failed`, never in both. All on the
/// executor.
class Listener {
  public:
    Listener(ListenerRuntime runtime, ListenerSettings settings);
    /// A capture that is open then ends as failed.
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    Listener(Listener&&) = delete;
    Listener& operator=(Listener&&) = delete;

    /// Before start(). @return invalid_argument when its id is malformed or taken.
    [[nodiscard]] Result<void> add(std::unique_ptr<AudioTransformer> transformer) {
        return chain_.add(std::move(transformer));
    }

    void start();
    /// Takes the microphone, if there is one now and it is not taken yet. @return whether it is.
    bool open();

    /// Captures that wait for an engine; of a further one nothing is transcribed.
    static constexpr std::size_t waiting_max = 8;

  private:
    struct Ears;
    struct Heard;

    void subscribe(std::string topic, void (Listener::*handler)(const Message&));
    void on_listen(const Message& message);
    void on_sleep(const Message& message);
    void on_wake(const Message& message);
    void on_answer_begins(const Message& message);
    void on_answer_over(const Message& message);

    void on_woke(const std::string& phrase);
    void on_stop_word(const std::string& phrase);
    void on_began(Trigger trigger);
    void on_ended(Capture capture);
    void transcribe(Capture capture, json::object context);
    void on_heard(Heard heard);
    /// Ends the answers that are being spoken, as somebody interrupts them.
    void interrupt();
    void fail_capture(json::object context, std::string_view reason);

    [[nodiscard]] bool is_served(std::string_view session) const;
    [[nodiscard]] std::string input_lang(const json::object& context) const;
    void publish(std::string topic, json::object data, json::object context);
    void record(bool begins, const json::object& context);

    ListenerRuntime runtime_;
    ListenerSettings settings_;
    transform::Chain<CapturedSound> chain_;
    KnownIntents known_;
    bool asleep_ = false;
    std::set<std::string> answering_;        // sessions we serve to which an answer is spoken
    std::optional<json::object> requested_;  // the context of a request that has yet to begin
    std::optional<json::object> open_;       // the context of the capture that goes on
    std::size_t waiting_ = 0;
    std::uint64_t told_version_ = 0;  // of the definitions the engine was told last
    std::shared_ptr<Ears> ears_;      // the worker's own, once there is an engine
    std::vector<bus::Subscription> subscriptions_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // what comes late asks it
    std::unique_ptr<Microphone> microphone_;  // last: its thread ends before the rest
};

}  // namespace utter::listener
