#include "utter/intent/dialog.hpp"

#include <gmock/gmock.h>

#include <random>
#include <set>

namespace utter::intent {
namespace {

using testing::HasSubstr;

Dialog dialog(const std::vector<std::string>& phrases) {
    Dialog made{"greet", {}, {}};
    for (const auto& phrase : phrases) {
        made.phrases.push_back(Template::parse(phrase, Direction::output).value());
        made.slots = made.phrases.back().slots();
    }
    return made;
}

RandomIndex always(std::size_t n) {
    return [n](std::size_t bound) { return n % bound; };
}

// I1-050 I1-063 I2-033 I2-034
TEST(Dialog, FillsSlotsOfAnExpandedVariant) {
    DialogRenderer renderer(always(0));
    EXPECT_EQ(renderer.render(dialog({"(Hi|Hello) {who}."}), "en-US", {{"who", "Ada"}}), "Hi Ada.");
    EXPECT_EQ(renderer.render(dialog({"Welcome {{who}}, nice day."}), "en-US", {{"who", "Ada"}}),
              "Welcome Ada, nice day.");
    EXPECT_EQ(renderer.render(dialog({"{who}"}), "en-US", {{"who", "Ada"}}), "Ada");
    EXPECT_EQ(
        DialogRenderer(always(1)).render(dialog({"(Hi|Hello) {who}."}), "en-US", {{"who", "Ada"}}),
        "Hello Ada.");
}

// I2-033
TEST(Dialog, ValuesAreLiteralAndNeverParsedAgain) {
    DialogRenderer renderer(always(0));
    EXPECT_EQ(renderer.render(
                  dialog({"Say {x} and {y}"}), "en", {{"x", "(a|b) {y} <v> [c]"}, {"y", "{x}"}}),
              "Say (a|b) {y} <v> [c] and {x}");
}

// I1-051 I2-032
TEST(Dialog, NeverSpeaksAnUnfilledSlot) {
    DialogRenderer renderer(always(0));
    const auto refused = renderer.render(dialog({"Now {t} in {city}."}), "en", {{"t", "5"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    EXPECT_THAT(refused.error().detail, HasSubstr("'city'"));
    EXPECT_THAT(refused.error().detail, HasSubstr("'greet'"));
}

// I1-051
TEST(Dialog, PrefersAVariantWhoseSlotsAreGiven) {
    DialogRenderer renderer(always(0));
    EXPECT_EQ(renderer.render(dialog({"Playing {song} [by {artist}]"}), "en", {{"song", "X"}}),
              "Playing X");
}

TEST(Dialog, NeverRepeatsThePhraseSpokenLastPerLanguage) {
    const Dialog phrases = dialog({"a", "b", "c"});
    std::mt19937 random(1);
    DialogRenderer renderer([&random](std::size_t bound) { return random() % bound; });
    std::string last;
    std::set<std::string> spoken;
    for (int i = 0; i < 50; ++i) {
        const std::string now = renderer.render(phrases, "en", {}).value();
        EXPECT_NE(now, last);
        last = now;
        spoken.insert(now);
    }
    EXPECT_EQ(spoken.size(), 3U);
    DialogRenderer same(always(0));
    EXPECT_EQ(same.render(phrases, "en", {}), "a");
    EXPECT_EQ(same.render(phrases, "de", {}), "a");
    EXPECT_EQ(same.render(phrases, "en", {}), "b");
}

TEST(Dialog, OsSeededIndexStaysInBounds) {
    const RandomIndex random = make_random_index();
    for (int i = 0; i < 100; ++i) EXPECT_LT(random(3), 3U);
}

// I2-044 I2-045
TEST(Prompt, ReplacesOnlyDoubleBracedNamesWithAValue) {
    const std::string prompt =
        "# Role\n{{who}} asks: {{q}}\n{\"a\": {q}}\n<!-- {{Q}} -->\n```{{q}}```";
    EXPECT_EQ(render_prompt(prompt, {{"q", "rain?"}}),
              "# Role\n{{who}} asks: rain?\n{\"a\": {q}}\n<!-- {{Q}} -->\n```rain?```");
}

// I2-045
TEST(Prompt, SubstitutesInOnePass) {
    EXPECT_EQ(render_prompt("{{{q}}}", {{"q", "x"}}), "{x}");
    EXPECT_EQ(render_prompt("{{a}}{{b}}", {{"a", "{{b}}"}, {"b", "y"}}), "{{b}}y");
    EXPECT_EQ(render_prompt("{{ a }} {{1a}} {{a", {{"a", "x"}, {"1a", "y"}, {" a ", "z"}}),
              "{{ a }} {{1a}} {{a");
    EXPECT_EQ(render_prompt("{{a {{a}}", {{"a", "x"}}), "{{a x");
    EXPECT_EQ(render_prompt("", {}), "");
}

}  // namespace
}  // namespace utter::intent
