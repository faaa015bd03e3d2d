#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

/// The YAML that sentence files are written in: one document, read by the core schema of YAML 1.2.
namespace utter::intent::hassil {

/// Limits of one file; above one it is refused.
inline constexpr std::size_t yaml_bytes_max = std::size_t{8} * 1024 * 1024;
inline constexpr std::size_t yaml_depth_max = 64;
inline constexpr std::size_t yaml_nodes_max =
    1'000'000;  ///< aliases counted as often as they stand

struct YamlMember;

/// One value with the line it begins on (1-based). Mappings keep the order of the file.
struct YamlNode {
    using Sequence = std::vector<YamlNode>;
    using Mapping = std::vector<YamlMember>;

    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Sequence, Mapping> value;
    std::uint32_t line = 0;

    [[nodiscard]] bool is_null() const noexcept { return value.index() == 0; }
    /// Null when the value is of another kind.
    [[nodiscard]] const std::string* string() const noexcept { return std::get_if<4>(&value); }
    [[nodiscard]] const Sequence* sequence() const noexcept { return std::get_if<5>(&value); }
    [[nodiscard]] const Mapping* mapping() const noexcept { return std::get_if<6>(&value); }
    /// The value under `key`, or null when this is no mapping or has no such key.
    [[nodiscard]] const YamlNode* find(std::string_view key) const noexcept;
};

struct YamlMember {
    std::string key;
    YamlNode value;
};

/// Parses one document. An empty text is null.
/// @return malformed or limit, with the line; `name` is the file to speak of.
[[nodiscard]] Result<YamlNode> parse_yaml(std::string_view text, std::string_view name);

/// Reads and parses a file. The error names the file by `name`, or by its path when that is empty.
[[nodiscard]] Result<YamlNode> load_yaml(const std::filesystem::path& file,
                                         std::string_view name = {});

/// Puts `from` into `into`: mappings are merged key by key, sequences appended, anything else
/// replaced. A key whose kind differs is replaced too.
void merge_yaml(YamlNode& into, YamlNode from);

[[nodiscard]] json::value to_json(const YamlNode& node);

}  // namespace utter::intent::hassil
