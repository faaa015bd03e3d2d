#include "utter/listener/listener.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/listener/grammar_builder.hpp"
#include "utter/session/session.hpp"

namespace utter::listener {
namespace {

json::object context_of(json::object session) {
    if (!session.contains("session_id")) session["session_id"] = session::default_session_id;
    session.erase("stt_lang");
    return {{"source", "audio"}, {"session", std::move(session)}};
}

// The session of who asks to be heard. What an earlier utterance found out about its own language,
// and the request has from there, says nothing about the next one's.
json::object requested_context(const Message& request) {
    const auto sent = session::Session::read(request.context());
    auto session = sent.object();
    if (!request.context_string("utterance_id").empty()) {
        for (const auto* field : {"detected_lang", "request_lang"}) session.erase(field);
    }
    return context_of(std::move(session));
}

// Longer than any answer; its end is told.
constexpr std::chrono::hours answer_max{1};

// Letters or digits of any script; punctuation alone is nothing said.
bool says_something(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || std::isalnum(byte) != 0;
    });
}

}  // namespace

// What the worker transcribes with.
struct Listener::Ears {
    std::shared_ptr<speech::SttEngine> engine;
    std::optional<KnownDefinitions> unused;  // definitions that the engine has yet to be told

    [[nodiscard]] Result<speech::Transcript> transcribe(const audio::AudioBuffer& sound,
                                                        const std::string& lang) {
        if (const auto known = std::exchange(unused, std::nullopt)) {
            if (auto set = engine->set_grammar(
                    build_speech_grammar(lang, known->templates, known->entities));
                !set) {
                log::warning("listener.no_grammar", {{"reason", set.error().detail}});
            }
            engine->set_phrases(build_speech_phrases(lang, known->templates, known->entities));
        }
        return engine->transcribe(sound, lang);
    }
};

struct Listener::Heard {
    json::object context;
    std::string lang;
    Result<speech::Transcript> transcript;
};

Listener::Listener(ListenerRuntime runtime, ListenerSettings settings)
    : runtime_(std::move(runtime)),
      settings_(std::move(settings)),
      chain_("audio", settings_.audio_transformers),
      known_(runtime_.bus, runtime_.executor) {}

Listener::~Listener() {
    microphone_.reset();
    if (!open_) return;
    record(false, *open_);
    publish("ovos.stt.failed", {}, *open_);
}

void Listener::subscribe(std::string topic, void (Listener::*handler)(const Message&)) {
    subscriptions_.push_back(runtime_.bus.subscribe(
        std::move(topic), runtime_.executor, [this, handler](const Message& message) {
            if (session::carrier_is_sound(message.context())) (this->*handler)(message);
        }));
}

void Listener::start() {
    chain_.warn_of_missing();
    subscriptions_.push_back(runtime_.bus.subscribe(
        chain_.list_topic(), runtime_.executor, [this](const Message& query) {
            runtime_.bus.publish(query.response(chain_.describe()).value());
        }));
    subscribe("ovos.mic.listen", &Listener::on_listen);
    subscribe("ovos.listener.sleep", &Listener::on_sleep);
    subscribe("ovos.listener.wake", &Listener::on_wake);
    subscribe("ovos.audio.output.ended", &Listener::on_answer_over);
    subscribe("ovos.audio.output.started", &Listener::on_answer_begins);
}

bool Listener::open() {
    if (microphone_) return true;
    const auto post = [this](auto work) {
        runtime_.executor.post([alive = std::weak_ptr(alive_), work = std::move(work)]() mutable {
            if (alive.lock()) work();
        });
    };
    microphone_ = runtime_.open_microphone(
        {.woke = [this,
                  post](const std::string& phrase) { post([this, phrase] { on_woke(phrase); }); },
         .stopped =
             [this, post](const std::string& phrase) {
                 post([this, phrase] { on_stop_word(phrase); });
             },
         .began = [this, post](Trigger trigger) { post([this, trigger] { on_began(trigger); }); },
         .ended =
             [this, post](Capture capture) {
                 post([this, capture = std::move(capture)]() mutable {
                     on_ended(std::move(capture));
                 });
             }});
    if (!microphone_) return false;
    if (asleep_) microphone_->set_asleep(true);
    known_.refresh(settings_.lang);
    return true;
}

bool Listener::is_served(std::string_view session) const {
    return std::ranges::find(settings_.sessions, session) != settings_.sessions.end();
}

void Listener::publish(std::string topic, json::object data, json::object context) {
    runtime_.bus.publish(Message(std::move(topic), std::move(data), std::move(context)));
}

void Listener::record(bool begins, const json::object& context) {
    publish(begins ? "ovos.listener.record.started" : "ovos.listener.record.ended", {}, context);
    const auto topic = music_topic(settings_.music, begins);
    if (!topic.empty()) publish(std::string(topic), {}, context);
}

void Listener::on_listen(const Message& message) {
    if (!microphone_ || asleep_ || open_ || !is_served(session::session_id_of(message.context()))) {
        return;
    }
    requested_ = requested_context(message);
    microphone_->listen();
}

void Listener::on_sleep(const Message& /*message*/) {
    if (std::exchange(asleep_, true)) return;
    requested_.reset();
    if (microphone_) microphone_->set_asleep(true);
}

void Listener::on_wake(const Message& /*message*/) {
    if (!std::exchange(asleep_, false)) return;
    if (microphone_) microphone_->set_asleep(false);
    publish("ovos.listener.awoken", {}, context_of({}));
}

void Listener::on_answer_begins(const Message& message) {
    const auto session = session::session_id_of(message.context());
    if (!is_served(session)) return;
    answering_.insert(session);
    if (microphone_) microphone_->set_answering(true);
    if (microphone_ && settings_.barge_in == BargeIn::speech) microphone_->follow_up(answer_max);
}

void Listener::on_answer_over(const Message& message) {
    const auto session = session::session_id_of(message.context());
    if (!is_served(session)) return;
    answering_.erase(session);
    if (microphone_ && answering_.empty()) microphone_->set_answering(false);
    if (microphone_) microphone_->follow_up(settings_.follow_up);
}

void Listener::interrupt() {
    for (const auto& session : answering_) {
        publish("ovos.audio.stop", {}, context_of({{"session_id", session}}));
    }
}

void Listener::on_woke(const std::string& phrase) {
    publish("ovos.listener.wakeword", {{"wake_word", phrase}}, context_of({}));
    if (settings_.barge_in != BargeIn::never) interrupt();
}

// Silence at once, whoever is to be stopped; then what it means, as when it is said to the wake
// word.
void Listener::on_stop_word(const std::string& phrase) {
    log::info("listener.stop_word", {{"phrase", phrase}});
    interrupt();
    publish("ovos.utterance.handle",
            {{"utterances", json::array{phrase}}, {"lang", settings_.lang}},
            context_of({}));
}

void Listener::on_began(Trigger trigger) {
    auto requested = std::exchange(requested_, std::nullopt);
    open_ = trigger == Trigger::request && requested ? *std::move(requested) : context_of({});
    if (trigger == Trigger::voice && settings_.barge_in == BargeIn::speech) interrupt();
    record(true, *open_);
    // The answers are there before the command is over.
    known_.refresh(input_lang(*open_));
}

void Listener::on_ended(Capture capture) {
    if (!open_) return;
    auto context = std::move(*open_);
    open_.reset();
    record(false, context);
    if (capture.cancelled) return fail_capture(std::move(context), "cancelled");
    if (capture.end == Endpointer::State::no_voice || capture.voice < settings_.voice_min) {
        return fail_capture(std::move(context), "nobody spoke");
    }
    if (waiting_ >= waiting_max) return fail_capture(std::move(context), "too many wait");
    transcribe(std::move(capture), std::move(context));
}

// The first that is there, as the session says. Spec: OVOS-AUDIO-IN-1 section 5.1.
std::string Listener::input_lang(const json::object& context) const {
    const auto session = session::Session::read(context);
    for (const auto* field : {"detected_lang", "request_lang", "lang"}) {
        if (const auto lang = session.text(field); !lang.empty()) return std::string(lang);
    }
    return settings_.lang;
}

void Listener::transcribe(Capture capture, json::object context) {
    CapturedSound captured{.sound = std::move(capture.sound), .lang = std::nullopt};
    const auto session = session::Session::read(context);
    if (chain_.run(chain_.select(session), captured, context)) {
        return fail_capture(std::move(context), "an audio transformer took it back");
    }
    if (!ears_) {
        auto opened = runtime_.open_engine();
        if (!opened) {
            log::error("listener.no_engine", {{"reason", opened.error().detail}});
            return fail_capture(std::move(context), "there is no engine");
        }
        ears_ = std::make_shared<Ears>(std::move(*opened));
    }
    auto lang = input_lang(context);
    if (auto* carrier = context["session"].if_object()) (*carrier)["stt_lang"] = lang;
    std::optional<KnownDefinitions> definitions;
    if (known_.version() != told_version_ && known_.lang() == lang) {
        definitions = known_.definitions();
        told_version_ = known_.version();
    }
    ++waiting_;
    runtime_.worker.post([this,
                          alive = std::weak_ptr(alive_),
                          &executor = runtime_.executor,
                          ears = ears_,
                          is_speech = runtime_.is_speech,
                          sound = std::move(captured.sound),
                          context = std::move(context),
                          lang = std::move(lang),
                          definitions = std::move(definitions)]() mutable {
        if (alive.expired()) return;
        if (definitions) ears->unused = std::move(definitions);
        Result<speech::Transcript> transcript = speech::Transcript{};
        if (!is_speech || is_speech(sound)) transcript = ears->transcribe(sound, lang);
        executor.post(
            [this,
             alive,
             heard = Heard{std::move(context), std::move(lang), std::move(transcript)}]() mutable {
                if (alive.lock()) on_heard(std::move(heard));
            });
    });
}

void Listener::on_heard(Heard heard) {
    --waiting_;
    auto& [context, lang, transcript] = heard;
    if (!transcript) {
        log::error("listener.not_transcribed",
                   {{"lang", lang}, {"reason", transcript.error().detail}});
        return fail_capture(std::move(context), "it could not be transcribed");
    }
    if (!says_something(transcript->text) || transcript->confidence < settings_.confidence_min) {
        return fail_capture(std::move(context), "nothing was understood");
    }
    log::info("listener.heard",
              {{"pii.utterance", transcript->text},
               {"source", transcript->source},
               {"confidence", transcript->confidence}});
    publish("ovos.utterance.handle",
            {{"utterances", json::array{transcript->text}},
             {"lang", transcript->lang.empty() ? lang : transcript->lang}},
            std::move(context));
}

void Listener::fail_capture(json::object context, std::string_view reason) {
    log::info("listener.nothing_heard", {{"reason", reason}});
    publish("ovos.stt.failed", {}, std::move(context));
}

}  // namespace utter::listener
