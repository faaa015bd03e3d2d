#include "utter/media/media_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "utter/bus/local_bus.hpp"
#include "utter/core/manual_executor.hpp"

namespace utter::media {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

// Notes what it is told; the test says what it reports.
struct FakeBackend final : PlayerBackend {
    struct Log {
        std::vector<std::string> calls;
        TrackId track = 0;
        std::chrono::milliseconds position{0};
        BackendEvents events;
        bool open = false;
    };
    explicit FakeBackend(Log& log) : log_(log) { log_.open = true; }
    ~FakeBackend() override { log_.open = false; }
    FakeBackend(const FakeBackend&) = delete;
    FakeBackend& operator=(const FakeBackend&) = delete;
    FakeBackend(FakeBackend&&) = delete;
    FakeBackend& operator=(FakeBackend&&) = delete;

    void load(TrackId track, const std::string& uri) override {
        log_.track = track;
        log_.calls.push_back("load " + uri);
    }
    void pause(bool paused) override { log_.calls.emplace_back(paused ? "pause" : "resume"); }
    void stop() override { log_.calls.emplace_back("stop"); }
    void seek_to(std::chrono::milliseconds to) override {
        log_.calls.push_back("seek to " + std::to_string(to.count()));
    }
    void seek_by(std::chrono::milliseconds by) override {
        log_.calls.push_back("seek by " + std::to_string(by.count()));
    }
    void set_volume(int percent) override {
        log_.calls.push_back("volume " + std::to_string(percent));
    }
    [[nodiscard]] std::chrono::milliseconds position() const override { return log_.position; }

  private:
    Log& log_;
};

struct FakeExport final : PlayerExport {
    explicit FakeExport(std::vector<PlayerSnapshot>& seen) : seen_(seen) {}
    void update(const PlayerSnapshot& snapshot, bool /*moved*/) override {
        seen_.push_back(snapshot);
    }

  private:
    std::vector<PlayerSnapshot>& seen_;
};

class Media : public testing::Test {
  protected:
    void SetUp() override {
        everything_ = bus_.subscribe(TopicFilter("*"), inline_, [this](const Message& message) {
            if (!sending_) heard_.push_back(message);
        });
        start({.sessions = {"default", "kitchen"}, .likes = {}, .rules = {.schemes = {"x"}}});
    }
    void start(MediaSettings settings) {
        service_.reset();
        service_ = std::make_unique<MediaService>(
            MediaRuntime{.bus = bus_,
                         .executor = executor_,
                         .open_backend = [this](BackendEvents events)
                             -> Result<std::unique_ptr<PlayerBackend>> {
                             if (!has_backend_) return fail(ErrorCode::unavailable, "no backend");
                             backends_.push_back(std::make_unique<FakeBackend::Log>());
                             backends_.back()->events = std::move(events);
                             return std::make_unique<FakeBackend>(*backends_.back());
                         },
                         .open_export =
                             [this](ExportControl control) {
                                 control_ = std::move(control);
                                 return std::make_unique<FakeExport>(shown_);
                             },
                         .random_index = [](std::size_t) { return std::size_t{0}; }},
            std::move(settings));
        service_->start();
    }

    static json::object in(std::string_view session) {
        json::object made{{"source", "someone"}, {"destination", "player"}};
        if (!session.empty()) made["session"] = json::object{{"session_id", session}};
        return made;
    }
    void send_as_it_is(std::string type, json::object data, json::object context) {
        sending_ = true;
        bus_.publish(Message(std::move(type), std::move(data), std::move(context)));
        sending_ = false;
        settle();
    }
    void send(const std::string& verb,
              const std::string& data = "{}",
              std::string_view session = "default") {
        send_as_it_is("ovos.common_play." + verb, object(data), in(session));
    }
    void settle() {
        while (executor_.run_one()) continue;
    }
    // Of the session that opened its backend as the nth.
    FakeBackend::Log& backend(std::size_t n = 0) { return *backends_.at(n); }
    void ready(std::size_t n = 0, TrackFacts facts = {.length = 90s, .can_seek = true}) {
        backend(n).events.loaded(backend(n).track, std::move(facts));
        backend(n).events.ready(backend(n).track);
        settle();
    }
    void ended() {
        backend().events.ended(backend().track);
        settle();
    }
    // Three tracks, the first of which plays.
    void play_three() {
        send("play", R"({"media":{"uri":"x:a","title":"A"},"playlist":[
             {"uri":"x:a","title":"A","artist":"one","image":"http://i"},
             {"uri":"x:b","title":"B"},{"uri":"x:c","title":"C"}]})");
        ready();
        heard_.clear();
        backend().calls.clear();
    }
    // What was reported, as "player 1"; of one session or all.
    std::vector<std::string> reports(std::string_view session = "") const {
        std::vector<std::string> out;
        for (const auto& message : heard_) {
            auto axis = message.type();
            if (!axis.starts_with(topic_prefix) || !axis.ends_with(".state")) continue;
            axis = axis.substr(topic_prefix.size());
            const auto& carrier = message.context().at("session").as_object();
            if (!session.empty() && carrier.at("session_id").as_string() != session) continue;
            const auto& state = message.data().at("state");
            out.push_back(
                axis.substr(0, axis.size() - 6) + " " +
                (state.is_string() ? std::string(state.as_string()) : json::serialize(state)));
        }
        return out;
    }
    std::vector<std::string> topics() const {
        std::vector<std::string> out;
        for (const auto& message : heard_) out.push_back(message.type());
        return out;
    }
    const Message& last(std::string_view topic) const {
        const auto it = std::ranges::find(heard_.rbegin(), heard_.rend(), topic, &Message::type);
        if (it == heard_.rend()) throw std::runtime_error("nothing on " + std::string(topic));
        return *it;
    }
    json::object ask(const std::string& what,
                     const std::string& data = "{}",
                     std::string_view session = "default") {
        send(what, data, session);
        return last("ovos.common_play." + what + ".response").data();
    }

    bus::LocalBus bus_;
    InlineExecutor inline_;
    ManualExecutor executor_;
    bool has_backend_ = true;
    bool sending_ = false;
    std::vector<std::unique_ptr<FakeBackend::Log>> backends_;
    std::vector<PlayerSnapshot> shown_;
    ExportControl control_;
    std::vector<Message> heard_;
    bus::Subscription everything_;
    std::unique_ptr<MediaService> service_;
};

// OCP-005 OCP-009 OCP-010 OCP-025 OCP-037
TEST_F(Media, APlaybackRequestIsReportedOnEachAxisAsTheBackendConfirms) {
    send("play", R"({"media":{"uri":"x:a"}})");
    EXPECT_THAT(reports(), ElementsAre("media LOADING", "track queued"));
    heard_.clear();
    ready();
    EXPECT_THAT(reports(), ElementsAre("media LOADED", "player 1", "track playing"));
    EXPECT_EQ(last("ovos.common_play.player.state").context(), in("default"));
    heard_.clear();
    send("pause");
    send("resume");
    EXPECT_THAT(reports(), ElementsAre("player 2", "player 1"));
    send("stop");
    EXPECT_THAT(reports(), ElementsAre("player 2", "player 1", "media NO_MEDIA", "player 0"));
    EXPECT_THAT(backend().calls, ElementsAre("volume 100", "load x:a", "pause", "resume", "stop"));
}

// OCP-001 OCP-037
TEST_F(Media, EachSessionHasAPlayerOfItsOwn) {
    send("play", R"({"media":{"uri":"x:a"}})", "default");
    send("play", R"({"media":{"uri":"x:b"}})", "kitchen");
    ready(0);
    ready(1);
    heard_.clear();
    send("pause", "{}", "kitchen");
    EXPECT_THAT(reports("kitchen"), ElementsAre("player 2"));
    EXPECT_THAT(reports("default"), IsEmpty());
    EXPECT_THAT(backend(0).calls, Not(Contains("pause")));
    EXPECT_EQ(ask("status", "{}", "default").at("player_state"), 1);
    EXPECT_EQ(ask("status", "{}", "kitchen").at("player_state"), 2);
}

TEST_F(Media, OtherSessionsDoNotPlayHere) {
    send("play", R"({"media":{"uri":"x:a"}})", "satellite");
    EXPECT_THAT(heard_, IsEmpty());
    EXPECT_EQ(ask("status", "{}", "satellite").at("player_state"), 0);
    EXPECT_EQ(last("ovos.common_play.status.response").context().at("session").at("session_id"),
              "satellite");
}

// OCP-018
TEST_F(Media, WithoutMediaAControlRequestDoesNothing) {
    for (const auto* verb : {"pause",
                             "resume",
                             "stop",
                             "next",
                             "previous",
                             "cork",
                             "uncork",
                             "duck",
                             "unduck",
                             "like",
                             "unlike"}) {
        send(verb);
    }
    send("seek", R"({"seconds":10})");
    EXPECT_THAT(heard_, IsEmpty());
    EXPECT_THAT(backends_, IsEmpty());
}

// OCP-011
TEST_F(Media, EveryMessageCarriesASession) {
    send("play", R"({"media":{"uri":"x:a"}})", "");
    ready();
    ended();
    send("status", "{}", "");
    ASSERT_GE(heard_.size(), 8U);
    for (const auto& message : heard_) {
        EXPECT_EQ(message.context().at("session").at("session_id"), "default") << message.type();
    }
}

// OCP-008
TEST_F(Media, ItsStateIsNotWhatOthersSayItIs) {
    play_three();
    send("player.state", R"({"state":2})");
    send("media.state", R"({"state":"NO_MEDIA"})");
    send("track.state", R"({"state":"queued"})");
    const auto status = ask("status");
    EXPECT_EQ(status.at("player_state"), 1);
    EXPECT_EQ(status.at("media_state"), 3);
}

// OCP-006
TEST_F(Media, WaitingForTheSourceIsAMatterOfTheMedia) {
    play_three();
    backend().events.buffering(backend().track);
    settle();
    EXPECT_THAT(reports(), ElementsAre("media BUFFERING"));
    EXPECT_EQ(ask("status").at("player_state"), 1);
    backend().events.ready(backend().track);
    settle();
    EXPECT_THAT(reports(), ElementsAre("media BUFFERING", "media LOADED"));
}

// OCP-003
TEST_F(Media, ReportsNothingOutsideItsAxes) {
    play_three();
    for (const auto* verb : {"pause",
                             "next",
                             "resume",
                             "previous",
                             "cork",
                             "shuffle.toggle",
                             "uncork",
                             "repeat.toggle",
                             "next",
                             "stop",
                             "resume"}) {
        send(verb);
        ready();
    }
    ended();
    backend().events.failed(backend().track, "gone");
    settle();
    const std::vector<std::string> allowed{"player 0",
                                           "player 1",
                                           "player 2",
                                           "track queued",
                                           "track playing",
                                           "media NO_MEDIA",
                                           "media LOADING",
                                           "media LOADED",
                                           "media BUFFERING",
                                           "media END_OF_MEDIA",
                                           "media INVALID_MEDIA"};
    for (const auto& report : reports()) EXPECT_THAT(allowed, Contains(report));
}

TEST_F(Media, StatesAreNumbersWhenThatIsConfigured) {
    start({.rules = {.numeric_states = true, .schemes = {"x"}}});
    send("play", R"({"media":{"uri":"x:a"}})");
    ready();
    EXPECT_THAT(reports(), ElementsAre("media 2", "track 31", "media 3", "player 1", "track 21"));
}

// OCP-015 OCP-035
TEST_F(Media, NextAndPreviousMoveFromWhereTheMediaIs) {
    send("play", R"({"media":{"uri":"x:b"},
                     "playlist":[{"uri":"x:a"},{"uri":"x:b"},{"uri":"x:c"}]})");
    ready();
    auto status = ask("status");
    EXPECT_EQ(status.at("playlist_position"), 1);
    EXPECT_EQ(status.at("playlist_size"), 3);
    EXPECT_EQ(status.at("next_track"), object(R"({"uri":"x:c"})"));
    send("next");
    ready();
    EXPECT_EQ(ask("status").at("playlist_position"), 2);
    send("previous");
    send("previous");
    ready();
    EXPECT_EQ(ask("status").at("playlist_position"), 0);
    send("previous");
    EXPECT_EQ(backend().calls.back(), "load x:a");
}

// OCP-036
TEST_F(Media, TheQueueGoesOnByItselfAndStopsAtItsEnd) {
    play_three();
    ended();
    EXPECT_THAT(reports(), ElementsAre("media END_OF_MEDIA", "media LOADING", "track queued"));
    EXPECT_THAT(backend().calls, ElementsAre("load x:b"));
    ready();
    send("next");
    ready();
    heard_.clear();
    ended();
    EXPECT_THAT(reports(), ElementsAre("media END_OF_MEDIA", "player 0", "media NO_MEDIA"));
    EXPECT_EQ(ask("status").at("title"), "");
    send("resume");  // what was last is still known
    EXPECT_EQ(backend().calls.back(), "load x:c");
}

// OCP-017 OCP-025 OCP-036
TEST_F(Media, OneThatIsOverBeforeItWasSeenToSoundHasPlayed) {
    send("play", R"({"media":{"uri":"x:a"}})");
    backend().events.loaded(backend().track, {.length = 300ms});
    settle();
    heard_.clear();
    ended();
    EXPECT_THAT(
        reports(),
        ElementsAre(
            "player 1", "track playing", "media END_OF_MEDIA", "player 0", "media NO_MEDIA"));
}

// OCP-007 OCP-019 OCP-036
TEST_F(Media, RepeatingOneTrackOrTheQueue) {
    play_three();
    const auto loop = [&] { return ask("status").at("loop_state"); };
    send("repeat.set", R"({"mode":"track"})");
    EXPECT_EQ(loop(), 2);
    EXPECT_EQ(ask("status").at("next_track").at("uri"), "x:a");
    ended();
    EXPECT_EQ(backend().calls.back(), "load x:a");
    ready();
    send("next");
    EXPECT_EQ(backend().calls.back(), "load x:b");
    send("repeat.toggle");
    EXPECT_EQ(loop(), 0);
    send("repeat.toggle");
    EXPECT_EQ(loop(), 1);
    send("next");
    send("next");
    EXPECT_EQ(backend().calls.back(), "load x:a");
    send("repeat.unset");
    EXPECT_EQ(loop(), 0);
    send("repeat.set");
    EXPECT_EQ(loop(), 1);
    send("repeat.unset");
    send("play", R"({"media":{"uri":"x:a"},"repeat":true})");
    EXPECT_EQ(loop(), 1);
}

// OCP-004
TEST_F(Media, AModeThatIsNoneIsTheDefault) {
    send("repeat.set", R"({"mode":"backwards"})");
    EXPECT_EQ(ask("status").at("loop_state"), 1);
}

// OCP-007 OCP-028
TEST_F(Media, WhatIsNextIsSaidWhenItCanBeKnown) {
    play_three();
    EXPECT_EQ(ask("status").at("next_track").at("uri"), "x:b");
    send("shuffle.set");
    send("repeat.set");
    EXPECT_EQ(ask("status").at("shuffle"), true);
    EXPECT_TRUE(ask("status").at("next_track").is_object());
    send("next");
    send("next");
    EXPECT_TRUE(ask("status").at("next_track").is_null());
    EXPECT_EQ(ask("status").at("next_track_hint"), "shuffle");
    send("shuffle.toggle");
    EXPECT_EQ(ask("status").at("shuffle"), false);
    send("shuffle.toggle");
    send("shuffle.unset");
    EXPECT_EQ(ask("status").at("shuffle"), false);
    send("play", R"({"media":{"uri":"s","playback":0,"skill_id":"jazz.skill"}})");
    EXPECT_EQ(ask("status").at("next_track_hint"), "external");
    send("repeat.unset");
    send("play", R"({"media":{"uri":"x:a"}})");
    EXPECT_TRUE(ask("status").at("next_track").is_null());
    EXPECT_TRUE(ask("status").at("next_track_hint").is_null());
}

// OCP-017
TEST_F(Media, SeeksToAPlaceOrByAnOffsetAndThePlaceWins) {
    play_three();
    send("seek", R"({"seconds":10})");
    send("seek", R"({"seconds":-2.5})");
    send("seek", R"({"seekValue":1500,"seconds":10})");
    send("seek", R"({"seekValue":-1})");
    send("seek", R"({"seekValue":900000})");
    send("seek");
    send("seek", R"({"seconds":"ten"})");
    EXPECT_THAT(
        backend().calls,
        ElementsAre(
            "seek by 10000", "seek by -2500", "seek to 1500", "seek to 0", "seek to 90000"));
    ready(0, {.length = std::nullopt, .can_seek = false});
    send("seek", R"({"seconds":10})");
    EXPECT_EQ(backend().calls.size(), 5U);
}

// OCP-020
TEST_F(Media, DuckingLowersTheVolumeAndNothingElse) {
    play_three();
    send("unduck");
    send("duck");
    send("duck");
    send("unduck");
    send("unduck");
    EXPECT_THAT(backend().calls, ElementsAre("volume 30", "volume 100"));
    EXPECT_THAT(reports(), IsEmpty());
}

// OCP-021
TEST_F(Media, UncorkingResumesOnlyWhatCorkingPaused) {
    play_three();
    send("cork");
    send("uncork");
    EXPECT_THAT(reports(), ElementsAre("player 2", "player 1"));
    heard_.clear();
    send("pause");
    send("cork");
    send("uncork");
    EXPECT_THAT(reports(), ElementsAre("player 2"));
    send("resume");
    send("cork");
    send("pause");  // the user's pause takes the place of the cork's
    heard_.clear();
    send("uncork");
    EXPECT_THAT(reports(), IsEmpty());
    EXPECT_EQ(ask("status").at("player_state"), 2);
}

TEST_F(Media, APauseBeforeTheFirstSoundHoldsTheTrackThere) {
    send("play", R"({"media":{"uri":"x:a"}})");
    send("pause");
    ready();
    EXPECT_THAT(reports(),
                ElementsAre("media LOADING", "track queued", "media LOADED", "player 2"));
    send("resume");
    EXPECT_EQ(reports().back(), "track playing");
}

// OCP-016
TEST_F(Media, ARequestWithoutAUriReachesNoBackendAndDisturbsNothing) {
    play_three();
    send("play", R"({"media":{"title":"nameless"}})");
    EXPECT_THAT(reports(), ElementsAre("media INVALID_MEDIA"));
    EXPECT_THAT(backend().calls, IsEmpty());
    const auto status = ask("status");
    EXPECT_EQ(status.at("player_state"), 1);
    EXPECT_EQ(status.at("title"), "A");
}

// OCP-043
TEST_F(Media, WhatCannotBeAcquiredIsInvalidAndTheQueueGoesOn) {
    play_three();
    send("next");
    heard_.clear();
    backend().events.failed(backend().track, "no such file");
    settle();
    EXPECT_THAT(reports(), ElementsAre("media INVALID_MEDIA", "media LOADING", "track queued"));
    EXPECT_EQ(backend().calls.back(), "load x:c");
    heard_.clear();
    backend().events.failed(backend().track, "no such file");
    settle();
    EXPECT_THAT(reports(), ElementsAre("media INVALID_MEDIA", "player 0"));
}

// OCP-043
TEST_F(Media, WhatNothingCanPlayIsInvalid) {
    send("play", R"({"media":{"uri":"file:///etc/passwd"}})");
    EXPECT_EQ(reports().back(), "media INVALID_MEDIA");
    send("play", R"({"media":{"uri":"x:a","playback":5}})");
    EXPECT_EQ(reports().back(), "media INVALID_MEDIA");
    EXPECT_THAT(backends_, IsEmpty());
    has_backend_ = false;
    heard_.clear();
    send("play", R"({"media":{"uri":"x:a"},"repeat":true})");
    EXPECT_THAT(reports(), ElementsAre("media LOADING", "track queued", "media INVALID_MEDIA"));
    EXPECT_EQ(ask("status").at("player_state"), 0);
}

// OCP-044
TEST_F(Media, WhenTheBackendDiesThePlayerHasStopped) {
    play_three();
    backend().events.died("killed");
    settle();
    EXPECT_THAT(reports(), Contains("player 0"));
    EXPECT_FALSE(backend(0).open);
    send("resume");  // with a new one
    ready(1);
    EXPECT_EQ(ask("status").at("player_state"), 1);
}

TEST_F(Media, WhatIsSaidOfAnEarlierTrackDoesNotCount) {
    play_three();
    const auto earlier = backend().track;
    send("next");
    ready();
    heard_.clear();
    backend().events.ended(earlier);
    backend().events.failed(earlier, "late");
    settle();
    EXPECT_THAT(heard_, IsEmpty());
}

// OCP-022
TEST_F(Media, WhatASkillRendersIsControlledThroughTheSkill) {
    send("play", R"({"media":{"uri":"s","playback":0,"skill_id":"jazz.skill"}})");
    EXPECT_THAT(
        reports(),
        ElementsAre("media LOADING", "track queued", "media LOADED", "player 1", "track playing"));
    heard_.clear();
    for (const auto* verb : {"pause", "resume", "next", "previous", "stop"}) send(verb);
    std::vector<std::string> delegated;
    for (const auto& topic : topics()) {
        if (topic.starts_with("ovos.common_play.jazz.skill."))
            delegated.push_back(topic.substr(28));
    }
    EXPECT_THAT(delegated, ElementsAre("pause", "resume", "next", "previous", "stop"));
    EXPECT_EQ(last("ovos.common_play.jazz.skill.pause").context(), in("default"));
    EXPECT_THAT(backends_, IsEmpty());
    EXPECT_EQ(reports().back(), "player 0");
}

// OCP-023 OCP-039
TEST_F(Media, ASkillIsAskedToSeekOnlyWhenItSaidThatItCan) {
    const std::string play = R"({"media":{"uri":"s","playback":0,"skill_id":"jazz.skill"}})";
    send("announce", R"({"skill_id":"jazz.skill","can_seek":"yes"})");
    send("play", play);
    heard_.clear();
    send("seek", R"({"seconds":30})");
    EXPECT_THAT(heard_, IsEmpty());
    EXPECT_FALSE(shown_.back().can_seek);
    send_as_it_is("ovos.common_play.announce", {{"can_seek", true}}, {{"skill_id", "jazz.skill"}});
    send("seek", R"({"seconds":30,"other":1})");
    EXPECT_EQ(last("ovos.common_play.jazz.skill.seek").data(), object(R"({"seconds":30})"));
    send("pause");
    EXPECT_TRUE(shown_.back().can_seek);
}

TEST_F(Media, ASkillsRenderingEndsWhenSomethingElsePlays) {
    send("play", R"({"media":{"uri":"s","playback":0,"skill_id":"jazz.skill"}})");
    heard_.clear();
    send("play", R"({"media":{"uri":"x:a"}})");
    EXPECT_THAT(topics(), Contains("ovos.common_play.jazz.skill.stop"));
    send("play", R"({"media":{"uri":"s","playback":0,"skill_id":"jazz.skill"}})");
    EXPECT_EQ(backend().calls.back(), "stop");
    send("play", R"({"media":{"uri":"s","playback":0}})");
    EXPECT_EQ(reports().back(), "player 0");
}

// OCP-027
TEST_F(Media, TheStatusHasEveryFieldAlways) {
    EXPECT_EQ(ask("status"),
              object(R"({"player_state":0,"media_state":1,"loop_state":0,"shuffle":false,
                         "playback_type":100,"media_type":0,"playlist_position":0,
                         "playlist_size":0,"title":"","artist":"","image":"",
                         "next_track":null,"next_track_hint":null})"));
    play_three();
    EXPECT_EQ(ask("status"),
              object(R"({"player_state":1,"media_state":3,"loop_state":0,"shuffle":false,
                         "playback_type":2,"media_type":0,"playlist_position":0,
                         "playlist_size":3,"title":"A","artist":"one","image":"http://i",
                         "next_track":{"uri":"x:b","title":"B"},"next_track_hint":null})"));
    EXPECT_EQ(last("ovos.common_play.status.response").context_string("destination"), "someone");
}

// OCP-029 OCP-014
TEST_F(Media, TheCandidatesCanBeAskedFor) {
    EXPECT_EQ(ask("disambiguation"), object(R"({"entries":[]})"));
    send("play", R"({"media":{"uri":"x:a"},"disambiguation":[
                     {"uri":"x:a","match_confidence":10},{"uri":"x:b","match_confidence":20}]})");
    EXPECT_EQ(ask("disambiguation"), object(R"({"entries":[{"uri":"x:b","match_confidence":20},
                                    {"uri":"x:a","match_confidence":10}]})"));
}

// OCP-030
TEST_F(Media, WhatIsLikedIsRemembered) {
    const auto file = std::filesystem::temp_directory_path() /
                      ("utter-likes-" + std::to_string(::getpid())) / "likes.json";
    const MediaSettings settings{.likes = file, .rules = {.schemes = {"x"}}};
    start(settings);
    play_three();
    send("like");
    send("like", R"({"uri":"x:c"})");
    send("like", R"({"uri":"x:unknown"})");
    send("like", R"({"uri":"x:other"})", "kitchen");  // not a session of this player
    start(settings);
    EXPECT_EQ(ask("likes"), object(R"({"entries":[
                  {"uri":"x:a","title":"A","artist":"one","image":"http://i"},
                  {"uri":"x:c","title":"C"},{"uri":"x:unknown"}]})"));
    send("unlike", R"({"uri":"x:c"})");
    EXPECT_EQ(ask("likes").at("entries").as_array().size(), 2U);
    std::filesystem::remove_all(file.parent_path());
}

// OCP-031
TEST_F(Media, ACollectionNobodyKnowsIsEmpty) {
    play_three();
    send("like");
    EXPECT_EQ(ask("collection", R"({"name":"zzz"})"), object(R"({"name":"zzz","entries":[]})"));
    EXPECT_EQ(ask("collection", R"({"name":"liked songs"})"),
              object(R"({"name":"liked songs","entries":[]})"));
}

// OCP-013
TEST_F(Media, ASearchIsAnnouncedBeforeAndAfter) {
    send("search", R"({"phrase":"jazz"})");
    EXPECT_THAT(heard_, IsEmpty());  // nobody searches here
    const auto folder =
        std::filesystem::temp_directory_path() / ("utter-search-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "jazz");
    std::ofstream(folder / "jazz" / "01 - so what.ogg") << "x";
    start({.folders = {folder}});
    send("search", R"({"phrase":"jazz","lang":"en-US"})", "anybody");
    EXPECT_THAT(topics(),
                ElementsAre("ovos.common_play.search.start", "ovos.common_play.search.end"));
    const auto& entries = heard_.back().data().at("entries").as_array();
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].at("title"), "so what");
    EXPECT_EQ(heard_.back().context(), in("anybody"));
    std::filesystem::remove_all(folder);
}

// OCP-042
TEST_F(Media, AStopReachesItsOwnSessionAlone) {
    send("play", R"({"media":{"uri":"x:a"}})", "default");
    send("play", R"({"media":{"uri":"x:b"}})", "kitchen");
    ready(0);
    ready(1);
    heard_.clear();
    send_as_it_is("ovos.stop", {}, in("kitchen"));
    EXPECT_THAT(reports("kitchen"), ElementsAre("media NO_MEDIA", "player 0"));
    EXPECT_THAT(reports("default"), IsEmpty());
}

// OCP-042 STOP-017
TEST_F(Media, SaysWhetherItHasAnythingToStopWhenItIsAsked) {
    const auto context = object(
        R"({"session":{"session_id":"default",
                       "active_handlers":[{"skill_id":"media","activated_at":1}]}})");
    send_as_it_is("ovos.stop.ping", {}, context);
    EXPECT_EQ(last("ovos.stop.pong").data(), object(R"({"skill_id":"media","can_handle":false})"));
    play_three();
    send_as_it_is("ovos.stop.ping", {}, context);
    EXPECT_EQ(last("ovos.stop.pong").data().at("can_handle"), true);
    heard_.clear();
    send_as_it_is("ovos.stop.ping", {}, in("default"));
    EXPECT_THAT(heard_, IsEmpty());
}

// GUI-001 GUI-002 GUI-005 GUI-006 GUI-007 GUI-008 GUI-009 GUI-010 GUI-011 GUI-014
TEST_F(Media, DisplaysShowWhatPlaysAndNobodyWaitsForOne) {
    start({.sessions = {"kitchen"}, .on_displays = true, .rules = {.schemes = {"x"}}});
    const auto displayed = [&] {
        std::vector<std::string> out;
        for (const auto& message : heard_) {
            if (!message.type().starts_with("gui.")) continue;
            EXPECT_EQ(message.context().at("session").at("session_id"), "kitchen");
            EXPECT_EQ(message.data().at("__from"), "media");
            auto data = message.data();
            data.erase("__from");
            out.push_back(message.type() + " " + json::serialize(data));
        }
        heard_.clear();
        return out;
    };
    send("play",
         R"({"media":{"uri":"x:a","title":"A","artist":"one","image":"/tmp/cover.png"},
                     "playlist":[{"uri":"x:a","title":"A","artist":"one","image":"/tmp/cover.png"},
                                 {"uri":"x:b","title":"B","image":"http://i"}]})",
         "kitchen");
    EXPECT_THAT(displayed(),
                ElementsAre(R"(gui.value.set {"media_uri":"x:a","media_playback_state":"loading",)"
                            R"("media_duration":-1,"media_title":"A","media_artist":"one",)"
                            R"("media_position":0})",
                            R"(gui.page.show {"page_names":["SYSTEM_media_player"],"index":0,)"
                            R"("__idle":true})"));
    ready();
    const auto began = displayed();
    EXPECT_THAT(began, Not(Contains(testing::HasSubstr("gui.page.show"))));
    EXPECT_THAT(began, Contains(testing::HasSubstr(R"("media_playback_state":"playing")")));
    send("next", "{}", "kitchen");
    const auto next = displayed();
    ASSERT_FALSE(next.empty());
    EXPECT_THAT(next.front(), testing::HasSubstr(R"("media_title":"B")"));
    EXPECT_THAT(next.front(), testing::HasSubstr(R"("media_artist":null)"));
    EXPECT_THAT(next.front(), testing::HasSubstr(R"("media_image":"http://i")"));
    send("stop", "{}", "kitchen");
    EXPECT_EQ(displayed().back(), "gui.clear.namespace {}");
}

// OCP-002 OCP-039
TEST_F(Media, TheDesktopSeesThePlayerAndControlsItOverTheBus) {
    EXPECT_FALSE(control_);
    play_three();
    ASSERT_FALSE(shown_.empty());
    const auto shown = shown_.back();
    EXPECT_EQ(shown.state, PlayerState::playing);
    EXPECT_EQ(shown.title, "A");
    EXPECT_EQ(shown.length, 90s);
    EXPECT_TRUE(shown.can_seek && shown.can_go_next && shown.can_pause);
    control_("pause", {});
    settle();
    settle();
    EXPECT_THAT(topics(), Contains("ovos.common_play.pause"));
    EXPECT_EQ(shown_.back().state, PlayerState::paused);
    send("stop");
    EXPECT_FALSE(shown_.back().can_pause);
    EXPECT_EQ(shown_.back().uri, "");
}

}  // namespace
}  // namespace utter::media
