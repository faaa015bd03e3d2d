#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "utter/llm/line_splitter.hpp"

namespace utter::llm {

/// Reads server-sent events (WHATWG HTML section 9.2) out of a stream of bytes: the data of each
/// event, wherever the stream's pieces end. Comments, ids and event names are passed over. Pure.
class SseParser {
  public:
    /// Takes the next bytes. @return false when a line or an event is too long to be one.
    [[nodiscard]] bool feed(std::string_view bytes);

    /// The data of the next complete event; lines joined by LF.
    [[nodiscard]] std::optional<std::string> next();

    /// The data of an event that the end of the stream cut short of its empty line, if any. The
    /// specification drops it; endpoints that close right after the last line mean it.
    [[nodiscard]] std::optional<std::string> finish();

  private:
    void take_line(std::string_view line);

    LineSplitter lines_;
    std::string data_;
    bool has_data_ = false;
    bool first_line_ = true;
};

}  // namespace utter::llm
