#include "utter/config/toml_guard.hpp"

namespace utter::config {
namespace {

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    GuardFinding run() {
        if (text_.size() > config_file_max_bytes) return finding("the file is above 1 MiB");
        while (at_ < text_.size() && found_.reason.empty()) step();
        return found_;
    }

  private:
    void step() {
        const char c = text_[at_];
        switch (c) {
            case '"':
            case '\'':
                skip_string(c);
                return;
            case '#':
                while (at_ < text_.size() && text_[at_] != '\n') ++at_;
                return;
            case '.':
                if (++dots_ >= key_parts_max) found_ = finding("a key has more than 32 parts");
                break;
            case '[':
            case '{':
                dots_ = 0;
                if (++depth_ > bracket_depth_max) {
                    found_ = finding("values are nested more than 32 deep");
                }
                break;
            case ']':
            case '}':
                dots_ = 0;
                if (depth_ > 0) --depth_;
                break;
            case '\n':
            case '=':
            case ',':
                dots_ = 0;
                break;
            default:
                break;
        }
        ++at_;
    }

    void skip_string(char quote) {
        const std::string three(3, quote);
        const bool many_lines = text_.substr(at_).starts_with(three);
        at_ += many_lines ? 3 : 1;
        while (at_ < text_.size()) {
            if (text_[at_] == '\\' && quote == '"') {
                at_ += 2;
            } else if (many_lines && text_.substr(at_).starts_with(three)) {
                at_ += 3;
                // Up to two quotes may stand directly before the closing three.
                for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) ++at_;
                return;
            } else if (!many_lines && (text_[at_] == quote || text_[at_] == '\n')) {
                if (text_[at_] == quote) ++at_;
                return;
            } else {
                ++at_;
            }
        }
    }

    GuardFinding finding(std::string reason) const {
        GuardFinding result{std::move(reason), 1, 1};
        for (const char c : text_.substr(0, at_)) {
            result.column = c == '\n' ? 1 : result.column + 1;
            result.line += c == '\n' ? 1 : 0;
        }
        return result;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t dots_ = 0;
    GuardFinding found_;
};

}  // namespace

GuardFinding guard_toml(std::string_view text) {
    return Scanner(text).run();
}

}  // namespace utter::config
