#include "utter/platform/live/live_session.hpp"

#include <algorithm>
#include <utility>

#include "utter/audio/stream_resampler.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/faulty_field.hpp"
#include "utter/core/log.hpp"
#include "utter/core/turn_keys.hpp"
#include "utter/session/session.hpp"

namespace utter::platform {

using std::chrono::milliseconds;

namespace {

constexpr std::string_view source_name = "utter-platform";
// On everything that comes of an utterance: which turn it belongs to.
constexpr std::string_view turn_key = "platform_turn";

// Brings the pieces of one sound to another rate, seamlessly.
class PieceResampler {
  public:
    explicit PieceResampler(std::uint32_t to_hz) : to_hz_(to_hz) {}

    [[nodiscard]] std::vector<float> convert(const audio::AudioBuffer& piece) {
        if (piece.sample_rate_hz == to_hz_) return piece.samples;
        if (!stream_) {
            from_hz_ = piece.sample_rate_hz;
            if (auto made = audio::StreamResampler::create(from_hz_, to_hz_)) {
                stream_ = std::move(*made);
            }
        }
        std::vector<float> out;
        if (stream_) stream_->process(piece.samples, out);
        return out;
    }

    // What the converter still holds.
    [[nodiscard]] std::vector<float> rest() {
        std::vector<float> out;
        if (stream_) stream_->process(std::vector<float>(from_hz_ / 20), out);
        return out;
    }

  private:
    std::uint32_t to_hz_;
    std::uint32_t from_hz_ = 0;
    std::unique_ptr<audio::StreamResampler> stream_;
};

Time now_of(const Clock& clock) {
    return std::chrono::time_point_cast<Time::duration>(clock.now());
}

}  // namespace

LiveSession::LiveSession(std::string id,
                         std::string owner,
                         LiveSessionRuntime runtime,
                         LiveSessionLimits limits,
                         std::string lang)
    : id_(std::move(id)),
      owner_(std::move(owner)),
      runtime_(std::move(runtime)),
      limits_(limits),
      lang_(std::move(lang)),
      playback_(runtime_.timers,
                runtime_.executor,
                {.on_frame =
                     [this](std::string frame) {
                         if (client_ != nullptr) client_->on_sound(std::move(frame));
                     },
                 .on_end = [this] { on_heard_all(); }}) {
    session_["session_id"] = id_;
}

LiveSession::~LiveSession() {
    *wanted_ = false;
}

void LiveSession::attach(SessionClient& client, bool resumed) {
    if (client_ != nullptr) client_->on_replaced();
    client_ = &client;
    client.on_event(
        {{"type", "session_ready"},
         {"session_id", id_},
         {"state", to_string(state_)},
         {"resumed", resumed},
         {"lang", lang_},
         {"turn_detection", to_string(turns_ ? TurnDetection::voice : TurnDetection::manual)},
         {"input", to_json(input_)},
         {"output", to_json(output_)}});
    while (!backlog_.empty()) {
        client.on_event(backlog_.front());
        backlog_.pop_front();
    }
    playback_.resume();
}

void LiveSession::detach(const SessionClient& client) {
    if (client_ != &client) return;
    client_ = nullptr;
    playback_.pause();
}

void LiveSession::tell(json::object message) {
    if (client_ != nullptr) {
        client_->on_event(message);
        return;
    }
    if (backlog_.size() >= limits_.backlog_max) backlog_.pop_front();
    backlog_.push_back(std::move(message));
}

void LiveSession::remember(TurnRole role, std::string text) {
    runtime_.remember({.session_id = id_,
                       .persona_id = persona_id_,
                       .role = role,
                       .text = std::move(text),
                       .at = now_of(runtime_.clock),
                       .owner = owner_});
}

void LiveSession::tell_error(const Error& error) {
    json::object message{
        {"type", "error"}, {"code", to_string(error.code)}, {"message", error.detail}};
    if (const auto field = faulty_field(error); !field.empty()) message["field"] = field;
    tell(std::move(message));
}

void LiveSession::publish(const SessionEvent& event, json::object context) {
    runtime_.bus.publish(
        Message(std::string(topic_of(event)), payload_of(event), std::move(context)));
}

json::object LiveSession::context() const {
    auto session = session_;
    session["session_id"] = id_;
    session["lang"] = lang_;
    if (persona_id_.empty()) {
        session.erase("persona_id");
    } else {
        session["persona_id"] = persona_id_;
    }
    return {{"source", source_name}, {turn_key, turn_}, {"session", std::move(session)}};
}

bool LiveSession::is_of_another_turn(const Message& message) const {
    const auto* const turn = message.context().if_contains(turn_key);
    return turn != nullptr && *turn != json::value(turn_);
}

bool LiveSession::go(SessionTrigger trigger) {
    const auto next = next_state(state_, trigger);
    if (!next) {
        tell_error(next.error());
        return false;
    }
    if (*next == state_) return true;
    state_ = *next;
    tell({{"type", "state"}, {"state", to_string(state_)}});
    return true;
}

std::size_t LiveSession::samples_in(milliseconds time) const {
    return static_cast<std::size_t>(time.count()) * input_.rate_hz / 1000;
}

// --- what a client asks for

void LiveSession::configure(const client_message::Configure& wanted) {
    if (state_ == SessionState::recording && wanted.input && *wanted.input != input_) {
        tell_error({ErrorCode::invalid_argument, "'input' cannot change while recording"});
        return;
    }
    if (wanted.output && *wanted.output != output_ &&
        (state_ == SessionState::synthesizing || state_ == SessionState::playing)) {
        tell_error({ErrorCode::invalid_argument, "'output' cannot change while something is said"});
        return;
    }
    auto detection = turns_ ? TurnDetection::voice : TurnDetection::manual;
    detection = wanted.turn_detection.value_or(detection);
    const auto input = wanted.input.value_or(input_);
    std::unique_ptr<VoiceTurns> turns;
    if (detection == TurnDetection::voice) {
        auto hears_voice = runtime_.speech.open_voice_activity();
        if (!hears_voice) {
            tell_error({ErrorCode::unavailable,
                        "'turn_detection' cannot be \"voice\": " + hears_voice.error().detail});
            return;
        }
        auto made = VoiceTurns::create(input.rate_hz,
                                       std::move(*hears_voice),
                                       {.wait = std::chrono::hours(1),
                                        .pause = limits_.pause,
                                        .longest = limits_.recording_max});
        if (!made) {
            tell_error(made.error());
            return;
        }
        turns = std::move(*made);
    }
    if (input != input_ || detection == TurnDetection::manual) {
        if (state_ != SessionState::recording) sound_.clear();
    }
    turns_ = std::move(turns);
    input_ = input;
    output_ = wanted.output.value_or(output_);
    lang_ = wanted.lang.value_or(lang_);
    tell({{"type", "configured"},
          {"lang", lang_},
          {"turn_detection", to_string(detection)},
          {"input", to_json(input_)},
          {"output", to_json(output_)}});
}

void LiveSession::start_recording() {
    begin_recording(0);
}

void LiveSession::begin_recording(std::size_t kept_samples) {
    const bool interrupts = state_ == SessionState::playing;
    if (const auto next = next_state(state_, SessionTrigger::start_recording); !next) {
        tell_error(next.error());
        return;
    }
    if (interrupts) stop_answer();
    ++turn_;
    if (sound_.size() > kept_samples) {
        sound_.erase(sound_.begin(), sound_.end() - static_cast<std::ptrdiff_t>(kept_samples));
    }
    partial_at_ = 0;
    deaf_ = false;
    go(SessionTrigger::start_recording);
    tell({{"type", "recording_started"}, {"session_id", id_}});
    publish(session_event::RecordingStarted{id_});
}

void LiveSession::stop_recording() {
    if (!go(SessionTrigger::stop_recording)) return;
    finish_recording();
}

void LiveSession::cancel() {
    if (state_ == SessionState::idle) return;
    stop_answer();
    end_turn(SessionTrigger::cancel);
}

void LiveSession::interrupt() {
    if (state_ == SessionState::synthesizing || state_ == SessionState::playing) cancel();
}

void LiveSession::say(std::string text) {
    if (state_ == SessionState::playing) cancel();
    if (state_ != SessionState::idle) {
        tell_error({ErrorCode::invalid_argument,
                    "'text' has to wait: the session is " + std::string(to_string(state_))});
        return;
    }
    ++turn_;
    speech_end_.reset();
    // The seed's road has one way in; writing is a recording that is over at once.
    go(SessionTrigger::start_recording);
    go(SessionTrigger::stop_recording);
    ask(std::move(text));
}

void LiveSession::set_persona(std::string persona_id) {
    persona_id_ = std::move(persona_id);
    tell({{"type", "persona_set"},
          {"persona_id", persona_id_.empty() ? json::value() : json::value(persona_id_)}});
}

void LiveSession::set_voice(SessionVoice voice) {
    voice_ = std::move(voice);
    tell({{"type", "voice_set"},
          {"voice_id", voice_.id.empty() ? json::value() : json::value(voice_.id)}});
}

void LiveSession::hear(std::string_view frame) {
    const bool records = state_ == SessionState::recording;
    if (!records && !turns_) {
        if (!std::exchange(deaf_, true)) {
            tell_error({ErrorCode::invalid_argument,
                        "sound came while the session is " + std::string(to_string(state_)) +
                            "; send start_recording first"});
        }
        return;
    }
    const auto before = sound_.size();
    if (auto taken = append_samples(frame, input_.format, sound_); !taken) {
        tell_error(taken.error());
        return;
    }
    if (turns_) hear_turns(before);
    if (state_ != SessionState::recording) return;
    if (sound_.size() >= samples_in(limits_.recording_max)) {
        stop_recording();
        return;
    }
    transcribe_partly();
}

void LiveSession::hear_turns(std::size_t first_new) {
    const auto news = turns_->feed(std::span(sound_).subspan(first_new));
    if (state_ == SessionState::recording) {
        if (news == VoiceTurns::News::ended) stop_recording();
        return;
    }
    const auto kept = samples_in(limits_.pre_roll + speech::Endpointer::onset);
    if (news == VoiceTurns::News::began &&
        (state_ == SessionState::idle || state_ == SessionState::playing)) {
        begin_recording(kept);
        return;
    }
    // A voice while the answer is in the making belongs to no turn.
    if (sound_.size() > 2 * kept) {
        sound_.erase(sound_.begin(), sound_.end() - static_cast<std::ptrdiff_t>(kept));
    }
}

// --- from sound to text

// An engine hears all of a recording again for each part. In steps that grow with the recording all
// parts together cost some five times its length, however long it is.
void LiveSession::transcribe_partly() {
    const auto step = std::max(samples_in(limits_.partial_after), partial_at_ / 4);
    if (transcribing_ || sound_.size() < partial_at_ + step) return;
    partial_at_ = sound_.size();
    transcribing_ = true;
    runtime_.worker.post([weak = weak_from_this(),
                          &executor = runtime_.executor,
                          &speech = runtime_.speech,
                          turn = turn_,
                          lang = lang_,
                          sound = audio::AudioBuffer{to_float(sound_), input_.rate_hz}] {
        if (weak.expired()) return;
        auto heard = speech.transcribe(sound, lang);
        executor.post([weak, turn, heard = std::move(heard)] {
            const auto self = weak.lock();
            if (!self) return;
            self->transcribing_ = false;
            if (turn != self->turn_ || self->state_ != SessionState::recording) return;
            if (!heard || heard->text.empty()) return;
            self->tell({{"type", "transcription"}, {"text", heard->text}, {"is_final", false}});
        });
    });
}

void LiveSession::finish_recording() {
    speech_end_ = now_of(runtime_.clock);
    audio::AudioBuffer sound{to_float(sound_), input_.rate_hz};
    sound_ = {};
    if (sound.samples.empty()) {
        on_transcript(turn_, speech::Transcript{});
        return;
    }
    runtime_.worker.post([weak = weak_from_this(),
                          &executor = runtime_.executor,
                          &speech = runtime_.speech,
                          turn = turn_,
                          lang = lang_,
                          sound = std::move(sound)] {
        if (weak.expired()) return;
        auto heard = speech.transcribe(sound, lang);
        executor.post([weak, turn, heard = std::move(heard)]() mutable {
            if (const auto self = weak.lock()) self->on_transcript(turn, std::move(heard));
        });
    });
}

void LiveSession::on_transcript(std::uint64_t turn, Result<speech::Transcript> heard) {
    if (turn != turn_ || state_ != SessionState::processing) return;
    if (!heard) {
        failure_ = heard.error().detail;
        tell_error(heard.error());
        end_turn(SessionTrigger::fail);
        return;
    }
    tell({{"type", "transcription"}, {"text", heard->text}, {"is_final", true}});
    publish(session_event::TranscriptionComplete{id_, heard->text});
    if (heard->text.empty()) {
        end_turn(SessionTrigger::finish_silently);
        return;
    }
    ask(std::move(heard->text));
}

// --- the assistant

void LiveSession::ask(std::string text) {
    handled_ = false;
    failure_.clear();
    json::object question{{"utterances", json::array{text}}, {"lang", lang_}};
    remember(TurnRole::user, std::move(text));
    publish(session_event::LlmRequestStarted{id_});
    patience_ = runtime_.timers.after(limits_.answer_max, runtime_.executor, [this, turn = turn_] {
        if (turn != turn_ || handled_) return;
        tell_error({ErrorCode::timeout, "the assistant did not answer in time"});
        stop_answer();
        end_turn(SessionTrigger::fail);
    });
    auto asked = context();
    if (speech_end_) asked[turn::speech_end_at] = seconds_since_epoch(*speech_end_);
    runtime_.bus.publish(Message("ovos.utterance.handle", std::move(question), std::move(asked)));
}

void LiveSession::on_speak(const Message& message) {
    const auto text = std::string(message.data_string("utterance"));
    if (text.empty() || is_of_another_turn(message)) return;
    if (state_ == SessionState::idle) {
        // Nobody asked: a timer, a reminder.
        ++turn_;
        handled_ = true;
        failure_.clear();
    } else if (state_ == SessionState::recording) {
        tell({{"type", "llm_response"}, {"text", text}, {"is_final", true}});
        return;  // not into somebody's words
    }
    tell({{"type", "llm_response"}, {"text", text}, {"is_final", false}});
    publish(session_event::LlmResponseReceived{id_, text});
    remember(TurnRole::assistant, text);
    const auto lang = message.data_string("lang");
    speaking_lang_ = lang.empty() ? lang_ : std::string(lang);
    if (state_ == SessionState::idle || state_ == SessionState::processing) {
        utterance_id_ = message.context_string("utterance_id");
        go(SessionTrigger::start_synthesis);
        publish(session_event::SynthesisStarted{id_});
        playback_.start(output_);
        if (client_ == nullptr) playback_.pause();
    }
    sentences_.push_back(text);
    speak_next();
}

void LiveSession::on_handled(const Message& message) {
    const auto* session = message.context().if_contains("session");
    if (session != nullptr && session->is_object()) {
        session_ = session->get_object();
        const auto persona = string_or_empty(session_, "persona_id");
        if (persona != persona_id_) set_persona(std::string(persona));
    }
    if (handled_ || is_of_another_turn(message)) return;
    handled_ = true;
    settle();
}

// --- from text to sound

void LiveSession::speak_next() {
    if (speaking_ || sentences_.empty()) return;
    speaking_ = true;
    SpeechRequest request{
        .text = std::move(sentences_.front()), .lang = speaking_lang_, .profile = voice_.profile};
    sentences_.pop_front();
    runtime_.worker.post([weak = weak_from_this(),
                          &executor = runtime_.executor,
                          &speech = runtime_.speech,
                          &clock = runtime_.clock,
                          turn = turn_,
                          hz = output_.rate_hz,
                          wanted = wanted_,
                          request = std::move(request)] {
        if (!*wanted) return;
        PieceResampler resampler(hz);
        const auto hand_on = [&](std::vector<float> samples) {
            if (samples.empty()) return;
            executor.post([weak, turn, at = now_of(clock), samples = std::move(samples)]() mutable {
                if (const auto self = weak.lock()) self->on_sound(turn, std::move(samples), at);
            });
        };
        auto spoken = speech.speak(request, [&](const audio::AudioBuffer& sound) {
            hand_on(resampler.convert(sound));
            return wanted->load();
        });
        hand_on(resampler.rest());
        executor.post([weak, turn, spoken = std::move(spoken)] {
            if (const auto self = weak.lock()) self->on_spoken(turn, spoken);
        });
    });
}

void LiveSession::on_sound(std::uint64_t turn, std::vector<float> samples, Time made_at) {
    if (turn != turn_) return;
    if (state_ == SessionState::synthesizing) {
        auto started = to_json(output_);
        started["type"] = "playback_started";
        go(SessionTrigger::start_playback);
        tell(std::move(started));
        auto told = context();
        told["utterance_id"] = utterance_id_;
        told[turn::first_audio_at] = seconds_since_epoch(made_at);
        publish(session_event::PlaybackStarted{id_}, std::move(told));
    }
    playback_.add(std::move(samples));
}

void LiveSession::on_spoken(std::uint64_t turn, Result<void> spoken) {
    if (turn != turn_) return;
    speaking_ = false;
    if (!spoken) {
        failure_ = spoken.error().detail;
        log::warning("platform.not_spoken", {{"session", id_}, {"reason", failure_}});
        tell_error(spoken.error());
    }
    speak_next();
    settle();
}

void LiveSession::settle() {
    if (!handled_ || speaking_ || !sentences_.empty()) return;
    switch (state_) {
        case SessionState::processing:
            end_turn(SessionTrigger::finish_silently);
            break;
        case SessionState::synthesizing:
            end_turn(failure_.empty() ? SessionTrigger::finish_silently : SessionTrigger::fail);
            break;
        case SessionState::playing:
            playback_.finish();
            break;
        case SessionState::idle:
        case SessionState::recording:
            break;
    }
}

void LiveSession::on_heard_all() {
    tell({{"type", "playback_complete"},
          {"interrupted", false},
          {"heard_ms", playback_.heard().count()}});
    publish(session_event::PlaybackComplete{id_});
    end_turn(SessionTrigger::finish_playback);
}

void LiveSession::stop_answer() {
    if (state_ == SessionState::playing) {
        tell({{"type", "playback_complete"},
              {"interrupted", true},
              {"heard_ms", playback_.heard().count()}});
        publish(session_event::PlaybackComplete{id_});
    }
    *wanted_ = false;
    wanted_ = std::make_shared<std::atomic<bool>>(true);
    playback_.stop();
    sentences_.clear();
    speaking_ = false;
    if (!std::exchange(handled_, true)) {
        runtime_.bus.publish(Message("ovos.stop", {}, context()));
    }
}

void LiveSession::end_turn(SessionTrigger trigger) {
    if (trigger == SessionTrigger::fail) {
        publish(session_event::SessionError{id_, failure_});
    }
    ++turn_;
    handled_ = true;
    speaking_ = false;
    transcribing_ = false;
    patience_.cancel();
    playback_.stop();
    if (!turns_) sound_ = {};
    go(trigger);
}

}  // namespace utter::platform
