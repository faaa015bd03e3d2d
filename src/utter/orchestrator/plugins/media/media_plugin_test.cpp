#include "utter/orchestrator/plugins/media/media_plugin.hpp"

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>
#include <filesystem>

#include "utter/orchestrator/orchestrator_fixture.hpp"
#include "utter/orchestrator/plugins/stop/stop_plugin.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class MediaStage : public OrchestratorTest {
  protected:
    void start(bool finds_media = true, std::chrono::milliseconds answer_timeout = 10s) {
        OrchestratorSettings settings;
        settings.pipeline = {"stop", "media"};
        settings.languages = {"en-US", "de-DE", "es-ES"};
        MediaPluginSettings media;
        media.languages = settings.languages;
        media.locale.skill =
            std::filesystem::path(UTTER_SOURCE_DIR) / "src/utter/orchestrator/plugins/media/locale";
        media.finds_media = finds_media;
        media.answer_timeout = answer_timeout;
        std::vector<std::unique_ptr<Plugin>> plugins;
        plugins.push_back(std::make_unique<StopPlugin>(bus_, loop_, 50ms));
        plugins.push_back(std::make_unique<MediaPlugin>(bus_, loop_, std::move(media)));
        build(std::move(settings), std::move(plugins));
    }
    // A player's report, as it would be.
    void player(int state, const char* session = "default") {
        bus_.publish(Message("ovos.common_play.player.state",
                             {{"state", state}},
                             {{"session", json::object{{"session_id", session}}}}));
    }
    // What the utterance asked of the player: topics without their prefix; or "unmatched".
    std::vector<std::string> asked(const std::string& text, const std::string& lang = "en-US") {
        seen_.clear();
        bus_.publish(Message("ovos.utterance.handle",
                             {{"utterances", json::array{text}}, {"lang", lang}},
                             {{"session", json::object{{"session_id", "default"}}}}));
        EXPECT_TRUE(wait_for_handled());
        std::vector<std::string> out;
        for (const auto& message : seen_) {
            if (message.type() == "ovos.intent.unmatched") out.emplace_back("unmatched");
            if (message.type().starts_with("ovos.common_play.")) {
                out.push_back(message.type().substr(17));
                if (!message.data_string("mode").empty()) {
                    out.back() += " " + std::string(message.data_string("mode"));
                }
            }
        }
        return out;
    }
    // Somebody who finds these for every phrase.
    void library(const char* entries) {
        searcher_ =
            bus_.subscribe("ovos.common_play.search", loop_, [this, entries](const Message& m) {
                auto data = m.data();
                data["entries"] = parse_json(entries).value();
                bus_.publish(m.forward("ovos.common_play.search.end", data));
            });
        player_ = bus_.subscribe("ovos.common_play.play", loop_, [this](const Message& m) {
            bus_.publish(m.forward("ovos.common_play.media.state", {{"state", "LOADING"}}));
        });
    }
    std::string spoken() const {
        return count("ovos.utterance.speak") == 0
                   ? ""
                   : std::string(first("ovos.utterance.speak").data_string("utterance"));
    }

    bus::Subscription searcher_;
    bus::Subscription player_;
};

// OCP-002 OCP-012
TEST_F(MediaStage, ControlRequestsAreToldFromPlaybackRequests) {
    start();
    player(1);
    EXPECT_THAT(asked("please pause the music"), ElementsAre("pause"));
    EXPECT_THAT(asked("resume the song"), ElementsAre("resume"));
    EXPECT_THAT(asked("skip this song"), ElementsAre("next"));
    EXPECT_THAT(asked("play the previous track again"), ElementsAre("previous"));
    EXPECT_THAT(asked("turn off the music"), ElementsAre("stop"));
    EXPECT_THAT(asked("shuffle my music"), ElementsAre("shuffle.set"));
    EXPECT_THAT(asked("shuffle off"), ElementsAre("shuffle.unset"));
    EXPECT_THAT(asked("repeat this song"), ElementsAre("repeat.set track"));
    EXPECT_THAT(asked("repeat the album"), ElementsAre("repeat.set queue"));
    EXPECT_THAT(asked("stop repeating"), ElementsAre("repeat.unset"));
    EXPECT_THAT(asked("i like this song"), ElementsAre("like"));
    EXPECT_THAT(asked("i don't like this song any more"), ElementsAre("unlike"));
    EXPECT_EQ(spoken(), "");
}

TEST_F(MediaStage, OtherLanguagesHaveTheirOwnWords) {
    start(false);
    player(1);
    EXPECT_THAT(asked("halte die Musik an", "de-DE"), ElementsAre("pause"));
    EXPECT_THAT(asked("nächstes Lied", "de-DE"), ElementsAre("next"));
    EXPECT_THAT(asked("mach das Radio aus", "de-DE"), ElementsAre("stop"));
    EXPECT_THAT(asked("pausa la música por favor", "es-ES"), ElementsAre("pause"));
    EXPECT_THAT(asked("siguiente canción", "es-ES"), ElementsAre("next"));
    EXPECT_THAT(asked("mir gefällt dieses Lied", "de-DE"), ElementsAre("like"));
}

// OCP-025 OCP-026
TEST_F(MediaStage, ABareWordIsForThePlayerOnlyWhileItPlaysOrIsHeld) {
    start();
    EXPECT_THAT(asked("pause"), ElementsAre("unmatched"));
    player(1, "another session");
    EXPECT_THAT(asked("pause"), ElementsAre("unmatched"));
    player(1);
    EXPECT_THAT(asked("pause"), ElementsAre("pause"));
    player(2);
    EXPECT_THAT(asked("resume"), ElementsAre("resume"));
    EXPECT_THAT(asked("next"), ElementsAre("next"));
    player(0);
    EXPECT_THAT(asked("next"), ElementsAre("unmatched"));
}

// OCP-018
TEST_F(MediaStage, WhenNothingPlaysThatIsSaid) {
    start();
    EXPECT_THAT(asked("pause the music"), ElementsAre("pause"));
    EXPECT_EQ(spoken(), "Nothing is playing.");
    asked("nächstes Lied", "de-DE");
    EXPECT_EQ(spoken(), "Es läuft nichts.");
    EXPECT_THAT(asked("resume the music"), ElementsAre("resume"));
    EXPECT_EQ(spoken(), "");
}

// OCP-015
TEST_F(MediaStage, ARequestToPlayIsSearchedForAndTheBestIsPlayed) {
    start();
    library(R"([{"uri":"b","match_confidence":90},{"uri":"a","match_confidence":90},
                {"uri":"c","match_confidence":60}])");
    EXPECT_THAT(asked("play some jazz please"),
                ElementsAre("search", "search.end", "play", "media.state"));
    EXPECT_EQ(first("ovos.common_play.search").data(),
              object(R"({"phrase":"jazz","lang":"en-US"})"));
    const auto& play = first("ovos.common_play.play");
    EXPECT_EQ(play.data().at("media").at("uri"), "b");
    EXPECT_EQ(play.data().at("playlist").as_array().size(), 2U);
    EXPECT_EQ(play.data().at("disambiguation").as_array().size(), 3U);
    EXPECT_EQ(session::session_id_of(play.context()), "default");
}

TEST_F(MediaStage, AnyMusicIsAllOfItShuffled) {
    start();
    library(R"([{"uri":"a"},{"uri":"b"}])");
    EXPECT_THAT(asked("play some music"),
                ElementsAre("search", "search.end", "shuffle.set", "play", "media.state"));
    EXPECT_EQ(first("ovos.common_play.search").data().at("phrase"), "");
    EXPECT_EQ(first("ovos.common_play.play").data().at("playlist").as_array().size(), 2U);
}

TEST_F(MediaStage, WhatIsNotFoundIsSaid) {
    start();
    library("[]");
    asked("play polka");
    EXPECT_THAT(spoken(), HasSubstr("polka"));
    EXPECT_EQ(count("ovos.common_play.play"), 0U);
    asked("play some music");
    EXPECT_EQ(spoken(), "I found no music to play.");
}

TEST_F(MediaStage, WithoutAnybodyWhoSearchesItLeavesRequestsToPlayToOthers) {
    start(false);
    EXPECT_THAT(asked("play some jazz"), ElementsAre("unmatched"));
}

TEST_F(MediaStage, APlayerThatDoesNotAnswerIsNotWaitedForForever) {
    start(true, 20ms);
    asked("what song is playing");
    EXPECT_EQ(spoken(), "The media player does not answer.");
    EXPECT_EQ(count("ovos.intent.handler.error"), 1U);
}

TEST_F(MediaStage, ASessionThatNoPlayerServesIsToldSo) {
    start(true, 20ms);
    library(R"([{"uri":"a"}])");
    player_.reset();
    asked("play jazz");
    EXPECT_EQ(spoken(), "The media player does not answer.");
}

TEST_F(MediaStage, SaysWhatPlays) {
    start();
    json::object status{{"title", "So What"}, {"artist", "Miles Davis"}};
    const auto tap = bus_.subscribe("ovos.common_play.status", loop_, [&](const Message& query) {
        bus_.publish(query.response(status).value());
    });
    asked("what is playing");
    EXPECT_EQ(spoken(), "This is So What by Miles Davis.");
    status = {{"title", ""}, {"artist", ""}};
    asked("what is playing");
    EXPECT_EQ(spoken(), "Nothing is playing.");
}

// OCP-042
TEST_F(MediaStage, AStopOfTheActivePlayerIsPassedOn) {
    start();
    const auto tap = bus_.subscribe("ovos.stop.ping", loop_, [&](const Message& ping) {
        bus_.publish(ping.reply("ovos.stop.pong", {{"skill_id", "media"}, {"can_handle", true}}));
    });
    player(1);
    asked("pause");  // makes it the active handler
    EXPECT_THAT(asked("stop"), ElementsAre("stop"));
    EXPECT_EQ(count("media:stop"), 1U);
    EXPECT_EQ(session::session_id_of(first("ovos.common_play.stop").context()), "default");
}

TEST_F(MediaStage, ListsWhatCanBeSaid) {
    start();
    seen_.clear();
    bus_.publish(Message("ovos.pipeline.media.intents.list"));
    ASSERT_TRUE(loop_.run_until(
        [&] { return count("ovos.pipeline.media.intents.list.response") > 0; }, patience));
    const auto text = json::serialize(first("ovos.pipeline.media.intents.list.response").data());
    EXPECT_THAT(text, HasSubstr("\"pause\""));
    EXPECT_THAT(text, Not(HasSubstr("bare_")));
}

}  // namespace
}  // namespace utter::orchestrator
