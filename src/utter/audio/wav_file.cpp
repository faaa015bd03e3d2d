#include "utter/audio/wav_file.hpp"

#include <sndfile.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

#include "utter/audio/in_quotes.hpp"
#include "utter/audio/sound_reader.hpp"

namespace utter::audio {
namespace {

Result<AudioBuffer> read_all(Result<SoundReader> reader) {
    if (!reader) return std::unexpected(reader.error());
    AudioBuffer made;
    made.sample_rate_hz = reader->sample_rate_hz();
    // So that it does not grow by doubling; a header that lies reserves addresses, no memory.
    made.samples.reserve(reader->samples_expected());
    for (bool more = true; more;) {
        const auto read = reader->read(made.samples);
        if (!read) return std::unexpected(read.error());
        more = *read;
    }
    return made;
}

int libsndfile_format(SoundFormat format) {
    switch (format) {
        case SoundFormat::flac:
            return SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
        case SoundFormat::mp3:
            return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
        case SoundFormat::opus:
            return SF_FORMAT_OGG | SF_FORMAT_OPUS;
        case SoundFormat::wav:
            break;
    }
    return SF_FORMAT_WAV | SF_FORMAT_PCM_16;
}

struct CloseFile {
    void operator()(SNDFILE* file) const { sf_close(file); }
};

}  // namespace

struct SoundWriter::Impl {
    static SF_VIRTUAL_IO io() {
        return {.get_filelen = [](void* self) { return static_cast<sf_count_t>(of(self).size); },
                .seek = [](sf_count_t offset,
                           int whence,
                           void* self) { return of(self).seek(offset, whence); },
                .read = [](void*, sf_count_t, void*) { return sf_count_t{0}; },
                .write =
                    [](const void* from, sf_count_t count, void* self) {
                        return of(self).write(
                            {static_cast<const std::byte*>(from), static_cast<std::size_t>(count)});
                    },
                .tell = [](void* self) { return static_cast<sf_count_t>(of(self).position); }};
    }
    static Impl& of(void* self) { return *static_cast<Impl*>(self); }

    sf_count_t seek(sf_count_t offset, int whence) {
        sf_count_t base = 0;
        if (whence == SEEK_CUR) base = static_cast<sf_count_t>(position);
        if (whence == SEEK_END) base = static_cast<sf_count_t>(size);
        const auto target = base + offset;
        if (target < 0 || std::cmp_greater(target, size)) return -1;
        position = static_cast<std::size_t>(target);
        return target;
    }

    sf_count_t write(std::span<const std::byte> bytes) {
        failed = failed || !write_at(position, bytes);
        if (failed) return 0;
        position += bytes.size();
        size = std::max(size, position);
        return static_cast<sf_count_t>(bytes.size());
    }

    WriteAt write_at;
    std::size_t position = 0;
    std::size_t size = 0;
    bool failed = false;
    std::unique_ptr<SNDFILE, CloseFile> file{};
};

SoundWriter::SoundWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SoundWriter::~SoundWriter() = default;
SoundWriter::SoundWriter(SoundWriter&&) noexcept = default;
SoundWriter& SoundWriter::operator=(SoundWriter&&) noexcept = default;

Result<SoundWriter> SoundWriter::open(std::uint32_t sample_rate_hz,
                                      SoundFormat format,
                                      WriteAt write_at) {
    const auto rate = static_cast<int>(sample_rate_hz);
    if (rate < sound_rate_min_hz || rate > sound_rate_max_hz) {
        return fail(ErrorCode::invalid_argument,
                    "a file of sound needs a sample rate of 8000 to 192000 Hz, not " +
                        std::to_string(sample_rate_hz));
    }
    auto impl = std::make_unique<Impl>();
    impl->write_at = std::move(write_at);
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = 1;
    info.format = libsndfile_format(format);
    auto io = Impl::io();
    impl->file.reset(sf_open_virtual(&io, SFM_WRITE, &info, impl.get()));
    if (!impl->file) {
        return fail(ErrorCode::unsupported,
                    "sound of " + std::to_string(rate) + " Hz cannot be encoded in this format");
    }
    sf_command(impl->file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);
    return SoundWriter(std::move(impl));
}

bool SoundWriter::write(std::span<const float> samples) {
    const auto count = static_cast<sf_count_t>(samples.size());
    return sf_writef_float(impl_->file.get(), samples.data(), count) == count && !impl_->failed;
}

bool SoundWriter::finish() {
    impl_->file.reset();  // closing writes the sizes into the header
    return !impl_->failed;
}

Result<AudioBuffer> decode_wav(std::span<const std::byte> bytes,
                               std::string_view name,
                               std::uint32_t highest_rate_hz) {
    return read_all(SoundReader::open(
        bytes, name, {.kind = SoundReader::Kind::wav, .highest_rate_hz = highest_rate_hz}));
}

Result<AudioBuffer> decode_sound(std::span<const std::byte> bytes,
                                 std::string_view name,
                                 std::uint32_t highest_rate_hz) {
    return read_all(SoundReader::open(bytes, name, {.highest_rate_hz = highest_rate_hz}));
}

Result<AudioBuffer> read_wav(const std::filesystem::path& path, std::uint32_t highest_rate_hz) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
        return fail(ErrorCode::not_found,
                    "the file " + in_quotes(path.string()) + " does not exist");
    }
    if (std::filesystem::is_directory(status)) {
        return fail(ErrorCode::io, in_quotes(path.string()) + " is a directory, not a WAV file");
    }
    if (std::filesystem::is_regular_file(status)) {
        return read_all(SoundReader::open(
            path,
            path.string(),
            {.kind = SoundReader::Kind::wav, .highest_rate_hz = highest_rate_hz}));
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        return fail(ErrorCode::io,
                    "the file " + in_quotes(path.string()) +
                        " cannot be opened: " + std::generic_category().message(errno));
    }
    // Ten minutes of the widest format (32 channels of 64 bits at 192 kHz) would be 29 GB, so the
    // bound on bytes is a practical one; the bound on time is checked on the header.
    constexpr std::size_t bytes_max = std::size_t{1} << 30;
    constexpr std::size_t step_bytes = std::size_t{1} << 20;
    std::vector<std::byte> bytes;
    // Read in steps rather than by file size: pipes and devices have none.
    while (stream) {
        const auto old = bytes.size();
        if (old > bytes_max) {
            return fail(ErrorCode::limit, in_quotes(path.string()) + " is larger than 1 GiB");
        }
        bytes.resize(old + step_bytes);
        stream.read(reinterpret_cast<char*>(bytes.data() + old), step_bytes);
        bytes.resize(old + static_cast<std::size_t>(stream.gcount()));
    }
    return decode_wav(bytes, path.string(), highest_rate_hz);
}

std::optional<SoundFormat> sound_format_from(std::string_view name) noexcept {
    if (name == "wav") return SoundFormat::wav;
    if (name == "flac") return SoundFormat::flac;
    if (name == "mp3") return SoundFormat::mp3;
    if (name == "opus") return SoundFormat::opus;
    return std::nullopt;
}

Result<std::vector<std::byte>> encode_sound(const AudioBuffer& sound, SoundFormat format) {
    if (sound.duration() > sound_duration_max) {
        return fail(ErrorCode::limit, "the sound is longer than 10 minutes");
    }
    std::vector<std::byte> made;
    auto writer = SoundWriter::open(
        sound.sample_rate_hz,
        format,
        [&made](std::size_t offset, std::span<const std::byte> bytes) {
            made.resize(std::max(made.size(), offset + bytes.size()));
            std::ranges::copy(bytes, made.begin() + static_cast<std::ptrdiff_t>(offset));
            return true;
        });
    if (!writer) return std::unexpected(writer.error());
    if (!writer->write(sound.samples) || !writer->finish()) {
        return fail(ErrorCode::internal, "the sound cannot be encoded: short write");
    }
    return made;
}

Result<std::vector<std::byte>> encode_wav(const AudioBuffer& sound) {
    return encode_sound(sound, SoundFormat::wav);
}

Result<void> write_wav(const std::filesystem::path& path, const AudioBuffer& sound) {
    const auto bytes = encode_wav(sound);
    if (!bytes) return std::unexpected(bytes.error());
    std::ofstream stream(path, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char*>(bytes->data()),
                 static_cast<std::streamsize>(bytes->size()));
    stream.close();
    if (!stream) {
        return fail(ErrorCode::io,
                    "the file " + in_quotes(path.string()) +
                        " cannot be written: " + std::generic_category().message(errno));
    }
    return {};
}

}  // namespace utter::audio
