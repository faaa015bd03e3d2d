#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "utter/core/log.hpp"

/// What a person can configure: one plain struct per part, with its defaults. The keys, ranges and
/// descriptions are in schema.cpp; docs/configuration.md is generated from both.
namespace utter::config {

struct LogSettings {
    log::Level level = log::Level::info;  ///< lowest level printed
    bool pii = false;                     ///< print what users say
};

struct LocaleSettings {
    std::string lang = "en-US";                                  ///< BCP-47
    std::vector<std::string> secondary_langs{"es-ES", "de-DE"};  ///< BCP-47, at most 16
    std::string timezone;                                        ///< IANA; empty: the system's
};

/// What holders of a role may do; a list that is absent does not limit.
struct BusRole {
    std::optional<std::vector<std::string>> publish;  ///< topics or globs
    std::optional<std::vector<std::string>> see;      ///< topics or globs
};

struct BusSettings {
    std::string host = "127.0.0.1";         ///< address to listen on; loopback unless allowed below
    std::uint16_t port = 8181;              ///< 0 .. 65535; 0: any free port
    bool insecure_bind_allowed = false;     ///< accept a host others can reach, without keys
    std::string socket;                     ///< path of a Unix socket to serve as well; empty: none
    std::vector<std::string> socket_users;  ///< names or numbers of further users let in there
    std::string keys_file;                  ///< API keys that are let in; empty: everybody is
    std::map<std::string, BusRole> roles;   ///< by name; a key's third word names one
    std::vector<std::string> origins;       ///< browser origins besides this machine's
    std::string tls_certificate;            ///< PEM file; empty: no TLS
    std::string tls_key;                    ///< PEM file
    std::size_t frame_max_bytes = 10485760;         ///< 1 KiB .. 256 MiB
    std::size_t client_queue_max_bytes = 16777216;  ///< 64 KiB .. 1 GiB
    std::uint32_t clients_max = 256;                ///< 1 .. 65536 connections
    std::string url;       ///< ws://, wss:// or unix:; empty: this socket, or host and port
    std::string key_file;  ///< key that the other parts show; empty: none
    std::string ca_file;   ///< PEM file of authorities for wss://; empty: the system's

    /// The bus that other parts connect to: `url`, or else the socket, or else host and port.
    [[nodiscard]] std::string effective_url() const;
};

struct OrchestratorSettings {
    /// Plugin names, first asked first.
    std::vector<std::string> pipeline{
        "stop",
        "converse",
        "template",
        "keyword",
        "media",
        "phrasing",
        "common_query",
        "persona",
        "persona_fallback",
        "fallback",
    };
    std::chrono::milliseconds match_timeout{10'000};     ///< 10 ms .. 10 min, whole pipeline
    std::chrono::milliseconds handler_timeout{300'000};  ///< 0 (off) .. 24 h
    std::chrono::milliseconds fallback_window{500};      ///< 1 ms .. 1 min
    std::chrono::milliseconds converse_window{500};      ///< 1 ms .. 1 min
    std::chrono::milliseconds converse_time{600'000};    ///< 1 s .. 24 h, from a skill's activation
    std::chrono::milliseconds stop_window{500};          ///< 1 ms .. 1 min
    std::chrono::milliseconds common_query_poll{500};    ///< 1 ms .. 1 min
    std::chrono::milliseconds common_query_window{3'000};  ///< 1 ms .. 1 min
    std::chrono::milliseconds common_query_max{5'000};     ///< 1 ms .. 1 min
    double common_query_confidence = 0.5;                  ///< 0 .. 1
    double phrasing_confidence = 0.6;                      ///< 0 .. 1
    std::uint32_t traces = 100;                            ///< 0 .. 10,000
};

/// How long the stages of a turn may take before they are logged, each 0 (off) .. 1 h.
struct BudgetSettings {
    std::chrono::milliseconds stt{1'500};
    std::chrono::milliseconds matching{20};
    std::chrono::milliseconds answer{2'000};
    std::chrono::milliseconds tts{1'000};
    std::chrono::milliseconds playback{200};
    std::chrono::milliseconds turn{4'000};
};

struct SkillsSettings {
    /// Ids of the skills to load, at most 256.
    std::vector<std::string> enabled{"date-time.utter",
                                     "timer.utter",
                                     "alarm.utter",
                                     "reminder.utter",
                                     "calculator.utter",
                                     "about.utter",
                                     "unknown.utter"};
    std::string locale_dir;  ///< the user's locale files; empty: $XDG_DATA_HOME/utter/skills
    std::string state_dir;   ///< what skills remember; empty: $XDG_STATE_HOME/utter
    /// `<skill_id>/settings.json` for each skill; empty: $XDG_CONFIG_HOME/mycroft/skills
    std::string settings_dir;
    /// Each skill's own settings by skill id, unchecked here: the skill knows what it accepts.
    std::map<std::string, boost::json::object> settings;
};

struct SchedulerSettings {
    std::string database;                  ///< path; empty: scheduler.db in the state directory
    std::uint32_t schedules_max = 10'000;  ///< 1 .. 1,000,000, of all owners together
};

/// Models that are downloaded.
struct ModelsSettings {
    std::string dir;       ///< where they are kept; empty: models in the state directory
    std::string registry;  ///< file that lists them; empty: the installed one
};

struct LegacySettings {
    bool enabled = true;  ///< speak the older topic names too
};

struct PocketsphinxSettings {
    std::string model_dir;   ///< empty: the installed en-us model
    bool open_model = true;  ///< ask the open language model when the grammar refuses
};

/// One name, or several in the order they are asked; a file may write one without brackets.
struct Names {
    std::vector<std::string> list;

    friend bool operator==(const Names&, const Names&) = default;
};

/// A service of the Wyoming protocol.
struct WyomingService {
    std::string url;                            ///< tcp://host:port or unix:///path; empty: none
    std::chrono::milliseconds connect_timeout;  ///< 10 ms .. 1 min
    std::chrono::milliseconds idle_timeout;     ///< 100 ms .. 10 min, without a byte
    std::chrono::milliseconds timeout;          ///< 100 ms .. 1 h, for a whole request
};

/// A worker that an engine speaks to over gRPC.
struct GrpcService {
    std::string url;                            ///< tcp://host:port or unix:///path; empty: none
    std::chrono::milliseconds connect_timeout;  ///< 10 ms .. 1 min
    std::chrono::milliseconds idle_timeout;     ///< 100 ms .. 10 min, without a message
    std::chrono::milliseconds timeout;          ///< 100 ms .. 24 h, for a whole call
};

/// The process of a worker that this program keeps running; the worker's address is that of the
/// engine which speaks to it.
struct WorkerSettings {
    std::vector<std::string>
        command;  ///< program and arguments, at most 64; empty: not ours to run
    std::chrono::milliseconds start_timeout{300'000};  ///< 1 s .. 1 h, until it serves
    std::chrono::milliseconds stop_timeout{3'000};     ///< 0 .. 1 min, before it is killed
    std::chrono::milliseconds restart_delay{1'000};    ///< 10 ms .. 1 min, doubled each time
};

struct WorkersSettings {
    WorkerSettings stt;
    WorkerSettings tts;
    WorkerSettings trainer;
};

/// What makes voices of recordings.
struct TrainerSettings {
    std::string voices_dir;  ///< of the built-in trainer; empty: voices in the state directory
    GrpcService grpc{"",
                     std::chrono::milliseconds(2'000),
                     std::chrono::milliseconds(15'000),
                     std::chrono::milliseconds(3'600'000)};
};

/// A service of OpenAI's audio API.
struct OpenaiService {
    std::string url;       ///< http or https, up to and without "/audio/"; empty: none
    std::string key_file;  ///< file with its key; empty: none
    std::string model;
    std::vector<std::string> languages;  ///< BCP-47, at most 128; empty: not known to lack any
    std::chrono::milliseconds connect_timeout;  ///< 10 ms .. 1 min
    std::chrono::milliseconds idle_timeout;     ///< 100 ms .. 10 min, without a byte
    std::chrono::milliseconds timeout;          ///< 100 ms .. 1 h, for a whole request
};

/// sherpa-onnx in this process.
struct SherpaModel {
    std::string model;  ///< folder of its model; empty: not used
    std::vector<std::string> languages{
        "en"};                  ///< BCP-47, at most 128; empty: not known to lack any
    std::uint32_t threads = 2;  ///< 1 .. 64
};

struct SttSettings {
    Names engine{{"auto"}};  ///< names of installed engines; auto: all that can be used
    PocketsphinxSettings pocketsphinx;
    WyomingService wyoming{"",
                           std::chrono::milliseconds(2'000),
                           std::chrono::milliseconds(15'000),
                           std::chrono::milliseconds(30'000)};
    std::string wyoming_model;  ///< as the service calls it; empty: its choice
    OpenaiService openai{"",
                         "",
                         "whisper-1",
                         {},
                         std::chrono::milliseconds(2'000),
                         std::chrono::milliseconds(15'000),
                         std::chrono::milliseconds(30'000)};
    GrpcService grpc{"",
                     std::chrono::milliseconds(2'000),
                     std::chrono::milliseconds(15'000),
                     std::chrono::milliseconds(30'000)};
    SherpaModel sherpa;
    std::string sherpa_type = "auto";  ///< the model's kind, where its files do not tell it
};

struct TtsSettings {
    Names engine{{"auto"}};   ///< names of installed engines; auto: all that can be used
    std::string voice;        ///< engine's own voice name; empty: by language
    std::string trained_dir;  ///< where the built-in trainer's voices are; not a key of its own
    double rate = 1.0;        ///< 0.5 .. 3.0, times the voice's normal speed
    WyomingService wyoming{"",
                           std::chrono::milliseconds(2'000),
                           std::chrono::milliseconds(5'000),
                           std::chrono::milliseconds(60'000)};
    OpenaiService openai{"",
                         "",
                         "tts-1",
                         {},
                         std::chrono::milliseconds(2'000),
                         std::chrono::milliseconds(5'000),
                         std::chrono::milliseconds(60'000)};
    GrpcService grpc{"",
                     std::chrono::milliseconds(2'000),
                     std::chrono::milliseconds(5'000),
                     std::chrono::milliseconds(60'000)};
    SherpaModel sherpa;
    std::string openai_voice = "alloy";         ///< when `voice` is empty
    std::string openai_format = "wav";          ///< wav or pcm
    std::uint32_t openai_sample_rate = 24'000;  ///< 8000 .. 192000 Hz, of pcm
};

/// The service that lends our engines to clients of the Wyoming protocol.
struct WyomingServerSettings {
    std::string url = "tcp://127.0.0.1:10300";  ///< tcp://host:port or unix:///path
    bool insecure_bind_allowed = false;         ///< let others than this machine in
    std::uint32_t connections_max = 16;         ///< 1 .. 256
};

/// Where sound goes, and where it comes from.
struct AudioSettings {
    std::string output = "auto";  ///< auto, off, or a device's name: pulse, file, stdout, null
    std::string output_device;    ///< the sound server's name of a sink, or the file's path
    std::string input = "auto";   ///< auto, off, or a device's name: pulse, file, stdin, null
    std::string input_device;     ///< the sound server's name of a source, or the file's path
};

/// A service of the Wyoming protocol that hears wake words.
struct WakeService {
    std::string url;                  ///< tcp://host:port or unix:///path; empty: none
    std::vector<std::string> models;  ///< at most 16; empty: those for the wake words
    std::chrono::milliseconds connect_timeout{2'000};  ///< 10 ms .. 1 min
    std::chrono::milliseconds idle_timeout{5'000};     ///< 100 ms .. 10 min
};

/// The part that hears commands.
struct ListenerSettings {
    bool enabled = true;             ///< false: another program does that
    std::string mode = "wake_word";  ///< wake_word, continuous, hybrid, push_to_talk
    std::vector<std::string> wake_words{"hey computer"};  ///< 1 .. 16 phrases
    double wake_threshold = 1e-15;                        ///< 1e-60 .. 1
    Names wake_engine{{"auto"}};                          ///< auto: all that can be used
    WakeService wyoming;
    std::vector<std::string> stop_words{"stop"};   ///< 0 .. 16 phrases
    double stop_threshold = 1e-5;                  ///< 1e-60 .. 1
    std::vector<std::string> sessions{"default"};  ///< whose requests open the microphone
    std::chrono::milliseconds wait{6'000};         ///< 100 ms .. 1 min, for a voice
    std::chrono::milliseconds pause{700};          ///< 100 ms .. 10 s, that ends a command
    std::chrono::milliseconds longest{15'000};     ///< 1 s .. 2 min
    std::chrono::milliseconds pre_roll{400};       ///< 0 .. 2 s
    std::chrono::milliseconds follow_up{5'000};    ///< 0 .. 1 min, in hybrid mode
    std::string barge_in = "wake_word";            ///< never, wake_word, speech
    std::string music = "duck";                    ///< meanwhile: keep, duck, pause
    double confidence = 0;                         ///< 0 .. 1
    bool speech_gate = true;
    bool echo_cancellation = true;
    std::string echo_reference = "sink";  ///< sink, own
    bool noise_suppression = false;
    bool gain_control = false;
};

/// The part that speaks and plays sounds on the bus's behalf.
struct SpeakerSettings {
    bool enabled = true;                           ///< false: another program does that
    std::vector<std::string> sessions{"default"};  ///< whose answers sound here, at most 64
    std::string music = "duck";                    ///< meanwhile: keep, duck, pause
};

/// The part that plays music and other media.
struct MediaSettings {
    bool enabled = true;                           ///< false: another program does that
    std::vector<std::string> sessions{"default"};  ///< whose media play here, at most 64
    std::vector<std::string> folders;              ///< of music to be found, at most 64
    std::vector<std::string> schemes{"file", "http", "https"};  ///< of what may be played
    std::string output;              ///< mpv's `ao`; empty: what audio.output says
    std::string output_device;       ///< mpv's `audio-device`; empty: what audio.output_device says
    std::uint32_t volume = 100;      ///< 0 .. 100 percent
    std::uint32_t duck_volume = 30;  ///< 0 .. 100 percent, while something is said or heard
    std::string likes;               ///< path; empty: likes.json in the state directory
    bool numeric_states = false;     ///< write media and track states as today's OVOS does
    bool mpris = true;               ///< show the player to the desktop
};

/// The door for applications and for the dashboard.
struct PlatformSettings {
    bool enabled = true;
    std::string host = "127.0.0.1";      ///< address to listen on; loopback unless allowed below
    std::uint16_t port = 8080;           ///< 0 .. 65535; 0: any free port
    bool insecure_bind_allowed = false;  ///< accept a host others can reach, without keys
    std::string tls_certificate;         ///< PEM file; empty: no TLS
    std::string tls_key;                 ///< PEM file
    std::string database;                ///< path or postgresql://; empty: platform.db in the state
                                         ///< directory
    std::string samples_dir;             ///< uploaded sound; empty: samples in the state directory
    std::uint32_t connections_max = 2'048;    ///< 1 .. 65536
    std::uint32_t sessions_max = 1'000;       ///< 1 .. 65536, live ones
    std::chrono::milliseconds grace{30'000};  ///< 0 .. 1 h, for a client to come back
    std::size_t sample_max_bytes = 67108864;  ///< 64 KiB .. 1 GiB, of one upload
    std::uint32_t stt_engines = 1;            ///< 1 .. 64 that transcribe at the same time
};

/// The display hub.
struct GuiSettings {
    bool enabled = true;                     ///< false: another program does that
    std::chrono::milliseconds idle{30'000};  ///< 1 s .. 24 h, for pages that do not say
    std::string text_output;                 ///< file or terminal for a screen of text; empty: none
    std::vector<std::string> text_sessions{"default"};  ///< which it shows, at most 64
};

/// Ids of the transformers that run, in order; what is not listed does not run.
struct TransformerSettings {
    std::vector<std::string> utterance{"cancel-phrase", "number-digits"};
    std::vector<std::string> dialog{"spoken-text"};
    std::vector<std::string> audio;
};

/// A language model's endpoint.
struct LlmSettings {
    std::string type = "openai";                       ///< openai or ollama
    std::string url;                                   ///< http or https
    std::string key_file;                              ///< file with its key; empty: none
    std::chrono::milliseconds connect_timeout{5'000};  ///< 10 ms .. 1 min
    std::chrono::milliseconds first_timeout{60'000};   ///< 10 ms .. 10 min, until it begins
    std::chrono::milliseconds stall_timeout{20'000};   ///< 10 ms .. 10 min, between two pieces
    std::chrono::milliseconds total_timeout{180'000};  ///< 10 ms .. 1 h, a whole answer
    std::uint32_t retries = 2;                         ///< 0 .. 10
    std::size_t response_max_bytes = 4194304;          ///< 4 KiB .. 64 MiB
};

struct PersonaEntry {
    std::string name;  ///< what people call it; empty: its id
    std::string system_prompt;
    std::string provider;  ///< an entry of Settings::llm; empty: the only one
    std::string model;
    std::string voice;                ///< empty: the usual one
    std::uint32_t memory = 10;        ///< 0 .. 100 turns
    std::vector<std::string> tools;   ///< "toolbox", "toolbox/tool" or "*", at most 256
    std::uint32_t max_tokens = 1000;  ///< 0 (no limit of ours) .. 65536
    double temperature = -1.0;        ///< -1 (the provider's own) .. 2
};

struct PersonaSettings {
    std::string default_persona;  ///< who answers when nobody is active; empty: the first
    std::map<std::string, PersonaEntry> entries;  ///< by id
};

/// Home Assistant's sentence files as a stage of the pipeline.
struct HassilSettings {
    std::vector<std::string> folders;  ///< empty: there is no such stage
    std::string home;                  ///< file of areas, devices, lists and context; empty: none
    bool answers = true;               ///< speak the responses that stand beside the sentences
};

struct Settings {
    LogSettings log;
    LocaleSettings locale;
    BusSettings bus;
    OrchestratorSettings orchestrator;
    BudgetSettings budgets;
    TransformerSettings transformers;
    SkillsSettings skills;
    SchedulerSettings scheduler;
    LegacySettings legacy;
    ModelsSettings models;
    std::map<std::string, LlmSettings> llm;  ///< by name
    PersonaSettings persona;
    HassilSettings hassil;
    SttSettings stt;
    TtsSettings tts;
    TrainerSettings trainer;
    WorkersSettings workers;
    WyomingServerSettings wyoming;
    AudioSettings audio;
    SpeakerSettings speaker;
    MediaSettings media;
    GuiSettings gui;
    ListenerSettings listener;
    PlatformSettings platform;
};

/// True for a literal address (or "localhost") that only this machine can reach.
[[nodiscard]] bool is_loopback(const std::string& host);

}  // namespace utter::config
