#pragma once

#include "utter/speech/engines/grpc_worker/client.hpp"
#include "utter/speech/stt_engine.hpp"

namespace utter::speech {

/// SttEngine over a worker's SpeechToText service (workers/proto/stt.proto): the sound as 16 kHz
/// mono in pieces, then the transcription that is final.
///
/// Grammars and phrases mean nothing to the worker. What it writes down loses capitals and
/// punctuation; its confidence is 0.5 when it does not say. Silence, and what is shorter than any
/// word, is answered with an empty text without asking.
///
/// A worker that is away, still loads its model, dies in the middle, or stalls beyond the time-outs
/// is unavailable or a timeout; the error names `stt.grpc.url`.
class GrpcStt final : public SttEngine {
  public:
    explicit GrpcStt(GrpcWorkerSettings settings);

    [[nodiscard]] std::string_view name() const override { return "grpc"; }
    [[nodiscard]] Result<void> check(std::string_view lang) const override;
    [[nodiscard]] Result<void> set_grammar(const SpeechGrammar& grammar) override;
    void set_phrases(const SpeechGrammar& phrases) override;
    [[nodiscard]] Result<Transcript> transcribe(const audio::AudioBuffer& speech,
                                                std::string_view lang) override;

  private:
    grpc_worker::Client worker_;
};

}  // namespace utter::speech
