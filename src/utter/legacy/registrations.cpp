#include "utter/legacy/registrations.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"
#include "utter/legacy/intent_file.hpp"
#include "utter/legacy/payloads.hpp"
#include "utter/legacy/twin.hpp"

namespace utter::legacy {
namespace {

struct Name {
    std::string skill_id;
    std::string intent_name;
};

void refuse(const Message& message, std::string_view skill_id, std::string_view reason) {
    log::warning("legacy.registration_refused",
                 {{"topic", message.type()},
                  {"skill_id", skill_id},
                  {"name", message.data_string("name")},
                  {"reason", reason}});
}

// `<skill_id>:<name>`; the name keeps a ".intent".
std::optional<Name> qualified(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    Name name{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
    if (!is_identifier(name.skill_id) || !is_identifier(name.intent_name)) return std::nullopt;
    return name;
}

// "place_<32 hex digits>" is the entity "place".
std::string_view without_digest(std::string_view name) {
    constexpr std::size_t digest_chars = 32;
    if (name.size() <= digest_chars + 1) return name;
    const auto digest = name.substr(name.size() - digest_chars);
    const bool is_hex =
        std::ranges::all_of(digest, [](unsigned char c) { return std::isxdigit(c) != 0; });
    if (!is_hex || name[name.size() - digest_chars - 1] != '_') return name;
    name.remove_suffix(digest_chars + 1);
    return name;
}

std::string string_at(const json::array& list, std::size_t index) {
    if (index >= list.size() || !list[index].is_string()) return {};
    return std::string(list[index].get_string());
}

const json::array& list_under(const json::object& data, std::string_view key) {
    static const json::array none;
    const auto* value = data.if_contains(key);
    return value != nullptr && value->is_array() ? value->get_array() : none;
}

// `[[type, attribute], ..]`; the attribute is the slot, less the prefix of the skill.
auto pairs_under(const json::object& data, std::string_view key) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& member : list_under(data, key)) {
        const auto* pair = member.if_array();
        if (pair == nullptr) continue;
        auto type = string_at(*pair, 0);
        auto slot = string_at(*pair, 1);
        if (type.empty()) continue;
        if (slot.empty()) slot = type;
        out.emplace_back(std::move(slot), std::move(type));
    }
    return out;
}

// The same vocabulary under two roles is malformed for the specification; the stronger one stays.
template <class Vocab>
void drop_repeated(std::vector<Vocab>& from, const std::vector<Vocab>& stronger) {
    std::erase_if(from, [&](const Vocab& vocab) {
        return std::ranges::any_of(stronger, [&](const Vocab& other) {
            return lowered(other.type) == lowered(vocab.type);
        });
    });
}

}  // namespace

Registrations::Registrations(SkillsSeen& skills, std::string default_lang, Deliver deliver)
    : skills_(skills), default_lang_(std::move(default_lang)), deliver_(std::move(deliver)) {}

const std::vector<std::string>& Registrations::topics() {
    static const std::vector<std::string> topics{"register_vocab",
                                                 "register_intent",
                                                 "padatious:register_intent",
                                                 "padatious:register_entity",
                                                 "detach_intent",
                                                 "detach_skill",
                                                 "ovos.intent.register.keyword",
                                                 "ovos.intent.register.template",
                                                 "ovos.intent.deregister",
                                                 "ovos.skill.deregister"};
    return topics;
}

void Registrations::handle(const Message& message) {
    const auto& topic = message.type();
    if (topic == "register_vocab") {
        add_words(message);
    } else if (topic == "register_intent") {
        add_keyword_intent(message);
    } else if (topic == "padatious:register_intent") {
        add_template(message);
    } else if (topic == "padatious:register_entity") {
        add_entity(message);
    } else if (topic == "ovos.intent.register.keyword") {
        note_spec_form(message, true);
    } else if (topic == "ovos.intent.register.template") {
        note_spec_form(message, false);
    } else if (topic == "detach_intent") {
        const auto spec = detach_to_spec(message);
        detach_intent(string_or_empty(spec, "skill_id"), string_or_empty(spec, "intent_name"));
    } else if (topic == "ovos.intent.deregister") {
        detach_intent(message.data_string("skill_id"), message.data_string("intent_name"));
    } else {
        detach_skill(message.data_string("skill_id"));
    }
}

void Registrations::flush() {
    if (!std::exchange(changed_, false)) return;
    for (auto& [key, intent] : keyword_) {
        for (const auto& lang : candidate_languages(intent)) {
            if (has_spec_form(key.first, key.second, lang, true)) continue;
            auto data = definition(key, intent, lang);
            if (data.empty()) continue;
            auto& delivered = intent.delivered[lang];
            if (delivered == data) continue;
            delivered = data;
            deliver_(Message("ovos.intent.register.keyword", std::move(data), intent.context));
        }
    }
}

json::object Registrations::skill_slots(std::string_view skill_id,
                                        std::string_view intent_name,
                                        std::string_view lang,
                                        const json::object& slots) const {
    const auto it = keyword_.find({std::string(skill_id), std::string(intent_name)});
    if (it == keyword_.end()) return slots;
    auto out = slots;
    for (const auto* role : {&it->second.required, &it->second.optional}) {
        for (const auto& vocab : *role) {
            auto* value = out.if_contains(vocab.name);
            if (value == nullptr || !value->is_string()) continue;
            *value = vocabulary_.canonical(vocab.type, lang, value->get_string());
        }
    }
    return out;
}

void Registrations::add_words(const Message& message) {
    const auto skill_id = message.context_string("skill_id");
    if (auto fault = vocabulary_.add(message, lang_of(message))) {
        refuse(message, skill_id, *fault);
        return;
    }
    if (!skill_id.empty()) skills_.saw_registration(skill_id);
    changed_ = true;
}

void Registrations::add_keyword_intent(const Message& message) {
    auto name = qualified(message.data_string("name"));
    if (!name) {
        refuse(message,
               message.context_string("skill_id"),
               "field 'name' must be '<skill_id>:<intent>'");
        return;
    }
    if (keyword_.size() >= intents_max) {
        refuse(message, name->skill_id, "too many intents");
        return;
    }
    skills_.saw_registration(name->skill_id);
    const auto vocab = [&](const std::string& slot, const std::string& type) {
        return Vocab{std::string(bare_name(slot, name->skill_id)), type};
    };
    KeywordIntent intent;
    intent.context = unmarked_context(message);
    for (const auto& [slot, type] : pairs_under(message.data(), "requires")) {
        intent.required.push_back(vocab(slot, type));
    }
    for (const auto& [slot, type] : pairs_under(message.data(), "optional")) {
        intent.optional.push_back(vocab(slot, type));
    }
    drop_repeated(intent.optional, intent.required);
    for (const auto& member : list_under(message.data(), "at_least_one")) {
        const auto* types = member.if_array();
        if (types == nullptr) continue;
        auto& group = intent.one_of.emplace_back();
        for (const auto& type : *types) {
            if (!type.is_string()) continue;
            const std::string text(type.get_string());
            group.push_back(vocab(text, text));
        }
    }
    for (const auto& member : list_under(message.data(), "excludes")) {
        if (member.is_string()) intent.excluded.emplace_back(member.get_string());
    }
    if (intent.required.empty() && intent.one_of.empty()) {
        refuse(message, name->skill_id, "fields 'requires' and 'at_least_one' are both empty");
        return;
    }
    keyword_[{std::move(name->skill_id), std::move(name->intent_name)}] = std::move(intent);
    changed_ = true;
}

void Registrations::add_template(const Message& message) {
    const auto name = qualified(message.data_string("name"));
    if (!name) {
        refuse(message,
               message.context_string("skill_id"),
               "field 'name' must be '<skill_id>:<intent>'");
        return;
    }
    auto samples = strings_under(message.data(), "samples");
    if (samples.empty()) {
        refuse(message, name->skill_id, "field 'samples' must be an array of strings");
        return;
    }
    skills_.saw_registration(name->skill_id);
    const std::string canonical(without_intent_suffix(name->intent_name));
    if (canonical != name->intent_name) skills_.saw_file_intent(name->skill_id, canonical);
    const auto lang = lang_of(message);
    if (has_spec_form(name->skill_id, canonical, lang, false)) return;
    const auto blacklist = strings_under(message.data(), "blacklisted_words");
    deliver_(Message("ovos.intent.register.template",
                     {{"skill_id", name->skill_id},
                      {"intent_name", canonical},
                      {"lang", lang},
                      {"samples", json::array(samples.begin(), samples.end())},
                      {"blacklist", json::array(blacklist.begin(), blacklist.end())}},
                     unmarked_context(message)));
}

void Registrations::add_entity(const Message& message) {
    const auto text = message.data_string("name");
    const auto colon = text.find(':');
    const auto samples = strings_under(message.data(), "samples");
    if (colon == std::string_view::npos || samples.empty()) {
        refuse(message,
               message.context_string("skill_id"),
               "fields 'name' ('<skill_id>:<entity>') and 'samples' are required");
        return;
    }
    const auto skill_id = text.substr(0, colon);
    skills_.saw_registration(skill_id);
    deliver_(Message("ovos.entity.register",
                     {{"skill_id", skill_id},
                      {"entity_name", without_digest(text.substr(colon + 1))},
                      {"lang", lang_of(message)},
                      {"samples", json::array(samples.begin(), samples.end())}},
                     unmarked_context(message)));
}

void Registrations::note_spec_form(const Message& message, bool keyword) {
    if (spec_forms_.size() >= intents_max) return;
    spec_forms_.emplace(message.data_string("skill_id"),
                        message.data_string("intent_name"),
                        lowered(message.data_string("lang")),
                        keyword);
}

void Registrations::detach_intent(std::string_view skill_id, std::string_view intent_name) {
    const auto is_gone = [&](const Row& row) {
        return std::get<0>(row) == skill_id && std::get<1>(row) == intent_name;
    };
    std::erase_if(spec_forms_, is_gone);
    keyword_.erase({std::string(skill_id), std::string(intent_name)});
}

void Registrations::detach_skill(std::string_view skill_id) {
    const auto is_gone = [&](const Row& row) { return std::get<0>(row) == skill_id; };
    std::erase_if(spec_forms_, is_gone);
    std::erase_if(keyword_, [&](const auto& entry) { return entry.first.first == skill_id; });
    vocabulary_.forget(skill_id);
    skills_.forget(skill_id);
}

bool Registrations::has_spec_form(std::string_view skill_id,
                                  std::string_view name,
                                  std::string_view lang,
                                  bool keyword) const {
    return spec_forms_.contains(
        Row{std::string(skill_id), std::string(name), lowered(lang), keyword});
}

std::set<std::string> Registrations::candidate_languages(const KeywordIntent& intent) const {
    if (!intent.required.empty()) return vocabulary_.languages(intent.required.front().type);
    std::set<std::string> out;
    for (const auto& vocab : intent.one_of.front()) out.merge(vocabulary_.languages(vocab.type));
    return out;
}

// The whole registration in one language, or nothing while a word it needs is missing.
json::object Registrations::definition(const IntentKey& key,
                                       const KeywordIntent& intent,
                                       const std::string& lang) const {
    auto required = descriptors(intent.required, lang);
    if (required.size() != intent.required.size()) return {};
    json::array one_of;
    for (const auto& group : intent.one_of) {
        auto members = descriptors(group, lang);
        if (members.empty()) return {};
        one_of.push_back(std::move(members));
    }
    json::array excluded;
    for (const auto& type : intent.excluded) {
        const auto words = excluded_words(key, type, lang);
        if (words.empty()) continue;
        excluded.push_back(json::object{{"name", bare_name(type, key.first)},
                                        {"samples", json::array(words.begin(), words.end())}});
    }
    return {{"skill_id", key.first},
            {"intent_name", key.second},
            {"lang", lang},
            {"required", std::move(required)},
            {"optional", descriptors(intent.optional, lang)},
            {"one_of", std::move(one_of)},
            {"excluded", std::move(excluded)}};
}

json::array Registrations::descriptors(const std::vector<Vocab>& vocabularies,
                                       const std::string& lang) const {
    json::array out;
    for (const auto& vocab : vocabularies) {
        const auto words = vocabulary_.words(vocab.type, lang);
        if (words.empty()) continue;
        out.push_back(json::object{{"name", vocab.name},
                                   {"samples", json::array(words.begin(), words.end())}});
    }
    return out;
}

// Some versions leave the skill's prefix out of this field alone.
std::vector<std::string> Registrations::excluded_words(const IntentKey& key,
                                                       const std::string& type,
                                                       const std::string& lang) const {
    auto words = vocabulary_.words(type, lang);
    return words.empty() ? vocabulary_.words(vocabulary_prefix(key.first) + type, lang) : words;
}

std::string Registrations::lang_of(const Message& message) const {
    const auto lang = message.data_string("lang");
    return lang.empty() ? default_lang_ : std::string(lang);
}

}  // namespace utter::legacy
