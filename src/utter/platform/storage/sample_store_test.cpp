#include "utter/platform/storage/sample_store.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <csignal>
#include <fstream>
#include <numbers>
#include <vector>

#include "utter/audio/wav_file.hpp"
#include "utter/platform/storage/storage_fixture.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

// A tone of 200 Hz for the share of each second that is not silent.
audio::AudioBuffer tone(std::chrono::milliseconds length,
                        double peak = 0.5,
                        double share = 1.0,
                        std::uint32_t rate_hz = 16'000) {
    audio::AudioBuffer sound;
    sound.sample_rate_hz = rate_hz;
    sound.samples.resize(rate_hz * static_cast<std::size_t>(length.count()) / 1'000);
    for (std::size_t i = 0; i < sound.samples.size(); ++i) {
        const double t = static_cast<double>(i) / rate_hz;
        if (t - std::floor(t) < share) {
            sound.samples[i] = static_cast<float>(peak * std::sin(2 * std::numbers::pi * 200 * t));
        }
    }
    return sound;
}

std::string fault(const audio::AudioBuffer& sound, const SampleStoreSettings& settings = {}) {
    SampleCheck check(sound.sample_rate_hz, settings);
    // In pieces that are no frames.
    for (std::span<const float> rest(sound.samples); !rest.empty();) {
        const auto piece = rest.first(std::min<std::size_t>(rest.size(), 1'111));
        check.add(piece);
        rest = rest.subspan(piece.size());
    }
    const auto fit = check.verdict();
    return fit ? "" : fit.error().detail;
}

TEST(SampleCheck, TakesWhatIsFit) {
    EXPECT_EQ(fault(tone(1s)), "");
    EXPECT_EQ(fault(tone(3s, 0.02, 0.3, 44'100)), "");
    EXPECT_EQ(fault(tone(1s, 1.0)), "");  // peaks that just fit
}

TEST(SampleCheck, NamesWhatIsWrongWithTheFigure) {
    EXPECT_EQ(fault(tone(1s, 0.5, 1, 8'000)),
              "the sample rate is 8000 Hz, it must be at least 16000 Hz");
    EXPECT_EQ(fault(tone(990ms)), "the length is 0.99 s, it must be at least 1.00 s");
    EXPECT_EQ(fault(tone(3s), {.duration_max = 2s}), "the length is 3 s, it may be at most 2 s");
    EXPECT_EQ(fault(tone(2s, 0.5, 0.06)),
              "too much silence: 6.0 % of the time is louder than -50 dBFS, at least 10 % must be");
    EXPECT_THAT(fault(tone(2s, 0.001)), HasSubstr("too much silence: 0.0 %"));
    auto clipped = tone(2s, 1.5);
    for (float& x : clipped.samples) x = std::clamp(x, -1.0F, 1.0F);
    EXPECT_THAT(fault(clipped), HasSubstr("clipping: 52.5 %"));
}

TEST(SampleCheck, AConstantOffsetIsNoSpeech) {
    auto sound = tone(2s, 0.001);
    for (float& x : sound.samples) x += 0.3F;
    EXPECT_THAT(fault(sound), HasSubstr("silence"));
}

TEST(SampleStoreSettings, NameTheFieldOutOfRange) {
    const auto with = [](auto change) {
        SampleStoreSettings settings{.folder = "x"};
        change(settings);
        const auto valid = settings.validate();
        return valid ? std::string() : valid.error().detail;
    };
    using S = SampleStoreSettings;
    EXPECT_EQ(with([](S&) {}), "");
    EXPECT_THAT(with([](S& s) { s.folder.clear(); }), HasSubstr("'folder'"));
    EXPECT_THAT(with([](S& s) { s.bytes_max = 1; }), HasSubstr("'bytes_max'"));
    EXPECT_THAT(with([](S& s) { s.sample_rate_hz_min = 1; }), HasSubstr("'sample_rate_hz_min'"));
    EXPECT_THAT(with([](S& s) { s.duration_min = 0ms; }), HasSubstr("'duration_min'"));
    EXPECT_THAT(with([](S& s) { s.duration_max = 11min; }), HasSubstr("'duration_max'"));
    EXPECT_THAT(with([](S& s) { s.loudness_dbfs_min = 1; }), HasSubstr("'loudness_dbfs_min'"));
    EXPECT_THAT(with([](S& s) { s.speech_share_min = std::nan(""); }),
                HasSubstr("'speech_share_min'"));
    EXPECT_THAT(with([](S& s) { s.clipped_share_max = 2; }), HasSubstr("'clipped_share_max'"));
}

class Samples : public testing::StorageTest {
  protected:
    void SetUp() override {
        StorageTest::SetUp();
        if (IsSkipped()) return;
        settings_.folder = folder_.path() / "samples";
        voice = make_voice();
    }

    SampleStore open_store() {
        return SampleStore::open(settings_, storage->voices(), clock).value();
    }

    std::vector<std::filesystem::path> files() const {
        std::vector<std::filesystem::path> out;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(settings_.folder)) {
            if (entry.is_regular_file()) out.push_back(entry.path());
        }
        return out;
    }

    std::string voice;
    testing::TemporaryFolder folder_;
    SampleStoreSettings settings_;
    const std::vector<std::byte> wav = audio::encode_wav(tone(2s, 0.5, 1, 22'050)).value();
};

TEST_P(Samples, AreOnDiskAndFiled) {
    auto store = open_store();
    const auto sample = store.add(voice, wav, "../../etc/pass\nwd \xff\xc3\xa4.wav");
    ASSERT_TRUE(sample) << sample.error().detail;
    EXPECT_EQ(sample->name, "../../etc/passwd \xc3\xa4.wav");
    EXPECT_EQ(sample->audio_path, voice + "/" + sample->id + ".wav");
    EXPECT_EQ(sample->duration, 2s);
    EXPECT_EQ(sample->sample_rate_hz, 22'050U);
    EXPECT_EQ(sample->uploaded_at, clock.now());
    EXPECT_EQ(sample->bytes, std::filesystem::file_size(store.path_of(*sample)));
    EXPECT_EQ(files(), std::vector{store.path_of(*sample)});
    EXPECT_EQ(storage->voices().get_sample(voice, sample->id), sample);
    EXPECT_EQ(storage->voices().get(voice)->sound, 2s);
    EXPECT_EQ(store.read(*sample)->samples.size(), 44'100U);
    struct stat info{};
    ASSERT_EQ(::stat(settings_.folder.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0700U);
}

TEST_P(Samples, RefusedOnesLeaveNothing) {
    settings_.bytes_max = 200'000;
    auto store = open_store();
    const auto as_bytes = [](std::string_view text) {
        return std::as_bytes(std::span(text.data(), text.size()));
    };
    const auto code = [&](std::span<const std::byte> bytes) {
        const auto sample = store.add(voice, bytes);
        return sample ? std::string("taken") : std::string(to_string(sample.error().code));
    };
    EXPECT_EQ(code({}), "malformed");
    EXPECT_EQ(code(as_bytes("<html>not a sound</html>")), "malformed");
    EXPECT_EQ(code(std::span(wav).first(20'000)), "malformed");  // cut off
    EXPECT_EQ(code(audio::encode_wav(tone(500ms)).value()), "invalid_argument");
    EXPECT_EQ(code(audio::encode_wav(tone(10s)).value()), "limit");
    EXPECT_EQ(store.add("nobody", wav).error().code, ErrorCode::not_found);
    EXPECT_TRUE(files().empty());
    EXPECT_EQ(storage->voices().get(voice)->samples, 0U);
}

TEST_P(Samples, ThatCannotBeFiledLeaveNothing) {
    settings.samples_per_voice_max = 1;
    reopen();
    auto store = open_store();
    ASSERT_TRUE(store.add(voice, wav));
    EXPECT_EQ(store.add(voice, wav).error().code, ErrorCode::limit);
    EXPECT_EQ(files().size(), 1U);
}

TEST_P(Samples, AreRemovedWithTheirFiles) {
    auto store = open_store();
    const auto first = store.add(voice, wav).value();
    const auto second = store.add(voice, wav).value();
    EXPECT_TRUE(store.remove(voice, first.id));
    EXPECT_EQ(files(), std::vector{store.path_of(second)});
    EXPECT_EQ(store.remove(voice, first.id).error().code, ErrorCode::not_found);
    EXPECT_EQ(store.read(first).error().code, ErrorCode::not_found);
    EXPECT_EQ(store.remove_voice(voice, 1).error().code, ErrorCode::conflict);
    EXPECT_EQ(files().size(), 1U);
    EXPECT_TRUE(store.remove_voice(voice));
    EXPECT_TRUE(files().empty());
    EXPECT_EQ(store.remove_voice(voice).error().code, ErrorCode::not_found);
}

TEST_P(Samples, OrphansAreSweptAtTheStart) {
    const auto kept = [&] {
        auto store = open_store();
        return store.path_of(store.add(voice, wav).value());
    }();
    const auto put = [&](const std::filesystem::path& path) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << "x";
        return path;
    };
    const auto folder = settings_.folder;
    put(folder / voice / (sample_id(1) + ".wav"));
    put(folder / voice / (sample_id(2) + ".wav.part"));
    put(folder / sample_id(3) / (sample_id(4) + ".wav"));  // of a voice that is gone
    const auto strange = put(folder / voice / "notes.txt");
    const auto foreign = put(folder / "other" / "x.wav");
    auto store = open_store();
    EXPECT_THAT(files(), ::testing::UnorderedElementsAre(kept, strange, foreign));
    EXPECT_FALSE(std::filesystem::exists(folder / sample_id(3)));
    EXPECT_EQ(store.sweep(), 0U);
}

TEST_P(Samples, ThatNobodyFilesLeaveNothing) {
    auto store = open_store();
    const auto there = storage->voices().get(voice).value();
    {
        auto checked = store.check(there, wav, "a.wav");
        ASSERT_TRUE(checked) << checked.error().detail;
        EXPECT_EQ(checked->sample().duration, 2s);
        const auto moved = std::move(*checked);
        EXPECT_EQ(files().size(), 1U);
    }
    EXPECT_THAT(files(), ::testing::IsEmpty());
}

// Whenever it goes, before, while or after its upload is checked.
TEST_P(Samples, OfAVoiceThatWentMeanwhileAreNotFound) {
    auto store = open_store();
    const auto there = storage->voices().get(voice).value();
    auto early = store.check(there, wav, "");
    ASSERT_TRUE(store.remove_voice(voice));
    auto late = store.check(there, wav, "");
    ASSERT_TRUE(late) << "it does not look";
    Result<CheckedSample> unwritten = fail(ErrorCode::io, "its folder went");
    for (auto* checked : {&early, &late, &unwritten}) {
        const auto filed = store.file(there, std::move(*checked));
        ASSERT_FALSE(filed);
        EXPECT_EQ(filed.error().code, ErrorCode::not_found) << filed.error().detail;
    }
    EXPECT_THAT(files(), ::testing::IsEmpty());
}

// Killed at any point of an upload: what was acknowledged is there, and nothing else after a start.
TEST_P(Samples, SurviveBeingKilled) {
    storage.reset();
    std::size_t acknowledged = 0;
    for (int i = 0; i < 12; ++i) {
        std::array<int, 2> ends{};
        ASSERT_EQ(::pipe(ends.data()), 0);
        const auto child = ::fork();
        if (child == 0) {
            storage = open();
            auto store = open_store();
            while (store.add(voice, wav)) static_cast<void>(::write(ends[1], "A", 1));
            ::_exit(0);
        }
        ::close(ends[1]);
        char c = 0;
        for (int told = 0; ::read(ends[0], &c, 1) == 1;) {
            ++acknowledged;
            if (++told == 1 + i % 4) ::kill(child, SIGKILL);
        }
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
        storage = open();
        auto store = open_store();
        const auto samples = storage->voices().list_samples(voice, {.limit = 200})->items;
        EXPECT_GE(samples.size(), acknowledged);
        EXPECT_EQ(files().size(), samples.size());
        for (const auto& sample : samples) EXPECT_TRUE(store.read(sample)) << sample.id;
        acknowledged = samples.size();
        storage.reset();
    }
    EXPECT_GE(acknowledged, 12U);
}

// The bound on a file's size stands for the disk's.
TEST_P(Samples, AFullDiskIsSaidAndLeavesNothing) {
    storage.reset();
    const auto child = ::fork();
    if (child == 0) {
        storage = open();
        auto store = open_store();
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit bound{40'000, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &bound);
        const auto refused = store.add(voice, wav);
        const rlimit open_end{RLIM_INFINITY, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &open_end);
        const bool right = !refused && refused.error().code == ErrorCode::io && files().empty() &&
                           store.add(voice, wav).has_value();
        ::_exit(right ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    storage = open();
    EXPECT_EQ(storage->voices().get(voice)->samples, 1U);
}

UTTER_ON_BOTH_DATABASES(Samples);

}  // namespace
}  // namespace utter::platform
