#include "utter/speech/engines/pocketsphinx/verifier.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace utter::speech::pocketsphinx {
namespace {

constexpr std::size_t window_frames = 30;

// Fitted by bench/voice/calibrate; see docs/speech.md.
constexpr double bias = 7.056;
constexpr double mean_weight = 0.1512;
constexpr double window_weight = 0.0714;

// Spreads every segment's likelihood evenly over its frames, so that searches whose segments lie
// differently can be compared frame by frame.
std::vector<double> by_frame(const Decoding& decoding, std::size_t frames) {
    std::vector<double> scores(frames, 0.0);
    for (const auto& segment : decoding.segments) {
        const double each = segment.acoustic / segment.frames();
        const auto first = static_cast<std::size_t>(std::max(segment.first_frame, 0));
        const auto last = static_cast<std::size_t>(std::max(segment.last_frame, 0));
        for (auto frame = first; frame <= last && frame < frames; ++frame) scores[frame] = each;
    }
    return scores;
}

}  // namespace

std::optional<Evidence> compare(const Decoding& grammar, const Decoding& phones) {
    if (grammar.segments.empty() || phones.segments.empty() || grammar.frames <= 0) {
        return std::nullopt;
    }
    const auto frames = static_cast<std::size_t>(grammar.frames);
    const auto said = by_frame(grammar, frames);
    const auto free = by_frame(phones, frames);
    int word_frames = 0;
    for (const auto& segment : grammar.segments) {
        if (!is_filler(segment.label)) word_frames += segment.frames();
    }
    if (word_frames == 0) return std::nullopt;

    Evidence evidence;
    double total = 0;
    double window = 0;
    double worst = 0;
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const double difference = said[frame] - free[frame];
        total += difference;
        window += difference;
        if (frame >= window_frames)
            window -= said[frame - window_frames] - free[frame - window_frames];
        worst = std::min(worst, window);
    }
    // Frames the grammar explains as noise count against it too, so the sum runs over all of them.
    evidence.mean = total / word_frames;
    evidence.worst_window = worst / static_cast<double>(window_frames);
    return evidence;
}

double acceptance(const Evidence& evidence) {
    return 1 / (1 + std::exp(-(bias + mean_weight * evidence.mean +
                               window_weight * evidence.worst_window)));
}

}  // namespace utter::speech::pocketsphinx
