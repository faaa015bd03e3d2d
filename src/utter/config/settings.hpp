#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
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

struct BusSettings {
    std::string host = "127.0.0.1";      ///< address to listen on; loopback unless allowed below
    std::uint16_t port = 8181;           ///< 0 .. 65535; 0: any free port
    bool insecure_bind_allowed = false;  ///< accept a host others can reach, unauthenticated
    std::size_t frame_max_bytes = 10485760;         ///< 1 KiB .. 256 MiB
    std::size_t client_queue_max_bytes = 16777216;  ///< 64 KiB .. 1 GiB
    std::uint32_t clients_max = 256;                ///< 1 .. 65536 connections
    std::string url;                                ///< ws:// or wss://; empty: this host and port

    /// The bus that other parts connect to: `url`, or else this host and port.
    [[nodiscard]] std::string effective_url() const;
};

struct OrchestratorSettings {
    std::vector<std::string> pipeline{"template", "fallback"};  ///< plugin names, first asked first
    std::chrono::milliseconds match_timeout{10'000};            ///< 10 ms .. 10 min, whole pipeline
    std::chrono::milliseconds handler_timeout{300'000};         ///< 0 (off) .. 24 h
    std::chrono::milliseconds fallback_window{500};             ///< 1 ms .. 1 min
};

struct SkillsSettings {
    /// Ids of the skills to load, at most 256.
    std::vector<std::string> enabled{
        "date-time.utter", "timer.utter", "about.utter", "unknown.utter"};
    std::string locale_dir;  ///< the user's locale files; empty: $XDG_DATA_HOME/utter/skills
    std::string state_dir;   ///< what skills remember; empty: $XDG_STATE_HOME/utter
    /// Each skill's own settings by skill id, unchecked here: the skill knows what it accepts.
    std::map<std::string, boost::json::object> settings;
};

struct PocketsphinxSettings {
    std::string model_dir;   ///< empty: the installed en-us model
    bool open_model = true;  ///< ask the open language model when the grammar refuses
};

struct SttSettings {
    std::string engine = "pocketsphinx";  ///< name of a built-in engine
    PocketsphinxSettings pocketsphinx;
};

struct TtsSettings {
    std::string engine = "espeak";  ///< name of a built-in engine
    std::string voice;              ///< engine's own voice name; empty: by language
    double rate = 1.0;              ///< 0.5 .. 3.0, times the voice's normal speed
};

struct Settings {
    LogSettings log;
    LocaleSettings locale;
    BusSettings bus;
    OrchestratorSettings orchestrator;
    SkillsSettings skills;
    SttSettings stt;
    TtsSettings tts;
};

/// True for a literal address (or "localhost") that only this machine can reach.
[[nodiscard]] bool is_loopback(const std::string& host);

}  // namespace utter::config
