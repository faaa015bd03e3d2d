#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace utter::llm {

/// Cuts a stream of bytes into lines, wherever its pieces end: after LF, CRLF or CR. Pure.
class LineSplitter {
  public:
    static constexpr std::size_t line_bytes_max = std::size_t{1024} * 1024;

    /// Takes the next bytes. @return false when a line is longer than line_bytes_max; the splitter
    /// is then of no more use.
    [[nodiscard]] bool feed(std::string_view bytes);

    /// The next complete line, without its end.
    [[nodiscard]] std::optional<std::string> next();

    /// What has come since the last line's end, for a stream that ends without one.
    [[nodiscard]] std::string rest();

  private:
    std::string buffer_;
    std::size_t searched_ = 0;    // no line ends before this offset
    std::size_t open_bytes_ = 0;  // of the line that has not ended
    bool skip_lf_ = false;        // a CR ended the last line; an LF right after it belongs to it
};

}  // namespace utter::llm
