#include "utter/bus/access.hpp"

#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

namespace utter::bus {
namespace {

bool any_matches(const std::optional<std::vector<TopicFilter>>& filters, std::string_view topic) {
    return !filters || std::ranges::any_of(*filters, [topic](const TopicFilter& filter) {
        return filter.matches(topic);
    });
}

bool is_key_text(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

std::unexpected<Error> io_error(const std::string& path, const char* what) {
    return fail(ErrorCode::io, std::string(what) + path + ": " + std::strerror(errno));
}

Result<std::string> read_text(const std::string& path) {
    struct stat status{};
    std::ifstream file(path, std::ios::binary);
    if (!file || ::stat(path.c_str(), &status) != 0) return io_error(path, "cannot read ");
    if ((status.st_mode & (S_IROTH | S_IWOTH)) != 0) {
        return fail(ErrorCode::io,
                    path + " may be read or written by every user of this machine; chmod o-rw it");
    }
    return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

// In one step, so that nobody ever reads half a file.
Result<void> replace_file(const std::string& path, std::string_view text) {
    std::string made = path + ".XXXXXX";
    const int descriptor = ::mkstemp(made.data());  // mode 0600
    if (descriptor < 0) return io_error(path, "cannot write ");
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0) {
        // Whoever may read it today may read it tomorrow.
        [[maybe_unused]] const int owner = ::fchown(descriptor, status.st_uid, status.st_gid);
        ::fchmod(descriptor, status.st_mode);
    }
    const auto written = ::write(descriptor, text.data(), text.size());
    const bool good = written == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
    if (::close(descriptor) != 0 || !good || ::rename(made.c_str(), path.c_str()) != 0) {
        const auto error = io_error(path, "cannot write ");
        ::unlink(made.c_str());
        return error;
    }
    return {};
}

std::string at_line(std::size_t number) {
    return "line " + std::to_string(number) + ": ";
}

}  // namespace

bool Role::may_publish(std::string_view topic) const noexcept {
    return any_matches(publish, topic);
}

bool Role::may_see(std::string_view topic) const noexcept {
    return any_matches(see, topic);
}

Result<std::vector<ApiKey>> parse_keys(std::string_view text) {
    std::vector<ApiKey> keys;
    std::set<std::string> secrets;
    std::set<std::string> names;
    std::istringstream lines{std::string(text)};
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        std::istringstream words(line.substr(0, line.find('#')));
        ApiKey key;
        if (!(words >> key.secret)) continue;
        words >> key.name >> key.role;
        if (std::string more; words >> more) {
            return fail(ErrorCode::malformed,
                        at_line(number) + "more than KEY, NAME and ROLE on one line");
        }
        if (!is_key_text(key.secret)) {
            return fail(ErrorCode::malformed,
                        at_line(number) + "a key has only letters, digits, '-' and '_'");
        }
        if (key.secret.size() < key_chars_min) {
            return fail(ErrorCode::malformed,
                        at_line(number) + "a key has at least " + std::to_string(key_chars_min) +
                            " characters (`utter key new` makes one)");
        }
        if (!secrets.insert(key.secret).second) {
            return fail(ErrorCode::malformed, at_line(number) + "this key is there twice");
        }
        if (!key.name.empty() && !names.insert(key.name).second) {
            return fail(ErrorCode::malformed,
                        at_line(number) + "the name '" + key.name + "' is there twice");
        }
        keys.push_back(std::move(key));
    }
    return keys;
}

Result<std::vector<ApiKey>> read_keys(const std::string& path) {
    const auto text = read_text(path);
    if (!text) return std::unexpected(text.error());
    auto keys = parse_keys(*text);
    if (!keys) return fail(keys.error().code, path + ": " + keys.error().detail);
    return keys;
}

std::string make_key() {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    constexpr std::size_t characters = 43;
    std::array<unsigned char, characters> random{};
    // Up to 256 bytes getrandom(2) neither fails nor gives less, once the system has booted.
    if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
        throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    std::string key;
    for (const auto byte : random) key += alphabet[byte % alphabet.size()];
    return key;
}

Result<void> add_key(const std::string& path, const ApiKey& key) {
    std::string text;
    if (std::error_code ignored; std::filesystem::exists(path, ignored)) {
        auto read = read_text(path);
        if (!read) return std::unexpected(read.error());
        text = std::move(*read);
    }
    if (!text.empty() && text.back() != '\n') text += '\n';
    text += key.secret;
    for (const auto& word : {key.name, key.role}) {
        if (!word.empty()) text += ' ' + word;
    }
    text += '\n';
    if (auto keys = parse_keys(text); !keys) return std::unexpected(keys.error());
    return replace_file(path, text);
}

Result<void> remove_key(const std::string& path, std::string_view name) {
    auto text = read_text(path);
    if (!text) return std::unexpected(text.error());
    std::istringstream lines(*text);
    std::string kept;
    bool found = false;
    for (std::string line; std::getline(lines, line);) {
        const auto keys = parse_keys(line);
        if (!name.empty() && keys && !keys->empty() && keys->front().name == name) {
            found = true;
        } else {
            kept += line + '\n';
        }
    }
    if (!found) {
        return fail(ErrorCode::not_found, path + " has no key named '" + std::string(name) + "'");
    }
    return replace_file(path, kept);
}

Result<Keyring> Keyring::make(std::vector<ApiKey> keys, const Roles& roles) {
    Keyring ring;
    for (auto& key : keys) {
        Principal principal{key.name.empty() ? "unnamed key" : key.name, nullptr};
        if (!key.role.empty()) {
            const auto role = roles.find(key.role);
            if (role == roles.end()) {
                return fail(ErrorCode::invalid_argument,
                            "key '" + principal.name + "' has the role '" + key.role +
                                "', which bus.roles does not define");
            }
            principal.role = role->second;
        }
        ring.entries_.push_back({std::move(key.secret), std::move(principal)});
    }
    return ring;
}

std::optional<Principal> Keyring::find(std::string_view secret) const {
    // Every key is looked at, so that the time does not tell which one came close.
    const Entry* found = nullptr;
    for (const auto& entry : entries_) {
        if (equal_in_constant_time(entry.secret, secret)) found = &entry;
    }
    if (found == nullptr) return std::nullopt;
    return found->principal;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    unsigned char difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const volatile unsigned char x = static_cast<unsigned char>(a[i]);
        const volatile unsigned char y = static_cast<unsigned char>(b[i]);
        difference = static_cast<unsigned char>(difference | (x ^ y));
    }
    return difference == 0;
}

void FailedAttempts::add(const std::string& address, Clock::time_point now) {
    std::erase_if(counts_, [now](const auto& entry) { return now - entry.second.since > window; });
    if (counts_.size() >= addresses_max && !counts_.contains(address)) {
        counts_.erase(std::ranges::min_element(
            counts_, {}, [](const auto& entry) { return entry.second.since; }));
    }
    auto& count = counts_[address];
    if (count.failed++ == 0) count.since = now;
}

bool FailedAttempts::too_many(const std::string& address, Clock::time_point now) const {
    const auto found = counts_.find(address);
    return found != counts_.end() && found->second.failed >= attempts_max &&
           now - found->second.since <= window;
}

}  // namespace utter::bus
