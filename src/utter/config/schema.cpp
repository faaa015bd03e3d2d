#include "utter/config/schema.hpp"

#include <algorithm>
#include <array>

#include "utter/config/named_tables.hpp"
#include "utter/config/near_miss.hpp"
#include "utter/config/text_rules.hpp"

namespace utter::config {
namespace {

constexpr double kib = 1024;
constexpr double mib = 1024 * kib;
constexpr double gib = 1024 * mib;
constexpr double second = 1000;
constexpr double minute = 60 * second;
constexpr double hour = 60 * minute;
constexpr Range any{};

#define UTTER_SLOT(member) [](Settings& settings) -> Slot { return &settings.member; }

constexpr std::array rows{
    Row{"log.level",
        UTTER_SLOT(log.level),
        any,
        nullptr,
        "The least important log lines that are printed."},
    Row{"log.pii",
        UTTER_SLOT(log.pii),
        any,
        nullptr,
        "Print what users say and what is said to them. For debugging on your own machine."},
    Row{"locale.lang",
        UTTER_SLOT(locale.lang),
        any,
        &language_tag,
        "Language that is spoken when nothing says otherwise."},
    Row{"locale.secondary_langs",
        UTTER_SLOT(locale.secondary_langs),
        {0, 16},
        &language_tag,
        "Further languages whose intents are loaded."},
    Row{"locale.timezone",
        UTTER_SLOT(locale.timezone),
        any,
        &timezone_name,
        "Time zone of dates and times that are spoken. Empty: the system's."},
    Row{"bus.host",
        UTTER_SLOT(bus.host),
        any,
        &host_name,
        "Address the bus listens on. Only this machine may reach it unless "
        "`bus.insecure_bind_allowed` is true."},
    Row{"bus.port",
        UTTER_SLOT(bus.port),
        {0, 65535},
        nullptr,
        "TCP port the bus listens on. 0: any free port."},
    Row{"bus.insecure_bind_allowed",
        UTTER_SLOT(bus.insecure_bind_allowed),
        any,
        nullptr,
        "Accept a `bus.host` that other machines can reach although there is no "
        "`bus.keys_file`: whoever reaches the bus controls everything."},
    Row{"bus.socket",
        UTTER_SLOT(bus.socket),
        any,
        &any_text,
        "Path of a Unix socket to serve as well. Its peers are known by their user and need no "
        "key; the other parts use it when `bus.url` is empty. Empty: none."},
    Row{"bus.socket_users",
        UTTER_SLOT(bus.socket_users),
        {0, 64},
        &user_name,
        "Users, besides root and the bus's own, who may use the Unix socket."},
    Row{"bus.keys_file",
        UTTER_SLOT(bus.keys_file),
        any,
        &any_text,
        "File of API keys, a line each: `KEY [NAME [ROLE]]`; `utter key` edits it, SIGHUP makes "
        "the bus read it again. With it nobody is let in over TCP without a key. Empty: everybody "
        "is."},
    Row{"bus.origins",
        UTTER_SLOT(bus.origins),
        {0, 64},
        &web_origin,
        "Origins whose pages may use the bus from a browser, besides those of this machine."},
    Row{"bus.tls_certificate",
        UTTER_SLOT(bus.tls_certificate),
        any,
        &any_text,
        "PEM file with the certificate chain. With it the TCP port speaks TLS. Empty: it does "
        "not."},
    Row{"bus.tls_key",
        UTTER_SLOT(bus.tls_key),
        any,
        &any_text,
        "PEM file with the private key of `bus.tls_certificate`."},
    Row{"bus.frame_max",
        UTTER_SLOT(bus.frame_max_bytes),
        {kib, 256 * mib},
        nullptr,
        "Largest message a client may send; a larger one closes its connection."},
    Row{"bus.client_queue_max",
        UTTER_SLOT(bus.client_queue_max_bytes),
        {64 * kib, gib},
        nullptr,
        "Messages waiting for one slow client; beyond this it is disconnected."},
    Row{"bus.clients_max",
        UTTER_SLOT(bus.clients_max),
        {1, 65536},
        nullptr,
        "Connections at the same time; further ones are refused."},
    Row{"bus.url",
        UTTER_SLOT(bus.url),
        any,
        &websocket_url,
        "Bus that the other parts connect to: `ws://`, `wss://` or `unix:/path`. Empty: `socket` "
        "of "
        "this section, or else its `host` and `port`."},
    Row{"bus.key_file",
        UTTER_SLOT(bus.key_file),
        any,
        &any_text,
        "File whose first word is the key that the other parts show to the bus. Empty: none."},
    Row{"bus.ca_file",
        UTTER_SLOT(bus.ca_file),
        any,
        &any_text,
        "PEM file with the authorities that may vouch for a `wss://` bus. Empty: the system's."},
    Row{"orchestrator.pipeline",
        UTTER_SLOT(orchestrator.pipeline),
        {0, 64},
        &plugin_name,
        "Pipeline plugins, in the order they are asked."},
    Row{"orchestrator.match_timeout",
        UTTER_SLOT(orchestrator.match_timeout),
        {10, 10 * minute},
        nullptr,
        "Time for the whole pipeline to match one utterance."},
    Row{"orchestrator.handler_timeout",
        UTTER_SLOT(orchestrator.handler_timeout),
        {0, 24 * hour},
        nullptr,
        "Time for a handler to finish before the utterance counts as failed. 0s: no limit."},
    Row{"orchestrator.fallback_window",
        UTTER_SLOT(orchestrator.fallback_window),
        {1, minute},
        nullptr,
        "Time that fallback skills have to say whether they can answer."},
    Row{"orchestrator.converse_window",
        UTTER_SLOT(orchestrator.converse_window),
        {1, minute},
        nullptr,
        "Time that the skills of a conversation have to say whether they want what was said."},
    Row{"orchestrator.converse_time",
        UTTER_SLOT(orchestrator.converse_time),
        {second, 24 * hour},
        nullptr,
        "How long a skill that was used stays in the conversation."},
    Row{"orchestrator.stop_window",
        UTTER_SLOT(orchestrator.stop_window),
        {1, minute},
        nullptr,
        "Time that active skills have to say whether they can be stopped."},
    Row{"orchestrator.traces",
        UTTER_SLOT(orchestrator.traces),
        {0, 10'000},
        nullptr,
        "Utterances whose decision is remembered for `utter explain --last` and `GET /traces`, "
        "with what "
        "was said; in memory only. 0: none."},
    Row{"orchestrator.common_query_poll",
        UTTER_SLOT(orchestrator.common_query_poll),
        {1, minute},
        nullptr,
        "Time that skills have to say whether they can answer a question. It passes in full when "
        "none can and another program hears the question; among the built-in skills it ends as "
        "soon as each has said no."},
    Row{"orchestrator.common_query_window",
        UTTER_SLOT(orchestrator.common_query_window),
        {1, minute},
        nullptr,
        "Time for the answer of a skill that did not say how long it needs."},
    Row{"orchestrator.common_query_max",
        UTTER_SLOT(orchestrator.common_query_max),
        {1, minute},
        nullptr,
        "Longest time that is waited for answers when there is no good one yet."},
    Row{"orchestrator.common_query_confidence",
        UTTER_SLOT(orchestrator.common_query_confidence),
        {0, 1},
        nullptr,
        "How sure of its answer a skill has to be: answers below are not spoken."},
    Row{"orchestrator.phrasing_confidence",
        UTTER_SLOT(orchestrator.phrasing_confidence),
        {0, 1},
        nullptr,
        "How sure the `phrasing` stage has to be of what was meant: below, the utterance is left "
        "to "
        "the stages after it."},
    Row{"budgets.stt",
        UTTER_SLOT(budgets.stt),
        {0, hour},
        nullptr,
        "From the end of speech to its text. A turn that takes longer is logged, with the stage's "
        "name; 0: no budget."},
    Row{"budgets.matching",
        UTTER_SLOT(budgets.matching),
        {0, hour},
        nullptr,
        "From the text to a handler. A turn that takes longer is logged, with the stage's name; 0: "
        "no budget."},
    Row{"budgets.answer",
        UTTER_SLOT(budgets.answer),
        {0, hour},
        nullptr,
        "From there to the beginning of its answer. A turn that takes longer is logged, with the "
        "stage's name; 0: no budget."},
    Row{"budgets.tts",
        UTTER_SLOT(budgets.tts),
        {0, hour},
        nullptr,
        "From there to the engine's first sound. A turn that takes longer is logged, with the "
        "stage's name; 0: no budget."},
    Row{"budgets.playback",
        UTTER_SLOT(budgets.playback),
        {0, hour},
        nullptr,
        "From there to the first sample on the loudspeaker. A turn that takes longer is logged, "
        "with the stage's name; 0: no budget."},
    Row{"budgets.turn",
        UTTER_SLOT(budgets.turn),
        {0, hour},
        nullptr,
        "From the end of speech to that sample. A turn that takes longer is logged, with the "
        "stage's name; 0: no budget."},
    Row{"hassil.folders",
        UTTER_SLOT(hassil.folders),
        {0, 16},
        &any_text,
        "Folders of Home Assistant sentence files to match as they are, in the stage `hassil`: "
        "with "
        "`sentences/LANGUAGE` and `responses/LANGUAGE`, or `LANGUAGE` itself, below. SIGHUP makes "
        "it read them again. Empty: there is no such stage."},
    Row{"hassil.home",
        UTTER_SLOT(hassil.home),
        any,
        &any_text,
        "YAML or JSON file with what the sentences leave to your home: `areas`, `floors`, "
        "`entities`, "
        "`lists` and `context`. Empty: none."},
    Row{"hassil.answers",
        UTTER_SLOT(hassil.answers),
        any,
        nullptr,
        "Speak the responses that stand beside the sentences. `false` when a program on the bus "
        "handles `hassil:INTENT` and answers itself."},
    Row{"transformers.utterance",
        UTTER_SLOT(transformers.utterance),
        {0, 64},
        &plugin_name,
        "What changes an utterance before it is matched, in this order: `cancel-phrase` drops one "
        "that "
        "was taken back (\"... never mind\"), `number-digits` offers number words as digits too."},
    Row{"transformers.dialog",
        UTTER_SLOT(transformers.dialog),
        {0, 64},
        &plugin_name,
        "What changes an answer before it is spoken, in this order: `spoken-text` writes times, "
        "units "
        "and abbreviations out."},
    Row{"transformers.audio",
        UTTER_SLOT(transformers.audio),
        {0, 64},
        &plugin_name,
        "What changes the sound of a command before it is transcribed, in this order."},
    Row{"skills.enabled", UTTER_SLOT(skills.enabled), {0, 256}, &skill_id, "Skills to load."},
    Row{"skills.locale_dir",
        UTTER_SLOT(skills.locale_dir),
        any,
        &any_text,
        "Directory of your own locale files, which replace those of a skill. "
        "Empty: `$XDG_DATA_HOME/utter/skills`."},
    Row{"skills.state_dir",
        UTTER_SLOT(skills.state_dir),
        any,
        &any_text,
        "Directory where skills keep what they remember. Empty: `$XDG_STATE_HOME/utter`."},
    Row{"scheduler.database",
        UTTER_SLOT(scheduler.database),
        any,
        &any_text,
        "File that timers, alarms and reminders are kept in; one program at a time uses it. Empty: "
        "`scheduler.db` in `$STATE_DIRECTORY`, or else in `$XDG_STATE_HOME/utter`."},
    Row{"scheduler.schedules_max",
        UTTER_SLOT(scheduler.schedules_max),
        {1, 1'000'000},
        nullptr,
        "Timers, alarms and the like at the same time, of all skills together."},
    Row{"models.dir",
        UTTER_SLOT(models.dir),
        any,
        &any_text,
        "Directory that `utter models fetch` keeps models in, a folder each. Empty: `models` in "
        "`$STATE_DIRECTORY`, or else in `$XDG_STATE_HOME/utter`."},
    Row{"models.registry",
        UTTER_SLOT(models.registry),
        any,
        &any_text,
        "JSON file that lists the models there are. Empty: the installed one."},
    Row{"legacy.enabled",
        UTTER_SLOT(legacy.enabled),
        any,
        nullptr,
        "Understand and speak the topic names of Mycroft and today's OVOS too, so that Python "
        "skills and clients work here."},
    Row{"persona.default",
        UTTER_SLOT(persona.default_persona),
        any,
        &any_text,
        "The persona that answers what nothing else understood and nobody is active for. Empty: "
        "the first by name."},
    Row{"stt.engine",
        UTTER_SLOT(stt.engine),
        {1, 8},
        &plugin_name,
        "Engines that turn speech to text, in the order they are asked: when one is away or too "
        "slow, the next hears the same words. `utter engines` lists them. `auto`: `wyoming` and "
        "`openai` "
        "when their `url` is set, then `pocketsphinx`."},
    Row{"stt.pocketsphinx.model_dir",
        UTTER_SLOT(stt.pocketsphinx.model_dir),
        any,
        &any_text,
        "Directory of the acoustic model, or a model's name as `utter models list` has it. Empty: "
        "the installed one."},
    Row{"stt.pocketsphinx.open_model",
        UTTER_SLOT(stt.pocketsphinx.open_model),
        any,
        nullptr,
        "Ask the general language model when the grammar of the loaded intents refuses."},
    Row{"stt.wyoming.url",
        UTTER_SLOT(stt.wyoming.url),
        any,
        &wyoming_url,
        "Wyoming service that hears: `tcp://host:port`, often port 10300, or `unix:///path`. "
        "Empty: none."},
    Row{"stt.wyoming.model",
        UTTER_SLOT(stt.wyoming_model),
        any,
        &any_text,
        "Model to ask the service for, by its own name. Empty: the service's choice."},
    Row{"stt.wyoming.connect_timeout",
        UTTER_SLOT(stt.wyoming.connect_timeout),
        {10, minute},
        nullptr,
        "Time for the service to accept a connection, and to say what it offers."},
    Row{"stt.wyoming.idle_timeout",
        UTTER_SLOT(stt.wyoming.idle_timeout),
        {100, 10 * minute},
        nullptr,
        "Time that the service may be silent before it counts as dead."},
    Row{"stt.wyoming.timeout",
        UTTER_SLOT(stt.wyoming.timeout),
        {100, hour},
        nullptr,
        "Time for one request from beginning to end."},
    Row{"stt.openai.url",
        UTTER_SLOT(stt.openai.url),
        any,
        &optional_http_url,
        "Service with OpenAI's audio API that hears, up to its version: "
        "`http://127.0.0.1:8000/v1`. Empty: none."},
    Row{"stt.openai.key_file",
        UTTER_SLOT(stt.openai.key_file),
        any,
        &any_text,
        "File whose first word is the key for the service. Empty: none is sent."},
    Row{"stt.openai.model",
        UTTER_SLOT(stt.openai.model),
        any,
        &any_text,
        "Model to ask the service for."},
    Row{"stt.openai.languages",
        UTTER_SLOT(stt.openai.languages),
        {0, 128},
        &language_tag,
        "Languages the model understands; the next engine gets the others. Empty: it is tried with "
        "all."},
    Row{"stt.openai.connect_timeout",
        UTTER_SLOT(stt.openai.connect_timeout),
        {10, minute},
        nullptr,
        "Time for the service to accept a connection."},
    Row{"stt.openai.idle_timeout",
        UTTER_SLOT(stt.openai.idle_timeout),
        {100, 10 * minute},
        nullptr,
        "Time that the service may be silent before it counts as dead."},
    Row{"stt.openai.timeout",
        UTTER_SLOT(stt.openai.timeout),
        {100, hour},
        nullptr,
        "Time for one request from beginning to end."},
    Row{"tts.engine",
        UTTER_SLOT(tts.engine),
        {1, 8},
        &plugin_name,
        "Engines that turn text to speech, in the order they are asked: when one lacks the "
        "language or the voice, is away or too slow, the next speaks. `auto`: `wyoming` and "
        "`openai` "
        "when their `url` is set, then `flite` for English and `espeak` for other languages and "
        "for voices that nobody else knows."},
    Row{"tts.voice",
        UTTER_SLOT(tts.voice),
        any,
        &any_text,
        "Voice by the engine's own name. Empty: the engine's choice for the language."},
    Row{"tts.rate",
        UTTER_SLOT(tts.rate),
        {0.5, 3.0},
        nullptr,
        "Speed of speech, as a multiple of the voice's normal speed."},
    Row{"tts.wyoming.url",
        UTTER_SLOT(tts.wyoming.url),
        any,
        &wyoming_url,
        "Wyoming service that speaks: `tcp://host:port`, often port 10200, or `unix:///path`. "
        "Empty: none."},
    Row{"tts.wyoming.connect_timeout",
        UTTER_SLOT(tts.wyoming.connect_timeout),
        {10, minute},
        nullptr,
        "Time for the service to accept a connection, and to say what it offers."},
    Row{"tts.wyoming.idle_timeout",
        UTTER_SLOT(tts.wyoming.idle_timeout),
        {100, 10 * minute},
        nullptr,
        "Time that the service may be silent before it counts as dead."},
    Row{"tts.wyoming.timeout",
        UTTER_SLOT(tts.wyoming.timeout),
        {100, hour},
        nullptr,
        "Time for one request from beginning to end."},
    Row{"tts.openai.url",
        UTTER_SLOT(tts.openai.url),
        any,
        &optional_http_url,
        "Service with OpenAI's audio API that speaks, up to its version: "
        "`http://127.0.0.1:8000/v1`. Empty: none."},
    Row{"tts.openai.key_file",
        UTTER_SLOT(tts.openai.key_file),
        any,
        &any_text,
        "File whose first word is the key for the service. Empty: none is sent."},
    Row{"tts.openai.model",
        UTTER_SLOT(tts.openai.model),
        any,
        &any_text,
        "Model to ask the service for."},
    Row{"tts.openai.voice",
        UTTER_SLOT(tts.openai_voice),
        any,
        &any_text,
        "Voice to ask the service for when `tts.voice` is empty."},
    Row{"tts.openai.format",
        UTTER_SLOT(tts.openai_format),
        any,
        &sound_format,
        "What to ask the service for: `wav`, or `pcm` (16-bit mono samples) from one that has no "
        "WAV."},
    Row{"tts.openai.sample_rate",
        UTTER_SLOT(tts.openai_sample_rate),
        {8'000, 192'000},
        nullptr,
        "Samples a second of the service's `pcm`."},
    Row{"tts.openai.languages",
        UTTER_SLOT(tts.openai.languages),
        {0, 128},
        &language_tag,
        "Languages the model speaks; the next engine gets the others. Empty: it is tried with "
        "all."},
    Row{"tts.openai.connect_timeout",
        UTTER_SLOT(tts.openai.connect_timeout),
        {10, minute},
        nullptr,
        "Time for the service to accept a connection."},
    Row{"tts.openai.idle_timeout",
        UTTER_SLOT(tts.openai.idle_timeout),
        {100, 10 * minute},
        nullptr,
        "Time that the service may be silent before it counts as dead."},
    Row{"tts.openai.timeout",
        UTTER_SLOT(tts.openai.timeout),
        {100, hour},
        nullptr,
        "Time for one request from beginning to end."},
    Row{"wyoming.url",
        UTTER_SLOT(wyoming.url),
        any,
        &wyoming_url,
        "Where `utter wyoming` serves: `tcp://host:port` or `unix:///path`. Only this machine may "
        "reach it unless `wyoming.insecure_bind_allowed` is true."},
    Row{"wyoming.insecure_bind_allowed",
        UTTER_SLOT(wyoming.insecure_bind_allowed),
        any,
        nullptr,
        "Accept a `wyoming.url` that other machines can reach. The protocol has neither keys nor "
        "encryption: whoever reaches the service may use it."},
    Row{"wyoming.connections_max",
        UTTER_SLOT(wyoming.connections_max),
        {1, 256},
        nullptr,
        "Connections at the same time; further ones are refused."},
    Row{"audio.output",
        UTTER_SLOT(audio.output),
        any,
        &audio_output,
        "What plays sound: `pulse` (the desktop's sound server, PipeWire or PulseAudio), `file`, "
        "`stdout` (16-bit mono samples, 48 kHz) or `null`. `auto`: the sound server when one "
        "answers, else nothing. `off`: nothing."},
    Row{"audio.output_device",
        UTTER_SLOT(audio.output_device),
        any,
        &any_text,
        "With `pulse` or `auto` the sink to play on, by the sound server's name; empty: its "
        "default. With `file` the WAV file to write."},
    Row{"audio.input",
        UTTER_SLOT(audio.input),
        any,
        &audio_input,
        "The microphone: `pulse` (the desktop's sound server, PipeWire or PulseAudio), `file` (a "
        "WAV file, from its beginning), `stdin` (16-bit mono samples, 16 kHz) or `null` (silence). "
        "`auto`: the sound server when one answers, else none. `off`: none."},
    Row{"audio.input_device",
        UTTER_SLOT(audio.input_device),
        any,
        &any_text,
        "With `pulse` or `auto` the source to record from, by the sound server's name; empty: its "
        "default. With `file` the WAV file to read."},
    Row{"speaker.enabled",
        UTTER_SLOT(speaker.enabled),
        any,
        nullptr,
        "Speak answers and play sounds (OVOS-AUDIO-1). `false` when another program on the bus "
        "does."},
    Row{"speaker.sessions",
        UTTER_SLOT(speaker.sessions),
        {0, 64},
        &any_text,
        "Sessions whose answers sound on this machine's loudspeaker; those of other sessions are "
        "their clients' own affair."},
    Row{"listener.enabled",
        UTTER_SLOT(listener.enabled),
        any,
        nullptr,
        "Hear commands on a microphone (OVOS-AUDIO-IN-1). `false` when another program on the bus "
        "does."},
    Row{"listener.mode",
        UTTER_SLOT(listener.mode),
        any,
        &listen_mode,
        "What makes it listen, besides `ovos.mic.listen`: `wake_word`; `continuous` (any voice); "
        "`hybrid` (the wake word, and any voice for a while after an answer); `push_to_talk` "
        "(nothing)."},
    Row{"listener.wake_words",
        UTTER_SLOT(listener.wake_words),
        {1, 16},
        &wake_word,
        "Phrases that wake it, in English words; three syllables or more work best."},
    Row{"listener.wake_threshold",
        UTTER_SLOT(listener.wake_threshold),
        {1e-60, 1},
        nullptr,
        "How much likelier than any other sounds a wake word must be. Smaller hears it more often, "
        "in other words too."},
    Row{"listener.wake_engine",
        UTTER_SLOT(listener.wake_engine),
        {1, 8},
        &plugin_name,
        "Engines that hear the wake words: for each, the first of them that can hear it now "
        "decides. "
        "`auto`: `wyoming` when `listener.wyoming.url` is set, then `pocketsphinx`."},
    Row{"listener.wyoming.url",
        UTTER_SLOT(listener.wyoming.url),
        any,
        &wyoming_url,
        "Wyoming service that hears wake words (openWakeWord, microWakeWord): `tcp://host:port`, "
        "often port 10400, or `unix:///path`. Empty: none."},
    Row{"listener.wyoming.models",
        UTTER_SLOT(listener.wyoming.models),
        {0, 16},
        &any_text,
        "The service's models to listen with, by its own names. Empty: those that it has for "
        "`listener.wake_words`."},
    Row{"listener.wyoming.connect_timeout",
        UTTER_SLOT(listener.wyoming.connect_timeout),
        {10, minute},
        nullptr,
        "Time for the service to accept a connection, and to say what it offers."},
    Row{"listener.wyoming.idle_timeout",
        UTTER_SLOT(listener.wyoming.idle_timeout),
        {100, 10 * minute},
        nullptr,
        "How often the service is asked whether it is there, and how long it has to answer."},
    Row{"listener.stop_words",
        UTTER_SLOT(listener.stop_words),
        {0, 16},
        &wake_word,
        "Phrases, in English words, that end an answer while it is spoken, without a wake word, "
        "and "
        "are then understood like any command. None: only the wake word does."},
    Row{"listener.stop_threshold",
        UTTER_SLOT(listener.stop_threshold),
        {1e-60, 1},
        nullptr,
        "As `listener.wake_threshold`, for the stop words, which are heard only while an answer is "
        "spoken and only of somebody's voice."},
    Row{"listener.sessions",
        UTTER_SLOT(listener.sessions),
        {0, 64},
        &any_text,
        "Sessions whose `ovos.mic.listen` opens this machine's microphone."},
    Row{"listener.wait",
        UTTER_SLOT(listener.wait),
        {100, 60'000},
        nullptr,
        "How long it waits for somebody to speak, once it listens."},
    Row{"listener.pause",
        UTTER_SLOT(listener.pause),
        {100, 10'000},
        nullptr,
        "Silence that ends a command."},
    Row{"listener.longest",
        UTTER_SLOT(listener.longest),
        {1'000, 120'000},
        nullptr,
        "Longest command; what is said beyond it is not heard."},
    Row{"listener.pre_roll",
        UTTER_SLOT(listener.pre_roll),
        {0, 2'000},
        nullptr,
        "Sound kept from before a voice is noticed, so that no first syllable is lost."},
    Row{"listener.follow_up",
        UTTER_SLOT(listener.follow_up),
        {0, 60'000},
        nullptr,
        "In `hybrid` mode, how long after an answer any voice is a command."},
    Row{"listener.barge_in",
        UTTER_SLOT(listener.barge_in),
        any,
        &barge_in,
        "What ends an answer that is being spoken: `never` (nothing that is heard), `wake_word`, "
        "or "
        "`speech` (any voice; needs the speaker in the same process, or it interrupts itself)."},
    Row{"listener.confidence",
        UTTER_SLOT(listener.confidence),
        {0, 1},
        nullptr,
        "Transcripts the engine is less sure of are taken for nothing understood."},
    Row{"listener.speech_gate",
        UTTER_SLOT(listener.speech_gate),
        any,
        nullptr,
        "Give an engine only what has the moving pitch of a voice in it, or it makes words of "
        "noise. "
        "`false` where people whisper."},
    Row{"listener.echo_cancellation",
        UTTER_SLOT(listener.echo_cancellation),
        any,
        nullptr,
        "Take what we ourselves play out of what the microphone hears."},
    Row{"listener.noise_suppression",
        UTTER_SLOT(listener.noise_suppression),
        any,
        nullptr,
        "Take steady noise and hum out of what the microphone hears. For a loud room: in a quiet "
        "one "
        "the wake word is heard better without."},
    Row{"listener.gain_control",
        UTTER_SLOT(listener.gain_control),
        any,
        nullptr,
        "Bring voices near and far to one loudness, for a microphone that has no such control "
        "itself."},
};
#undef UTTER_SLOT

constexpr std::array reserved{
    ReservedVariable{"UTTER_CONFIG",
                     "A configuration file to read instead of the system's and the user's."},
    ReservedVariable{"UTTER_DATA_DIR",
                     "Where the installed data (locale files, models) is, when it is not found "
                     "beside the program."},
};

}  // namespace

std::span<const Row> schema() {
    return rows;
}

std::span<const ReservedVariable> reserved_variables() {
    return reserved;
}

const Row* find_row(std::string_view key) {
    const auto* const found = std::ranges::find(rows, key, &Row::key);
    return found == rows.end() ? nullptr : found;
}

bool is_section(std::string_view key) {
    if (key == skill_settings_key || key == bus_roles_key || key == llm_key) return true;
    return std::ranges::any_of(rows, [key](const Row& row) {
        return row.key.size() > key.size() && row.key.starts_with(key) &&
               row.key[key.size()] == '.';
    });
}

std::string suggestion(std::string_view key) {
    std::vector<std::string_view> candidates;
    std::vector<std::string_view> same_last_part;
    for (const auto& row : rows) {
        candidates.push_back(row.key);
        for (auto dot = row.key.find('.'); dot != std::string_view::npos;
             dot = row.key.find('.', dot + 1)) {
            candidates.push_back(row.key.substr(0, dot));
        }
        if (row.key.substr(row.key.rfind('.') + 1) == key) same_last_part.push_back(row.key);
    }
    candidates.push_back(skill_settings_key);
    candidates.push_back(bus_roles_key);
    candidates.push_back(llm_key);
    // "port" on top of the file is bus.port without its section, not a misspelt "bus".
    const auto meant =
        same_last_part.size() == 1 ? same_last_part.front() : near_miss(key, candidates);
    return meant.empty() ? std::string() : "; did you mean '" + std::string(meant) + "'?";
}

std::string environment_name(const Row& row) {
    std::string name = "UTTER_";
    for (const char c : row.key) {
        name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return name;
}

}  // namespace utter::config
