#pragma once

#include <filesystem>
#include <string>

#include "assistant_link.hpp"
#include "environment.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/stt_engine.hpp"

namespace utter::app {

/// Listens to a WAV file for a command: with the configured engine, its grammar built from the
/// intents that the assistant behind `link` has registered.
[[nodiscard]] Result<speech::Transcript> hear_command(const Program& program,
                                                      AssistantLink& link,
                                                      const std::filesystem::path& wav,
                                                      const std::string& lang);

/// Writes down whatever is said in a WAV file. What the assistant behind `link` understands, and
/// what the configured skills say themselves, helps but binds nothing.
[[nodiscard]] Result<speech::Transcript> hear_anything(const Program& program,
                                                       AssistantLink& link,
                                                       const std::filesystem::path& wav,
                                                       const std::string& lang);

struct TranscribeOptions {
    std::filesystem::path wav;
    std::string lang;       ///< empty: the configured one
    bool commands = false;  ///< hear_command() instead of hear_anything()
};

/// `utter transcribe`. @return an ExitCode.
[[nodiscard]] int transcribe(const Program& program, const TranscribeOptions& options);

}  // namespace utter::app
