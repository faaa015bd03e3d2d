#pragma once

#include "utter/speech/engines/grpc_worker/client.hpp"
#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

/// TtsEngine over a worker's TextToSpeech service (workers/proto/tts.proto). A voice is one of the
/// worker's by id, those that its trainer made included; the worker chooses one for the language
/// when none is named.
///
/// A worker that is away, still loads its model, dies in the middle of a sound, stalls beyond the
/// time-outs or sends more than ten minutes is unavailable or a timeout; the error names
/// `tts.grpc.url`, and what it had sent is dropped. Thread-safe; requests do not wait for each
/// other.
class GrpcTts final : public TtsEngine {
  public:
    explicit GrpcTts(GrpcWorkerSettings settings);

    [[nodiscard]] std::string_view name() const override { return "grpc"; }
    [[nodiscard]] Result<void> check(std::string_view lang) override;
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override;

  private:
    grpc_worker::Client worker_;
};

}  // namespace utter::speech
