#include "utter/platform/storage/sample_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <system_error>
#include <vector>

#include "utter/audio/sound_reader.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/core/log.hpp"
#include "utter/platform/domain/field_fault.hpp"
#include "utter/platform/storage/durable_file.hpp"
#include "utter/platform/storage/sql_context.hpp"

namespace utter::platform {
namespace {

constexpr std::size_t name_characters_max = 200;
constexpr std::string_view called = "the sample";
// Voices need no higher rate.
constexpr audio::SoundReader::Options as_voice{.highest_rate_hz = 48'000};

std::unexpected<Error> unfit(std::string detail) {
    return fail(ErrorCode::invalid_argument, std::move(detail));
}

double seconds(std::chrono::milliseconds duration) {
    return static_cast<double>(duration.count()) / 1'000;
}

std::string file_name(const std::string& sample_id) {
    return sample_id + ".wav";
}

// Whether a file is named as those of samples are, finished or not.
bool is_ours(std::string name) {
    if (name.ends_with(".part")) name.resize(name.size() - 5);
    return name.ends_with(".wav") && is_uuid(name.substr(0, name.size() - 4));
}

std::unexpected<Error> io_failure(const std::filesystem::path& path, const std::error_code& why) {
    return std::unexpected(Error{
        ErrorCode::io, "the folder " + path.string() + " cannot be used: " + why.message(), true});
}

}  // namespace

Result<void> SampleStoreSettings::validate() const {
    using namespace std::chrono_literals;
    const auto refuse = [](std::string_view field, std::string_view range) {
        return unfit(fmt::format("the sample setting '{}' must be {}", field, range));
    };
    if (folder.empty()) return refuse("folder", "a path");
    if (bytes_max < 1024 || bytes_max > 1U << 30U) return refuse("bytes_max", "1 KiB to 1 GiB");
    if (sample_rate_hz_min < 8'000 || sample_rate_hz_min > 192'000) {
        return refuse("sample_rate_hz_min", "8000 to 192000");
    }
    if (duration_min < 100ms || duration_min > 1min) {
        return refuse("duration_min", "100 ms to 1 minute");
    }
    if (duration_max < duration_min || duration_max > audio::sound_duration_max) {
        return refuse("duration_max", "duration_min to 10 minutes");
    }
    if (!(loudness_dbfs_min >= -90 && loudness_dbfs_min <= 0)) {
        return refuse("loudness_dbfs_min", "-90 to 0");
    }
    if (!(speech_share_min >= 0 && speech_share_min <= 1)) {
        return refuse("speech_share_min", "0 to 1");
    }
    if (!(clipped_share_max >= 0 && clipped_share_max <= 1)) {
        return refuse("clipped_share_max", "0 to 1");
    }
    return {};
}

SampleCheck::SampleCheck(std::uint32_t sample_rate_hz, const SampleStoreSettings& settings)
    : settings_(settings), sample_rate_hz_(sample_rate_hz) {}

void SampleCheck::add(std::span<const float> samples) {
    const auto frame = std::max<std::size_t>(1, sample_rate_hz_ / 50);
    const double power_min = std::pow(10, settings_.loudness_dbfs_min / 10);
    constexpr float full_scale = 0.999F;
    // A single sample there may be a peak that just fits.
    constexpr std::size_t run_min = 3;
    samples_ += samples.size();
    for (const float sample : samples) {
        run_ = std::abs(sample) >= full_scale ? run_ + 1 : 0;
        if (run_ >= run_min) clipped_ += run_ == run_min ? run_min : 1;
        const double x = sample;
        sum_ += x;
        squares_ += x * x;
        if (++frame_samples_ < frame) continue;
        // A constant offset is no loudness.
        const auto count = static_cast<double>(frame);
        const double mean = sum_ / count;
        if (squares_ / count - mean * mean >= power_min) ++loud_frames_;
        ++frames_;
        frame_samples_ = 0;
        sum_ = 0;
        squares_ = 0;
    }
}

std::chrono::milliseconds SampleCheck::duration() const {
    return std::chrono::milliseconds(samples_ * 1'000 / sample_rate_hz_);
}

Result<void> SampleCheck::verdict() const {
    if (sample_rate_hz_ < settings_.sample_rate_hz_min) {
        return unfit(fmt::format("the sample rate is {} Hz, it must be at least {} Hz",
                                 sample_rate_hz_,
                                 settings_.sample_rate_hz_min));
    }
    const auto length = duration();
    if (length < settings_.duration_min) {
        return unfit(fmt::format("the length is {:.2f} s, it must be at least {:.2f} s",
                                 seconds(length),
                                 seconds(settings_.duration_min)));
    }
    if (length > settings_.duration_max) {
        return fail(ErrorCode::limit,
                    fmt::format("the length is {:.0f} s, it may be at most {:.0f} s",
                                seconds(length),
                                seconds(settings_.duration_max)));
    }
    const auto share = [](std::size_t part, std::size_t whole) {
        return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
    };
    const double loud = share(loud_frames_, frames_);
    if (loud < settings_.speech_share_min) {
        return unfit(
            fmt::format("too much silence: {:.1f} % of the time is louder than {:.0f} dBFS,"
                        " at least {:.0f} % must be",
                        loud * 100,
                        settings_.loudness_dbfs_min,
                        settings_.speech_share_min * 100));
    }
    const double clipped = share(clipped_, samples_);
    if (clipped > settings_.clipped_share_max) {
        return unfit(
            fmt::format("clipping: {:.1f} % of the sound is cut off at full scale, at most"
                        " {:.1f} % may be; record it with less gain",
                        clipped * 100,
                        settings_.clipped_share_max * 100));
    }
    return {};
}

Result<SampleStore> SampleStore::open(SampleStoreSettings settings,
                                      VoiceRepository& voices,
                                      const Clock& clock) {
    if (auto valid = settings.validate(); !valid) return std::unexpected(valid.error());
    std::error_code failed;
    std::filesystem::create_directories(settings.folder, failed);
    if (failed) return io_failure(settings.folder, failed);
    // Voices are personal.
    std::filesystem::permissions(settings.folder, std::filesystem::perms::owner_all, failed);
    SampleStore store(std::move(settings), voices, clock);
    const auto removed = store.sweep();
    if (!removed) return std::unexpected(removed.error());
    if (*removed > 0) log::info("platform.samples.swept", {{"files", *removed}});
    return store;
}

CheckedSample::~CheckedSample() {
    if (file_.empty()) return;
    std::error_code left;  // for the next sweep
    std::filesystem::remove(file_, left);
}

Result<VoiceSample> SampleStore::add(const std::string& voice_id,
                                     std::span<const std::byte> bytes,
                                     std::string_view name) {
    const auto voice = voices_->get(voice_id);
    if (!voice) return std::unexpected(voice.error());
    return file(*voice, check(*voice, bytes, name));
}

Result<UnnamedFile> SampleStore::make_upload() const {
    return UnnamedFile::make(settings_.folder);
}

Result<CheckedSample> SampleStore::check(const Voice& voice,
                                         std::span<const std::byte> bytes,
                                         std::string_view name) const {
    const auto open = [bytes] { return audio::SoundReader::open(bytes, called, as_voice); };
    return check(voice, bytes.size(), open, name);
}

Result<CheckedSample> SampleStore::check(const Voice& voice,
                                         const UnnamedFile& upload,
                                         std::string_view name) const {
    const auto open = [&] { return audio::SoundReader::open(upload.path(), called, as_voice); };
    return check(voice, upload.size(), open, name);
}

template <class OpenSound>
Result<CheckedSample> SampleStore::check(const Voice& voice,
                                         std::size_t bytes,
                                         OpenSound open_sound,
                                         std::string_view name) const {
    if (bytes > settings_.bytes_max) {
        return fail(
            ErrorCode::limit,
            fmt::format("the size is {} bytes, it may be at most {}", bytes, settings_.bytes_max));
    }
    auto sound = open_sound();
    if (!sound) return std::unexpected(sound.error());

    VoiceSample sample;
    sample.id = make_uuid();
    sample.voice_id = voice.id;
    sample.name = clean_line(name, name_characters_max);
    sample.audio_path = voice.id + "/" + file_name(sample.id);
    sample.sample_rate_hz = sound->sample_rate_hz();
    const auto path = path_of(sample);
    std::error_code failed;
    std::filesystem::create_directory(path.parent_path(), failed);
    if (failed) return io_failure(path.parent_path(), failed);
    if (auto written = write_checked(*sound, path, sample); !written) {
        return std::unexpected(written.error());
    }
    return CheckedSample(std::move(sample), path);
}

Result<VoiceSample> SampleStore::file(const Voice& voice, Result<CheckedSample> checked) {
    if (!checked) {
        // A voice that was removed takes the folder with it, and nothing can be written there.
        if (auto there = voices_->get(voice.id); !there) return std::unexpected(there.error());
        return std::unexpected(checked.error());
    }
    auto& sample = checked->sample();
    sample.uploaded_at = std::chrono::floor<std::chrono::microseconds>(clock_->now());
    if (auto filed = voices_->add_sample(sample); !filed) return std::unexpected(filed.error());
    checked->keep();
    return std::move(sample);
}

Result<void> SampleStore::write_checked(audio::SoundReader& sound,
                                        const std::filesystem::path& path,
                                        VoiceSample& sample) const {
    auto file = DurableFile::open(path);
    if (!file) return std::unexpected(file.error());
    auto wav = audio::SoundWriter::open(
        sample.sample_rate_hz,
        audio::SoundFormat::wav,
        [&file, &sample](std::size_t offset, std::span<const std::byte> piece) {
            sample.bytes = std::max<std::uint64_t>(sample.bytes, offset + piece.size());
            return file->write_at(offset, piece);
        });
    SampleCheck check(sample.sample_rate_hz, settings_);
    std::vector<float> block;
    bool goes_on = true;
    while (goes_on) {
        block.clear();
        const auto more = sound.read(block);
        if (!more) return std::unexpected(more.error());
        check.add(block);
        if (!wav || !wav->write(block)) {
            auto written = file->written();
            return written ? fail(ErrorCode::internal, "the sample cannot be encoded") : written;
        }
        goes_on = *more;
    }
    if (auto fit = check.verdict(); !fit) return fit;
    sample.duration = check.duration();
    static_cast<void>(wav->finish());  // the file knows better why not
    return file->commit();
}

Result<audio::AudioBuffer> SampleStore::read(const VoiceSample& sample) const {
    return audio::read_wav(path_of(sample));
}

std::filesystem::path SampleStore::path_of(const VoiceSample& sample) const {
    return settings_.folder / sample.audio_path;
}

Result<void> SampleStore::remove(const std::string& voice_id, const std::string& sample_id) {
    const auto sample = voices_->get_sample(voice_id, sample_id);
    if (!sample) return std::unexpected(sample.error());
    if (auto removed = voices_->remove_sample(voice_id, sample_id); !removed) return removed;
    std::error_code left;  // for the next sweep
    std::filesystem::remove(path_of(*sample), left);
    return {};
}

Result<void> SampleStore::remove_voice(const std::string& voice_id,
                                       std::optional<std::int64_t> revision) {
    if (auto removed = voices_->remove(voice_id, revision); !removed) return removed;
    std::error_code left;  // for the next sweep
    std::filesystem::remove_all(settings_.folder / voice_id, left);
    return {};
}

Result<std::size_t> SampleStore::sweep() {
    std::size_t removed = 0;
    std::error_code failed;
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(settings_.folder, failed)) {
        if (entry.is_directory(failed) && is_uuid(entry.path().filename().string())) {
            folders.push_back(entry.path());
        }
    }
    if (failed) return io_failure(settings_.folder, failed);
    for (const auto& folder : folders) {
        const auto voice_id = folder.filename().string();
        std::set<std::string> filed;
        PageRequest request{.limit = page_limit_max};
        do {
            const auto page = voices_->list_samples(voice_id, request);
            if (!page && page.error().code == ErrorCode::not_found) break;
            if (!page) return std::unexpected(page.error());
            for (const auto& sample : page->items) filed.insert(file_name(sample.id));
            request.after = page->next;
        } while (!request.after.empty());
        for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
            const auto name = entry.path().filename().string();
            if (!is_ours(name) || filed.contains(name)) continue;
            if (std::filesystem::remove(entry.path(), failed)) ++removed;
        }
        std::filesystem::remove(folder, failed);  // if nothing is left in it
    }
    return removed;
}

}  // namespace utter::platform
