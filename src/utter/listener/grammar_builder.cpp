#include "utter/listener/grammar_builder.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "utter/core/log.hpp"
#include "utter/listener/spoken_numbers.hpp"
#include "utter/listener/spoken_times.hpp"
#include "utter/speech/template_parser.hpp"

namespace utter::listener {
namespace {

using speech::TemplateNode;
using Kind = TemplateNode::Kind;

std::string primary_language(std::string_view lang) {
    std::string primary(lang.substr(0, lang.find_first_of("-_")));
    std::ranges::transform(primary, primary.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return primary;
}

// Skill ids may hold characters that rule names may not. The last dot parts skill from slot, so
// names of two skills never meet, nor with those of generated rules, which have no dot.
std::string rule_name(std::string_view skill_id, std::string_view slot) {
    std::string name;
    for (const char raw : skill_id) {
        const auto c = static_cast<unsigned char>(raw);
        if (std::isalnum(c) != 0 || raw == '-' || raw == '.') {
            name += raw;
        } else {
            // The underscore only ever starts an escape, so different ids stay different.
            constexpr std::string_view hex = "0123456789abcdef";
            name += '_';
            name += hex[c >> 4U];
            name += hex[c & 0xfU];
        }
    }
    name += '.';
    name += slot;
    return name;
}

bool has_rule(const TemplateNode& node) {
    return node.kind == Kind::rule || std::ranges::any_of(node.children, has_rule);
}

constexpr std::string_view anything = "anything";

// What a slot holds that is called this, when its skill names no values.
const std::map<std::string, const char*, std::less<>>& usual_rules() {
    static const std::map<std::string, const char*, std::less<>> rules{
        {"clock", "time"},
        {"count", "number"},
        {"date", "date"},
        {"duration", "duration"},
        {"hour", "hour"},
        {"left", "duration"},
        {"length", "duration"},
        {"month", "month"},
        {"number", "number"},
        {"time", "time"},
        {"week", "number"},
        {"weekday", "weekday"},
        {"year", "year"},
    };
    return rules;
}

enum class OpenSlots : std::uint8_t { drop, keep };

class Builder {
  public:
    Builder(std::string_view lang,
            std::span<const intent::EntityDefinition> entities,
            OpenSlots open_slots)
        : primary_(primary_language(lang)),
          open_slots_(open_slots),
          generated_(number_rules(lang)) {
        if (open_slots == OpenSlots::keep) generated_.merge(time_rules(lang));
        grammar_.lang = lang;
        for (const auto& entity : entities) add_entity(entity);
    }

    void add(const intent::TemplateDefinition& definition) {
        if (primary_language(definition.lang) != primary_) return;
        for (const auto& sample : definition.samples) {
            auto node = speech::parse_template(sample);
            if (!node) {
                skip("malformed", definition, sample);
            } else if (!resolve(*node, definition, false) || node->children.empty()) {
                skip("open slot", definition, sample);
            } else {
                sentences_.insert(speech::to_text(*node));
            }
        }
    }

    speech::SpeechGrammar finish() {
        if (open_slots_ == OpenSlots::keep) describe_anything();
        grammar_.sentences.assign(sentences_.begin(), sentences_.end());
        for (const auto& name : used_) {
            if (const auto found = values_.find(name); found != values_.end()) {
                grammar_.rules[name].assign(found->second.begin(), found->second.end());
            }
        }
        return std::move(grammar_);
    }

  private:
    void describe_anything() {
        auto& known = grammar_.rules[std::string(anything)];
        for (const auto* rule : {"number", "duration", "time", "date"}) {
            if (generated_.contains(rule)) known.push_back("{" + std::string(rule) + "}");
        }
        use_generated();
        for (const auto& [name, values] : values_) {
            if (values.empty()) continue;
            known.push_back("{" + name + "}");
            used_.insert(name);
        }
    }

    static void skip(const char* why,
                     const intent::TemplateDefinition& definition,
                     const std::string& sample) {
        log::debug("stt.sample_skipped",
                   {{"skill", definition.skill_id},
                    {"intent", definition.intent_name},
                    {"sample", sample},
                    {"why", why}});
    }

    void add_entity(const intent::EntityDefinition& entity) {
        if (primary_language(entity.lang) != primary_) return;
        auto& values = values_[rule_name(entity.skill_id, entity.entity_name)];
        for (const auto& sample : entity.samples) {
            const auto node = speech::parse_template(sample);
            if (node && !node->children.empty() && !has_rule(*node)) {
                values.insert(speech::to_text(*node));
            }
        }
    }

    // Renames slots to rules and removes what holds an open one. @return false: nothing is left.
    // NOLINTNEXTLINE(misc-no-recursion): the parser bounds the depth
    bool resolve(TemplateNode& node, const intent::TemplateDefinition& definition, bool followed) {
        switch (node.kind) {
            case Kind::word:
                return true;
            case Kind::rule:
                return resolve_slot(node, definition, followed);
            case Kind::sequence:
                for (std::size_t i = 0; i < node.children.size(); ++i) {
                    const bool more = i + 1 < node.children.size();
                    if (!resolve(node.children[i], definition, more)) return false;
                }
                flatten(node);
                return true;
            case Kind::alternatives:
                std::erase_if(node.children, [&](TemplateNode& child) {
                    return !resolve(child, definition, followed);
                });
                return !node.children.empty();
        }
        return false;
    }

    // A group left with one branch is written as that branch; an empty group would be malformed.
    static void flatten(TemplateNode& sequence) {
        std::vector<TemplateNode> flat;
        for (auto& child : sequence.children) {
            if (child.kind == Kind::alternatives && child.children.size() == 1) {
                std::ranges::move(child.children.front().children, std::back_inserter(flat));
            } else {
                flat.push_back(std::move(child));
            }
        }
        sequence.children = std::move(flat);
    }

    bool resolve_slot(TemplateNode& node,
                      const intent::TemplateDefinition& definition,
                      bool followed) {
        auto type = std::exchange(node.type, {});
        if (const auto found = definition.slot_types.find(node.text);
            found != definition.slot_types.end()) {
            type = found->second;
        }
        if (type == "number" || type == "duration") {
            const auto* rule = type == "number" ? "number" : "duration";
            // "a five minute timer" but "a timer for five minutes".
            if (type == "duration" && followed) rule = "duration_before_word";
            if (!generated_.contains(rule)) return false;
            node.text = rule;
            use_generated();
            return true;
        }
        const auto name = rule_name(definition.skill_id, node.text);
        const auto found = values_.find(name);
        if (found == values_.end() || found->second.empty()) {
            const auto usual = usual_rules().find(node.text);
            const bool known = usual != usual_rules().end() && generated_.contains(usual->second);
            node.text = known ? usual->second : anything;
            return open_slots_ == OpenSlots::keep;
        }
        node.text = name;
        used_.insert(name);
        return true;
    }

    void use_generated() {
        if (!generated_used_) grammar_.rules.insert(generated_.begin(), generated_.end());
        generated_used_ = true;
    }

    std::string primary_;
    OpenSlots open_slots_;
    std::map<std::string, std::vector<std::string>> generated_;
    bool generated_used_ = false;
    std::map<std::string, std::set<std::string>> values_;
    std::set<std::string> used_;
    std::set<std::string> sentences_;
    speech::SpeechGrammar grammar_;
};

}  // namespace

speech::SpeechGrammar build_speech_grammar(std::string_view lang,
                                           std::span<const intent::TemplateDefinition> templates,
                                           std::span<const intent::EntityDefinition> entities) {
    Builder builder(lang, entities, OpenSlots::drop);
    for (const auto& definition : templates) builder.add(definition);
    return builder.finish();
}

speech::SpeechGrammar build_speech_phrases(std::string_view lang,
                                           std::span<const intent::TemplateDefinition> templates,
                                           std::span<const intent::EntityDefinition> entities) {
    Builder builder(lang, entities, OpenSlots::keep);
    for (const auto& definition : templates) builder.add(definition);
    return builder.finish();
}

}  // namespace utter::listener
