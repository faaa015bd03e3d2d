#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "utter/speech/engines/wyoming/address.hpp"
#include "utter/speech/engines/wyoming/event.hpp"
#include "utter/speech/engines/wyoming/pcm.hpp"

namespace utter::speech::wyoming {
namespace {

using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Event> decode(std::string_view bytes, std::size_t piece) {
    EventDecoder decoder;
    std::vector<Event> events;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const auto read = decoder.feed(bytes.substr(at, piece), events);
        EXPECT_TRUE(read) << read.error().detail;
    }
    EXPECT_TRUE(decoder.at_boundary());
    return events;
}

Error refusal(std::string_view bytes) {
    EventDecoder decoder;
    std::vector<Event> events;
    const auto read = decoder.feed(bytes, events);
    if (read) return {ErrorCode::internal, "was accepted", false};
    EXPECT_EQ(decoder.feed("{\"type\":\"ping\"}\n", events).error(), read.error());
    EXPECT_THAT(events, IsEmpty());
    return read.error();
}

TEST(WyomingEvent, ReadsWhatItWroteHoweverItIsCut) {
    const std::vector<Event> said{
        {"describe", {}, {}},
        {"audio-chunk",
         {{"rate", 16000}, {"width", 2}, {"channels", 1}, {"timestamp", nullptr}},
         std::string("\n{\0\xff", 4)},
        {"transcript", {{"text", "grüß dich\nund \"so\""}}, {}},
        {"played", {}, "x"},
    };
    std::string bytes;
    for (const auto& event : said) bytes += encode(event);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
        EXPECT_EQ(decode(bytes, piece), said) << piece;
    }
}

TEST(WyomingEvent, WritesTheReferencesBytes) {
    EXPECT_EQ(encode({"describe", {}, {}}), "{\"type\":\"describe\"}\n");
    EXPECT_EQ(encode({"audio-chunk", {{"rate", 8000}}, "ab"}),
              "{\"type\":\"audio-chunk\",\"data_length\":13,\"payload_length\":2}\n"
              "{\"rate\":8000}ab");
}

TEST(WyomingEvent, DataOfTheBlockWinsOverTheLines) {
    const auto events =
        decode(R"({"type":"a","version":"1.9.0","data":{"x":1,"y":2},"data_length":7,"new":[]})"
               "\n"
               R"({"y":3})",
               1000);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].data, (json::object{{"x", 1}, {"y", 3}}));
}

TEST(WyomingEvent, ZeroNullAndAbsentLengthsMeanNone) {
    const auto events = decode(
        "{\"type\":\"a\",\"data_length\":0,\"payload_length\":null}\n"
        "{\"type\":\"b\",\"data\":null}\n"
        "{\"type\":\"c\",\"data_length\":4}\nnull",
        1000);
    ASSERT_EQ(events.size(), 3U);
    for (const auto& event : events) EXPECT_THAT(event.data, IsEmpty());
}

TEST(WyomingEvent, RefusesWhatItCannotReadNamingTheField) {
    EXPECT_THAT(refusal("nonsense\n").detail, HasSubstr("header is not JSON"));
    EXPECT_THAT(refusal("[]\n").detail, HasSubstr("header must be an object, not an array"));
    EXPECT_THAT(refusal("{\"type\":7}\n").detail, HasSubstr("'type'"));
    EXPECT_THAT(refusal("{\"type\":\"a\",\"data\":[1]}\n").detail, HasSubstr("'data'"));
    for (const char* length : {"-1", "1.5", "\"3\"", "true"}) {
        const auto error =
            refusal("{\"type\":\"a\",\"payload_length\":" + std::string(length) + "}\n");
        EXPECT_EQ(error.code, ErrorCode::malformed);
        EXPECT_THAT(error.detail, HasSubstr("'payload_length'")) << length;
    }
    EXPECT_THAT(refusal("{\"type\":\"a\",\"data_length\":3}\n[1]").detail,
                HasSubstr("data must be an object"));
}

TEST(WyomingEvent, RefusesWhatIsTooLargeBeforeItHasArrived) {
    EXPECT_EQ(refusal(std::string(100'000, ' ')).code, ErrorCode::limit);
    for (const char* field : {"data_length", "payload_length"}) {
        for (const char* bytes : {"4194305", "18446744073709551615"}) {
            const auto error =
                refusal(std::string("{\"type\":\"a\",\"") + field + "\":" + bytes + "}\n");
            EXPECT_EQ(error.code, ErrorCode::limit) << bytes;
            EXPECT_THAT(error.detail, HasSubstr(field));
        }
    }
}

TEST(WyomingEvent, EndsWellOnlyBetweenEvents) {
    EventDecoder decoder;
    std::vector<Event> events;
    EXPECT_TRUE(decoder.at_boundary());
    ASSERT_TRUE(decoder.feed("{\"type\":\"a\",\"payload_length\":2}\nx", events));
    EXPECT_FALSE(decoder.at_boundary());
    ASSERT_TRUE(decoder.feed("y", events));
    EXPECT_TRUE(decoder.at_boundary());
    ASSERT_TRUE(decoder.feed("{", events));
    EXPECT_FALSE(decoder.at_boundary());
}

TEST(WyomingAddress, ReadsBothKinds) {
    EXPECT_EQ(parse_address("tcp://homeassistant.local:10300").value(),
              (Address{"homeassistant.local", 10300, ""}));
    EXPECT_EQ(parse_address("tcp://[::1]:65535").value(), (Address{"::1", 65535, ""}));
    EXPECT_EQ(parse_address("unix:///run/piper.sock").value(), (Address{"", 0, "/run/piper.sock"}));
}

TEST(WyomingAddress, SaysWhatIsWrong) {
    for (const auto& [uri, said] : {std::pair{"", "tcp://"},
                                    std::pair{"http://x:1", "starts with neither"},
                                    std::pair{"tcp://host", "no port"},
                                    std::pair{"tcp://host:", "port from 1"},
                                    std::pair{"tcp://host:0", "port from 1"},
                                    std::pair{"tcp://host:70000", "port from 1"},
                                    std::pair{"tcp://host:80/x", "port from 1"},
                                    std::pair{"tcp://:80", "no host"},
                                    std::pair{"tcp://a@b:80", "no host"},
                                    std::pair{"tcp://::1:80", "brackets"},
                                    std::pair{"unix://run/x", "absolute"}}) {
        const auto address = parse_address(uri);
        ASSERT_FALSE(address) << uri;
        EXPECT_THAT(address.error().detail, HasSubstr(said));
    }
    EXPECT_THAT(parse_address("unix:///" + std::string(200, 'x')).error().detail,
                HasSubstr("longer"));
}

TEST(WyomingPcm, ReadsEveryWidthAndMixesChannels) {
    std::vector<float> out;
    ASSERT_TRUE(append_pcm(std::string("\x00\x40\x00\xC0", 4), {16000, 2, 1}, out));
    EXPECT_THAT(out, ElementsAre(0.5F, -0.5F));
    out.clear();
    ASSERT_TRUE(append_pcm(std::string("\x00\x40\x00\x00", 4), {16000, 2, 2}, out));
    EXPECT_THAT(out, ElementsAre(0.25F));
    out.clear();
    ASSERT_TRUE(append_pcm(std::string("\x40\xC0", 2), {16000, 1, 1}, out));
    ASSERT_TRUE(append_pcm(std::string("\x00\x00\x40", 3), {16000, 3, 1}, out));
    ASSERT_TRUE(append_pcm(std::string("\x00\x00\x00\xC0", 4), {16000, 4, 1}, out));
    EXPECT_THAT(out, ElementsAre(0.5F, -0.5F, 0.5F, -0.5F));
    EXPECT_EQ(append_pcm("abc", {16000, 2, 1}, out).error().code, ErrorCode::malformed);
}

TEST(WyomingPcm, NamesTheFieldOfABadFormat) {
    const json::object good{{"rate", 22050}, {"width", 2}, {"channels", 1}};
    EXPECT_EQ(read_format(good).value(), (PcmFormat{22050, 2, 1}));
    for (const auto& [field, value] : {std::pair<const char*, json::value>{"rate", 0},
                                       {"rate", "16000"},
                                       {"width", 5},
                                       {"width", nullptr},
                                       {"channels", 0},
                                       {"channels", 1.5}}) {
        auto bad = good;
        bad[field] = value;
        EXPECT_THAT(read_format(bad).error().detail, HasSubstr("'" + std::string(field) + "'"));
    }
    EXPECT_FALSE(read_format({}));
}

TEST(WyomingPcm, ClipsWhatIsTooLoudAndSilencesWhatIsNoNumber) {
    const std::vector<float> samples{
        2.0F, -std::numeric_limits<float>::infinity(), std::nanf(""), 0.25F};
    std::vector<float> again;
    ASSERT_TRUE(append_pcm(to_pcm16(samples), {16000, 2, 1}, again));
    EXPECT_THAT(
        again,
        ElementsAre(FloatNear(1, 1e-4F), FloatNear(-1, 1e-4F), 0.0F, FloatNear(0.25F, 1e-4F)));
}

}  // namespace
}  // namespace utter::speech::wyoming
