#pragma once

#include <filesystem>
#include <string>

#include "assistant_link.hpp"
#include "environment.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/stt_engine.hpp"

namespace utter::app {

/// Listens to a WAV file with the configured engine, its grammar built from the intents that the
/// assistant behind `link` has registered.
[[nodiscard]] Result<speech::Transcript> hear(const Program& program,
                                              AssistantLink& link,
                                              const std::filesystem::path& wav,
                                              const std::string& lang);

/// `utter transcribe`. @return an ExitCode.
[[nodiscard]] int transcribe(const Program& program,
                             const std::filesystem::path& wav,
                             const std::string& lang);

}  // namespace utter::app
