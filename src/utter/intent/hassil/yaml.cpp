#include "utter/intent/hassil/yaml.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

namespace utter::intent::hassil {
namespace {

// A plain scalar's type by the core schema; quoted ones are strings always.
YamlNode resolve(std::string_view text) {
    const auto one_of = [text](auto... words) { return ((text == words) || ...); };
    if (one_of("", "~", "null", "Null", "NULL")) return {nullptr, 0};
    if (one_of("true", "True", "TRUE")) return {true, 0};
    if (one_of("false", "False", "FALSE")) return {false, 0};
    const char first = text.front() == '+' || text.front() == '-'
                           ? text[std::min<std::size_t>(1, text.size() - 1)]
                           : text.front();
    if ((first >= '0' && first <= '9') || first == '.') {
        const auto digits = text.front() == '+' ? text.substr(1) : text;
        const char* end = digits.data() + digits.size();
        std::int64_t integer = 0;
        if (auto r = std::from_chars(digits.data(), end, integer);
            r.ec == std::errc{} && r.ptr == end) {
            return {integer, 0};
        }
        double number = 0;
        if (auto r = std::from_chars(digits.data(), end, number);
            r.ec == std::errc{} && r.ptr == end && std::isfinite(number)) {
            return {number, 0};
        }
    }
    return {std::string(text), 0};
}

// libyaml's events, put together into nodes.
class Reader {
  public:
    Reader(std::string_view text, std::string_view name) : name_(name) {
        ready_ = yaml_parser_initialize(&parser_) == 1;
        if (ready_) {
            yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
            yaml_parser_set_input_string(
                &parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
        }
    }
    ~Reader() {
        drop_event();
        if (ready_) yaml_parser_delete(&parser_);
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Result<YamlNode> document() {
        if (!ready_) return fail(ErrorCode::internal, "libyaml cannot start");
        YamlNode root;
        bool have_root = false;
        for (;;) {
            if (auto next = advance(); !next) return std::unexpected(next.error());
            switch (event_.type) {
                case YAML_STREAM_END_EVENT:
                    return root;
                case YAML_STREAM_START_EVENT:
                case YAML_DOCUMENT_START_EVENT:
                case YAML_DOCUMENT_END_EVENT:
                    break;
                default: {
                    if (have_root) return fault("a file holds one document, this is a second one");
                    auto node = read_node(0);
                    if (!node) return node;
                    root = std::move(*node);
                    have_root = true;
                }
            }
        }
    }

  private:
    [[nodiscard]] std::unexpected<Error> fault(std::string_view what,
                                               ErrorCode code = ErrorCode::malformed) const {
        return fail(code, fmt::format("{}:{}: {}", name_, line(), what));
    }
    [[nodiscard]] std::uint32_t line() const noexcept {
        return static_cast<std::uint32_t>(event_.start_mark.line + 1);
    }

    void drop_event() {
        if (have_event_) yaml_event_delete(&event_);
        have_event_ = false;
    }

    Result<void> advance() {
        drop_event();
        if (yaml_parser_parse(&parser_, &event_) == 0) {
            return fail(ErrorCode::malformed,
                        fmt::format("{}:{}: {}",
                                    name_,
                                    parser_.problem_mark.line + 1,
                                    parser_.problem != nullptr ? parser_.problem : "not YAML"));
        }
        have_event_ = true;
        return {};
    }

    // Reads the node that the current event begins.
    Result<YamlNode> read_node(std::size_t depth) {
        if (depth > yaml_depth_max) return fault("nested too deeply", ErrorCode::limit);
        if (++nodes_ > yaml_nodes_max) return fault("too many values", ErrorCode::limit);
        const auto at = line();
        Result<YamlNode> node;
        std::string anchor;
        switch (event_.type) {
            case YAML_ALIAS_EVENT:
                return read_alias();
            case YAML_SCALAR_EVENT:
                anchor = text_of(event_.data.scalar.anchor);
                node = read_scalar();
                break;
            case YAML_SEQUENCE_START_EVENT:
                anchor = text_of(event_.data.sequence_start.anchor);
                node = read_sequence(depth);
                break;
            case YAML_MAPPING_START_EVENT:
                anchor = text_of(event_.data.mapping_start.anchor);
                node = read_mapping(depth);
                break;
            default:
                return fault("something unexpected");
        }
        if (!node) return node;
        node->line = at;
        if (!anchor.empty()) anchors_[anchor] = *node;
        return node;
    }

    static std::string text_of(const unsigned char* text) {
        return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
    }

    [[nodiscard]] YamlNode read_scalar() const {
        const auto& scalar = event_.data.scalar;
        std::string text(reinterpret_cast<const char*>(scalar.value), scalar.length);
        if (scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.plain_implicit != 0) {
            return resolve(text);
        }
        return {std::move(text), 0};
    }

    Result<YamlNode> read_sequence(std::size_t depth) {
        YamlNode::Sequence items;
        for (;;) {
            if (auto next = advance(); !next) return std::unexpected(next.error());
            if (event_.type == YAML_SEQUENCE_END_EVENT) return YamlNode{std::move(items), 0};
            auto item = read_node(depth + 1);
            if (!item) return item;
            items.push_back(std::move(*item));
        }
    }

    Result<YamlNode> read_mapping(std::size_t depth) {
        YamlNode::Mapping members;
        for (;;) {
            if (auto next = advance(); !next) return std::unexpected(next.error());
            if (event_.type == YAML_MAPPING_END_EVENT) return YamlNode{std::move(members), 0};
            if (event_.type != YAML_SCALAR_EVENT) return fault("a key has to be one word");
            std::string key(reinterpret_cast<const char*>(event_.data.scalar.value),
                            event_.data.scalar.length);
            if (std::ranges::find(members, key, &YamlMember::key) != members.end()) {
                return fault(fmt::format("the key '{}' stands here twice", key));
            }
            if (auto next = advance(); !next) return std::unexpected(next.error());
            auto value = read_node(depth + 1);
            if (!value) return value;
            members.push_back({std::move(key), std::move(*value)});
        }
    }

    Result<YamlNode> read_alias() {
        const auto found = anchors_.find(text_of(event_.data.alias.anchor));
        if (found == anchors_.end()) return fault("an alias without its anchor");
        nodes_ += count(found->second);
        if (nodes_ > yaml_nodes_max) return fault("too many values", ErrorCode::limit);
        return found->second;
    }

    static std::size_t count(const YamlNode& node) {
        std::size_t total = 1;
        if (const auto* items = node.sequence()) {
            for (const auto& item : *items) total += count(item);
        } else if (const auto* members = node.mapping()) {
            for (const auto& member : *members) total += count(member.value);
        }
        return total;
    }

    std::string_view name_;
    yaml_parser_t parser_{};
    yaml_event_t event_{};
    bool ready_ = false;
    bool have_event_ = false;
    std::size_t nodes_ = 0;
    std::map<std::string, YamlNode, std::less<>> anchors_;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const noexcept {
    const auto* members = mapping();
    if (members == nullptr) return nullptr;
    const auto found = std::ranges::find(*members, key, &YamlMember::key);
    return found == members->end() ? nullptr : &found->value;
}

Result<YamlNode> parse_yaml(std::string_view text, std::string_view name) {
    if (text.size() > yaml_bytes_max) {
        return fail(ErrorCode::limit,
                    fmt::format("{}: larger than {} bytes", name, yaml_bytes_max));
    }
    return Reader(text, name).document();
}

Result<YamlNode> load_yaml(const std::filesystem::path& file, std::string_view name) {
    const std::string shown = name.empty() ? file.string() : std::string(name);
    std::ifstream in(file, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in) return fail(ErrorCode::io, fmt::format("{}: cannot be read", shown));
    return parse_yaml(text, shown);
}

void merge_yaml(YamlNode& into, YamlNode from) {
    auto* members = std::get_if<YamlNode::Mapping>(&into.value);
    auto* more_members = std::get_if<YamlNode::Mapping>(&from.value);
    if (members != nullptr && more_members != nullptr) {
        for (auto& member : *more_members) {
            const auto found = std::ranges::find(*members, member.key, &YamlMember::key);
            if (found == members->end()) {
                members->push_back(std::move(member));
            } else {
                merge_yaml(found->value, std::move(member.value));
            }
        }
        return;
    }
    auto* items = std::get_if<YamlNode::Sequence>(&into.value);
    auto* more_items = std::get_if<YamlNode::Sequence>(&from.value);
    if (items != nullptr && more_items != nullptr) {
        std::ranges::move(*more_items, std::back_inserter(*items));
        return;
    }
    into = std::move(from);
}

json::value to_json(const YamlNode& node) {
    if (const auto* items = node.sequence()) {
        json::array out;
        for (const auto& item : *items) out.push_back(to_json(item));
        return out;
    }
    if (const auto* members = node.mapping()) {
        json::object out;
        for (const auto& member : *members) out[member.key] = to_json(member.value);
        return out;
    }
    if (const auto* text = node.string()) return json::string(*text);
    if (const auto* number = std::get_if<double>(&node.value)) return *number;
    if (const auto* integer = std::get_if<std::int64_t>(&node.value)) return *integer;
    if (const auto* truth = std::get_if<bool>(&node.value)) return *truth;
    return nullptr;
}

}  // namespace utter::intent::hassil
