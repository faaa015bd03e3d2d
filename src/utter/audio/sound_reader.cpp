#include "utter/audio/sound_reader.hpp"

#include <fcntl.h>
#include <sndfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "utter/audio/in_quotes.hpp"
#include "utter/audio/stream_resampler.hpp"

namespace utter::audio {
namespace {

// Bytes in memory, or in a file. Part of both is read at a time.
class Source {
  public:
    explicit Source(std::span<const std::byte> bytes)
        : bytes_(bytes), size_(bytes.size()), is_open_(true) {}
    explicit Source(const std::filesystem::path& path)
        : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        struct stat info{};
        if (descriptor_ < 0 || ::fstat(descriptor_, &info) != 0) return;
        size_ = static_cast<std::size_t>(info.st_size);
        is_open_ = S_ISREG(info.st_mode);
        if (!is_open_) errno = EINVAL;
    }
    ~Source() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    Source(Source&&) = delete;
    Source& operator=(Source&&) = delete;

    [[nodiscard]] bool is_open() const { return is_open_; }
    [[nodiscard]] std::size_t size() const { return size_; }

    // @return how many bytes were there
    std::size_t read_at(std::size_t offset, std::span<std::byte> into) const {
        const auto count = std::min(into.size(), size_ - std::min(offset, size_));
        if (descriptor_ < 0) {
            if (count > 0) std::memcpy(into.data(), bytes_.data() + offset, count);
            return count;
        }
        std::size_t done = 0;
        while (done < count) {
            const auto got = ::pread(
                descriptor_, into.data() + done, count - done, static_cast<off_t>(offset + done));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

  private:
    std::span<const std::byte> bytes_;
    int descriptor_ = -1;
    std::size_t size_ = 0;
    bool is_open_ = false;
};

template <std::size_t N>
bool begins_with(const std::array<std::byte, N>& head, std::string_view magic, std::size_t at = 0) {
    return std::memcmp(head.data() + at, magic.data(), magic.size()) == 0;
}

bool is_wav(const Source& source) {
    std::array<std::byte, 12> head{};
    return source.read_at(0, head) == head.size() &&
           (begins_with(head, "RIFF") || begins_with(head, "RF64")) && begins_with(head, "WAVE", 8);
}

bool is_other_container(const Source& source) {
    std::array<std::byte, 4> head{};
    if (source.read_at(0, head) < head.size()) return false;
    // An MPEG frame begins with eleven set bits.
    const bool mpeg_frame =
        head[0] == std::byte{0xff} && (head[1] & std::byte{0xe0}) == std::byte{0xe0};
    return begins_with(head, "fLaC") || begins_with(head, "OggS") || begins_with(head, "ID3") ||
           mpeg_frame;
}

// Whether the header promises more sample data than follows. libsndfile silently shortens what it
// reports to what is there, which would let a truncated recording through as a shorter one.
bool is_truncated(const Source& source) {
    std::array<std::byte, 8> chunk{};
    if (source.read_at(0, chunk) < chunk.size() || !begins_with(chunk, "RIFF")) return false;
    // Programs that write to a pipe cannot know the size and put a placeholder near the maximum.
    constexpr std::uint32_t unknown_from = 0x7fff0000;
    for (std::size_t at = 12; source.read_at(at, chunk) == chunk.size();) {
        std::uint32_t size = 0;
        for (std::size_t i = 4; i-- > 0;) {
            size = size << 8U | std::to_integer<std::uint32_t>(chunk[4 + i]);
        }
        const auto body = at + chunk.size();
        if (begins_with(chunk, "data")) return size < unknown_from && size > source.size() - body;
        at = body + size + size % 2;
    }
    return false;
}

// What libsndfile cannot read, in our words.
std::string fault_of(int libsndfile_error) {
    switch (libsndfile_error) {
        case SF_ERR_UNSUPPORTED_ENCODING:
            return " is encoded in a way that cannot be read here";
        case SF_ERR_SYSTEM:
            return " cannot be read to its end";
        default:
            return " is damaged";
    }
}

struct CloseFile {
    void operator()(SNDFILE* file) const { sf_close(file); }
};

}  // namespace

struct SoundReader::Impl {
    Impl(std::span<const std::byte> bytes, std::string_view its_name)
        : name(its_name), source(bytes) {}
    Impl(const std::filesystem::path& path, std::string_view its_name)
        : name(its_name), source(path) {}

    static SF_VIRTUAL_IO io() {
        return {.get_filelen =
                    [](void* self) { return static_cast<sf_count_t>(of(self).source.size()); },
                .seek = [](sf_count_t offset,
                           int whence,
                           void* self) { return of(self).seek(offset, whence); },
                .read =
                    [](void* into, sf_count_t count, void* self) {
                        auto& reader = of(self);
                        const auto got = reader.source.read_at(
                            reader.position,
                            {static_cast<std::byte*>(into), static_cast<std::size_t>(count)});
                        reader.position += got;
                        return static_cast<sf_count_t>(got);
                    },
                .write = [](const void*, sf_count_t, void*) { return sf_count_t{0}; },
                .tell = [](void* self) { return static_cast<sf_count_t>(of(self).position); }};
    }
    static Impl& of(void* self) { return *static_cast<Impl*>(self); }

    sf_count_t seek(sf_count_t offset, int whence) {
        sf_count_t base = 0;
        if (whence == SEEK_CUR) base = static_cast<sf_count_t>(position);
        if (whence == SEEK_END) base = static_cast<sf_count_t>(source.size());
        const auto target = base + offset;
        if (target < 0 || std::cmp_greater(target, source.size())) return -1;
        position = static_cast<std::size_t>(target);
        return target;
    }

    [[nodiscard]] Result<void> check() const;
    void mix(std::size_t frames);

    std::string name;
    Source source;
    std::size_t position = 0;
    SF_INFO info{};
    std::unique_ptr<SNDFILE, CloseFile> file{};
    std::uint32_t made_hz = 0;
    std::unique_ptr<StreamResampler> resampler{};
    std::vector<float> block{};  // of all channels
    std::vector<float> mono{};
    std::size_t frames_max = 0;
    std::size_t frames_read = 0;
};

// Whether the header is of a sound that is read here.
Result<void> SoundReader::Impl::check() const {
    if (info.samplerate < sound_rate_min_hz || info.samplerate > sound_rate_max_hz) {
        return fail(ErrorCode::unsupported,
                    in_quotes(name) + " has a sample rate of " + std::to_string(info.samplerate) +
                        " Hz; 8000 to 192000 Hz are supported");
    }
    if (info.channels < 1 || info.channels > sound_channels_max) {
        return fail(ErrorCode::unsupported,
                    in_quotes(name) + " has " + std::to_string(info.channels) + " channels; 1 to " +
                        std::to_string(sound_channels_max) + " are supported");
    }
    if (info.frames == 0) return fail(ErrorCode::malformed, in_quotes(name) + " has no samples");
    if (info.frames / info.samplerate > std::chrono::seconds(sound_duration_max).count()) {
        return fail(ErrorCode::limit, in_quotes(name) + " is longer than 10 minutes");
    }
    return {};
}

void SoundReader::Impl::mix(std::size_t frames) {
    const auto channels = static_cast<std::size_t>(info.channels);
    mono.clear();
    for (std::size_t i = 0; i < frames; ++i) {
        float sum = 0;
        for (std::size_t c = 0; c < channels; ++c) {
            const float sample = block[i * channels + c];
            sum += std::isfinite(sample) ? sample : 0.0F;
        }
        mono.push_back(sum / static_cast<float>(channels));
    }
}

SoundReader::SoundReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SoundReader::~SoundReader() = default;
SoundReader::SoundReader(SoundReader&&) noexcept = default;
SoundReader& SoundReader::operator=(SoundReader&&) noexcept = default;

Result<SoundReader> SoundReader::open(std::span<const std::byte> bytes,
                                      std::string_view name,
                                      Options options) {
    return make(std::make_unique<Impl>(bytes, name), options);
}

Result<SoundReader> SoundReader::open(const std::filesystem::path& path,
                                      std::string_view name,
                                      Options options) {
    auto impl = std::make_unique<Impl>(path, name);
    if (!impl->source.is_open()) {
        return fail(
            ErrorCode::io,
            in_quotes(name) + " cannot be opened: " + std::generic_category().message(errno));
    }
    return make(std::move(impl), options);
}

Result<SoundReader> SoundReader::make(std::unique_ptr<Impl> impl, Options options) {
    const auto name = in_quotes(impl->name);
    if (impl->source.size() == 0) return fail(ErrorCode::malformed, name + " is empty");
    if (is_wav(impl->source)) {
        if (is_truncated(impl->source)) {
            return fail(ErrorCode::malformed,
                        name + " is truncated: its header promises more samples than follow");
        }
    } else if (options.kind == Kind::wav) {
        return fail(ErrorCode::malformed, name + " is not a WAV file");
    } else if (!is_other_container(impl->source)) {
        return fail(ErrorCode::malformed, name + " is no WAV, FLAC, Ogg or MP3");
    }
    auto io = Impl::io();
    impl->file.reset(sf_open_virtual(&io, SFM_READ, &impl->info, impl.get()));
    if (!impl->file) return fail(ErrorCode::malformed, name + fault_of(sf_error(nullptr)));
    if (auto fit = impl->check(); !fit) return std::unexpected(fit.error());
    const auto rate_hz = static_cast<std::uint32_t>(impl->info.samplerate);
    impl->made_hz = std::min(rate_hz, options.highest_rate_hz);
    if (rate_hz > impl->made_hz) {
        auto opened =
            StreamResampler::create(rate_hz, impl->made_hz, StreamResampler::Quality::high);
        if (!opened) return std::unexpected(opened.error());
        impl->resampler = std::move(*opened);
    }
    constexpr std::size_t block_samples = 32'768;
    const auto channels = static_cast<std::size_t>(impl->info.channels);
    impl->block.resize(std::min<std::size_t>(block_samples, rate_hz / 4 * channels) / channels *
                       channels);
    impl->frames_max = std::size_t{rate_hz} * std::chrono::seconds(sound_duration_max).count();
    return SoundReader(std::move(impl));
}

std::uint32_t SoundReader::sample_rate_hz() const noexcept {
    return impl_->made_hz;
}

std::size_t SoundReader::samples_expected() const noexcept {
    return std::min(static_cast<std::size_t>(impl_->info.frames), impl_->frames_max) *
               impl_->made_hz / static_cast<std::size_t>(impl_->info.samplerate) +
           1;
}

Result<bool> SoundReader::read(std::vector<float>& into) {
    auto& reader = *impl_;
    const auto frames =
        sf_readf_float(reader.file.get(),
                       reader.block.data(),
                       static_cast<sf_count_t>(reader.block.size()) / reader.info.channels);
    if (frames > 0) {
        reader.frames_read += static_cast<std::size_t>(frames);
        if (reader.frames_read > reader.frames_max) {
            return fail(ErrorCode::limit, in_quotes(reader.name) + " is longer than 10 minutes");
        }
        reader.mix(static_cast<std::size_t>(frames));
        if (reader.resampler) {
            reader.resampler->process(reader.mono, into);
        } else {
            into.insert(into.end(), reader.mono.begin(), reader.mono.end());
        }
        return true;
    }
    if (reader.frames_read == 0) {
        return fail(ErrorCode::malformed, in_quotes(reader.name) + " has no samples");
    }
    if (std::cmp_less(reader.frames_read, reader.info.frames)) {
        return fail(ErrorCode::malformed, in_quotes(reader.name) + " is truncated");
    }
    if (reader.resampler) std::exchange(reader.resampler, nullptr)->finish(into);
    return false;
}

}  // namespace utter::audio
