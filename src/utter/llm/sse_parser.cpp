#include "utter/llm/sse_parser.hpp"

#include <utility>

namespace utter::llm {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

bool SseParser::feed(std::string_view bytes) {
    return lines_.feed(bytes) && data_.size() <= LineSplitter::line_bytes_max;
}

std::optional<std::string> SseParser::next() {
    while (auto line = lines_.next()) {
        if (!line->empty()) {
            take_line(*line);
        } else if (std::exchange(has_data_, false)) {
            return std::exchange(data_, {});
        }
    }
    return std::nullopt;
}

std::optional<std::string> SseParser::finish() {
    take_line(lines_.rest());
    if (!std::exchange(has_data_, false)) return std::nullopt;
    return std::exchange(data_, {});
}

void SseParser::take_line(std::string_view line) {
    if (std::exchange(first_line_, false) && line.starts_with(byte_order_mark)) {
        line.remove_prefix(byte_order_mark.size());
    }
    constexpr std::string_view field = "data";
    if (!line.starts_with(field)) return;
    line.remove_prefix(field.size());
    if (!line.empty()) {
        if (line.front() != ':') return;  // another field that starts alike
        line.remove_prefix(1);
        if (line.starts_with(' ')) line.remove_prefix(1);
    }
    if (has_data_) data_ += '\n';
    data_ += line;
    has_data_ = true;
}

}  // namespace utter::llm
