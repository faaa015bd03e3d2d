// Upload, train, listen: with nothing but what is embedded.

#include <gtest/gtest.h>

#include <cmath>
#include <future>
#include <string>

#include "utter/audio/speech_meter.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/core/json.hpp"
#include "utter/platform/storage/sample_store.hpp"
#include "utter/platform/storage/sql_storage.hpp"
#include "utter/platform/storage/test_database.hpp"
#include "utter/platform/training/training_runner.hpp"
#include "utter/speech/engines/espeak/espeak_trainer.hpp"
#include "utter/speech/engines/espeak/espeak_tts.hpp"

namespace utter::platform {
namespace {

constexpr auto told =
    "This is how I speak when nobody listens, and even then. It takes a while to say enough for a "
    "voice, so I go on and on about the weather, which is fine. Tomorrow there will be rain, they "
    "say, and wind from the west. On Sunday the sun may come out again, or it may not.";

double pitch_of(const audio::AudioBuffer& sound) {
    audio::SpeechMeter meter;
    meter.add(sound);
    return meter.measures().value().pitch_hz;
}

TEST(VoiceTraining, FromUploadToSpeech) {
    const testing::TemporaryFolder folder;
    const SystemClock clock;
    const StorageSettings settings{.database = folder.path() / "platform.db"};
    auto storage = SqlStorage::open(settings, clock).value();
    auto theirs = SqlStorage::open(settings, clock).value();
    auto samples =
        SampleStore::open({.folder = folder.path() / "samples"}, storage->voices(), clock).value();

    speech::EspeakSettings engine;
    engine.trained_dir = folder.path() / "trained";
    const auto say = [](const speech::EspeakSettings& how, const std::string& voice) {
        return speech::EspeakTts(how).synthesize({told, "en-US", voice, 1.0}).value();
    };
    auto someone = engine;
    someone.words_per_minute = 160;
    someone.pitch = 80;
    const auto speaker = say(someone, "en-us+f3");

    const auto voice = storage->voices().create({"Berta", "", "en-US"}).value().id;
    const auto added = samples.add(voice, audio::encode_wav(speaker).value(), "berta.wav");
    ASSERT_TRUE(added) << added.error().detail;

    std::promise<std::string> end;
    speech::EspeakTrainer trainer({.data_dir = {}, .trained_dir = engine.trained_dir});
    TrainingRunner runner({theirs->jobs(), theirs->voices(), trainer, clock},
                          {.owner = "w", .samples_folder = folder.path() / "samples"},
                          [&end](const VoiceEvent& event) {
                              const auto topic = topic_of(event);
                              if (!topic.ends_with("started") && !topic.ends_with("progress")) {
                                  end.set_value(std::string(topic));
                              }
                          });
    const auto job = storage->jobs().enqueue(voice);
    ASSERT_TRUE(job) << job.error().detail;
    runner.wake();
    EXPECT_EQ(end.get_future().get(), "utter.platform.voice.training_complete");

    const auto trained = storage->voices().get(voice).value();
    EXPECT_EQ(trained.status, VoiceStatus::ready);
    const auto profile = parse_json(trained.trained->profile).value().as_object();
    EXPECT_EQ(string_or_empty(profile, "voice"), voice);
    EXPECT_EQ(string_or_empty(profile, "trainer"), "espeak");
    const auto off = [&](double hz) { return std::abs(12 * std::log2(hz / pitch_of(speaker))); };
    EXPECT_LT(off(pitch_of(say(engine, voice))), 2);
    EXPECT_GT(off(pitch_of(say(engine, ""))), 6);
}

}  // namespace
}  // namespace utter::platform
