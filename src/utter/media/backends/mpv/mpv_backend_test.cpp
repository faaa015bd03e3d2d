#include "utter/media/backends/mpv/mpv_backend.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "utter/audio/wav_file.hpp"

namespace utter::media {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto patience = 30s;

// The real library, playing real files to mpv's null output, which takes as long as they do.
class Mpv : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("utter-mpv-" + std::to_string(::getpid()));
        fs::create_directories(folder_);
        auto opened = MpvBackend::open({.output = "null", .device = {}}, events());
        ASSERT_TRUE(opened) << opened.error().detail;
        mpv_ = std::move(*opened);
    }
    void TearDown() override {
        mpv_.reset();
        fs::remove_all(folder_);
    }

    BackendEvents events() {
        return {.loaded =
                    [this](TrackId id, TrackFacts facts) {
                        const std::lock_guard lock(mutex_);
                        facts_ = std::move(facts);
                        add("loaded", id);
                    },
                .ready = [this](TrackId id) { note("ready", id); },
                .buffering = [this](TrackId id) { note("buffering", id); },
                .ended = [this](TrackId id) { note("ended", id); },
                .failed = [this](TrackId id, const std::string&) { note("failed", id); },
                .died = [this](const std::string&) { note("died", 0); }};
    }
    void note(const std::string& what, TrackId id) {
        const std::lock_guard lock(mutex_);
        add(what, id);
    }
    void add(const std::string& what, TrackId id) {
        seen_.push_back(what + " " + std::to_string(id));
        changed_.notify_all();
    }
    // Waits for the nth such event.
    bool wait_for(const std::string& what, long nth = 1) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(
            lock, patience, [&] { return std::count(seen_.begin(), seen_.end(), what) >= nth; });
    }
    long seen(const std::string& what) {
        const std::lock_guard lock(mutex_);
        return std::ranges::count(seen_, what);
    }
    TrackFacts facts() {
        const std::lock_guard lock(mutex_);
        return facts_;
    }
    // What a position becomes is not an event, so this looks again and again.
    template <class Reached>
    bool until(Reached reached) {
        std::unique_lock lock(mutex_);
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!reached(mpv_->position())) {
            if (std::chrono::steady_clock::now() > deadline) {
                ADD_FAILURE() << "it stays at " << mpv_->position().count() << " ms";
                return false;
            }
            changed_.wait_for(lock, 5ms);
        }
        return true;
    }
    std::string tone(std::chrono::milliseconds length, const std::string& name = "tone.wav") {
        audio::AudioBuffer sound{{}, 8'000};
        for (int i = 0; i < length.count() * 8; ++i) {
            sound.samples.push_back(0.2F * std::sin(static_cast<float>(i) * 0.3F));
        }
        const auto bytes = audio::encode_wav(sound).value();
        std::ofstream(folder_ / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        return "file://" + (folder_ / name).string();
    }

    fs::path folder_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> seen_;
    TrackFacts facts_;
    std::unique_ptr<PlayerBackend> mpv_;
};

TEST_F(Mpv, PlaysAFileToItsEndAndSaysSo) {
    mpv_->load(1, tone(700ms));
    ASSERT_TRUE(wait_for("ended 1"));
    EXPECT_TRUE(wait_for("loaded 1"));
    EXPECT_TRUE(wait_for("ready 1"));
    EXPECT_EQ(facts().length, 700ms);
    EXPECT_TRUE(facts().can_seek);
    EXPECT_EQ(facts().title, "tone.wav");
    EXPECT_EQ(seen("failed 1"), 0);
}

TEST_F(Mpv, ItsPositionGoesOnWithTheSoundAndStandsWhilePaused) {
    mpv_->load(1, tone(60s));
    ASSERT_TRUE(wait_for("ready 1"));
    ASSERT_TRUE(until([](auto at) { return at > 200ms; }));
    mpv_->pause(true);
    mpv_->seek_to(30s);
    ASSERT_TRUE(wait_for("ready 1", 2));
    ASSERT_TRUE(until([](auto at) { return at == 30s; }));
    mpv_->pause(false);
    EXPECT_TRUE(until([](auto at) { return at > 30'200ms; }));
}

// OCP-017
TEST_F(Mpv, TwoOffsetsInARowAddUp) {
    mpv_->load(1, tone(60s));
    ASSERT_TRUE(wait_for("ready 1"));
    mpv_->pause(true);
    mpv_->seek_to(5s);
    mpv_->seek_by(10s);
    mpv_->seek_by(10s);
    // An offset counts from the block of sound that was played last, not from its sample.
    EXPECT_TRUE(until([](auto at) { return at >= 24'500ms; }));
    mpv_->seek_by(-4500ms);
    EXPECT_TRUE(until([](auto at) { return at >= 19'500ms && at < 21s; }));
}

TEST_F(Mpv, WhatItCannotOpenHasFailedAndTheNextPlays) {
    mpv_->load(1, "file://" + (folder_ / "absent.wav").string());
    ASSERT_TRUE(wait_for("failed 1"));
    std::ofstream(folder_ / "text.wav") << "this is no sound";
    mpv_->load(2, "file://" + (folder_ / "text.wav").string());
    ASSERT_TRUE(wait_for("failed 2"));
    mpv_->load(3, tone(100ms));
    EXPECT_TRUE(wait_for("ended 3"));
}

TEST_F(Mpv, OneTrackReplacesAnotherAndAStoppedOneHasNoEnd) {
    mpv_->load(1, tone(60s));
    ASSERT_TRUE(wait_for("ready 1"));
    mpv_->load(2, tone(60s, "other.wav"));
    ASSERT_TRUE(wait_for("ready 2"));
    mpv_->stop();
    mpv_->load(3, tone(100ms, "short.wav"));
    ASSERT_TRUE(wait_for("ended 3"));
    EXPECT_EQ(seen("ended 1"), 0);
    EXPECT_EQ(seen("ended 2"), 0);
}

TEST_F(Mpv, APlaylistFileIsOneTrack) {
    tone(600ms);  // long enough to be met playing, on a busy machine too
    std::ofstream(folder_ / "list.m3u") << "#EXTM3U\ntone.wav\ntone.wav\n";
    mpv_->load(1, "file://" + (folder_ / "list.m3u").string());
    ASSERT_TRUE(wait_for("ended 1"));
    EXPECT_EQ(seen("ready 1"), 2);
}

// OCP-043
TEST_F(Mpv, WithoutItsOutputWhatIsLoadedFails) {
    mpv_ = std::move(*MpvBackend::open({.output = "gramophone", .device = {}}, events()));
    mpv_->load(1, tone(100ms));
    EXPECT_TRUE(wait_for("failed 1"));
    EXPECT_EQ(seen("ready 1"), 0);
}

}  // namespace
}  // namespace utter::media
