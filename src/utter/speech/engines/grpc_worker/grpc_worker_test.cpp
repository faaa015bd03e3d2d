#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <thread>

#include "utter/speech/engines/grpc_worker/grpc_stt.hpp"
#include "utter/speech/engines/grpc_worker/grpc_trainer.hpp"
#include "utter/speech/engines/grpc_worker/grpc_tts.hpp"
#include "utter/speech/engines/grpc_worker/test_worker.hpp"
#include "utter/speech/stt_chain.hpp"

namespace utter::speech {
namespace {

using grpc_worker::TestWorker;
using grpc_worker::TestWorkerScript;
using grpc_worker::Trouble;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using namespace std::chrono_literals;

audio::AudioBuffer tone(double seconds, std::uint32_t rate_hz = 16'000) {
    audio::AudioBuffer sound{{}, rate_hz};
    for (int i = 0; i < static_cast<int>(seconds * rate_hz); ++i) {
        sound.samples.push_back(0.5F * static_cast<float>(std::sin(2 * std::numbers::pi * 440 * i /
                                                                   static_cast<double>(rate_hz))));
    }
    return sound;
}

GrpcWorkerSettings settings_for(const std::string& url) {
    return {.url = url, .connect = 2s, .idle = 300ms, .total = 2s};
}

// What a call fails with, and not after its bounds.
template <class Call>
Error failure_of(const std::string& setting, Call call) {
    const auto started = std::chrono::steady_clock::now();
    const auto result = call();
    // Several times the bound, for machines that are busy.
    EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
    if (result) return {ErrorCode::internal, "it worked", false};
    EXPECT_THAT(result.error().detail, HasSubstr(setting));
    return result.error();
}

Error hearing_failure(Trouble trouble) {
    const TestWorker worker({.trouble = trouble});
    return failure_of("stt.grpc.url", [&] {
        return GrpcStt(settings_for(worker.url())).transcribe(tone(1), "en-US");
    });
}

Error speaking_failure(Trouble trouble) {
    const TestWorker worker({.trouble = trouble});
    return failure_of("tts.grpc.url", [&] {
        return GrpcTts(settings_for(worker.url())).synthesize({"hello", "en-US", "", 1.0});
    });
}

TEST(GrpcStt, SendsTheSoundAs16KhzMonoAndReadsWhatIsFinal) {
    audio::AudioBuffer got;
    const TestWorker worker({.hear = [&got](const audio::AudioBuffer& sound) {
        got = sound;
        return Result<std::string>(" Hello, World! ");
    }});
    const auto heard = GrpcStt(settings_for(worker.url())).transcribe(tone(2.5, 44'100), "en-US");
    ASSERT_TRUE(heard) << heard.error().detail;
    EXPECT_EQ(heard->text, "hello world");
    EXPECT_EQ(heard->lang, "en-US");
    EXPECT_EQ(heard->source, "open");
    EXPECT_GT(heard->confidence, 0);
    EXPECT_EQ(got.sample_rate_hz, 16'000U);
    EXPECT_NEAR(static_cast<double>(got.samples.size()), 40'000, 100);
}

TEST(GrpcStt, DoesNotAskAboutSilence) {
    const TestWorker worker({});
    GrpcStt engine(settings_for(worker.url()));
    EXPECT_EQ(engine.transcribe({std::vector<float>(16'000), 16'000}, "en")->text, "");
    EXPECT_EQ(engine.transcribe(tone(0.05), "en")->text, "");
    EXPECT_EQ(worker.calls(), 0);
}

TEST(GrpcStt, WorksOverAUnixSocket) {
    const TestWorker worker({}, "/tmp/utter-grpc-" + std::to_string(getpid()) + ".sock");
    EXPECT_EQ(GrpcStt(settings_for(worker.url())).transcribe(tone(1), "en")->text, "hello world");
}

TEST(GrpcStt, EndsAWorkerThatStalls) {
    for (const auto trouble : {Trouble::stalls_at_once, Trouble::stalls_midway}) {
        const auto error = hearing_failure(trouble);
        EXPECT_EQ(error.code, ErrorCode::timeout);
        EXPECT_THAT(error.detail, HasSubstr("silent for 300ms"));
    }
    const auto error = hearing_failure(Trouble::endless);
    EXPECT_EQ(error.code, ErrorCode::timeout);
    EXPECT_THAT(error.detail, HasSubstr("not done after 2000ms"));
}

TEST(GrpcStt, NoticesAWorkerThatDies) {
    EXPECT_EQ(hearing_failure(Trouble::dies_midway).code, ErrorCode::unavailable);
    const auto early = hearing_failure(Trouble::ends_early);
    EXPECT_EQ(early.code, ErrorCode::unavailable);
    EXPECT_THAT(early.detail, HasSubstr("without a final transcription"));
}

TEST(GrpcStt, SaysWhatTheWorkerReported) {
    const auto error = hearing_failure(Trouble::fails);
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.detail, HasSubstr("out of memory"));
    EXPECT_THAT(hearing_failure(Trouble::loading).detail, HasSubstr("being loaded"));
}

TEST(GrpcStt, IsNotReadyWhileTheModelLoads) {
    const TestWorker worker({.trouble = Trouble::loading});
    const auto checked = GrpcStt(settings_for(worker.url())).check("en");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::unavailable);
    EXPECT_THAT(checked.error().detail, HasSubstr("not ready"));
}

TEST(GrpcStt, TellsWhereNobodyListens) {
    std::string url;
    {
        const TestWorker gone({});
        url = gone.url();
    }
    const auto checked = GrpcStt(settings_for(url)).check("en");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::unavailable);
    EXPECT_THAT(checked.error().detail,
                AllOf(HasSubstr(url), HasSubstr("stt.grpc.url"), HasSubstr("cannot be reached")));
    EXPECT_THAT(GrpcStt({}).check("en").error().detail, HasSubstr("set stt.grpc.url"));
    EXPECT_THAT(GrpcStt(settings_for("http://x")).check("en").error().detail,
                HasSubstr("tcp:// or unix:///"));
}

// The next call after a worker has come back finds it.
TEST(GrpcStt, FindsAWorkerThatCameBack) {
    const auto path = "/tmp/utter-grpc-back-" + std::to_string(getpid()) + ".sock";
    auto worker = std::make_unique<TestWorker>(TestWorkerScript{}, path);
    GrpcStt engine(settings_for(worker->url()));
    EXPECT_TRUE(engine.transcribe(tone(1), "en"));
    worker.reset();
    EXPECT_FALSE(engine.transcribe(tone(1), "en"));
    worker = std::make_unique<TestWorker>(TestWorkerScript{}, path);
    const auto heard = engine.transcribe(tone(1), "en");
    EXPECT_TRUE(heard) << heard.error().detail;
}

TEST(GrpcStt, HandsOverToTheNextEngineInTheSameCall) {
    const TestWorker dying({.trouble = Trouble::dies_midway});
    const TestWorker next({.said = "the next one"});
    std::vector<std::unique_ptr<SttEngine>> engines;
    engines.push_back(std::make_unique<GrpcStt>(settings_for(dying.url())));
    engines.push_back(std::make_unique<GrpcStt>(settings_for(next.url())));
    SttChain chain(std::move(engines));
    const auto heard = chain.transcribe(tone(1), "en");
    ASSERT_TRUE(heard) << heard.error().detail;
    EXPECT_EQ(heard->text, "the next one");
    EXPECT_EQ(dying.calls(), 1);
}

TEST(GrpcTts, SpeaksWhatTheWorkerSends) {
    SynthesisRequest got;
    const TestWorker worker({.speak = [&got](const SynthesisRequest& request) {
        got = request;
        return Result<audio::AudioBuffer>(tone(1, 24'000));
    }});
    const auto sound =
        GrpcTts(settings_for(worker.url())).synthesize({" hi\n", "en-GB", "slt", 1.5});
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->sample_rate_hz, 24'000U);
    EXPECT_EQ(sound->samples.size(), 24'000U);
    EXPECT_EQ(got.text, "hi");
    EXPECT_EQ(got.lang, "en-GB");
    EXPECT_EQ(got.voice, "slt");
    EXPECT_EQ(got.rate, 1.5);
}

TEST(GrpcTts, EndsAWorkerThatStalls) {
    for (const auto trouble : {Trouble::stalls_at_once, Trouble::stalls_midway}) {
        EXPECT_EQ(speaking_failure(trouble).code, ErrorCode::timeout);
    }
    // Ten minutes of sound, or the time for a request.
    EXPECT_THAT(speaking_failure(Trouble::endless).detail,
                AnyOf(HasSubstr("longer than 10 minutes"), HasSubstr("not done after")));
}

TEST(GrpcTts, NoticesAWorkerThatDies) {
    for (const auto trouble :
         {Trouble::dies_midway, Trouble::ends_early, Trouble::fails, Trouble::loading}) {
        EXPECT_EQ(speaking_failure(trouble).code, ErrorCode::unavailable);
    }
}

TEST(GrpcTts, RefusesGarbage) {
    const auto error = speaking_failure(Trouble::sends_garbage);
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.detail, HasSubstr("cannot be played"));
}

class GrpcTrainerTest : public testing::Test {
  protected:
    GrpcTrainerTest() { std::ofstream(sample_, std::ios::binary) << std::string(100'000, 'x'); }
    ~GrpcTrainerTest() override { std::filesystem::remove(sample_); }

    [[nodiscard]] TrainingRequest request() const { return {"ann", "en-US", {sample_, sample_}}; }
    static GrpcWorkerSettings settings(const TestWorker& worker) {
        auto made = settings_for(worker.url());
        made.total = 20s;
        return made;
    }

  private:
    std::filesystem::path sample_ =
        std::filesystem::temp_directory_path() / ("utter-sample-" + std::to_string(getpid()));
};

TEST_F(GrpcTrainerTest, SendsTheSamplesAndFollowsTheJob) {
    const TestWorker worker({});
    GrpcTrainer trainer(settings(worker));
    EXPECT_TRUE(trainer.check());
    std::vector<double> told;
    const auto voice = trainer.train(
        request(),
        [&told](const TrainingProgress& progress) { told.push_back(progress.fraction); },
        {});
    ASSERT_TRUE(voice) << voice.error().detail;
    ASSERT_TRUE(*voice);
    EXPECT_EQ((*voice)->voice_id, "ann");
    EXPECT_EQ((*voice)->quality, VoiceQuality::standard);
    EXPECT_EQ((*voice)->speech, 61s);
    EXPECT_EQ((*voice)->measures.at("pitch_hz"), 181.5);
    EXPECT_EQ(worker.sample_bytes(), 200'000U);
    EXPECT_TRUE(std::ranges::is_sorted(told));
    EXPECT_EQ(told.back(), 1);
}

TEST_F(GrpcTrainerTest, CancelsTheJobWhenItIsStopped) {
    const TestWorker worker({.training_steps = -1});
    std::stop_source stop;
    const auto voice = GrpcTrainer(settings(worker))
                           .train(
                               request(),
                               [&stop](const TrainingProgress&) { stop.request_stop(); },
                               stop.get_token());
    ASSERT_TRUE(voice) << voice.error().detail;
    EXPECT_FALSE(*voice);
    EXPECT_TRUE(worker.cancelled());
}

TEST_F(GrpcTrainerTest, SaysWhyThereIsNoVoice) {
    const TestWorker worker({.trouble = Trouble::sends_garbage});
    EXPECT_THAT(GrpcTrainer(settings(worker)).train(request(), nullptr, {}).error().detail,
                AllOf(HasSubstr("trainer.grpc.url"), HasSubstr("hold no speech")));
    for (const auto trouble : {Trouble::dies_midway, Trouble::stalls_midway, Trouble::fails}) {
        const TestWorker bad({.trouble = trouble});
        const auto voice = GrpcTrainer(settings(bad)).train(request(), nullptr, {});
        ASSERT_FALSE(voice);
        EXPECT_THAT(voice.error().code, AnyOf(ErrorCode::unavailable, ErrorCode::timeout));
    }
}

TEST_F(GrpcTrainerTest, RefusesWhatCannotBeUsed) {
    const TestWorker worker({});
    GrpcTrainer trainer(settings(worker));
    for (const char* id : {"", "../ann", "a b"}) {
        auto odd = request();
        odd.voice_id = id;
        EXPECT_EQ(trainer.train(odd, nullptr, {}).error().code, ErrorCode::invalid_argument);
    }
    EXPECT_EQ(trainer.train({"ann", "en", {}}, nullptr, {}).error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(trainer.train({"ann", "en", {"/no/such.wav"}}, nullptr, {}).error().code,
              ErrorCode::io);
    EXPECT_EQ(worker.calls(), 0);
}

}  // namespace
}  // namespace utter::speech
