#include "utter/audio/devices/file/file_device.hpp"

#include <sndfile.h>

#include <algorithm>
#include <string>
#include <utility>

#include "utter/audio/resampler.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/core/log.hpp"

namespace utter::audio {

struct FilePlayback::File {
    SNDFILE* handle = nullptr;

    ~File() { sf_close(handle); }
    explicit File(SNDFILE* opened) : handle(opened) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File(File&&) = delete;
    File& operator=(File&&) = delete;
};

FilePlayback::FilePlayback(std::filesystem::path path, std::uint32_t sample_rate_hz)
    : PacedPlayback(sample_rate_hz), path_(std::move(path)) {}

FilePlayback::~FilePlayback() {
    stop();
}

Result<void> FilePlayback::open() {
    if (file_) return {};
    SF_INFO info{};
    info.samplerate = static_cast<int>(sample_rate_hz());
    info.channels = 1;
    info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
    auto* const handle = sf_open(path_.c_str(), SFM_WRITE, &info);
    if (handle == nullptr) {
        return fail(ErrorCode::io,
                    "the file '" + path_.string() +
                        "' cannot be written: " + std::string(sf_strerror(nullptr)));
    }
    sf_command(handle, SFC_SET_CLIPPING, nullptr, SF_TRUE);
    file_ = std::make_unique<File>(handle);
    return {};
}

void FilePlayback::close() {
    // Another start() goes on behind what is there; whoever reads it meanwhile finds it whole.
    sf_command(file_->handle, SFC_UPDATE_HEADER_NOW, nullptr, 0);
    sf_write_sync(file_->handle);
}

bool FilePlayback::put(std::span<const float> block) {
    const auto count = static_cast<sf_count_t>(block.size());
    if (sf_write_float(file_->handle, block.data(), count) == count) return true;
    log::error("audio.file_not_written", {{"file", path_.string()}});
    return false;
}

Result<void> FileCapture::open() {
    if (!sound_.samples.empty()) return {};
    auto sound = read_wav(path_);
    if (!sound) return std::unexpected(sound.error());
    auto resampled = resample(*sound, sample_rate_hz());
    if (!resampled) return std::unexpected(resampled.error());
    sound_ = std::move(*resampled);
    return {};
}

std::optional<std::size_t> FileCapture::get(std::span<float> block) {
    const auto count = std::min(block.size(), sound_.samples.size() - position_);
    if (count == 0) return std::nullopt;
    std::copy_n(
        sound_.samples.begin() + static_cast<std::ptrdiff_t>(position_), count, block.begin());
    position_ += count;
    return count;
}

}  // namespace utter::audio
