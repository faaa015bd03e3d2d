#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

/// Which model of sherpa-onnx speaks, and how.
struct SherpaTtsSettings {
    std::string model;                         ///< its folder
    std::vector<std::string> languages{"en"};  ///< BCP-47, what the model can; empty: any
    std::uint32_t threads = 2;                 ///< 1 .. 64, of one text
    /// Of VITS: how much sounds and their lengths vary from one time to the next, 0 .. 1.
    float sound_variation = 0.667F;
    float length_variation = 0.8F;
};

/// TtsEngine over sherpa-onnx in this process: VITS, Piper's voices among them, and Kokoro.
///
/// A voice is the number of one of the model's speakers, "0" the first. Sentence by sentence is
/// made, and handed on in pieces of 200 ms. Texts take turns. A text that takes more than ten
/// minutes to say is refused with ErrorCode::limit once that much has been made.
///
/// The model is loaded by the first text and stays. One that is broken, or not made for
/// sherpa-onnx, may end the process: the library has no other answer to it.
class SherpaTts final : public TtsEngine {
  public:
    explicit SherpaTts(SherpaTtsSettings settings);
    ~SherpaTts() override;
    SherpaTts(const SherpaTts&) = delete;
    SherpaTts& operator=(const SherpaTts&) = delete;
    SherpaTts(SherpaTts&&) = delete;
    SherpaTts& operator=(SherpaTts&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "sherpa"; }
    [[nodiscard]] Result<void> check(std::string_view lang) override;
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override;

  private:
    struct Model;
    [[nodiscard]] Result<void> load();

    SherpaTtsSettings settings_;
    std::mutex mutex_;
    std::unique_ptr<Model> model_;  // guarded by mutex_; null until the first text
};

}  // namespace utter::speech
