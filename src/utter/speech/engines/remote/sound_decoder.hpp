#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/speech/engines/remote/pcm.hpp"

namespace utter::speech::remote {

/// Takes apart the sound that a service streams, however it was cut: a WAV, known by its first
/// bytes, or samples without any header. Not thread-safe. Holds less than 64 KiB.
class SoundDecoder {
  public:
    /// Gets whole frames, in their order.
    using Sink = std::function<Result<void>(std::string_view frames, const PcmFormat& format)>;

    /// @param bare the format of samples without a header; nothing: only a WAV will do
    explicit SoundDecoder(std::optional<PcmFormat> bare, Sink sink);

    /// @return malformed or unsupported, saying what arrived instead; or what the sink returned.
    ///         Nothing after that can be read.
    [[nodiscard]] Result<void> feed(std::string_view bytes);

    /// The sound has ended. @return malformed when it may not end here: in a header, in a frame, or
    /// before a length that the header told; headers written ahead of the sound tell none
    [[nodiscard]] Result<void> finish();

  private:
    enum class State : std::uint8_t { first_bytes, chunk_header, format_chunk, skipped, samples };

    /// @return whether there was enough of the buffer to go on
    [[nodiscard]] Result<bool> step();
    [[nodiscard]] Result<bool> read_first_bytes();
    [[nodiscard]] Result<bool> read_chunk_header();
    [[nodiscard]] Result<bool> read_format();
    [[nodiscard]] Result<bool> read_samples();

    PcmFormat format_;  // of a WAV once its chunk was read
    bool bare_allowed_;
    Sink sink_;
    State state_ = State::first_bytes;
    std::string buffer_;  // what is not taken yet
    bool format_read_ = false;
    std::uint64_t left_bytes_ = 0;  // of the chunk
    bool endless_ = true;           // the samples go on to the end of the stream
};

}  // namespace utter::speech::remote
