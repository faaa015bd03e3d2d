#include "utter/core/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <mutex>
#include <utility>

namespace utter::log {
namespace {

std::atomic<Level> threshold{Level::info};
std::atomic<bool> print_pii{false};
std::atomic<bool> journal{false};

std::mutex capture_mutex;
std::string* captured = nullptr;  // guarded by capture_mutex

// systemd sets JOURNAL_STREAM to "device:inode" of the stream it gave us; another program's
// standard error inherited from a unit does not match, so compare as sd_journal(3) advises.
bool stderr_is_journal() {
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat info{};
    if (stream == nullptr || fstat(2, &info) != 0) return false;
    return std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino) == stream;
}

spdlog::logger& backend() {
    // Never destroyed: threads and static destructors may still log while the program ends.
    static auto& logger = *[] {
        auto made = std::make_shared<spdlog::logger>(
            "utter", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_level(spdlog::level::trace);
        journal = stderr_is_journal();
        made->set_pattern(journal ? "%v" : "%Y-%m-%d %H:%M:%S.%e %v");
        made->flush_on(spdlog::level::trace);
        return new std::shared_ptr<spdlog::logger>(std::move(made));
    }();
    return *logger;
}

// The length of the control character at `at`, or 0: C0, DEL, and C1 as UTF-8 encodes it, which
// terminals obey too.
std::size_t control_size(std::string_view text, std::size_t at) {
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(at) < ' ' || byte(at) == 0x7f) return 1;
    const bool c1 =
        byte(at) == 0xc2 && at + 1 < text.size() && byte(at + 1) >= 0x80 && byte(at + 1) <= 0x9f;
    return c1 ? 2 : 0;
}

bool plain(std::string_view value) {
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (control_size(value, at) > 0 || std::string_view(" \"=\\").contains(value[at])) {
            return false;
        }
    }
    return !value.empty();
}

// Control characters would let a peer forge log lines, so they never reach the output raw.
void append_quoted(std::string& out, std::string_view value) {
    static constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    for (std::size_t at = 0; at < value.size(); ++at) {
        const auto controls = control_size(value, at);
        if (value[at] == '\n') {
            out += "\\n";
        } else if (controls > 0) {
            for (const char raw : value.substr(at, controls)) {
                const auto c = static_cast<unsigned char>(raw);
                out += "\\x";
                out += hex[c >> 4U];
                out += hex[c & 0xfU];
            }
            at += controls - 1;
        } else {
            if (value[at] == '"' || value[at] == '\\') out += '\\';
            out += value[at];
        }
    }
    out += '"';
}

// Values, and also events and keys: those are constants, but nothing stops a caller from passing
// what a peer sent.
void append_safely(std::string& out, std::string_view text) {
    if (plain(text)) {
        out += text;
    } else {
        append_quoted(out, text);
    }
}

std::string_view label(Level level) {
    switch (level) {
        case Level::debug:
            return "DEBUG   ";
        case Level::info:
            return "INFO    ";
        case Level::warning:
            return "WARNING ";
        case Level::error:
            return "ERROR   ";
    }
    return "";
}

// The syslog priorities of sd-daemon(3).
std::string_view journal_prefix(Level level) {
    switch (level) {
        case Level::debug:
            return "<7>";
        case Level::info:
            return "<6>";
        case Level::warning:
            return "<4>";
        case Level::error:
            return "<3>";
    }
    return "";
}

}  // namespace

std::string_view to_string(Level level) noexcept {
    auto text = label(level);
    return text.substr(0, text.find(' '));
}

Result<Level> parse_level(std::string_view text) {
    std::string upper;
    std::ranges::transform(text, std::back_inserter(upper), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    if (upper == "WARN") return Level::warning;
    for (auto level : {Level::debug, Level::info, Level::warning, Level::error}) {
        if (upper == to_string(level)) return level;
    }
    return fail(ErrorCode::invalid_argument,
                "log level '" + std::string(text) + "' is not one of DEBUG, INFO, WARNING, ERROR");
}

void configure(const Options& options) {
    threshold = options.level;
    print_pii = options.pii;
    backend();
}

Options options() noexcept {
    return {threshold, print_pii};
}

bool enabled(Level level) noexcept {
    return level >= threshold.load(std::memory_order_relaxed);
}

void write(Level level, std::string_view event, Fields fields) {
    const bool wanted = enabled(level);
    std::string line(label(level));
    append_safely(line, event);
    for (const auto& field : fields) {
        if (field.key.starts_with("pii.") && !print_pii) continue;
        line += ' ';
        append_safely(line, field.key);
        line += '=';
        append_safely(line, field.value);
    }
    {
        const std::lock_guard lock(capture_mutex);
        if (captured != nullptr) {
            *captured += line + '\n';
            return;
        }
    }
    if (!wanted) return;
    auto& out = backend();
    if (journal) line.replace(0, label(level).size(), journal_prefix(level));
    out.log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

Capture::Capture() {
    const std::lock_guard lock(capture_mutex);
    captured = new std::string;
}

Capture::~Capture() {
    const std::lock_guard lock(capture_mutex);
    delete std::exchange(captured, nullptr);
}

std::string Capture::text() const {
    const std::lock_guard lock(capture_mutex);
    return *captured;
}

}  // namespace utter::log
