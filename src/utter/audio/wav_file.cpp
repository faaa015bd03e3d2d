#include "utter/audio/wav_file.hpp"

#include <sndfile.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

namespace utter::audio {
namespace {

constexpr int rate_min_hz = 8000;
constexpr int rate_max_hz = 192000;

struct CloseFile {
    void operator()(SNDFILE* file) const { sf_close(file); }
};
using FileHandle = std::unique_ptr<SNDFILE, CloseFile>;

std::string in_quotes(std::string_view name) {
    return "'" + std::string(name) + "'";
}

// libsndfile reads and writes through these, so files and memory share one path.
struct Memory {
    std::span<const std::byte> input;
    std::vector<std::byte> output;
    std::size_t position = 0;
    bool writing = false;

    [[nodiscard]] std::size_t size() const { return writing ? output.size() : input.size(); }
};

sf_count_t memory_length(void* user) {
    return static_cast<sf_count_t>(static_cast<Memory*>(user)->size());
}

sf_count_t memory_seek(sf_count_t offset, int whence, void* user) {
    auto& memory = *static_cast<Memory*>(user);
    sf_count_t base = 0;
    if (whence == SEEK_CUR) base = static_cast<sf_count_t>(memory.position);
    if (whence == SEEK_END) base = static_cast<sf_count_t>(memory.size());
    const auto target = base + offset;
    if (target < 0 || std::cmp_greater(target, memory.size())) return -1;
    memory.position = static_cast<std::size_t>(target);
    return target;
}

sf_count_t memory_read(void* into, sf_count_t count, void* user) {
    auto& memory = *static_cast<Memory*>(user);
    const auto available = memory.input.size() - memory.position;
    const auto taken = std::min(static_cast<std::size_t>(count), available);
    if (taken > 0) std::memcpy(into, memory.input.data() + memory.position, taken);
    memory.position += taken;
    return static_cast<sf_count_t>(taken);
}

sf_count_t memory_write(const void* from, sf_count_t count, void* user) {
    auto& memory = *static_cast<Memory*>(user);
    const auto amount = static_cast<std::size_t>(count);
    if (memory.output.size() < memory.position + amount) {
        memory.output.resize(memory.position + amount);
    }
    std::memcpy(memory.output.data() + memory.position, from, amount);
    memory.position += amount;
    return count;
}

sf_count_t memory_tell(void* user) {
    return static_cast<sf_count_t>(static_cast<Memory*>(user)->position);
}

SF_VIRTUAL_IO memory_io{memory_length, memory_seek, memory_read, memory_write, memory_tell};

// Whether the header promises more sample data than follows. libsndfile silently shortens what it
// reports to what is there, which would let a truncated recording through as a shorter one.
bool is_truncated(std::span<const std::byte> bytes) {
    const auto u32 = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 4; i-- > 0;) {
            value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
        }
        return value;
    };
    if (std::memcmp(bytes.data(), "RIFF", 4) != 0) return false;
    constexpr std::size_t chunk_header = 8;
    // Programs that write to a pipe cannot know the size and put a placeholder near the maximum.
    constexpr std::uint32_t unknown_from = 0x7fff0000;
    for (std::size_t at = 12; at + chunk_header <= bytes.size();) {
        const auto size = u32(at + 4);
        const auto body = at + chunk_header;
        if (std::memcmp(bytes.data() + at, "data", 4) == 0) {
            return size < unknown_from && size > bytes.size() - body;
        }
        at = body + size + size % 2;
    }
    return false;
}

Result<AudioBuffer> read_all(SNDFILE* file, const SF_INFO& info, std::string_view name) {
    AudioBuffer made;
    made.sample_rate_hz = static_cast<std::uint32_t>(info.samplerate);
    const auto channels = static_cast<std::size_t>(info.channels);
    constexpr std::size_t block_frames = 16384;
    std::vector<float> block(block_frames * channels);
    const auto frames_max =
        static_cast<std::size_t>(info.samplerate) * std::chrono::seconds(wav_duration_max).count();
    while (true) {
        const auto frames = sf_readf_float(file, block.data(), block_frames);
        if (frames <= 0) break;
        for (std::size_t i = 0; std::cmp_less(i, frames); ++i) {
            float sum = 0;
            for (std::size_t c = 0; c < channels; ++c) {
                const float sample = block[i * channels + c];
                sum += std::isfinite(sample) ? sample : 0.0F;
            }
            made.samples.push_back(sum / static_cast<float>(channels));
        }
        if (made.samples.size() > frames_max) {
            return fail(ErrorCode::limit, in_quotes(name) + " is longer than 10 minutes");
        }
    }
    if (made.samples.empty())
        return fail(ErrorCode::malformed, in_quotes(name) + " has no samples");
    if (std::cmp_less(made.samples.size(), info.frames)) {
        return fail(ErrorCode::malformed, in_quotes(name) + " is truncated");
    }
    return made;
}

}  // namespace

namespace {

bool is_wav(std::span<const std::byte> bytes) {
    const bool riff = bytes.size() >= 12 && (std::memcmp(bytes.data(), "RIFF", 4) == 0 ||
                                             std::memcmp(bytes.data(), "RF64", 4) == 0);
    return riff && std::memcmp(bytes.data() + 8, "WAVE", 4) == 0;
}

bool is_other_container(std::span<const std::byte> bytes) {
    if (bytes.size() < 4) return false;
    const auto begins_with = [&](std::string_view magic) {
        return std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
    };
    // An MPEG frame begins with eleven set bits.
    const bool mpeg_frame =
        bytes[0] == std::byte{0xff} && (bytes[1] & std::byte{0xe0}) == std::byte{0xe0};
    return begins_with("fLaC") || begins_with("OggS") || begins_with("ID3") || mpeg_frame;
}

Result<AudioBuffer> decode_container(std::span<const std::byte> bytes, std::string_view name) {
    Memory memory{bytes, {}, 0, false};
    SF_INFO info{};
    const FileHandle file(sf_open_virtual(&memory_io, SFM_READ, &info, &memory));
    if (!file) {
        return fail(ErrorCode::malformed,
                    in_quotes(name) + " cannot be read: " + std::string(sf_strerror(nullptr)));
    }
    if (info.samplerate < rate_min_hz || info.samplerate > rate_max_hz) {
        return fail(ErrorCode::unsupported,
                    in_quotes(name) + " has a sample rate of " + std::to_string(info.samplerate) +
                        " Hz; 8000 to 192000 Hz are supported");
    }
    if (info.channels < 1 || info.channels > wav_channels_max) {
        return fail(ErrorCode::unsupported,
                    in_quotes(name) + " has " + std::to_string(info.channels) + " channels; 1 to " +
                        std::to_string(wav_channels_max) + " are supported");
    }
    if (info.frames == 0) return fail(ErrorCode::malformed, in_quotes(name) + " has no samples");
    if (info.frames / info.samplerate > std::chrono::seconds(wav_duration_max).count()) {
        return fail(ErrorCode::limit, in_quotes(name) + " is longer than 10 minutes");
    }
    return read_all(file.get(), info, name);
}

}  // namespace

Result<AudioBuffer> decode_wav(std::span<const std::byte> bytes, std::string_view name) {
    if (bytes.empty()) return fail(ErrorCode::malformed, in_quotes(name) + " is empty");
    if (!is_wav(bytes)) {
        return fail(ErrorCode::malformed, in_quotes(name) + " is not a WAV file");
    }
    if (is_truncated(bytes)) {
        return fail(
            ErrorCode::malformed,
            in_quotes(name) + " is truncated: its header promises more samples than follow");
    }
    return decode_container(bytes, name);
}

Result<AudioBuffer> decode_sound(std::span<const std::byte> bytes, std::string_view name) {
    if (is_wav(bytes)) return decode_wav(bytes, name);
    if (is_other_container(bytes)) return decode_container(bytes, name);
    return fail(ErrorCode::malformed, in_quotes(name) + " is no WAV, FLAC, Ogg or MP3");
}

Result<AudioBuffer> read_wav(const std::filesystem::path& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
        return fail(ErrorCode::not_found,
                    "the file " + in_quotes(path.string()) + " does not exist");
    }
    if (std::filesystem::is_directory(status)) {
        return fail(ErrorCode::io, in_quotes(path.string()) + " is a directory, not a WAV file");
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
    return decode_wav(bytes, path.string());
}

Result<std::vector<std::byte>> encode_wav(const AudioBuffer& sound) {
    const auto rate = static_cast<int>(sound.sample_rate_hz);
    if (rate < rate_min_hz || rate > rate_max_hz) {
        return fail(ErrorCode::invalid_argument,
                    "a WAV needs a sample rate of 8000 to 192000 Hz, not " +
                        std::to_string(sound.sample_rate_hz));
    }
    if (sound.duration() > wav_duration_max) {
        return fail(ErrorCode::limit, "the sound is longer than 10 minutes");
    }
    Memory memory{{}, {}, 0, true};
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = 1;
    info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
    FileHandle file(sf_open_virtual(&memory_io, SFM_WRITE, &info, &memory));
    if (!file) {
        return fail(ErrorCode::internal,
                    "cannot encode a WAV: " + std::string(sf_strerror(nullptr)));
    }
    sf_command(file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);
    const auto count = static_cast<sf_count_t>(sound.samples.size());
    const bool complete = sf_writef_float(file.get(), sound.samples.data(), count) == count;
    file.reset();  // closing writes the sizes into the header
    if (!complete) return fail(ErrorCode::internal, "cannot encode a WAV: short write");
    return std::move(memory.output);
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
