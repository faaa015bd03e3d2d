#include "utter/media/exports/mpris/mpris_export.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sdbus-c++/sdbus-c++.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>

namespace utter::media {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr const char* player_interface = "org.mpris.MediaPlayer2.Player";

// A session bus of its own, and a client of it.
class Mpris : public testing::Test {
  protected:
    void SetUp() override {
        if (std::system("command -v dbus-daemon >/dev/null") != 0) {
            GTEST_SKIP() << "dbus-daemon is not installed";
        }
        auto* daemon = ::popen(
            "dbus-daemon --session --fork --nopidfile --print-address=1 --print-pid=1", "r");
        ASSERT_NE(daemon, nullptr);
        std::array<char, 512> line{};
        ASSERT_NE(std::fgets(line.data(), line.size(), daemon), nullptr);
        std::string address(line.data());
        address.pop_back();
        ASSERT_NE(std::fgets(line.data(), line.size(), daemon), nullptr);
        daemon_ = std::atoi(line.data());
        ::pclose(daemon);
        ::setenv("DBUS_SESSION_BUS_ADDRESS", address.c_str(), 1);

        auto opened = MprisExport::open([this](std::string verb, json::object data) {
            const std::lock_guard lock(mutex_);
            asked_.push_back(verb + (data.empty() ? "" : " " + json::serialize(data)));
            changed_.notify_all();
        });
        ASSERT_TRUE(opened) << opened.error().detail;
        export_ = std::move(*opened);
        proxy_ = sdbus::createProxy(sdbus::createSessionBusConnection(), mpris_name, mpris_path);
    }
    void TearDown() override {
        proxy_.reset();
        export_.reset();
        if (daemon_ > 0) ::kill(daemon_, SIGTERM);
    }

    template <class Value>
    Value get(const char* property) {
        return proxy_->getProperty(property).onInterface(player_interface).get<Value>();
    }
    void call(const char* method) { proxy_->callMethod(method).onInterface(player_interface); }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> asked_;
    int daemon_ = 0;
    std::unique_ptr<PlayerExport> export_;
    std::unique_ptr<sdbus::IProxy> proxy_;
    PlayerSnapshot playing_{.state = PlayerState::playing,
                            .track = 7,
                            .uri = "file:///a.ogg",
                            .title = "So What",
                            .artist = "Miles Davis",
                            .length = 90s,
                            .position = 10s,
                            .can_play = true,
                            .can_pause = true,
                            .can_seek = true,
                            .can_go_next = true};
};

// OCP-039
TEST_F(Mpris, ShowsOnlyWhatMprisKnows) {
    EXPECT_EQ(get<std::string>("PlaybackStatus"), "Stopped");
    EXPECT_EQ(get<std::string>("LoopStatus"), "None");
    const std::map<LoopState, std::string> loops{{LoopState::none, "None"},
                                                 {LoopState::repeat, "Playlist"},
                                                 {LoopState::repeat_track, "Track"}};
    for (const auto& [loop, name] : loops) {
        playing_.loop = loop;
        export_->update(playing_, false);
        EXPECT_EQ(get<std::string>("LoopStatus"), name);
    }
    EXPECT_EQ(get<std::string>("PlaybackStatus"), "Playing");
    playing_.state = PlayerState::paused;
    export_->update(playing_, false);
    EXPECT_EQ(get<std::string>("PlaybackStatus"), "Paused");
}

// OCP-023 OCP-039
TEST_F(Mpris, ItsCapabilitiesAreThoseOfTheMoment) {
    EXPECT_FALSE(get<bool>("CanSeek"));
    EXPECT_FALSE(get<bool>("CanPause"));
    export_->update(playing_, false);
    EXPECT_TRUE(get<bool>("CanSeek"));
    EXPECT_TRUE(get<bool>("CanPause"));
    EXPECT_TRUE(get<bool>("CanGoNext"));
    EXPECT_FALSE(get<bool>("CanGoPrevious"));
    playing_.can_seek = false;
    export_->update(playing_, false);
    EXPECT_FALSE(get<bool>("CanSeek"));
}

TEST_F(Mpris, SaysWhatPlaysAndHowFarItIs) {
    using Metadata = std::map<std::string, sdbus::Variant>;
    EXPECT_EQ(get<Metadata>("Metadata").size(), 1U);
    playing_.state = PlayerState::paused;
    export_->update(playing_, false);
    const auto metadata = get<Metadata>("Metadata");
    EXPECT_EQ(metadata.at("xesam:title").get<std::string>(), "So What");
    EXPECT_THAT(metadata.at("xesam:artist").get<std::vector<std::string>>(),
                ElementsAre("Miles Davis"));
    EXPECT_EQ(metadata.at("mpris:length").get<std::int64_t>(), 90'000'000);
    EXPECT_EQ(get<std::int64_t>("Position"), 10'000'000);
    playing_.state = PlayerState::playing;
    export_->update(playing_, true);
    EXPECT_GE(get<std::int64_t>("Position"), 10'000'000);
}

TEST_F(Mpris, MediaKeysAndWidgetsBecomeControlRequests) {
    export_->update(playing_, false);
    for (const auto* method : {"PlayPause", "Pause", "Play", "Next", "Previous", "Stop"}) {
        call(method);
    }
    proxy_->callMethod("Seek")
        .onInterface(player_interface)
        .withArguments(std::int64_t{-5'000'000});
    proxy_->callMethod("SetPosition")
        .onInterface(player_interface)
        .withArguments(sdbus::ObjectPath("/org/utter/track/7"), std::int64_t{3'000'000});
    proxy_->callMethod("SetPosition")
        .onInterface(player_interface)
        .withArguments(sdbus::ObjectPath("/org/utter/track/6"), std::int64_t{3'000'000});
    proxy_->setProperty("Shuffle").onInterface(player_interface).toValue(true);
    proxy_->setProperty("LoopStatus").onInterface(player_interface).toValue(std::string("Track"));
    proxy_->callMethod("OpenUri")
        .onInterface(player_interface)
        .withArguments(std::string("http://example.org/radio"));
    const std::lock_guard lock(mutex_);
    EXPECT_THAT(asked_,
                ElementsAre("pause",
                            "pause",
                            "resume",
                            "next",
                            "previous",
                            "stop",
                            R"(seek {"seconds":-5E0})",
                            R"(seek {"seekValue":3E3})",
                            "shuffle.set",
                            R"(repeat.set {"mode":"track"})",
                            R"(play {"media":{"uri":"http://example.org/radio"}})"));
}

TEST_F(Mpris, ASecondPlayerHasAnotherName) {
    const auto second = MprisExport::open([](const std::string&, const json::object&) {});
    EXPECT_TRUE(second);
    EXPECT_EQ(get<std::string>("PlaybackStatus"), "Stopped");
}

// OCP-039
TEST(MprisWithoutABus, SaysSo) {
    ::setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
    const auto opened = MprisExport::open([](const std::string&, const json::object&) {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace utter::media
