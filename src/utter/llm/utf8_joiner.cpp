#include "utter/llm/utf8_joiner.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace utter::llm {
namespace {

struct Step {
    std::size_t bytes;
    enum class Kind { character, stray, beginning } kind;
};

constexpr bool between(std::uint8_t byte, std::uint8_t low, std::uint8_t high) {
    return byte >= low && byte <= high;
}

// What stands at the head of `text`, by table 3-7 of the Unicode standard.
Step step_at(std::string_view text) {
    const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto lead = byte(0);
    if (lead < 0x80) return {1, Step::Kind::character};
    std::size_t length = 0;
    if (between(lead, 0xC2, 0xDF)) length = 2;
    if (between(lead, 0xE0, 0xEF)) length = 3;
    if (between(lead, 0xF0, 0xF4)) length = 4;
    if (length == 0) return {1, Step::Kind::stray};
    for (std::size_t i = 1; i < length; ++i) {
        if (i == text.size()) return {i, Step::Kind::beginning};
        std::uint8_t low = 0x80;
        std::uint8_t high = 0xBF;
        if (i == 1 && lead == 0xE0) low = 0xA0;
        if (i == 1 && lead == 0xED) high = 0x9F;
        if (i == 1 && lead == 0xF0) low = 0x90;
        if (i == 1 && lead == 0xF4) high = 0x8F;
        if (!between(byte(i), low, high)) return {i, Step::Kind::stray};
    }
    return {length, Step::Kind::character};
}

}  // namespace

std::string Utf8Joiner::feed(std::string_view piece) {
    std::string text = std::move(waiting_);
    waiting_.clear();
    text += piece;
    std::string out;
    out.reserve(text.size());
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto step = step_at(rest);
        if (step.kind == Step::Kind::beginning) {
            waiting_ = rest;
            break;
        }
        if (step.kind == Step::Kind::character) out += rest.substr(0, step.bytes);
        rest.remove_prefix(step.bytes);
    }
    return out;
}

}  // namespace utter::llm
