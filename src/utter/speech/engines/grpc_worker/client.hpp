#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/speech/engines/remote/pcm.hpp"
#include "utter/speech/stt_engine.hpp"
#include "utter/speech/tts_engine.hpp"
#include "utter/speech/voice_trainer.hpp"

namespace utter::speech {

/// Which worker an engine uses and how long it waits for it.
struct GrpcWorkerSettings {
    std::string url;                           ///< tcp://host:port or unix:///path
    std::chrono::milliseconds connect{2'000};  ///< for the connection, and for cheap questions
    std::chrono::milliseconds idle{15'000};    ///< that the worker may be silent
    std::chrono::milliseconds total{30'000};   ///< a whole call
};

}  // namespace utter::speech

/// What the engines share that speak to a worker over gRPC. The protocol is `workers/proto`; the
/// library's headers stay inside client.cpp, as they are slow to compile.
namespace utter::speech::grpc_worker {

inline constexpr std::string_view stt_service = "utter.workers.v1.SpeechToText";
inline constexpr std::string_view tts_service = "utter.workers.v1.TextToSpeech";
inline constexpr std::string_view training_service = "utter.workers.v1.VoiceTraining";

/// What a worker that hears or speaks can do.
struct Offer {
    std::string engine;                  ///< its own name: "reference", "moshi"
    std::vector<std::string> languages;  ///< BCP-47 of a model or of all voices; empty: any
};

/// Whether one of the tags is of the language of `lang`, regions aside; true without any tag.
[[nodiscard]] bool has_language(const std::vector<std::string>& tags, std::string_view lang);

/// One worker. Every call has its bounds and ends soon after the worker does; errors name the
/// worker and the setting that names it. Thread-safe; calls do not wait for each other, and share
/// one connection that is made anew after a failure.
class Client {
  public:
    /// @param section the settings' section, "stt.grpc", for the errors
    Client(GrpcWorkerSettings settings, std::string section);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    Client(Client&&) = delete;
    Client& operator=(Client&&) = delete;

    /// What the standard health service says of the worker, or of one of its services by name.
    /// @return unavailable unless that is SERVING
    [[nodiscard]] Result<void> check_serving(std::string_view service) const;

    [[nodiscard]] Result<Offer> describe_stt() const;
    /// @param samples_16k mono, in [-1, 1]. @return what the worker wrote down, its words as they
    /// came; unsupported for a language that it lacks
    [[nodiscard]] Result<Transcript> transcribe(std::span<const float> samples_16k,
                                                const std::string& lang) const;

    [[nodiscard]] Result<Offer> describe_tts() const;
    /// Gets the sound in pieces; an error it returns ends the call and is returned.
    using Sink = std::function<Result<void>(std::string_view pcm, const remote::PcmFormat& format)>;
    /// @return not_found, naming it, for a voice the worker lacks; unsupported for a language
    [[nodiscard]] Result<void> synthesize(const SynthesisRequest& request, const Sink& sink) const;

    /// Submits a job and follows it to its end, as VoiceTrainer::train().
    [[nodiscard]] Result<std::optional<TrainedVoice>> train(
        const TrainingRequest& request,
        const VoiceTrainer::OnProgress& on_progress,
        const std::stop_token& stop) const;

    /// The error with the worker's address and the setting that names it.
    [[nodiscard]] std::unexpected<Error> failure(ErrorCode code, std::string_view text) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::speech::grpc_worker
