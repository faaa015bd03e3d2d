#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/message.hpp"
#include "utter/core/timers.hpp"
#include "utter/platform/domain/conversation.hpp"
#include "utter/platform/domain/events.hpp"
#include "utter/platform/domain/session_state.hpp"
#include "utter/platform/live/playback.hpp"
#include "utter/platform/live/protocol.hpp"
#include "utter/platform/live/speech_ports.hpp"
#include "utter/platform/live/voice_turns.hpp"

namespace utter::platform {

/// Who is at the other end of a session: a WebSocket of ours, or of another protocol. On the
/// session's executor.
class SessionClient {
  public:
    SessionClient() = default;
    virtual ~SessionClient() = default;
    SessionClient(const SessionClient&) = delete;
    SessionClient& operator=(const SessionClient&) = delete;
    SessionClient(SessionClient&&) = delete;
    SessionClient& operator=(SessionClient&&) = delete;

    /// One of the messages that share/platform/session-server.schema.json describes.
    virtual void on_event(const json::object& message) = 0;
    /// The next 20 ms of what is said, in the session's output format.
    virtual void on_sound(std::string frame) = 0;
    /// Another client has taken the session; nothing more comes.
    virtual void on_replaced() = 0;
};

struct LiveSessionLimits {
    std::chrono::seconds recording_max{60};  ///< a recording ends by itself
    /// Of sound, between partial transcriptions at least; later on a quarter of what was heard
    std::chrono::milliseconds partial_after{700};
    std::chrono::milliseconds pause{700};           ///< of silence that ends a turn found by voice
    std::chrono::milliseconds pre_roll{400};        ///< kept from before a voice was noticed
    std::chrono::milliseconds answer_max{300'000};  ///< for the assistant to be done
    std::size_t backlog_max = 256;  ///< events kept for a client that is away; the oldest go
};

/// What a session stands on. All outlives it.
struct LiveSessionRuntime {
    bus::Bus& bus;
    Executor& executor;  ///< everything runs here
    Timers& timers;
    Executor& worker;  ///< for transcription and synthesis
    const Clock& clock;
    const SpeechPorts& speech;
    std::function<void(ConversationTurn)> remember;  ///< keeps what was said
};

/// How a voice sounds, as far as a session has to know.
struct SessionVoice {
    std::string id;       ///< empty: the engine's own
    std::string profile;  ///< SpeechRequest::profile
};

/// One conversation of an application: sound or text in, words and sound out, by way of the bus.
/// Outlives its client's connections. Spec: seed "nobody" sections 4 and 8; OVOS-PIPELINE-1 for the
/// utterance's way.
class LiveSession : public std::enable_shared_from_this<LiveSession> {
  public:
    /// @param owner name of the principal whose it is
    LiveSession(std::string id,
                std::string owner,
                LiveSessionRuntime runtime,
                LiveSessionLimits limits,
                std::string lang);
    ~LiveSession();
    LiveSession(const LiveSession&) = delete;
    LiveSession& operator=(const LiveSession&) = delete;
    LiveSession(LiveSession&&) = delete;
    LiveSession& operator=(LiveSession&&) = delete;

    [[nodiscard]] const std::string& id() const noexcept { return id_; }
    [[nodiscard]] const std::string& owner() const noexcept { return owner_; }
    [[nodiscard]] SessionState state() const noexcept { return state_; }
    [[nodiscard]] const std::string& persona_id() const noexcept { return persona_id_; }
    [[nodiscard]] const std::string& voice_id() const noexcept { return voice_.id; }
    [[nodiscard]] const std::string& lang() const noexcept { return lang_; }
    [[nodiscard]] const PcmFormat& output() const noexcept { return output_; }
    [[nodiscard]] bool has_client() const noexcept { return client_ != nullptr; }
    /// Whether the server finds the turns.
    [[nodiscard]] bool finds_turns() const noexcept { return turns_ != nullptr; }

    /// Takes the client in the place of the one before, and tells it `session_ready` and what it
    /// missed. It outlives its stay.
    void attach(SessionClient& client, bool resumed);
    /// The connection is gone; what is being said waits for the next.
    void detach(const SessionClient& client);

    // What a client asks for. Refusals are told to it.
    void configure(const client_message::Configure& wanted);
    void start_recording();
    void stop_recording();
    void cancel();
    void interrupt();
    void say(std::string text);
    void set_persona(std::string persona_id);
    void set_voice(SessionVoice voice);
    /// A frame of the microphone, in the session's input format.
    void hear(std::string_view frame);
    void tell_error(const Error& error);

    // What the bus brings for this session.
    void on_speak(const Message& message);
    void on_handled(const Message& message);

  private:
    bool go(SessionTrigger trigger);
    void tell(json::object message);
    void remember(TurnRole role, std::string text);
    void publish(const SessionEvent& event) { publish(event, context()); }
    void publish(const SessionEvent& event, json::object context);
    [[nodiscard]] json::object context() const;
    [[nodiscard]] bool is_of_another_turn(const Message& message) const;
    void begin_recording(std::size_t kept_samples);
    void hear_turns(std::size_t first_new);
    void transcribe_partly();
    void finish_recording();
    void on_transcript(std::uint64_t turn, Result<speech::Transcript> heard);
    void ask(std::string text);
    void speak_next();
    void on_sound(std::uint64_t turn, std::vector<float> samples, Time made_at);
    void on_spoken(std::uint64_t turn, Result<void> spoken);
    void settle();
    void on_heard_all();
    void end_turn(SessionTrigger trigger);
    void stop_answer();
    [[nodiscard]] std::size_t samples_in(std::chrono::milliseconds time) const;

    const std::string id_;
    const std::string owner_;
    LiveSessionRuntime runtime_;
    const LiveSessionLimits limits_;
    std::string lang_;
    PcmFormat input_{};
    PcmFormat output_{.rate_hz = 24'000};
    std::unique_ptr<VoiceTurns> turns_;  // while the server finds them
    std::string persona_id_;
    SessionVoice voice_;

    SessionClient* client_ = nullptr;
    std::deque<json::object> backlog_;

    SessionState state_ = SessionState::idle;
    std::uint64_t turn_ = 1;           // what comes late for another is dropped
    json::object session_;             // the carrier, as the orchestrator left it
    std::vector<std::int16_t> sound_;  // recorded; before a turn, its pre-roll
    std::size_t partial_at_ = 0;       // samples when a part was last transcribed
    bool transcribing_ = false;
    bool deaf_ = false;  // said so: sound comes while nothing records
    std::deque<std::string> sentences_;
    std::string speaking_lang_;
    bool speaking_ = false;  // a sentence is being made
    bool handled_ = true;    // the assistant is done with the turn
    std::string failure_;    // why the answer cannot be heard
    // For the ledger of turns.
    std::optional<Time> speech_end_;  // of what is asked; nothing for what was written
    std::string utterance_id_;        // of what is answered
    /// False: the worker may stop.
    std::shared_ptr<std::atomic<bool>> wanted_ = std::make_shared<std::atomic<bool>>(true);
    Playback playback_;
    TimerHandle patience_;
};

}  // namespace utter::platform
