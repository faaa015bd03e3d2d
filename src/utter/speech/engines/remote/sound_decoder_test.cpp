#include "utter/speech/engines/remote/sound_decoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace utter::speech::remote {
namespace {

using testing::HasSubstr;

std::string le(std::uint64_t number, int width) {
    std::string out;
    for (int i = 0; i < width; ++i) out += static_cast<char>(number >> (8 * i) & 0xFF);
    return out;
}

std::string chunk(const std::string& name, const std::string& body) {
    return name + le(body.size(), 4) + body + std::string(body.size() % 2, '\0');
}

std::string format(int kind, int channels, int hz, int bits) {
    return le(kind, 2) + le(channels, 2) + le(hz, 4) + le(hz * channels * bits / 8, 4) +
           le(channels * bits / 8, 2) + le(bits, 2);
}

std::string wav(const std::string& chunks) {
    return "RIFF" + le(0xFFFFFFFF, 4) + "WAVE" + chunks;
}

const std::string usual = chunk("fmt ", format(1, 1, 24'000, 16));

struct Heard {
    std::string frames;
    PcmFormat format;
    Result<void> result;
};

Heard decode(const std::string& bytes,
             std::size_t piece,
             std::optional<PcmFormat> bare = std::nullopt) {
    Heard heard;
    SoundDecoder decoder(bare, [&heard](std::string_view frames, const PcmFormat& format) {
        heard.frames += frames;
        heard.format = format;
        return Result<void>();
    });
    for (std::size_t at = 0; at < bytes.size() && heard.result; at += piece) {
        heard.result = decoder.feed(std::string_view(bytes).substr(at, piece));
    }
    if (heard.result) heard.result = decoder.finish();
    return heard;
}

TEST(SoundDecoder, ReadsAWavHoweverItIsCut) {
    const auto whole = wav(chunk("JUNK", "odd") + usual + chunk("data", "abcdef") + "LISTx");
    for (std::size_t piece = 1; piece <= whole.size(); ++piece) {
        const auto heard = decode(whole, piece);
        ASSERT_TRUE(heard.result) << heard.result.error().detail;
        EXPECT_EQ(heard.frames, "abcdef");
        EXPECT_EQ(heard.format, (PcmFormat{24'000, 2, 1}));
    }
}

TEST(SoundDecoder, TakesALengthThatIsNotKnownYetForNone) {
    for (const std::uint64_t length : {0ULL, 0xFFFFFFFFULL, 0x7FFFFFFFULL}) {
        const auto heard = decode(wav(usual + "data" + le(length, 4) + "abcdef"), 7);
        EXPECT_TRUE(heard.result);
        EXPECT_EQ(heard.frames, "abcdef");
    }
    const auto cut = decode(wav(usual + "data" + le(0xFFFFFFFF, 4) + "abc"), 7);
    EXPECT_EQ(cut.result.error().detail, "ended in the middle of a sample");
}

TEST(SoundDecoder, NoticesHalfAWav) {
    const auto whole = wav(usual + chunk("data", "abcdef"));
    for (std::size_t size = 1; size < whole.size(); ++size) {
        const auto heard = decode(whole.substr(0, size), 5);
        ASSERT_FALSE(heard.result) << size;
        EXPECT_EQ(heard.result.error().code, ErrorCode::malformed);
    }
    EXPECT_EQ(decode(whole.substr(0, whole.size() - 4), 5).result.error().detail,
              "ended 4 bytes before its WAV did");
    EXPECT_TRUE(decode("", 1).result);  // no sound at all is the collector's affair
}

TEST(SoundDecoder, ReadsWiderSamplesAndMoreChannels) {
    const auto extensible = format(0xFFFE, 2, 48'000, 24) + le(22, 2) + std::string(6, '\0') +
                            le(1, 2) + std::string(14, '\0');
    const auto heard = decode(wav(chunk("fmt ", extensible) + chunk("data", "abcdefABCDEF")), 5);
    ASSERT_TRUE(heard.result) << heard.result.error().detail;
    EXPECT_EQ(heard.frames, "abcdefABCDEF");
    EXPECT_EQ(heard.format, (PcmFormat{48'000, 3, 2}));
}

TEST(SoundDecoder, TakesSamplesWithoutAHeader) {
    const PcmFormat bare{24'000, 2, 1};
    EXPECT_EQ(decode("0123456789abcdef", 3, bare).frames, "0123456789abcdef");
    EXPECT_EQ(decode("01", 1, bare).frames, "01");
    EXPECT_FALSE(decode("012", 1, bare).result);
    // A service that sends a WAV all the same.
    const auto heard =
        decode(wav(chunk("fmt ", format(1, 1, 16'000, 16)) + chunk("data", "ab")), 9, bare);
    EXPECT_EQ(heard.frames, "ab");
    EXPECT_EQ(heard.format.rate_hz, 16'000U);
}

TEST(SoundDecoder, SaysWhatArrivedInstead) {
    const auto said = [](const std::string& bytes) {
        return decode(bytes, 4).result.error().detail;
    };
    EXPECT_EQ(said("ID3\x03 and so on"), "sent an MP3 instead of a WAV");
    EXPECT_EQ(said("<html><body></body>"), "sent a web page instead of a WAV");
    EXPECT_EQ(said("{\"error\": \"none\"}"), "sent JSON instead of a WAV");
    EXPECT_EQ(said("RIFF1234AVI ............"), "sent something unknown instead of a WAV");
    EXPECT_EQ(said("short"), "sent too little for a sound");
    EXPECT_THAT(said(wav(chunk("fmt ", format(3, 1, 24'000, 32)))),
                HasSubstr("kind 3 with 32 bits"));
    EXPECT_THAT(said(wav(chunk("fmt ", format(1, 1, 24'000, 8)))), HasSubstr("8 bits"));
    EXPECT_THAT(said(wav(chunk("fmt ", format(1, 0, 24'000, 16)))), HasSubstr("0 channels"));
    EXPECT_THAT(said(wav(chunk("fmt ", format(1, 1, 100, 16)))), HasSubstr("100 Hz"));
    EXPECT_THAT(said(wav(chunk("fmt ", "short"))), HasSubstr("format cannot be read"));
    EXPECT_THAT(said(wav(usual + usual)), HasSubstr("format cannot be read"));
    EXPECT_THAT(said(wav(chunk("data", "ab"))), HasSubstr("without a format"));
}

}  // namespace
}  // namespace utter::speech::remote
