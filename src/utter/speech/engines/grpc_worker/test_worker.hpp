#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/tts_engine.hpp"

/// A worker for tests, which does whatever a test wants of it, good or bad.
namespace utter::speech::grpc_worker {

/// What is wrong with it.
enum class Trouble : std::uint8_t {
    none,
    loading,         ///< its model is not loaded: NOT_SERVING, and UNAVAILABLE to every call
    stalls_at_once,  ///< takes a call and says nothing
    stalls_midway,   ///< after the first part of its answer
    dies_midway,     ///< the server goes away there
    ends_early,      ///< says OK before it has said all
    fails,           ///< with a status of its own: INTERNAL "out of memory"
    sends_garbage,   ///< half a sample, or a rate of 1 Hz
    endless,         ///< partial transcriptions, or sound, without an end
};

struct TestWorkerScript {
    Trouble trouble = Trouble::none;
    std::vector<std::string> languages{"en"};
    std::vector<std::string> voices{"slt"};
    std::string said = "Hello, World!";                                  ///< when `hear` is null
    std::function<Result<std::string>(const audio::AudioBuffer&)> hear;  ///< any thread
    std::function<Result<audio::AudioBuffer>(const SynthesisRequest&)> speak;  ///< null: a tone
    int training_steps = 3;  ///< how often progress is told; -1: until it is cancelled
};

/// Serves all three services and their health on a free port, or on a Unix socket.
class TestWorker {
  public:
    /// @param socket_path where to listen; empty: on a port of the loopback
    explicit TestWorker(TestWorkerScript script, const std::string& socket_path = {});
    ~TestWorker();
    TestWorker(const TestWorker&) = delete;
    TestWorker& operator=(const TestWorker&) = delete;
    TestWorker(TestWorker&&) = delete;
    TestWorker& operator=(TestWorker&&) = delete;

    [[nodiscard]] std::string url() const;
    /// Calls of Transcribe, Synthesize and SubmitJob so far.
    [[nodiscard]] int calls() const;
    /// Bytes of samples that the last SubmitJob brought.
    [[nodiscard]] std::size_t sample_bytes() const;
    /// Whether CancelJob was called.
    [[nodiscard]] bool cancelled() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::speech::grpc_worker
