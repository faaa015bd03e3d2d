#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/core/topic.hpp"

/// Who may use the bus, and for what. Pure but for reading the key file; use on one thread.
namespace utter::bus {

/// What the holders of a role may publish and see. A list that is not given does not limit; one
/// that is given allows nothing but what it names.
struct Role {
    std::optional<std::vector<TopicFilter>> publish;
    std::optional<std::vector<TopicFilter>> see;

    [[nodiscard]] bool may_publish(std::string_view topic) const noexcept;
    [[nodiscard]] bool may_see(std::string_view topic) const noexcept;
};

using Roles = std::map<std::string, std::shared_ptr<const Role>, std::less<>>;

/// Somebody the bus let in.
struct Principal {
    std::string name;                  ///< for the log: a key's name, `uid:1000`, or "anonymous"
    std::shared_ptr<const Role> role;  ///< none: everything is allowed
};

/// One API key.
struct ApiKey {
    std::string secret;
    std::string name;  ///< empty: unnamed
    std::string role;  ///< empty: everything is allowed
};

/// Fewest characters of a key that is accepted; `utter key new` makes longer ones.
inline constexpr std::size_t key_chars_min = 16;

/// Reads a key file: a line each, `KEY [NAME [ROLE]]`, '#' starts a comment. Keys are letters,
/// digits, '-' and '_', so that they fit every header. @return malformed naming the line, without
/// ever repeating a key.
[[nodiscard]] Result<std::vector<ApiKey>> parse_keys(std::string_view text);

/// Reads and parses the file at `path`. @return io when it cannot be read, or is readable by
/// everybody on this machine.
[[nodiscard]] Result<std::vector<ApiKey>> read_keys(const std::string& path);

/// A new key from the system's randomness: 43 characters, 256 bits.
[[nodiscard]] std::string make_key();

/// Adds a line for `key` to the file at `path`, which is made (mode 0600) when there is none.
/// @return what parse_keys() would say of the result, or io; the file is then as it was.
[[nodiscard]] Result<void> add_key(const std::string& path, const ApiKey& key);

/// Removes the line of the key with this name, comments and all else kept. @return not_found when
/// there is none.
[[nodiscard]] Result<void> remove_key(const std::string& path, std::string_view name);

/// The keys in force.
class Keyring {
  public:
    /// @return invalid_argument naming the key's name when a role is not among `roles`.
    [[nodiscard]] static Result<Keyring> make(std::vector<ApiKey> keys, const Roles& roles);

    /// Compares with every key in constant time. @return who holds `secret`, or nothing.
    [[nodiscard]] std::optional<Principal> find(std::string_view secret) const;
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

  private:
    struct Entry {
        std::string secret;
        Principal principal;
    };
    std::vector<Entry> entries_;
};

/// Whether two secrets are equal, in a time that tells nothing but their lengths.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept;

/// Slows down whoever tries keys: an address that failed often has to wait.
class FailedAttempts {
  public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t attempts_max = 10;
    static constexpr std::chrono::seconds window{60};
    /// Addresses remembered; the longest unused is forgotten first.
    static constexpr std::size_t addresses_max = 1024;

    void add(const std::string& address, Clock::time_point now);
    [[nodiscard]] bool too_many(const std::string& address, Clock::time_point now) const;

  private:
    struct Count {
        std::size_t failed = 0;
        Clock::time_point since;
    };
    std::map<std::string, Count> counts_;
};

}  // namespace utter::bus
