#include "utter/media/media_entry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace utter::media {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

std::vector<std::string> uris(const PlayRequest& request) {
    std::vector<std::string> out;
    for (const auto& entry : request.queue) out.emplace_back(entry.uri());
    return out;
}

std::string refusal(const std::string& text) {
    const auto request = read_play_request(object(text));
    return request ? "" : request.error().detail;
}

// OCP-014
TEST(PlayRequest, WhatItLeavesOutFollowsFromTheRest) {
    const auto request = read_play_request(object(R"({"media":{"uri":"a"}})")).value();
    EXPECT_THAT(uris(request), ElementsAre("a"));
    EXPECT_EQ(json::serialize(request.candidates), R"([{"uri":"a"}])");
    EXPECT_FALSE(request.repeat);
    const auto queued =
        read_play_request(object(R"({"media":{"uri":"a"},"playlist":[{"uri":"b"},{"uri":"a"}],
                                     "repeat":true})"))
            .value();
    EXPECT_EQ(queued.candidates.size(), 2U);
    EXPECT_TRUE(queued.repeat);
    const auto chosen =
        read_play_request(object(R"({"media":{"uri":"a"},"disambiguation":[{"uri":"x"}]})"))
            .value();
    EXPECT_EQ(json::serialize(chosen.candidates), R"([{"uri":"x"}])");
}

// OCP-015
TEST(PlayRequest, TheMediaIsFoundInThePlaylistByItsUri) {
    const auto request = read_play_request(object(R"({"media":{"uri":"b","title":"another"},
                       "playlist":[{"uri":"a"},{"uri":"b"},{"uri":"c"},{"uri":"b"}]})"))
                             .value();
    EXPECT_EQ(request.position, 1U);
    EXPECT_THAT(refusal(R"({"media":{"uri":"z"},"playlist":[{"uri":"a"}]})"),
                HasSubstr("'media' is not in 'playlist'"));
}

// OCP-033 OCP-035
TEST(PlayRequest, NestedPlaylistsAreFlattenedDepthFirst) {
    const auto album =
        read_play_request(object(R"({"media":{"title":"Album","uri":"handle","playlist":[
                                     {"uri":"u1"},
                                     {"title":"Disc 2","playlist":[{"uri":"u2"},{"uri":"u3"}]}]}})"))
            .value();
    EXPECT_THAT(uris(album), ElementsAre("u1", "u2", "u3"));
    EXPECT_EQ(album.position, 0U);
    const auto second = read_play_request(object(R"({"media":{"uri":"disc 2"},"playlist":[
                                     {"uri":"u1"},
                                     {"uri":"disc 2","playlist":[{"uri":"u2"},{"uri":"u3"}]}]})"))
                            .value();
    EXPECT_THAT(uris(second), ElementsAre("u1", "u2", "u3"));
    EXPECT_EQ(second.position, 1U);
    EXPECT_EQ(second.candidates.size(), 2U);
}

// OCP-034
TEST(PlayRequest, NestingHasABound) {
    const auto nested = [](int levels) {
        std::string entry = R"({"uri":"a"})";
        for (int i = 0; i < levels; ++i) entry = R"({"playlist":[)" + entry + "]}";
        return R"({"media":)" + entry + "}";
    };
    EXPECT_EQ(refusal(nested(8)), "");
    EXPECT_THAT(refusal(nested(9)), HasSubstr("levels deep"));
}

// OCP-016
TEST(PlayRequest, WithoutAnythingToPlayItIsRefused) {
    for (const auto* text : {R"({})",
                             R"({"media":"a"})",
                             R"({"media":{}})",
                             R"({"media":{"uri":""}})",
                             R"({"media":{"uri":7}})",
                             R"({"media":{"title":"x","playlist":[]}})",
                             R"({"media":{"playlist":[{"title":"no uri"}]}})"}) {
        EXPECT_THAT(refusal(text), HasSubstr("'media'")) << text;
    }
    EXPECT_THAT(refusal(R"({"media":{"playlist":[1]}})"), HasSubstr("must be an object"));
}

// OCP-032
TEST(MediaEntry, KeepsWhatItDoesNotKnowAndForgetsTheStatus) {
    const MediaEntry entry(object(R"({"uri":"a","status":31,"bitrate":320})"));
    EXPECT_EQ(json::serialize(entry.object()), R"({"uri":"a","bitrate":320})");
    const auto request = read_play_request(object(R"({"media":{"uri":"a","status":99},
                                     "disambiguation":[{"uri":"b","status":1}]})"))
                             .value();
    EXPECT_FALSE(request.queue[0].object().contains("status"));
    EXPECT_EQ(json::serialize(request.candidates), R"([{"uri":"b"}])");
}

// OCP-004
TEST(MediaEntry, WhatItDoesNotSayIsNeutral) {
    const MediaEntry entry(object(R"({"uri":"a","playback":77,"media_type":"x","length":-1})"));
    EXPECT_EQ(entry.type(), PlaybackType::audio);
    EXPECT_EQ(entry.media_type(), 0);
    EXPECT_FALSE(entry.length());
    const MediaEntry known(object(R"({"uri":"a","playback":0,"media_type":2,"length":1500})"));
    EXPECT_EQ(known.type(), PlaybackType::skill);
    EXPECT_EQ(known.media_type(), 2);
    EXPECT_EQ(known.length(), std::chrono::milliseconds(1500));
}

// OCP-029
TEST(Candidates, AreSortedByFallingConfidenceWithTheUnscoredLast) {
    const auto sorted = by_confidence(parse_json(R"([{"uri":"a"},
        {"uri":"b","match_confidence":30},
        {"uri":"c","match_confidence":90.5,"playlist":[{"uri":"d"}]}])")
                                          .value()
                                          .as_array());
    EXPECT_EQ(json::serialize(sorted),
              R"([{"uri":"c","match_confidence":9.05E1,"playlist":[{"uri":"d"}]},)"
              R"({"uri":"b","match_confidence":30},{"uri":"a"}])");
    EXPECT_TRUE(by_confidence({}).empty());
}

}  // namespace
}  // namespace utter::media
