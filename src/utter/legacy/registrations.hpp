#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/message.hpp"
#include "utter/legacy/skills_seen.hpp"
#include "utter/legacy/vocabulary.hpp"

namespace utter::legacy {

/// Joins the registrations of the old form into those of OVOS-INTENT-4: the words and the intents
/// that name them into `ovos.intent.register.keyword`, `padatious:*` into
/// `ovos.intent.register.template` and `ovos.entity.register`. Words may come after their intent;
/// the intent waits, per language. A registration a skill made in the specification's form too
/// wins, whichever came first. What is refused is logged: nobody answers a registration.
class Registrations {
  public:
    using Deliver = std::function<void(const Message&)>;

    static constexpr std::size_t intents_max = 20'000;

    /// @param default_lang for frames that name none
    Registrations(SkillsSeen& skills, std::string default_lang, Deliver deliver);

    /// Every topic handle() understands; of the bus itself, so that both spellings are seen.
    [[nodiscard]] static const std::vector<std::string>& topics();
    void handle(const Message& message);

    /// Delivers the keyword intents that what came in the meantime has changed. Called before
    /// anybody could see the difference.
    void flush();

    /// The slots of a match as the skill expects them: for words that stand for another, that one.
    [[nodiscard]] json::object skill_slots(std::string_view skill_id,
                                           std::string_view intent_name,
                                           std::string_view lang,
                                           const json::object& slots) const;

  private:
    struct Vocab {
        std::string name;
        std::string type;
        friend bool operator==(const Vocab&, const Vocab&) = default;
    };
    struct KeywordIntent {
        json::object context;
        std::vector<Vocab> required;
        std::vector<Vocab> optional;
        std::vector<std::vector<Vocab>> one_of;
        std::vector<std::string> excluded;
        std::map<std::string, json::object> delivered;  // by language
    };
    using IntentKey = std::pair<std::string, std::string>;                // skill, name
    using Row = std::tuple<std::string, std::string, std::string, bool>;  // and lang, keyword

    void add_words(const Message& message);
    void add_keyword_intent(const Message& message);
    void add_template(const Message& message);
    void add_entity(const Message& message);
    void note_spec_form(const Message& message, bool keyword);
    void detach_intent(std::string_view skill_id, std::string_view intent_name);
    void detach_skill(std::string_view skill_id);
    [[nodiscard]] bool has_spec_form(std::string_view skill_id,
                                     std::string_view name,
                                     std::string_view lang,
                                     bool keyword) const;
    [[nodiscard]] std::set<std::string> candidate_languages(const KeywordIntent& intent) const;
    [[nodiscard]] json::object definition(const IntentKey& key,
                                          const KeywordIntent& intent,
                                          const std::string& lang) const;
    [[nodiscard]] json::array descriptors(const std::vector<Vocab>& vocabularies,
                                          const std::string& lang) const;
    [[nodiscard]] std::vector<std::string> excluded_words(const IntentKey& key,
                                                          const std::string& type,
                                                          const std::string& lang) const;
    [[nodiscard]] std::string lang_of(const Message& message) const;

    SkillsSeen& skills_;
    std::string default_lang_;
    Deliver deliver_;
    Vocabulary vocabulary_;
    std::map<IntentKey, KeywordIntent> keyword_;
    std::set<Row> spec_forms_;
    bool changed_ = false;
};

}  // namespace utter::legacy
