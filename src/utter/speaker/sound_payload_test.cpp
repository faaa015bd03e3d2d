#include "utter/speaker/sound_payload.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <span>

#include "utter/audio/wav_file.hpp"
#include "utter/core/base64.hpp"

namespace utter::speaker {
namespace {

namespace fs = std::filesystem;

std::string wav_base64() {
    const audio::AudioBuffer sound{std::vector<float>(1'600, 0.25F), 16'000};
    return to_base64(audio::encode_wav(sound).value());
}

std::string base64(std::string_view bytes) {
    return to_base64(std::as_bytes(std::span(bytes)));
}

TEST(SoundPayload, IsSeenFromItsBytes) {
    const auto sound = decode_sound_payload({{"audio", wav_base64()}});
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->sample_rate_hz, 16'000U);
    EXPECT_EQ(sound->samples.size(), 1'600U);
}

// AOUT-013
TEST(SoundPayload, BytesOverruleAMimeThatDisagrees) {
    const auto sound = decode_sound_payload(
        {{"audio", wav_base64()}, {"mime", "audio/mpeg"}, {"sample_rate", 44'100}});
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->sample_rate_hz, 16'000U);
}

TEST(SoundPayload, RawSamplesNeedMimeAndRate) {
    const auto bytes = base64(std::string("\x40\x00\xc0\x00", 4));
    const auto sound = decode_sound_payload(
        {{"audio", bytes}, {"mime", "audio/L16;rate=22050"}, {"sample_rate", 22'050}});
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->sample_rate_hz, 22'050U);
    EXPECT_EQ(sound->samples, (std::vector<float>{0.5F, -0.5F}));
    const auto little = decode_sound_payload({{"audio", base64(std::string("\x00\x40", 2))},
                                              {"mime", "audio/pcm"},
                                              {"sample_rate", 8'000}});
    ASSERT_TRUE(little) << little.error().detail;
    EXPECT_EQ(little->samples, std::vector<float>{0.5F});
    EXPECT_FALSE(decode_sound_payload({{"audio", bytes}, {"mime", "audio/L16"}}));
    EXPECT_FALSE(decode_sound_payload({{"audio", bytes}, {"sample_rate", 22'050}}));
    EXPECT_FALSE(
        decode_sound_payload({{"audio", bytes}, {"mime", "audio/L16"}, {"sample_rate", 1}}));
    EXPECT_FALSE(
        decode_sound_payload({{"audio", bytes}, {"mime", "audio/opus"}, {"sample_rate", 48'000}}));
}

// AOUT-020
TEST(SoundPayload, HasExactlyOneOfUriAndAudio) {
    for (const json::object& data :
         {json::object{},
          json::object{{"uri", "file:///x.wav"}, {"audio", wav_base64()}},
          json::object{{"audio", 5}},
          json::object{{"uri", nullptr}}}) {
        const auto sound = decode_sound_payload(data);
        ASSERT_FALSE(sound);
        EXPECT_NE(sound.error().detail.find("exactly one"), std::string::npos);
    }
}

TEST(SoundPayload, ReadsFiles) {
    const auto path = fs::temp_directory_path() / "utter sound payload test.wav";
    ASSERT_TRUE(audio::write_wav(path, {std::vector<float>(160, 0.25F), 16'000}));
    const auto folder = fs::temp_directory_path().string();
    for (const auto& uri : {path.string(),
                            "file://" + folder + "/utter%20sound%20payload%20test.wav",
                            "file:" + path.string(),
                            "file://localhost" + path.string()}) {
        const auto sound = decode_sound_payload({{"uri", uri}});
        EXPECT_TRUE(sound) << uri << ": " << sound.error().detail;
    }
    fs::remove(path);
    for (const char* uri : {"file:///nowhere.wav",
                            "/",
                            "nowhere.wav",
                            "https://example.org/x.wav",
                            "file:x",
                            "file://host/x",
                            "%"}) {
        EXPECT_FALSE(decode_sound_payload({{"uri", uri}})) << uri;
    }
}

TEST(SoundPayload, RefusesWhatIsNoSound) {
    for (const auto& audio : {std::string("!"),
                              base64("RIFFxxxxWAVE"),
                              base64("OggS"),
                              base64("ID3"),
                              base64("fLaC\0\0\0\0"),
                              base64("\xff\xfb\x90\x00"),
                              base64("hello")}) {
        EXPECT_FALSE(decode_sound_payload({{"audio", audio}})) << audio;
    }
}

}  // namespace
}  // namespace utter::speaker
