#include "utter/speaker/speaker.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include "utter/audio/wav_file.hpp"
#include "utter/core/base64.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/log.hpp"
#include "utter/core/turn_keys.hpp"
#include "utter/session/session.hpp"
#include "utter/speaker/sentences.hpp"
#include "utter/speaker/sound_payload.hpp"

namespace utter::speaker {
namespace {

bool wants_to_listen(const Message& message) {
    const auto* listen = message.data().if_contains("listen");
    return listen != nullptr && listen->is_bool() && listen->get_bool();
}

// The beginning of `text` that fits in `part` of the time all of it takes, to a word.
std::string_view beginning(std::string_view text, double part) {
    if (part >= 1) return text;
    const auto bytes = static_cast<std::size_t>(static_cast<double>(text.size()) * part);
    const auto space = text.substr(0, bytes + 1).rfind(' ');
    return space == std::string_view::npos ? std::string_view() : text.substr(0, space);
}

}  // namespace

// One sentence, or one sound.
struct Speaker::Part {
    audio::SoundId id;
    std::string text;
    Make make;
    std::size_t samples = 0;  // that are made
    std::uint32_t sample_rate_hz = 1;
    std::chrono::milliseconds heard{0};
    bool whole = false;  // it is made to its end
    bool begun = false;  // to sound
    int tries = 0;
    std::shared_ptr<std::atomic<bool>> wanted = std::make_shared<std::atomic<bool>>(true);
    enum class State : std::uint8_t { waiting, making, playing, over } state = State::waiting;

    [[nodiscard]] std::chrono::milliseconds length() const {
        return std::chrono::milliseconds(samples * 1000 / sample_rate_hz);
    }
    void note_end(const audio::SoundEnd& end) {
        heard = end.whole ? length() : std::min(end.heard, length());
    }
};

struct Speaker::Item {
    Message message;  // what asked for it; carries its answers' context
    std::string session;
    std::string text;  // empty for a sound
    bool listen = false;
    std::vector<Part> parts;
    std::optional<std::chrono::system_clock::time_point> first_audio;  // made

    [[nodiscard]] bool over() const {
        return std::ranges::all_of(
            parts, [](const Part& part) { return part.state == Part::State::over; });
    }
    [[nodiscard]] Part* find(audio::SoundId id) {
        const auto it = std::ranges::find(parts, id, &Part::id);
        return it == parts.end() ? nullptr : &*it;
    }
};

struct Speaker::Stopped {
    Item item;
    std::size_t waiting_for;  // parts that the loudspeaker has yet to report
};

Speaker::Speaker(SpeakerRuntime runtime, SpeakerSettings settings)
    : runtime_(std::move(runtime)),
      settings_(std::move(settings)),
      dialog_chain_("dialog", settings_.dialog_transformers) {}

Speaker::~Speaker() = default;

void Speaker::subscribe(std::string topic, void (Speaker::*handler)(const Message&)) {
    subscriptions_.push_back(runtime_.bus.subscribe(
        std::move(topic), runtime_.executor, [this, handler](const Message& message) {
            if (session::carrier_is_sound(message.context())) (this->*handler)(message);
        }));
}

template <class Artifact>
void Speaker::serve_list(const transform::Chain<Artifact>& chain) {
    chain.warn_of_missing();
    subscriptions_.push_back(runtime_.bus.subscribe(
        chain.list_topic(), runtime_.executor, [this, &chain](const Message& query) {
            runtime_.bus.publish(query.response(chain.describe()).value());
        }));
}

void Speaker::start() {
    serve_list(dialog_chain_);
    serve_list(tts_chain_);
    subscribe("ovos.utterance.speak", &Speaker::on_speak);
    subscribe("ovos.utterance.speak.b64", &Speaker::on_speak_b64);
    subscribe("ovos.audio.queue", &Speaker::on_queue);
    subscribe("ovos.audio.play_sound", &Speaker::on_play_sound);
    subscribe("ovos.audio.stop", &Speaker::on_stop);
    subscribe("ovos.stop", &Speaker::on_stop);
    subscribe("ovos.audio.is_speaking", &Speaker::on_is_speaking);
    for (const bool begins : {true, false}) {
        subscriptions_.push_back(runtime_.bus.subscribe(
            begins ? "ovos.listener.record.started" : "ovos.listener.record.ended",
            runtime_.executor,
            [this, begins](const Message&) {
                if (output_) output_->duck(begins);
            }));
    }
}

bool Speaker::is_served(const std::string& session) const {
    return std::ranges::find(settings_.sessions, session) != settings_.sessions.end();
}

bool Speaker::find_output() {
    if (output_) return true;
    const auto post = [this](auto work) {
        runtime_.executor.post([alive = std::weak_ptr(alive_), work = std::move(work)] {
            if (alive.lock()) work();
        });
    };
    output_ = runtime_.open_output(
        {.began = [this, post](audio::SoundId id) { post([this, id] { on_began(id); }); },
         .ended = [this,
                   post](const audio::SoundEnd& end) { post([this, end] { on_ended(end); }); }});
    if (output_) runtime_.bus.publish(Message(std::string(ready_topic)));
    return output_ != nullptr;
}

std::shared_ptr<speech::TtsEngine> Speaker::find_engine() {
    if (engine_) return engine_;
    auto opened = runtime_.open_engine();
    if (opened) {
        engine_ = std::move(*opened);
    } else {
        log::error("speaker.no_engine", {{"reason", opened.error().detail}});
    }
    return engine_;
}

std::optional<std::pair<transform::Dialog, json::object>> Speaker::prepare(
    const Message& message) const {
    const auto session = session::Session::read(message.context());
    transform::Dialog dialog{std::string(message.data_string("utterance")), std::nullopt};
    // The text's own language; only when it does not say, the session's.
    for (const auto lang : {message.data_string("lang"),
                            session.text("output_lang"),
                            session.text("lang"),
                            std::string_view(settings_.lang)}) {
        if (!lang.empty() && !dialog.lang) dialog.lang = lang;
    }
    auto context = message.context();
    if (dialog_chain_.run(dialog_chain_.select(session), dialog, context)) {
        log::info("speaker.taken_back",
                  {{"by", string_or_empty(context, "cancel_by")},
                   {"reason", string_or_empty(context, "cancel_reason")}});
        return std::nullopt;
    }
    return std::pair(std::move(dialog), std::move(context));
}

Speaker::Make Speaker::synthesis(std::string text, const std::string& lang, bool in_pieces) {
    speech::SynthesisRequest request{
        .text = std::move(text), .lang = lang, .voice = settings_.voice, .rate = settings_.rate};
    return [engine = find_engine(), request = std::move(request), in_pieces](
               const speech::SoundSink& sink) -> Result<void> {
        if (!engine) return fail(ErrorCode::unavailable, "there is no engine to speak with");
        if (in_pieces) return engine->stream(request, sink);
        auto made = engine->synthesize(request);
        if (!made) return std::unexpected(made.error());
        sink(std::move(*made));
        return {};
    };
}

void Speaker::on_speak(const Message& message) {
    const auto session = session::session_id_of(message.context());
    if (!is_served(session) || !find_output()) return;
    output_->prepare();
    auto prepared = prepare(message);
    if (!prepared) return;
    auto& [dialog, context] = *prepared;
    Item item{.message = message.with_context(std::move(context)),
              .session = session,
              .text = dialog.text,
              .listen = wants_to_listen(message)};
    const auto lang = dialog.lang.value_or(settings_.lang);
    // A transformer of sounds gets whole sentences.
    const bool in_pieces =
        tts_chain_.select(session::Session::read(item.message.context())).empty();
    for (auto& sentence : split_sentences(dialog.text)) {
        item.parts.push_back({++last_id_, sentence, synthesis(sentence, lang, in_pieces)});
    }
    enqueue(std::move(item));
}

void Speaker::on_queue(const Message& message) {
    const auto session = session::session_id_of(message.context());
    if (!is_served(session) || !find_output()) return;
    output_->prepare();
    Item item{
        .message = message, .session = session, .text = {}, .listen = wants_to_listen(message)};
    item.parts.push_back(
        {++last_id_, {}, [data = message.data()](const speech::SoundSink& sink) -> Result<void> {
             auto sound = decode_sound_payload(data);
             if (!sound) return std::unexpected(sound.error());
             sink(std::move(*sound));
             return {};
         }});
    enqueue(std::move(item));
}

void Speaker::on_play_sound(const Message& message) {
    if (!is_served(session::session_id_of(message.context())) || !find_output()) return;
    run_later([data = message.data()] { return decode_sound_payload(data); },
              [this](Made made) {
                  if (made) {
                      output_->play_over(std::move(*made));
                  } else {
                      log::info("speaker.sound_skipped", {{"reason", made.error().detail}});
                  }
              });
}

void Speaker::on_speak_b64(const Message& message) {
    auto prepared = prepare(message);
    if (!prepared) return;
    auto& [dialog, context] = *prepared;
    const auto asked = message.with_context(std::move(context));
    if (dialog.text.find_first_not_of(" \t\r\n") == std::string::npos) {
        if (wants_to_listen(asked)) runtime_.bus.publish(asked.forward("ovos.mic.listen"));
        return;
    }
    if (remote_.size() >= remote_max) {
        log::warning("speaker.too_many", {{"topic", message.type()}, {"max", remote_max}});
        return;
    }
    const auto id = ++last_id_;
    remote_.emplace(id, session::session_id_of(message.context()));
    run_later(
        [make = synthesis(dialog.text, dialog.lang.value_or(settings_.lang), false)] {
            return speech::whole_sound(make);
        },
        [this, id, asked](Made made) { on_remote_made(id, asked, std::move(made)); });
}

void Speaker::on_remote_made(audio::SoundId id, const Message& message, Made made) {
    if (remote_.erase(id) == 0) return;  // stopped meanwhile
    auto context = message.context();
    const auto sound = transformed(std::move(made), context);
    const auto wav = sound ? audio::encode_wav(*sound) : std::unexpected(sound.error());
    const auto asked = message.with_context(std::move(context));
    const bool listen = wants_to_listen(message);
    if (wav) {
        runtime_.bus.publish(
            asked.forward("ovos.audio.speech",
                          {{"audio", to_base64(*wav)}, {"mime", "audio/wav"}, {"listen", listen}}));
    } else {
        log::error("speaker.not_spoken", {{"reason", wav.error().detail}});
    }
    if (listen) runtime_.bus.publish(asked.forward("ovos.mic.listen"));
}

Result<audio::AudioBuffer> Speaker::transformed(Made made, json::object& context) const {
    const auto session = session::Session::read(context);
    const auto chain = tts_chain_.select(session);
    if (!made || chain.empty()) return made;
    SpokenSound spoken{std::move(*made)};
    if (tts_chain_.run(chain, spoken, context)) {
        return fail(ErrorCode::unavailable, "a TTS transformer took it back");
    }
    return std::move(spoken.sound);
}

void Speaker::enqueue(Item item) {
    if (queue_.size() >= items_max) {
        log::warning("speaker.queue_full", {{"topic", item.message.type()}, {"max", items_max}});
        return;
    }
    queue_.push_back(std::move(item));
    make_next();
    finish();  // there may have been nothing to say
}

void Speaker::run_later(std::function<Made()> make, std::function<void(Made)> done) {
    runtime_.worker.post([&executor = runtime_.executor,
                          alive = std::weak_ptr(alive_),
                          make = std::move(make),
                          done = std::move(done)]() mutable {
        if (alive.expired()) return;
        auto made = make();
        executor.post([alive, done = std::move(done), made = std::move(made)]() mutable {
            if (alive.lock()) done(std::move(made));
        });
    });
}

// One part at a time goes to the worker, so that a stop has little to wait for.
void Speaker::make_next() {
    if (making_) return;
    std::size_t ahead = 0;
    for (auto& item : queue_) {
        for (auto& part : item.parts) {
            if (part.state == Part::State::playing && ++ahead >= ahead_max) return;
            if (part.state == Part::State::waiting) return run_part(part);
        }
    }
}

void Speaker::run_part(Part& part) {
    part.state = Part::State::making;
    ++part.tries;
    making_ = true;
    runtime_.worker.post([this,
                          &executor = runtime_.executor,
                          alive = std::weak_ptr(alive_),
                          id = part.id,
                          // Only of a text there is a second try, and sounds are large.
                          make = part.text.empty() ? std::move(part.make) : part.make,
                          wanted = part.wanted] {
        const auto post = [&](auto work) {
            executor.post([alive, work = std::move(work)]() mutable {
                if (alive.lock()) work();
            });
        };
        const auto made = make([&](audio::AudioBuffer piece) {
            if (!*wanted || alive.expired()) return false;
            post(
                [this, id, piece = std::move(piece)]() mutable { on_piece(id, std::move(piece)); });
            return true;
        });
        post([this, id, made] {
            making_ = false;
            on_made(id, made);
            make_next();
        });
    });
}

std::pair<Speaker::Item*, Speaker::Part*> Speaker::find_part(audio::SoundId id) {
    for (auto& item : queue_) {
        if (auto* const part = item.find(id)) return {&item, part};
    }
    return {};
}

void Speaker::on_piece(audio::SoundId id, audio::AudioBuffer piece) {
    const auto [item, part] = find_part(id);
    if (part == nullptr || part->state == Part::State::over) return;
    if (!item->text.empty()) {
        auto context = item->message.context();
        auto sound = transformed(std::move(piece), context);
        item->message = item->message.with_context(std::move(context));
        if (!sound) {
            log::warning("speaker.not_spoken", {{"reason", sound.error().detail}});
            part->state = Part::State::over;
            finish();
            return;
        }
        piece = std::move(*sound);
    }
    part->samples += piece.samples.size();
    part->sample_rate_hz = piece.sample_rate_hz;
    if (std::exchange(part->state, Part::State::playing) == Part::State::playing) {
        output_->go_on(id, std::move(piece), true);
        return;
    }
    if (!item->first_audio) item->first_audio = std::chrono::system_clock::now();
    output_->play(id, std::move(piece), true);
}

void Speaker::on_made(audio::SoundId id, const Result<void>& made) {
    const auto [item, part] = find_part(id);
    if (part == nullptr || part->state == Part::State::over) return;
    if (part->state == Part::State::playing) {
        if (!made && !part->begun && part->tries < tries_max) {
            // Nobody has heard it yet, so another engine may speak all of it.
            output_->stop({id});
            part->id = ++last_id_;
            part->state = Part::State::waiting;
            part->samples = 0;
            return;
        }
        part->whole = made.has_value();
        output_->go_on(id, {}, false);
        if (!made) log::warning("speaker.cut_short", {{"reason", made.error().detail}});
        if (made && !part->text.empty()) {
            ms_per_byte_ = static_cast<double>(part->length().count()) /
                           static_cast<double>(part->text.size());
        }
        return;
    }
    const std::string reason = made ? "it makes no sound" : made.error().detail;
    log::warning("speaker.not_spoken", {{"reason", reason}});
    part->state = Part::State::over;
    finish();
}

void Speaker::on_began(audio::SoundId id) {
    const auto [item, part] = find_part(id);
    if (part == nullptr) return;
    part->begun = true;
    if (!active_.insert(item->session).second) return;
    ask_for_quiet(item->message, true);
    auto started = item->message.forward("ovos.audio.output.started");
    if (item->first_audio) {
        started = started.with_context_value(turn::first_audio_at,
                                             seconds_since_epoch(*item->first_audio));
    }
    runtime_.bus.publish(std::move(started));
}

void Speaker::on_ended(const audio::SoundEnd& end) {
    if (auto* const part = find_part(end.id).second; part != nullptr) {
        part->state = Part::State::over;
        *part->wanted = false;
        part->note_end(end);
        if (!end.whole) log::info("speaker.not_heard", {{"reason", "the loudspeaker was lost"}});
        finish();
        make_next();
        return;
    }
    for (auto it = stopped_.begin(); it != stopped_.end(); ++it) {
        auto* const part = it->item.find(end.id);
        if (part == nullptr) continue;
        part->note_end(end);
        if (--it->waiting_for == 0) {
            report(*it);
            stopped_.erase(it);
        }
        return;
    }
}

// Items end in the order they were asked for, those that could not be spoken too.
void Speaker::finish() {
    while (!queue_.empty() && queue_.front().over()) {
        const auto item = std::move(queue_.front());
        queue_.pop_front();
        report({item, 0});
        const bool more = std::ranges::find(queue_, item.session, &Item::session) != queue_.end();
        if (!more) end_session(item.session, item.message, item.listen);
    }
}

void Speaker::end_session(const std::string& session, const Message& last, bool listen) {
    if (active_.erase(session) > 0) {
        runtime_.bus.publish(last.forward("ovos.audio.output.ended"));
        ask_for_quiet(last, false);
    }
    if (listen) runtime_.bus.publish(last.forward("ovos.mic.listen"));
}

void Speaker::ask_for_quiet(const Message& cause, bool begins) {
    const auto topic = music_topic(settings_.music, begins);
    if (!topic.empty()) runtime_.bus.publish(cause.forward(std::string(topic)));
}

void Speaker::report(const Stopped& stopped) {
    const auto& item = stopped.item;
    if (item.text.empty()) return;
    std::string heard;
    bool complete = true;
    for (const auto& part : item.parts) {
        auto length = static_cast<double>(part.length().count());
        // Of one that was not made to its end, how long it would have been.
        if (!part.whole) {
            length = std::max(length + 1, ms_per_byte_ * static_cast<double>(part.text.size()));
        }
        const auto share = length == 0 ? 0.0 : static_cast<double>(part.heard.count()) / length;
        const auto text = beginning(part.text, share);
        if (!text.empty()) heard.append(heard.empty() ? "" : " ").append(text);
        complete = complete && share >= 1;
        if (share < 1) break;
    }
    runtime_.bus.publish(
        item.message.forward(std::string(heard_topic),
                             {{"utterance", item.text}, {"heard", heard}, {"complete", complete}}));
}

void Speaker::on_stop(const Message& message) {
    const auto session = session::session_id_of(message.context());
    std::erase_if(remote_, [&](const auto& making) { return making.second == session; });
    std::vector<audio::SoundId> sounding;
    std::optional<Message> playing;  // the item that is heard, which the end belongs to
    std::deque<Item> kept;
    for (auto& item : queue_) {
        if (item.session != session) {
            kept.push_back(std::move(item));
            continue;
        }
        if (!playing) playing = item.message;
        std::size_t waiting_for = 0;
        for (const auto& part : item.parts) {
            *part.wanted = false;
            if (part.state != Part::State::playing) continue;
            sounding.push_back(part.id);
            ++waiting_for;
        }
        if (waiting_for > 0) {
            stopped_.push_back({std::move(item), waiting_for});
        } else {
            report({std::move(item), 0});
        }
    }
    queue_ = std::move(kept);
    if (!sounding.empty()) output_->stop(sounding);
    if (playing) end_session(session, *playing, false);
    make_next();
    finish();
}

void Speaker::on_is_speaking(const Message& message) {
    const bool speaking = active_.contains(session::session_id_of(message.context()));
    if (auto answer = message.response({{"speaking", speaking}})) runtime_.bus.publish(*answer);
}

}  // namespace utter::speaker
