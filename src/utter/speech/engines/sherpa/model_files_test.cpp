#include "utter/speech/engines/sherpa/model_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace utter::speech::sherpa {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ModelFiles : public testing::Test {
  protected:
    fs::path folder(const std::string& name, const std::vector<std::string>& files) {
        auto path = fs::path(testing::TempDir()) /
                    (testing::UnitTest::GetInstance()->current_test_info()->name() + name);
        fs::remove_all(path);
        fs::create_directories(path);
        for (const auto& file : files) std::ofstream(path / file) << "x";
        return path;
    }
    static std::string type_of(const fs::path& path) {
        const auto found = find_stt_files(path, "auto");
        return found ? found->type : found.error().detail;
    }
};

TEST_F(ModelFiles, TellTheirKind) {
    const std::vector<std::string> transducer{"encoder-epoch-99-avg-1.int8.onnx",
                                              "encoder-epoch-99-avg-1.onnx",
                                              "decoder-epoch-99-avg-1.onnx",
                                              "joiner-epoch-99-avg-1.onnx",
                                              "tokens.txt"};
    EXPECT_EQ(type_of(folder("zipformer", transducer)), "transducer");
    EXPECT_EQ(type_of(folder("streaming-zipformer", transducer)), "streaming_transducer");
    EXPECT_EQ(type_of(folder("moonshine",
                             {"encoder_model.ort", "decoder_model_merged.ort", "tokens.txt"})),
              "moonshine");
    EXPECT_EQ(
        type_of(folder("whisper",
                       {"tiny.en-encoder.onnx", "tiny.en-decoder.onnx", "tiny.en-tokens.txt"})),
        "whisper");
    EXPECT_EQ(type_of(folder("sense-voice", {"model.int8.onnx", "tokens.txt"})), "sense_voice");
    EXPECT_THAT(type_of(folder("another", {"model.onnx", "tokens.txt"})),
                HasSubstr("stt.sherpa.type"));
}

TEST_F(ModelFiles, TakesTheSmallerOfTwo) {
    const auto found = find_stt_files(
        folder("", {"a-encoder.onnx", "a-encoder.int8.onnx", "a-decoder.onnx", "a-tokens.txt"}),
        "whisper");
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_THAT(found->encoder, HasSubstr("a-encoder.int8.onnx"));
}

TEST_F(ModelFiles, NamesWhatIsMissing) {
    for (const auto& [path, what] :
         {std::pair(fs::path("/does/not/exist"), "/does/not/exist has no files"),
          std::pair(folder("tokens", {"encoder.onnx", "decoder.onnx"}), "tokens.txt"),
          std::pair(folder("joiner", {"encoder.onnx", "decoder.onnx", "tokens.txt"}), "joiner")}) {
        const auto found = find_stt_files(path, "transducer");
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, ErrorCode::unavailable);
        EXPECT_THAT(found.error().detail, HasSubstr(what));
    }
    EXPECT_THAT(find_tts_files("/does/not/exist").error().detail, HasSubstr("has no files"));
}

TEST_F(ModelFiles, AVoiceHasALexiconOrWhatESpeakKnows) {
    const auto with_lexicon =
        find_tts_files(folder("vits", {"vits-ljs.onnx", "tokens.txt", "lexicon.txt"}));
    ASSERT_TRUE(with_lexicon) << with_lexicon.error().detail;
    EXPECT_EQ(with_lexicon->espeak_data, "");
    const auto kokoro = find_tts_files(
        folder("kokoro", {"model.onnx", "tokens.txt", "voices.bin", "espeak-ng-data"}));
    ASSERT_TRUE(kokoro) << kokoro.error().detail;
    EXPECT_THAT(kokoro->voices, HasSubstr("voices.bin"));
    EXPECT_THAT(kokoro->espeak_data, HasSubstr("espeak-ng-data"));
}

}  // namespace
}  // namespace utter::speech::sherpa
