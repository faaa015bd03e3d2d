#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace utter::bus {

/// Bytes that must be readable behind a frame that is scanned; their values do not matter.
inline constexpr std::size_t scan_padding = 64;

/// Finds the frames that are sound beyond doubt without building anything from them: nearly all.
/// What it passes, judge_frame() would accept too, but for a zero with an exponent beyond
/// a double's. Keeps its working memory between frames. Not thread-safe.
class FrameScanner {
  public:
    /// What the quick look found.
    struct Look {
        std::string_view topic;  ///< good until the next look()
        bool marked = false;     ///< some key of the context has the ending asked for
    };

    /// @param marker_ending ending of context keys to look out for; empty: none.
    explicit FrameScanner(std::string marker_ending = {});
    ~FrameScanner();
    FrameScanner(const FrameScanner&) = delete;
    FrameScanner& operator=(const FrameScanner&) = delete;
    FrameScanner(FrameScanner&&) = delete;
    FrameScanner& operator=(FrameScanner&&) = delete;

    /// @param frame a text frame's payload, with scan_padding readable bytes behind it.
    /// @return nothing when judge_frame() has to decide.
    [[nodiscard]] std::optional<Look> look(std::string_view frame);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::bus
