#include "utter/audio/wav_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sndfile.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <numbers>

#include "utter/audio/resampler.hpp"

namespace utter::audio {
namespace {

using testing::HasSubstr;

class WavFile : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() /
                  ("utter-wav-" + std::to_string(getpid()) + "-" +
                   testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::filesystem::path path(const char* name = "x.wav") const {
        return folder_ / name;
    }
    [[nodiscard]] std::filesystem::path file_of(std::string_view bytes) const {
        std::ofstream(path(), std::ios::binary) << bytes;
        return path();
    }
    void write_raw(int format,
                   int rate,
                   int channels,
                   const std::vector<float>& interleaved) const {
        SF_INFO info{};
        info.format = format;
        info.samplerate = rate;
        info.channels = channels;
        auto* file = sf_open(path().c_str(), SFM_WRITE, &info);
        ASSERT_NE(file, nullptr) << sf_strerror(nullptr);
        sf_writef_float(
            file, interleaved.data(), static_cast<sf_count_t>(interleaved.size()) / channels);
        sf_close(file);
    }

  private:
    std::filesystem::path folder_;
};

AudioBuffer tone(std::uint32_t rate, double hz, double seconds) {
    AudioBuffer sound;
    sound.sample_rate_hz = rate;
    for (int i = 0; i < static_cast<int>(rate * seconds); ++i) {
        sound.samples.push_back(
            static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hz * i / rate)));
    }
    return sound;
}

double level(const AudioBuffer& sound) {
    double sum = 0;
    for (const float x : sound.samples) sum += static_cast<double>(x) * x;
    return std::sqrt(sum / static_cast<double>(sound.samples.size()));
}

TEST_F(WavFile, ReadsWhatItWrote) {
    const auto sound = tone(22050, 440, 0.25);
    ASSERT_TRUE(write_wav(path(), sound));
    const auto read = read_wav(path());
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->sample_rate_hz, 22050U);
    ASSERT_EQ(read->samples.size(), sound.samples.size());
    for (std::size_t i = 0; i < sound.samples.size(); ++i) {
        ASSERT_NEAR(read->samples[i], sound.samples[i], 1.0 / 16384);
    }
}

TEST_F(WavFile, ReadsEveryCommonWidthAndRate) {
    for (const int width : {SF_FORMAT_PCM_U8,
                            SF_FORMAT_PCM_16,
                            SF_FORMAT_PCM_24,
                            SF_FORMAT_PCM_32,
                            SF_FORMAT_FLOAT}) {
        for (const int rate : {8000, 16000, 44100, 48000, 192000}) {
            write_raw(SF_FORMAT_WAV | width, rate, 1, {0.5F, -0.5F, 0.25F});
            const auto read = read_wav(path());
            ASSERT_TRUE(read) << read.error().detail;
            EXPECT_EQ(read->sample_rate_hz, static_cast<std::uint32_t>(rate));
            EXPECT_THAT(read->samples,
                        testing::Pointwise(testing::FloatNear(0.02F), {0.5F, -0.5F, 0.25F}));
        }
    }
}

TEST_F(WavFile, BringsAHighRateDownWhileDecoding) {
    for (const std::uint32_t rate : {192'000U, 96'000U, 44'100U}) {
        const auto wav = encode_wav(tone(rate, 1000, 2.5)).value();
        const auto sound = decode_sound(wav, "x", 16'000).value();
        EXPECT_EQ(sound.sample_rate_hz, 16'000U);
        EXPECT_NEAR(static_cast<double>(sound.samples.size()), 40'000, 2) << rate;
        const auto whole = resample(tone(rate, 1000, 2.5), 16'000).value();
        for (std::size_t i = 1'000; i < 39'000; i += 7) {
            ASSERT_NEAR(sound.samples[i], whole.samples[i], 0.01) << rate << " at " << i;
        }
    }
    EXPECT_EQ(decode_sound(encode_wav(tone(44'100, 1000, 1)).value()).value().sample_rate_hz,
              44'100U);
    EXPECT_EQ(decode_sound(encode_wav(tone(192'000, 1000, 1)).value()).value().sample_rate_hz,
              48'000U);
}

TEST_F(WavFile, MixesChannelsByAveraging) {
    write_raw(SF_FORMAT_WAV | SF_FORMAT_FLOAT, 16000, 2, {0.5F, -0.5F, 0.75F, 0.25F});
    const auto read = read_wav(path());
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_THAT(read->samples, testing::ElementsAre(0.0F, 0.5F));
}

TEST_F(WavFile, TurnsSamplesThatAreNotNumbersIntoSilence) {
    write_raw(
        SF_FORMAT_WAV | SF_FORMAT_FLOAT,
        16000,
        1,
        {std::numeric_limits<float>::quiet_NaN(), 0.5F, std::numeric_limits<float>::infinity()});
    const auto read = read_wav(path());
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_THAT(read->samples, testing::ElementsAre(0.0F, 0.5F, 0.0F));
}

TEST_F(WavFile, RefusesMissingFileByName) {
    const auto read = read_wav(path("none.wav"));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::not_found);
    EXPECT_THAT(read.error().detail, HasSubstr("none.wav"));
}

TEST_F(WavFile, RefusesDirectory) {
    EXPECT_EQ(read_wav(path().parent_path()).error().code, ErrorCode::io);
}

TEST_F(WavFile, RefusesWhatIsNotWav) {
    for (const std::string_view bytes : {"", "hello", "RIFF", "RIFF\0\0\0\0AVI LIST"}) {
        const auto read = read_wav(file_of(bytes));
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, ErrorCode::malformed);
        EXPECT_THAT(read.error().detail, HasSubstr("x.wav"));
    }
}

TEST_F(WavFile, RefusesFileWithoutSamples) {
    write_raw(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000, 1, {});
    const auto read = read_wav(path());
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().detail, HasSubstr("no samples"));
}

TEST_F(WavFile, RefusesTruncatedFile) {
    auto bytes = encode_wav(tone(16000, 440, 1)).value();
    bytes.resize(bytes.size() / 2);
    const auto read = decode_wav(bytes, "half.wav");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::malformed);
    EXPECT_THAT(read.error().detail, HasSubstr("'half.wav' is truncated"));
}

TEST_F(WavFile, AcceptsPlaceholderSizeOfStreamedFile) {
    auto bytes = encode_wav(tone(16000, 440, 0.1)).value();
    constexpr std::size_t data_size_at = 40;
    std::memset(bytes.data() + data_size_at, 0xff, 4);
    const auto read = decode_wav(bytes);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->samples.size(), 1600U);
}

TEST_F(WavFile, RefusesSoundLongerThanTenMinutes) {
    AudioBuffer sound;
    sound.sample_rate_hz = 8000;
    sound.samples.resize(std::size_t{8000} * 601);
    EXPECT_EQ(write_wav(path(), sound).error().code, ErrorCode::limit);
    write_raw(SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 1, sound.samples);
    const auto read = read_wav(path());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::limit);
    EXPECT_THAT(read.error().detail, HasSubstr("10 minutes"));
}

TEST_F(WavFile, RefusesOddSampleRates) {
    write_raw(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 4000, 1, {0.5F});
    EXPECT_EQ(read_wav(path()).error().code, ErrorCode::unsupported);
    EXPECT_EQ(encode_wav({{0.5F}, 4000}).error().code, ErrorCode::invalid_argument);
}

TEST_F(WavFile, ClipsInsteadOfWrapping) {
    const auto read = decode_wav(encode_wav({{2.0F, -3.0F}, 16000}).value());
    ASSERT_TRUE(read);
    EXPECT_GT(read->samples[0], 0.99F);
    EXPECT_LT(read->samples[1], -0.99F);
}

TEST_F(WavFile, SurvivesEveryTruncation) {
    const auto bytes = encode_wav(tone(16000, 440, 0.01)).value();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(decode_wav(std::span(bytes).first(size)));
    }
}

TEST(Resampler, KeepsDurationAndLevel) {
    for (const std::uint32_t from : {8000U, 22050U, 44100U, 48000U}) {
        const auto made = resample(tone(from, 1000, 1), 16000);
        ASSERT_TRUE(made);
        EXPECT_EQ(made->sample_rate_hz, 16000U);
        EXPECT_NEAR(static_cast<double>(made->samples.size()), 16000, 2);
        EXPECT_NEAR(level(*made), 0.3535, 0.005);
    }
}

TEST(Resampler, RemovesWhatTheNewRateCannotHold) {
    const auto made = resample(tone(48000, 12000, 1), 16000);
    ASSERT_TRUE(made);
    EXPECT_LT(level(*made), 0.001);
}

TEST(Resampler, CopiesEqualRateAndEmptySound) {
    const auto sound = tone(16000, 440, 0.1);
    EXPECT_EQ(resample(sound, 16000)->samples, sound.samples);
    EXPECT_TRUE(resample({{}, 48000}, 16000)->samples.empty());
}

TEST(Resampler, RefusesRatesOutOfRange) {
    EXPECT_EQ(resample({{0.F}, 0}, 16000).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(resample({{0.F}, 16000}, 1).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace utter::audio
