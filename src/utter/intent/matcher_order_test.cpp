// Whatever order skills are loaded in, what is decided is the same.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "utter/intent/keyword_matcher.hpp"
#include "utter/intent/locale.hpp"
#include "utter/intent/template.hpp"
#include "utter/intent/template_matcher.hpp"

namespace utter::intent {
namespace {

constexpr std::size_t skills_total = 50;

struct Skill {
    std::string id;
    std::vector<TemplateDefinition> templates;
    std::vector<EntityDefinition> entities;
    std::vector<KeywordDefinition> keywords;
};

// Skills that get in each other's way: few words, few slots, the same vocabularies.
class Generator {
  public:
    explicit Generator(std::uint32_t seed) : random_(seed) {}

    std::size_t pick(std::size_t bound) { return random_() % bound; }
    std::string of(const std::vector<std::string>& list) { return list[pick(list.size())]; }
    std::string word() {
        return of({"turn", "on", "the", "light", "in", "kitchen", "please", "what", "is", "it"});
    }

    std::string words(std::size_t longest) {
        std::string out = word();
        for (std::size_t i = pick(longest); i > 0; --i) out += ' ' + word();
        return out;
    }

    std::string sample() {
        std::string out = of({"", "[please] ", "(what|how) "}) + words(3);
        if (pick(3) > 0) out += of({" {thing} ", " {number:count} ", " {place} "}) + word();
        if (pick(2) > 0) out += " [the] " + words(2);
        if (pick(3) == 0) out += " in" + of({" {where}", " {rest}"});
        return out;
    }

    Skill skill(std::size_t number) {
        Skill made{"skill" + std::to_string(number) + ".test", {}, {}, {}};
        for (const char* name : {"a", "b", "c"}) {
            TemplateDefinition intent{
                made.id, name, "en-US", {}, {}, {}, {}, {{"count", "number"}}};
            for (int i = 0; i < 4; ++i) intent.samples.push_back(sample());
            made.templates.push_back(std::move(intent));
        }
        for (const char* slot : {"thing", "place"}) {
            made.entities.push_back({made.id, slot, "en-US", {words(2), words(2), word()}});
        }
        for (const char* name : {"d", "e"}) {
            KeywordDefinition intent{made.id, name, "en-US", {{"verb", {word()}}}, {}, {}, {}};
            intent.optional = {{"more", {words(2), word()}}};
            if (pick(2) == 0) intent.one_of = {{{"one", {words(2)}}, {"two", {words(2)}}}};
            if (pick(3) == 0) intent.excluded = {{"never", {word()}}};
            made.keywords.push_back(std::move(intent));
        }
        return made;
    }

  private:
    std::mt19937 random_;
};

std::vector<Skill> skills_of_ours() {
    std::vector<Skill> skills;
    for (const auto& entry : std::filesystem::directory_iterator(UTTER_SOURCE_DIR "/skills")) {
        if (!std::filesystem::is_directory(entry.path() / "locale")) continue;
        Skill made{entry.path().filename(), {}, {}, {}};
        const auto locale =
            load_locale(made.id, {.user = {}, .skill = entry.path() / "locale", .core = {}});
        for (const auto& [lang, resources] : locale.languages) {
            std::ranges::copy(resources.templates, std::back_inserter(made.templates));
            std::ranges::copy(resources.entities, std::back_inserter(made.entities));
        }
        skills.push_back(std::move(made));
    }
    return skills;
}

struct Matchers {
    TemplateMatcher templates;
    KeywordMatcher keywords;

    void add(const Skill& skill) {
        for (const auto& each : skill.templates) EXPECT_TRUE(templates.add(each));
        for (const auto& each : skill.entities) EXPECT_TRUE(templates.add(each));
        for (const auto& each : skill.keywords) EXPECT_TRUE(keywords.add(each));
    }

    void remove(const Skill& skill) {
        templates.remove_skill(skill.id);
        keywords.remove_skill(skill.id);
    }
};

struct Decision {
    std::optional<TemplateMatch> by_template;
    std::optional<KeywordMatch> by_keyword;

    friend bool operator==(const Decision&, const Decision&) = default;
};

std::vector<Decision> decide(const Matchers& matchers, const std::vector<std::string>& corpus) {
    std::vector<Decision> decisions;
    decisions.reserve(corpus.size() * 2);
    for (const std::string& text : corpus) {
        for (const char* lang : {"en-US", "de-DE"}) {
            const std::vector utterance{text};
            decisions.push_back({matchers.templates.match(utterance, lang),
                                 matchers.keywords.match(utterance, lang)});
        }
    }
    return decisions;
}

// What people may say: samples as they stand, with something in their slots, and other things.
std::vector<std::string> corpus_of(const std::vector<Skill>& skills, Generator& make) {
    std::vector<std::string> corpus;
    for (const Skill& skill : skills) {
        for (const TemplateDefinition& intent : skill.templates) {
            for (const std::string& sample : intent.samples) {
                const auto parsed = Template::parse(sample, Direction::input);
                if (!parsed || make.pick(4) != 0) continue;
                std::string text = parsed->variant(make.pick(parsed->variant_count()));
                for (auto at = text.find('{'); at != std::string::npos; at = text.find('{')) {
                    text.replace(at, text.find('}') - at + 1, make.words(3));
                }
                corpus.push_back(std::move(text));
            }
        }
    }
    for (int i = 0; i < 100; ++i) corpus.push_back(make.words(7));
    return corpus;
}

// UTTER_LOADING_ORDERS=1000 tries that many.
int orders_to_try() {
    const char* asked = std::getenv("UTTER_LOADING_ORDERS");
    return asked != nullptr ? std::max(1, std::atoi(asked)) : 12;
}

// I3-052
TEST(MatcherOrder, DecisionsDoNotDependOnTheOrderOfLoading) {
    Generator make(11);
    auto skills = skills_of_ours();
    ASSERT_GE(skills.size(), 7U);
    while (skills.size() < skills_total) skills.push_back(make.skill(skills.size()));
    const auto corpus = corpus_of(skills, make);
    ASSERT_GT(corpus.size(), 300U);

    std::mt19937 random(5);
    std::vector<Decision> expected;
    for (int round = 0; round < orders_to_try(); ++round) {
        Matchers matchers;
        for (const Skill& skill : skills) {
            matchers.add(skill);
            // Some come and go and come back.
            if (random() % 4 == 0) {
                matchers.remove(skill);
                matchers.add(skill);
            }
        }
        for (std::size_t i = 0; i < skills.size(); i += 9) matchers.remove(skills[i]);
        for (std::size_t i = 0; i < skills.size(); i += 9) matchers.add(skills[i]);
        const auto decisions = decide(matchers, corpus);
        if (round == 0) {
            expected = decisions;
            const auto understood = std::ranges::count_if(
                expected, [](const Decision& each) { return each.by_template.has_value(); });
            EXPECT_GT(understood, 200);
        }
        ASSERT_TRUE(decisions == expected) << "order " << round;
        std::ranges::shuffle(skills, random);
    }
}

}  // namespace
}  // namespace utter::intent
