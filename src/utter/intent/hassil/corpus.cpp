#include "utter/intent/hassil/corpus.hpp"

#include <fmt/format.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "utter/intent/hassil/names.hpp"
#include "utter/intent/hassil/sentence_template.hpp"
#include "utter/intent/hassil/text.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent::hassil {
namespace {

std::unexpected<Error> fault(std::string_view file, const YamlNode& node, std::string_view what) {
    return fail(ErrorCode::malformed, fmt::format("{}:{}: {}", file, node.line, what));
}

std::string text_under(const YamlNode& node, std::string_view key) {
    const auto* member = node.find(key);
    return member != nullptr && member->string() != nullptr ? *member->string() : std::string();
}

json::object object_under(const YamlNode& node, std::string_view key) {
    const auto* member = node.find(key);
    return member != nullptr && member->mapping() != nullptr ? to_json(*member).as_object()
                                                             : json::object();
}

const YamlNode::Sequence& items_under(const YamlNode& node, std::string_view key) {
    static const YamlNode::Sequence none;
    const auto* member = node.find(key);
    return member != nullptr && member->sequence() != nullptr ? *member->sequence() : none;
}

Result<std::vector<std::string>> names_of(const YamlNode& node, std::string_view file) {
    const auto name = text_under(node, "name");
    if (name.empty()) return fault(file, node, "needs a 'name'");
    if (!is_template(name)) return std::vector<std::string>{std::string(intent::trim(name))};
    const auto parsed = parse_sentence(name);
    if (!parsed) return fault(file, node, parsed.error().detail);
    auto names = sample(*parsed, fixture_names_max);
    if (!names) return fault(file, node, names.error().detail);
    for (auto& one : *names) one = std::string(intent::trim(normalize(one)));
    return names;
}

Result<std::vector<Place>> read_places(const YamlNode& file,
                                       std::string_view key,
                                       std::string_view name) {
    std::vector<Place> out;
    for (const auto& node : items_under(file, key)) {
        auto names = names_of(node, name);
        if (!names) return std::unexpected(names.error());
        auto id = text_under(node, "id");
        out.push_back({id.empty() ? names->front() : std::move(id),
                       std::move(*names),
                       text_under(node, "floor"),
                       text_under(node, "name")});
    }
    return out;
}

Result<Device> read_device(const YamlNode& node, std::string_view file) {
    auto names = names_of(node, file);
    if (!names) return std::unexpected(names.error());
    Device device{
        .id = text_under(node, "id"), .names = std::move(*names), .area = text_under(node, "area")};
    if (const auto domain = text_under(node, "domain"); device.id.empty() && !domain.empty()) {
        device.id = fmt::format("{}.{}", domain, device.names.front());
    }
    if (device.id.empty()) return fault(file, node, "a device needs an 'id'");
    device.attributes = object_under(node, "attributes");
    device.state = "off";
    if (const auto* state = node.find("state")) {
        if (state->mapping() != nullptr) {
            device.spoken_state = text_under(*state, "in");
            device.state = text_under(*state, "out");
        } else if (state->string() != nullptr) {
            device.state = *state->string();
        }
    }
    if (auto spoken = text_under(node, "state_with_unit"); !spoken.empty()) {
        device.spoken_state = std::move(spoken);
    }
    if (device.spoken_state.empty()) device.spoken_state = device.state;
    return device;
}

json::object read_timer(const YamlNode& node, const Fixtures& fixtures) {
    json::object timer{{"is_active", true}};
    for (const auto* key : {"start_hours",
                            "start_minutes",
                            "start_seconds",
                            "rounded_hours_left",
                            "rounded_minutes_left",
                            "rounded_seconds_left",
                            "total_seconds_left",
                            "is_active"}) {
        if (const auto* member = node.find(key)) timer[key] = to_json(*member);
    }
    timer["name"] = fold_name(text_under(node, "name"));
    auto area = text_under(node, "area");
    const auto found = std::ranges::find(fixtures.areas, area, &Place::id);
    // As the corpus' own runner has it, which leaves a template as it is here.
    if (found != fixtures.areas.end()) area = found->written;
    timer["area"] = fold_name(area);
    return timer;
}

TextList names_as_values(const std::vector<Place>& places) {
    TextList out;
    for (const auto& place : places) {
        for (const auto& name : place.names) out.push_back({.in = name, .out = json::string(name)});
    }
    return out;
}

// The rules the corpus keeps its own files to (section 7).
void check_group(const TestGroup& group,
                 std::string_view stem,
                 const YamlNode& schema,
                 std::set<std::string>& seen,
                 std::vector<std::string>& problems) {
    const auto split = stem.rfind('_');
    const auto domain = stem.substr(0, split);
    const auto intent = stem.substr(split + 1);
    if (group.intent != intent) {
        problems.push_back(fmt::format("{}: tests {}, not {}", group.file, group.intent, intent));
    }
    for (const auto& sentence : group.sentences) {
        if (!seen.insert(sentence).second)
            problems.push_back(fmt::format("{}: '{}' stands there twice", group.file, sentence));
    }
    if (domain == "homeassistant" || group.sentences.empty()) return;
    const auto* entry = schema.find(intent);
    const bool own = entry != nullptr && text_under(*entry, "domain") == domain;
    const bool given = group.slots.contains("domain") || group.context.contains("domain");
    const bool right = string_or_empty(group.slots, "domain") == domain ||
                       string_or_empty(group.context, "domain") == domain;
    if (own ? given : !right) {
        problems.push_back(
            fmt::format("{}: the tests' domain is not that of the file", group.file));
    }
}

}  // namespace

std::string fold_name(std::string_view name) {
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(std::string(intent::trim(name)));
    text.foldCase();
    std::string out;
    return text.toUTF8String(out);
}

Result<TestGroup> read_test_group(const YamlNode& node,
                                  std::string_view file,
                                  std::string_view intent_name) {
    TestGroup group{.file = std::string(file), .intent = std::string(intent_name)};
    for (const auto& sentence : items_under(node, "sentences")) {
        if (sentence.string() == nullptr)
            return fault(file, sentence, "a sentence has to be a text");
        group.sentences.push_back(*sentence.string());
    }
    const auto* intent = intent_name.empty() ? node.find("intent") : &node;
    if (intent == nullptr) return fault(file, node, "a group of tests needs an 'intent'");
    if (intent_name.empty()) group.intent = text_under(*intent, "name");
    group.slots = object_under(*intent, "slots");
    group.context = object_under(*intent, "context");
    if (const auto* response = node.find("response")) {
        if (response->string() != nullptr && !response->string()->empty()) {
            group.responses.emplace_back(intent::trim(*response->string()));
        }
        for (const auto& text : items_under(node, "response")) {
            if (text.string() != nullptr)
                group.responses.emplace_back(intent::trim(*text.string()));
        }
    }
    return group;
}

Result<Fixtures> read_fixtures(const YamlNode& file, std::string_view name) {
    Fixtures out;
    auto areas = read_places(file, "areas", name);
    if (!areas) return std::unexpected(areas.error());
    out.areas = std::move(*areas);
    auto floors = read_places(file, "floors", name);
    if (!floors) return std::unexpected(floors.error());
    out.floors = std::move(*floors);
    for (const auto& node : items_under(file, "entities")) {
        auto device = read_device(node, name);
        if (!device) return std::unexpected(device.error());
        out.devices.push_back(std::move(*device));
    }
    for (const auto& node : items_under(file, "timers"))
        out.timers.push_back(read_timer(node, out));
    for (const auto& node : items_under(file, "media")) {
        if (node.mapping() == nullptr) return fault(name, node, "media have to be mappings");
        out.media.push_back(to_json(node).as_object());
    }
    return out;
}

Result<TestSet> load_tests(const std::filesystem::path& folder, const YamlNode& schema) {
    TestSet out;
    for (const auto& path : yaml_files(folder)) {
        const auto stem = path.stem().string();
        if (stem == "_fixtures") continue;
        const auto name =
            fmt::format("{}/{}", folder.filename().string(), path.filename().string());
        const auto file = load_yaml(path, name);
        if (!file) return std::unexpected(file.error());
        if (stem == "_test_failures") {
            for (const auto& sentence : items_under(*file, "sentences")) {
                if (sentence.string() != nullptr)
                    out.expected_failures.push_back(*sentence.string());
            }
            continue;
        }
        std::set<std::string> seen;
        for (const auto& node : items_under(*file, "tests")) {
            auto group = read_test_group(node, name);
            if (!group) return std::unexpected(group.error());
            check_group(*group, stem, schema, seen, out.problems);
            out.groups.push_back(std::move(*group));
        }
    }
    return out;
}

Result<Responses> load_responses(const std::filesystem::path& folder) {
    Responses out;
    for (const auto& path : yaml_files(folder)) {
        const auto file = load_yaml(
            path, fmt::format("{}/{}", folder.filename().string(), path.filename().string()));
        if (!file) return std::unexpected(file.error());
        const auto* responses = file->find("responses");
        const auto* intents = responses == nullptr ? nullptr : responses->find("intents");
        if (intents == nullptr || intents->mapping() == nullptr) continue;
        for (const auto& [intent, texts] : *intents->mapping()) {
            if (texts.mapping() == nullptr) continue;
            for (const auto& [key, text] : *texts.mapping()) {
                if (text.string() != nullptr) out[intent][key] = *text.string();
            }
        }
    }
    return out;
}

TextList area_list(const Fixtures& fixtures) {
    return names_as_values(fixtures.areas);
}
TextList floor_list(const Fixtures& fixtures) {
    return names_as_values(fixtures.floors);
}

TextList name_list(const Fixtures& fixtures) {
    TextList out;
    for (const auto& device : fixtures.devices) {
        json::object context{{"domain", device.domain()}};
        for (const auto& attribute : device.attributes)
            context[attribute.key()] = attribute.value();
        for (const auto& name : device.names) {
            out.push_back({.in = name, .out = json::string(name), .context = context});
        }
    }
    // The order in which the corpus' own runner finds names in a sentence: it decides ties.
    std::ranges::stable_sort(
        out, {}, [](const ListValue& value) { return decode(value.in).size(); });
    return out;
}

std::vector<std::string> corpus_languages(const std::filesystem::path& corpus) {
    std::vector<std::string> out;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(corpus / "sentences", error)) {
        if (entry.is_directory(error)) out.push_back(entry.path().filename().string());
    }
    std::ranges::sort(out);
    return out;
}

}  // namespace utter::intent::hassil
