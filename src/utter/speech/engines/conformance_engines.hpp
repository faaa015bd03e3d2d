#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "utter/speech/stt_engine.hpp"
#include "utter/speech/tts_engine.hpp"

/// The engines of this build as the conformance suites of the ports take them.
namespace utter::speech {

/// An engine, and what has to live as long as it (a service, for one that talks to it).
struct SttSubject {
    std::shared_ptr<void> service;
    std::unique_ptr<SttEngine> engine;
};
struct TtsSubject {
    std::shared_ptr<void> service;
    std::unique_ptr<TtsEngine> engine;
};

struct SttCase {
    std::string name;
    std::string engine;  ///< its SttEngine::name()
    std::function<Result<SttSubject>()> make;
};
struct TtsCase {
    std::string name;
    std::string engine;
    std::string voice;  ///< one that it has
    bool has_speeds = true;
    std::function<Result<TtsSubject>()> make;
};

// NOLINTNEXTLINE(readability-identifier-naming): the name GoogleTest calls
inline void PrintTo(const SttCase& one, std::ostream* out) {
    *out << one.name;
}
// NOLINTNEXTLINE(readability-identifier-naming): the name GoogleTest calls
inline void PrintTo(const TtsCase& one, std::ostream* out) {
    *out << one.name;
}

[[nodiscard]] std::vector<SttCase> stt_cases();
[[nodiscard]] std::vector<TtsCase> tts_cases();

/// Speech that every engine of this build understands.
[[nodiscard]] Result<audio::AudioBuffer> speech_for_tests(const std::string& text);

}  // namespace utter::speech
