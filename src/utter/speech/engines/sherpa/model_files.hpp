#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

/// What the folders of sherpa-onnx's models hold. Their files have the model's name in theirs, so
/// they are told by parts of them; of a model in two precisions the smaller (int8) is taken.
namespace utter::speech::sherpa {

/// The files of a model that hears. Those that its kind does not have are empty.
struct SttFiles {
    std::string type;  ///< one of stt_types()
    std::string encoder;
    std::string decoder;
    std::string joiner;
    std::string model;
    std::string tokens;
};

/// transducer, streaming_transducer, whisper, moonshine, sense_voice, paraformer.
[[nodiscard]] const std::vector<std::string>& stt_types();

/// @param type one of stt_types(), or "auto": told by the files, as far as they tell it.
/// @return unavailable, naming the folder and what it lacks
[[nodiscard]] Result<SttFiles> find_stt_files(const std::filesystem::path& folder,
                                              std::string_view type);

/// The files of a model that speaks: VITS (Piper's voices among them), or Kokoro, which alone has a
/// file of voices.
struct TtsFiles {
    std::string model;
    std::string tokens;
    std::string voices;       ///< empty: VITS
    std::string lexicon;      ///< empty: it is given sounds by eSpeak NG
    std::string espeak_data;  ///< folder; empty: it needs none, or there is none
};

/// @return unavailable, naming the folder and what it lacks
[[nodiscard]] Result<TtsFiles> find_tts_files(const std::filesystem::path& folder);

}  // namespace utter::speech::sherpa
