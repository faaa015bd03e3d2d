#include "utter/llm/line_splitter.hpp"

#include <utility>

namespace utter::llm {

bool LineSplitter::feed(std::string_view bytes) {
    buffer_ += bytes;
    const auto last_end = bytes.find_last_of("\r\n");
    open_bytes_ = last_end == std::string_view::npos ? open_bytes_ + bytes.size()
                                                     : bytes.size() - last_end - 1;
    return open_bytes_ <= line_bytes_max;
}

std::optional<std::string> LineSplitter::next() {
    if (skip_lf_ && !buffer_.empty()) {
        if (buffer_.front() == '\n') buffer_.erase(0, 1);
        skip_lf_ = false;
    }
    const auto end = buffer_.find_first_of("\r\n", searched_);
    if (end == std::string::npos) {
        searched_ = buffer_.size();
        return std::nullopt;
    }
    skip_lf_ = buffer_[end] == '\r';
    auto line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    searched_ = 0;
    return line;
}

std::string LineSplitter::rest() {
    if (skip_lf_ && buffer_.starts_with('\n')) buffer_.erase(0, 1);
    skip_lf_ = false;
    searched_ = 0;
    open_bytes_ = 0;
    return std::exchange(buffer_, {});
}

}  // namespace utter::llm
