#pragma once

#include "utter/speech/engines/grpc_worker/client.hpp"
#include "utter/speech/voice_trainer.hpp"

namespace utter::speech {

/// VoiceTrainer over a worker's VoiceTraining service (workers/proto/training.proto): sends the
/// samples, follows the job, and cancels it when it is stopped or nobody can follow it any longer.
/// The voice appears in the worker that speaks when both use one folder of voices.
class GrpcTrainer final : public VoiceTrainer {
  public:
    explicit GrpcTrainer(GrpcWorkerSettings settings);

    [[nodiscard]] std::string_view name() const override { return "grpc"; }
    [[nodiscard]] Result<void> check() const override;
    [[nodiscard]] Result<std::optional<TrainedVoice>> train(const TrainingRequest& request,
                                                            const OnProgress& on_progress,
                                                            std::stop_token stop) override;

  private:
    grpc_worker::Client worker_;
};

}  // namespace utter::speech
