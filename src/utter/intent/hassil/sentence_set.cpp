#include "utter/intent/hassil/sentence_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

#include "utter/intent/hassil/sentence_template.hpp"

namespace utter::intent::hassil {
namespace {

std::unexpected<Error> fault(std::string_view file,
                             const YamlNode& node,
                             std::string_view key,
                             std::string_view what) {
    return fail(ErrorCode::malformed, fmt::format("{}:{}: {}: {}", file, node.line, key, what));
}

Result<std::vector<std::string>> read_strings(const YamlNode& node,
                                              std::string_view file,
                                              std::string_view key) {
    const auto* items = node.sequence();
    if (items == nullptr) return fault(file, node, key, "has to be a list");
    std::vector<std::string> out;
    for (const auto& item : *items) {
        if (item.string() == nullptr) return fault(file, item, key, "has to hold texts");
        out.push_back(*item.string());
    }
    return out;
}

// A mapping as JSON; absent or empty is an empty object.
Result<json::object> read_object(const YamlNode& node,
                                 std::string_view file,
                                 std::string_view key) {
    const auto* member = node.find(key);
    if (member == nullptr || member->is_null()) return json::object();
    if (member->mapping() == nullptr) return fault(file, *member, key, "has to be a mapping");
    return to_json(*member).as_object();
}

Result<ListValue> read_value(const YamlNode& node, std::string_view file, std::string_view list) {
    ListValue out;
    if (node.mapping() == nullptr) {
        if (node.string() == nullptr) return fault(file, node, list, "a value has to be a text");
        out.in = *node.string();
        out.is_template = is_template(out.in);
        if (!out.is_template) out.out = json::string(out.in);
        return out;
    }
    const auto* in = node.find("in");
    if (in == nullptr || in->string() == nullptr) {
        return fault(file, node, list, "a value needs 'in', a text");
    }
    out.in = *in->string();
    out.is_template = is_template(out.in);
    if (const auto* value = node.find("out")) out.out = to_json(*value);
    auto context = read_object(node, file, "context");
    if (!context) return std::unexpected(context.error());
    out.context = std::move(*context);
    auto metadata = read_object(node, file, "metadata");
    if (!metadata) return std::unexpected(metadata.error());
    out.metadata = std::move(*metadata);
    return out;
}

Result<std::int64_t> read_integer(const YamlNode& node,
                                  std::string_view file,
                                  std::string_view key) {
    if (const auto* integer = std::get_if<std::int64_t>(&node.value)) return *integer;
    return fault(file, node, key, "has to be a whole number");
}

Result<RangeList> read_range(const YamlNode& node, std::string_view file, std::string_view list) {
    RangeList out;
    for (const auto& [key, target] :
         {std::pair{"from", &out.from}, std::pair{"to", &out.to}, std::pair{"step", &out.step}}) {
        const auto* member = node.find(key);
        if (member == nullptr && target != &out.step)
            return fault(file, node, list, "a range needs 'from' and 'to'");
        if (member == nullptr) continue;
        auto number = read_integer(*member, file, key);
        if (!number) return std::unexpected(number.error());
        *target = *number;
    }
    constexpr std::int64_t far = 1'000'000'000'000;
    if (out.from > out.to || out.step < 1 || out.from < -far || out.to > far) {
        return fault(file,
                     node,
                     list,
                     "'from' has to be at most 'to', both within 10^12, and 'step' at least 1");
    }
    if (const auto* member = node.find("multiplier"); member != nullptr && !member->is_null()) {
        if (const auto* number = std::get_if<double>(&member->value)) {
            out.multiplier = *number;
        } else if (auto integer = read_integer(*member, file, "multiplier")) {
            out.multiplier = static_cast<double>(*integer);
        } else {
            return std::unexpected(integer.error());
        }
    }
    if (const auto* member = node.find("fractions"); member != nullptr && !member->is_null()) {
        const auto* name = member->string();
        if (name == nullptr || (*name != "halves" && *name != "tenths")) {
            return fault(file, *member, "fractions", "is either 'halves' or 'tenths'");
        }
        out.fractions = *name == "halves" ? Fractions::halves : Fractions::tenths;
    }
    for (const auto& [key, target] :
         {std::pair{"digits", &out.digits}, std::pair{"words", &out.words}}) {
        const auto* member = node.find(key);
        if (member == nullptr) continue;
        const auto* truth = std::get_if<bool>(&member->value);
        if (truth == nullptr) return fault(file, *member, key, "is either true or false");
        *target = *truth;
    }
    if (const auto* member = node.find("words_language");
        member != nullptr && member->string() != nullptr) {
        out.words_language = *member->string();
    }
    return out;
}

Result<SlotList> read_list(const YamlNode& node, std::string_view file, std::string_view name) {
    if (const auto* values = node.find("values")) {
        if (values->sequence() == nullptr)
            return fault(file, *values, name, "'values' has to be a list");
        TextList out;
        for (const auto& item : *values->sequence()) {
            auto value = read_value(item, file, name);
            if (!value) return std::unexpected(value.error());
            out.push_back(std::move(*value));
        }
        return out;
    }
    if (const auto* range = node.find("range")) return read_range(*range, file, name);
    if (const auto* wildcard = node.find("wildcard");
        wildcard != nullptr && to_json(*wildcard) == true) {
        return WildcardList{};
    }
    return fault(file, node, name, "a list has 'values', a 'range' or 'wildcard: true'");
}

Result<void> add_settings(SentenceSet& set, const YamlNode& node, std::string_view file) {
    if (const auto* member = node.find("ignore_whitespace")) {
        const auto* truth = std::get_if<bool>(&member->value);
        if (truth == nullptr)
            return fault(file, *member, "ignore_whitespace", "is either true or false");
        set.ignore_whitespace = *truth;
    }
    return {};
}

Result<void> add_intents(SentenceSet& set, const YamlNode& node, std::string_view file) {
    if (node.mapping() == nullptr) return fault(file, node, "intents", "has to be a mapping");
    for (const auto& [intent, body] : *node.mapping()) {
        const auto* data = body.find("data");
        if (data == nullptr || data->sequence() == nullptr) {
            return fault(file, body, intent, "an intent needs 'data', a list");
        }
        // Behind the last block of the same intent, so that intents stay together.
        auto at = std::ranges::find(set.blocks.rbegin(), set.blocks.rend(), intent, &Block::intent)
                      .base();
        if (at == set.blocks.begin()) at = set.blocks.end();
        std::vector<Block> blocks;
        for (const auto& item : *data->sequence()) {
            auto block = read_block(item, file, intent);
            if (!block) return std::unexpected(block.error());
            blocks.push_back(std::move(*block));
        }
        set.blocks.insert(
            at, std::make_move_iterator(blocks.begin()), std::make_move_iterator(blocks.end()));
    }
    return {};
}

}  // namespace

bool RangeList::contains(double number) const noexcept {
    const double whole = std::floor(number);
    if (whole < static_cast<double>(from) || whole > static_cast<double>(to)) return false;
    if ((static_cast<std::int64_t>(whole) - from) % step != 0) return false;
    if (number == whole) return true;
    if (fractions == Fractions::halves) return number == whole + 0.5;
    if (fractions != Fractions::tenths) return false;
    for (const double tenth : {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}) {
        if (std::abs(number - (whole + tenth)) < 1e-9) return true;
    }
    return false;
}

Result<SlotLists> read_lists(const YamlNode& node, std::string_view file) {
    SlotLists out;
    if (node.is_null()) return out;
    if (node.mapping() == nullptr) return fault(file, node, "lists", "has to be a mapping");
    for (const auto& [name, body] : *node.mapping()) {
        auto list = read_list(body, file, name);
        if (!list) return std::unexpected(list.error());
        out.insert_or_assign(name, std::move(*list));
    }
    return out;
}

Result<void> read_rules(const YamlNode& node, std::string_view file, Rules& rules) {
    if (node.is_null()) return {};
    if (node.mapping() == nullptr)
        return fault(file, node, "expansion_rules", "has to be a mapping");
    for (const auto& [name, body] : *node.mapping()) {
        if (body.string() == nullptr) return fault(file, body, name, "a rule is a text");
        rules.insert_or_assign(name, *body.string());
    }
    return {};
}

Result<Block> read_block(const YamlNode& node, std::string_view file, std::string intent) {
    Block block;
    block.file = file;
    block.line = node.line;
    block.intent = std::move(intent);
    const auto* sentences = node.find("sentences");
    if (sentences == nullptr) return fault(file, node, "sentences", "is missing");
    if (!sentences->is_null()) {
        auto texts = read_strings(*sentences, file, "sentences");
        if (!texts) return std::unexpected(texts.error());
        block.sentences = std::move(*texts);
    }
    if (const auto* response = node.find("response");
        response != nullptr && response->string() != nullptr) {
        block.response = *response->string();
    }
    for (const auto& [key, target] : {std::pair{"slots", &block.slots},
                                      std::pair{"requires_context", &block.requires_context},
                                      std::pair{"excludes_context", &block.excludes_context},
                                      std::pair{"metadata", &block.metadata}}) {
        auto object = read_object(node, file, key);
        if (!object) return std::unexpected(object.error());
        *target = std::move(*object);
    }
    if (const auto* keywords = node.find("required_keywords");
        keywords != nullptr && !keywords->is_null()) {
        auto words = read_strings(*keywords, file, "required_keywords");
        if (!words) return std::unexpected(words.error());
        if (!words->empty()) block.required_keywords = std::move(*words);
    }
    if (const auto* rules = node.find("expansion_rules")) {
        if (auto read = read_rules(*rules, file, block.rules); !read)
            return std::unexpected(read.error());
    }
    if (const auto* lists = node.find("lists")) {
        auto read = read_lists(*lists, file);
        if (!read) return std::unexpected(read.error());
        block.lists = std::move(*read);
    }
    return block;
}

Result<void> add_file(SentenceSet& set, const YamlNode& file, std::string_view name) {
    if (file.mapping() == nullptr) return fault(name, file, "file", "has to be a mapping");
    for (const auto& [key, node] : *file.mapping()) {
        Result<void> done;
        if (key == "language") {
            if (node.string() == nullptr) return fault(name, node, key, "has to be a text");
            if (!set.language.empty() && set.language != *node.string()) {
                return fault(
                    name,
                    node,
                    key,
                    fmt::format(
                        "is '{}' here and '{}' in the files before", *node.string(), set.language));
            }
            set.language = *node.string();
        } else if (key == "lists") {
            auto lists = read_lists(node, name);
            if (!lists) return std::unexpected(lists.error());
            for (auto& [list, body] : *lists) {
                auto* known =
                    set.lists.contains(list) ? std::get_if<TextList>(&set.lists[list]) : nullptr;
                auto* more = std::get_if<TextList>(&body);
                if (known != nullptr && more != nullptr) {
                    std::ranges::move(*more, std::back_inserter(*known));
                } else {
                    set.lists.insert_or_assign(list, std::move(body));
                }
            }
        } else if (key == "expansion_rules") {
            done = read_rules(node, name, set.rules);
        } else if (key == "skip_words" && !node.is_null()) {
            auto words = read_strings(node, name, key);
            if (!words) return std::unexpected(words.error());
            std::ranges::move(*words, std::back_inserter(set.skip_words));
        } else if (key == "settings") {
            done = add_settings(set, node, name);
        } else if (key == "intents" && !node.is_null()) {
            done = add_intents(set, node, name);
        } else if (key == "responses") {
            if (const auto* errors = node.find("errors")) {
                for (auto& member :
                     to_json(*errors).is_object() ? to_json(*errors).as_object() : json::object()) {
                    set.error_responses[member.key()] = member.value();
                }
            }
        }
        if (!done) return done;
    }
    return {};
}

std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> out;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".yaml" && entry.is_regular_file(error))
            out.push_back(entry.path());
    }
    std::ranges::sort(out);
    return out;
}

Result<void> add_folder(SentenceSet& set,
                        const std::filesystem::path& folder,
                        std::string_view shown) {
    const auto files = yaml_files(folder);
    if (files.empty()) {
        return fail(ErrorCode::not_found,
                    fmt::format("{} holds no sentence file (*.yaml)", folder.string()));
    }
    for (const auto& file : files) {
        const auto name = fmt::format("{}/{}", shown, file.filename().string());
        const auto node = load_yaml(file, name);
        if (!node) return std::unexpected(node.error());
        if (auto added = add_file(set, *node, name); !added) return added;
    }
    return {};
}

Result<SentenceSet> load_sentences(const std::filesystem::path& folder) {
    SentenceSet set;
    if (auto added = add_folder(set, folder, folder.filename().string()); !added) {
        return std::unexpected(added.error());
    }
    return set;
}

}  // namespace utter::intent::hassil
