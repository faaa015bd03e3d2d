#pragma once

#include <memory>

#include "environment.hpp"
#include "utter/platform/live/speech_ports.hpp"

namespace utter::app {

/// The configured engines as the platform uses them. Each is made when it is first needed.
class PlatformSpeech {
  public:
    /// @param program outlives it
    explicit PlatformSpeech(const Program& program);
    ~PlatformSpeech();
    PlatformSpeech(const PlatformSpeech&) = delete;
    PlatformSpeech& operator=(const PlatformSpeech&) = delete;
    PlatformSpeech(PlatformSpeech&&) = delete;
    PlatformSpeech& operator=(PlatformSpeech&&) = delete;

    /// What works until this is destroyed.
    [[nodiscard]] platform::SpeechPorts ports();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::app
