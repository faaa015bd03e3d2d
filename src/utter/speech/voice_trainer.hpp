#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/speech/voice_quality.hpp"

namespace utter::speech {

/// Recordings of one person, and what to call the voice made of them.
struct TrainingRequest {
    std::string voice_id;  ///< 1 to 64 letters, digits, '-' and '_'; an older one is replaced
    std::string lang;      ///< BCP-47, what is spoken in the samples
    std::vector<std::filesystem::path> samples;  ///< 1 to 100 WAV files of any rate
};

struct TrainingProgress {
    double fraction = 0;  ///< 0 .. 1, never falling
    std::string stage;    ///< for people: "reading samples"
};

/// A voice that the trainer's TtsEngine speaks with from now on.
struct TrainedVoice {
    std::string voice_id;  ///< what SynthesisRequest::voice takes
    VoiceQuality quality = VoiceQuality::quick;
    std::chrono::milliseconds speech{0};  ///< sound in the samples without their silence
    std::map<std::string, double>
        measures;  ///< what was measured, the unit in the name: "pitch_hz"
};

/// Port: makes a voice from samples (seed "nobody", section 7). Calls block for minutes, so make
/// them on a worker pool; may be called from several threads.
class VoiceTrainer {
  public:
    using OnProgress = std::function<void(const TrainingProgress&)>;

    VoiceTrainer() = default;
    virtual ~VoiceTrainer() = default;
    VoiceTrainer(const VoiceTrainer&) = delete;
    VoiceTrainer& operator=(const VoiceTrainer&) = delete;
    VoiceTrainer(VoiceTrainer&&) = delete;
    VoiceTrainer& operator=(VoiceTrainer&&) = delete;

    [[nodiscard]] virtual std::string_view name() const = 0;

    /// Whether a voice could be trained now. @return what train() would fail with.
    [[nodiscard]] virtual Result<void> check() const = 0;

    /// Makes a voice, or nothing: what was begun is thrown away when it fails or is stopped.
    /// @param on_progress called on the calling thread, at least when a stage begins; may be null
    /// @param stop ends it early, from any thread
    /// @return nothing when it was stopped; invalid_argument for a voice id, a language or samples
    ///         that cannot be used, naming them; io for a sample that cannot be read; limit for too
    ///         many or too large ones; unavailable or timeout when the trainer is away.
    [[nodiscard]] virtual Result<std::optional<TrainedVoice>> train(const TrainingRequest& request,
                                                                    const OnProgress& on_progress,
                                                                    std::stop_token stop) = 0;

    /// Removes what it made of a voice; nothing of that id is no fault. A trainer that keeps
    /// nothing does nothing. @return io, or that it is away
    [[nodiscard]] virtual Result<void> forget(std::string_view /*voice_id*/) { return {}; }
};

}  // namespace utter::speech
