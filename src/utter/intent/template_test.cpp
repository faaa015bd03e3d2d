#include "utter/intent/template.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <set>

namespace utter::intent {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

std::vector<std::string> samples(std::string_view text,
                                 Direction direction = Direction::input,
                                 const Vocabularies& vocabularies = {}) {
    auto expansion = expand(text, direction, vocabularies);
    EXPECT_TRUE(expansion) << text << ": " << (expansion ? "" : expansion.error().detail);
    return expansion ? expansion->samples : std::vector<std::string>{};
}

TemplateError refusal(std::string_view text,
                      Direction direction = Direction::input,
                      const Vocabularies& vocabularies = {}) {
    auto parsed = Template::parse(text, direction, vocabularies);
    EXPECT_FALSE(parsed) << text;
    return parsed ? TemplateError{} : parsed.error();
}

std::vector<TemplateWarning> warnings(std::string_view text,
                                      Direction direction = Direction::input) {
    return expand(text, direction).value().warnings;
}

// I1-003 I1-004 I1-005 I1-040 I1-041
TEST(Template, ExpandsGroupsOptionalsAndIntraWordJoins) {
    EXPECT_THAT(samples("(open|shut) [the] door[s]"),
                UnorderedElementsAre("open the doors",
                                     "open the door",
                                     "open doors",
                                     "open door",
                                     "shut the doors",
                                     "shut the door",
                                     "shut doors",
                                     "shut door"));
    EXPECT_THAT(samples("light[s]"), ElementsAre("lights", "light"));
    EXPECT_THAT(samples("say [a|b] now"), ElementsAre("say a now", "say b now", "say now"));
    EXPECT_THAT(samples("go (left|right|)"), ElementsAre("go left", "go right", "go"));
}

// I1-040
TEST(Template, FirstGroupVariesFastestSoThatOrderIsStable) {
    EXPECT_THAT(samples("(a|b) (c|d)"), ElementsAre("a c", "b c", "a d", "b d"));
}

// I1-040
TEST(Template, DropsDuplicateSamples) {
    EXPECT_THAT(samples("(a|a|b) x"), ElementsAre("a x", "b x"));
    EXPECT_THAT(samples("a [x] [x]"), ElementsAre("a x x", "a x", "a"));
}

// I1-006
TEST(Template, DoubleBracesSpellTheSameSlot) {
    EXPECT_THAT(samples("(buy|sell) {{item}}"), ElementsAre("buy {item}", "sell {item}"));
}

// I1-007
TEST(Template, RefusesNamesOutsideTheCharset) {
    for (const char* text : {"x {Item}",
                             "x {1st}",
                             "x {a b}",
                             "x {}",
                             "x {:x}",
                             "x {a:b:c}",
                             "x {a:}",
                             "x { a }",
                             "x {a-b}",
                             "x {a(b|c)}",
                             "x {A:b}",
                             "x {{}}"}) {
        EXPECT_EQ(refusal(text).fault, TemplateFault::invalid_slot_name) << text;
    }
    EXPECT_THAT(samples("x {_a}"), ElementsAre("x {_a}"));
}

// I1-008 I1-043
TEST(Template, TypePrefixIsNeverPartOfTheSlotName) {
    const auto parsed = Template::parse("at {date:when} or {{number:many}}", Direction::input);
    ASSERT_TRUE(parsed);
    EXPECT_THAT(parsed->expand(), ElementsAre("at {when} or {many}"));
    EXPECT_EQ(parsed->slots(), (std::set<std::string>{"many", "when"}));
    EXPECT_EQ(parsed->slot_types(),
              (std::map<std::string, std::string>{{"many", "number"}, {"when", "date"}}));
    EXPECT_EQ(samples("at {date:when}"), samples("at {when}"));
}

// I1-009
TEST(Template, UnregisteredTypeIsStrippedWithAWarning) {
    const auto parsed = Template::parse("remind me {foo:x}", Direction::input);
    ASSERT_TRUE(parsed);
    EXPECT_THAT(parsed->expand(), ElementsAre("remind me {x}"));
    EXPECT_THAT(parsed->slot_types(), IsEmpty());
    ASSERT_THAT(parsed->warnings(), SizeIs(1));
    EXPECT_EQ(parsed->warnings()[0].kind, TemplateWarningKind::unregistered_type);
    EXPECT_EQ(parsed->warnings()[0].column, 11U);
}

// I1-010
TEST(Template, AcceptsDeepNestingAndBoundsHostileNesting) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + "x" + std::string(depth, ']') + " y";
    };
    EXPECT_THAT(samples(nested(50)), ElementsAre("x y", "y"));
    EXPECT_THAT(samples(nested(template_depth_max)), ElementsAre("x y", "y"));
    EXPECT_EQ(refusal(nested(template_depth_max + 1)).fault, TemplateFault::too_deep);
    EXPECT_EQ(refusal(nested(30'000)).fault, TemplateFault::too_deep);
}

// I1-011 I1-012
TEST(Template, ReplacesReferencesByTheAlternativesOfTheVocabulary) {
    const Vocabularies vocabularies{{"polite", {"please", "<soft>"}}, {"soft", {"kindly"}}};
    auto expansion = expand("<polite> dim {room:where} lights", Direction::input, vocabularies);
    ASSERT_TRUE(expansion);
    EXPECT_THAT(expansion->samples,
                ElementsAre("please dim {where} lights", "kindly dim {where} lights"));
    ASSERT_THAT(expansion->warnings, SizeIs(1));
    EXPECT_THAT(samples("(<polite>|now) go", Direction::input, vocabularies),
                ElementsAre("please go", "kindly go", "now go"));
    EXPECT_THAT(samples("very<soft>", Direction::input, vocabularies), ElementsAre("verykindly"));
    EXPECT_THAT(samples("<soft>", Direction::output, vocabularies), ElementsAre("kindly"));
}

// I1-020
TEST(Template, RefusesUnbalancedBracket) {
    for (const char* text : {"(a",
                             "a)",
                             "[a)",
                             "(a]",
                             "{a",
                             "<a",
                             "a}",
                             "a>",
                             "{{{a}}}",
                             "([a)]",
                             "a (b",
                             "<a<b>>",
                             "{a {b}}",
                             "{{a}"}) {
        EXPECT_EQ(refusal(text, Direction::output).fault, TemplateFault::unbalanced_bracket)
            << text;
    }
}

// I1-020
TEST(Template, NamesTheColumnInCodePoints) {
    const TemplateError error = refusal("größe (a");
    EXPECT_EQ(error.column, 7U);
    EXPECT_THAT(error.detail, HasSubstr("'('"));
    EXPECT_EQ(refusal("häuser {ß}").column, 8U);
    EXPECT_EQ(to_error(error).code, ErrorCode::malformed);
    EXPECT_THAT(to_error(error).detail, HasSubstr("Column 7"));
}

// I1-021
TEST(Template, RefusesEmptyGroup) {
    for (const char* text : {"a () b", "a ( ) b", "a (()) b", "a (\t) b", "a (( )) b"}) {
        EXPECT_EQ(refusal(text).fault, TemplateFault::empty_group) << text;
    }
    EXPECT_THAT(samples("a [] b"), ElementsAre("a b"));
    EXPECT_THAT(samples("a (|) b"), ElementsAre("a b"));
}

// I1-022
TEST(Template, RefusesAnEmptySample) {
    for (const char* text : {"(|)", "[x]", "[a] [b]", "", "   ", "[]", "(a|)", "(a|[b])"}) {
        EXPECT_EQ(refusal(text).fault, TemplateFault::empty_sample) << text;
        EXPECT_EQ(refusal(text, Direction::output).fault, TemplateFault::empty_sample) << text;
    }
}

// I1-023
TEST(Template, RefusesASlotAloneOnInputOnly) {
    for (const char* text : {"{q}", " {q} ", "{{q}}", "({q})", "( {q} )", "{date:q}"}) {
        EXPECT_EQ(refusal(text).fault, TemplateFault::slot_only) << text;
        EXPECT_THAT(samples(text, Direction::output), ElementsAre("{q}")) << text;
    }
    EXPECT_THAT(samples("[please] {q}"), UnorderedElementsAre("please {q}", "{q}"));
}

// I1-024
TEST(Template, RefusesAdjacentSlotsOnInputOnly) {
    for (const char* text : {"say {a}{b}",
                             "say {a} {b}",
                             "say {a} [then] {b}",
                             "({a}|x) ({b}|y)",
                             "say {a} [x [y] {b}] z",
                             "[x {a}] {b} y"}) {
        const bool adjacent = std::string_view(text) != "say {a} [x [y] {b}] z";
        if (!adjacent) {
            EXPECT_THAT(samples(text), SizeIs(3)) << text;
            continue;
        }
        EXPECT_EQ(refusal(text).fault, TemplateFault::adjacent_slots) << text;
    }
    EXPECT_THAT(samples("say {a} [then] {b}", Direction::output),
                UnorderedElementsAre("say {a} then {b}", "say {a} {b}"));
    EXPECT_EQ(refusal("say {a} [then] {b}").column, 16U);
}

// I1-025
TEST(Template, RefusesARepeatedSlotPerSample) {
    EXPECT_EQ(refusal("{x} and {x}").fault, TemplateFault::repeated_slot);
    EXPECT_EQ(refusal("{x} and {date:x}").fault, TemplateFault::repeated_slot);
    EXPECT_EQ(refusal("{x} and {x}", Direction::output).fault, TemplateFault::repeated_slot);
    EXPECT_EQ(refusal("go (to {x}|home) and [by {x}]").fault, TemplateFault::repeated_slot);
    EXPECT_THAT(samples("(buy {item}|sell {item})"), ElementsAre("buy {item}", "sell {item}"));
}

// I1-026 I1-029
TEST(Template, TellsAnUndefinedReferenceFromAnInvalidName) {
    EXPECT_EQ(refusal("say <greeting>").fault, TemplateFault::undefined_reference);
    for (const char* text :
         {"say <Greeting>", "say <1abc>", "say <>", "say <a b>", "say <a|b>", "say <a:b>"}) {
        EXPECT_EQ(refusal(text).fault, TemplateFault::invalid_reference_name) << text;
    }
}

// I1-027
TEST(Template, RefusesACycleOfReferences) {
    EXPECT_EQ(refusal("x <a>", Direction::input, {{"a", {"<b>"}}, {"b", {"y <a>"}}}).fault,
              TemplateFault::cyclic_reference);
    EXPECT_EQ(refusal("x <a>", Direction::input, {{"a", {"z", "<a>"}}}).fault,
              TemplateFault::cyclic_reference);
}

// I1-027
TEST(Template, BoundsTheChainOfReferences) {
    Vocabularies vocabularies;
    for (int i = 0; i < 1'000; ++i) {
        vocabularies["v" + std::to_string(i)] = {"<v" + std::to_string(i + 1) + ">"};
    }
    vocabularies["v1000"] = {"end"};
    EXPECT_EQ(refusal("x <v0>", Direction::input, vocabularies).fault, TemplateFault::too_deep);
    EXPECT_THAT(samples("x <v940>", Direction::input, vocabularies), ElementsAre("x end"));
}

// I1-028
TEST(Template, RefusesAPipeOutsideEveryGroup) {
    for (const Direction direction : {Direction::input, Direction::output}) {
        const TemplateError error = refusal("plata|argent", direction);
        EXPECT_EQ(error.fault, TemplateFault::pipe_outside_group);
        EXPECT_EQ(error.column, 6U);
    }
    EXPECT_EQ(refusal("(a|b)|c").fault, TemplateFault::pipe_outside_group);
}

// I1-030
TEST(Template, RefusesAVocabularyThatYieldsASlot) {
    for (const char* member : {"{x}", "to {x}", "to {x} and {x}"}) {
        const auto fault = refusal("go <v>", Direction::input, {{"v", {member}}}).fault;
        EXPECT_TRUE(fault == TemplateFault::vocabulary_with_slot ||
                    fault == TemplateFault::repeated_slot)
            << member;
    }
}

// I1-011
TEST(Template, RefusesAVocabularyWithoutPhrasesOrWithAnEmptyOne) {
    EXPECT_EQ(refusal("go <v>", Direction::input, {{"v", {}}}).fault,
              TemplateFault::empty_vocabulary);
    const TemplateError error = refusal("go <v>", Direction::input, {{"v", {"[x]"}}});
    EXPECT_EQ(error.fault, TemplateFault::empty_sample);
    EXPECT_THAT(error.detail, HasSubstr("<v>"));
}

// I1-031
TEST(Template, SingleBranchGroupIsTheBareBranchWithOneWarningPerOccurrence) {
    EXPECT_THAT(samples("turn (on) it"), ElementsAre("turn on it"));
    const auto found = warnings("[a|b|c] (on) ((it))");
    ASSERT_THAT(found, SizeIs(3));
    EXPECT_EQ(found[0].kind, TemplateWarningKind::single_branch_group);
    EXPECT_EQ(found[0].column, 9U);
    EXPECT_THAT(warnings("[on] now"), IsEmpty());
}

// I1-002
TEST(Template, WarnsOfInputThatIsNotNormalized) {
    EXPECT_THAT(warnings("What time is it?"), SizeIs(1));
    EXPECT_THAT(warnings("what's the time in {city}"), IsEmpty());
    EXPECT_THAT(warnings("What time is it?", Direction::output), IsEmpty());
}

// I1-042
TEST(Template, SlotsAreOpaque) {
    EXPECT_THAT(samples("[go] to {place} [now]"), SizeIs(4));
}

// I1-041
TEST(Template, FoldsEveryWhiteSpace) {
    EXPECT_THAT(samples("a\t\tb\u00a0\u3000c \r\n"), ElementsAre("a b c"));
    EXPECT_THAT(samples(" a  [b]  c "), ElementsAre("a b c", "a c"));
}

// I1-044
TEST(Template, RefusesBillionsOfSamplesByCounting) {
    std::string text = "x";
    for (int i = 0; i < 60; ++i) text += " (a|b|c|d|e|f|g|h)";
    const auto begin = std::chrono::steady_clock::now();
    const TemplateError error = refusal(text);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(100));
    EXPECT_EQ(error.fault, TemplateFault::too_many_samples);
    EXPECT_THAT(error.detail, HasSubstr("65536"));
    EXPECT_EQ(to_error(error).code, ErrorCode::limit);
}

// I1-044
TEST(Template, CountsVocabulariesBeforeWritingThemOut) {
    Vocabularies vocabularies;
    std::string text = "x";
    for (int i = 0; i < 40'000; ++i) vocabularies["v"].push_back("w" + std::to_string(i));
    for (int i = 0; i < 5'000; ++i) text += " <v>";
    EXPECT_EQ(refusal(text, Direction::input, vocabularies).fault, TemplateFault::too_many_samples);
    EXPECT_THAT(samples("x <v>", Direction::input, vocabularies), SizeIs(40'000));
}

// I1-044
TEST(Template, AcceptsExactlyTheLimit) {
    std::string text;
    for (int i = 0; i < 16; ++i) text += " (a|b)" + std::to_string(i);
    EXPECT_THAT(samples(text), SizeIs(template_samples_max));
    EXPECT_EQ(refusal(text + "[x]").fault, TemplateFault::too_many_samples);
}

// I1-044
TEST(Template, BoundsTheBytesOfAllSamples) {
    std::string text(60'000, 'a');
    for (int i = 0; i < 12; ++i) text += "(x|y)";
    EXPECT_EQ(refusal(text).fault, TemplateFault::too_many_samples);
    EXPECT_EQ(refusal(std::string(template_bytes_max + 1, 'a')).fault, TemplateFault::too_long);
}

TEST(Template, RefusesInvalidUtf8) {
    EXPECT_EQ(refusal("a \xff b").fault, TemplateFault::invalid_utf8);
    EXPECT_EQ(refusal("\xc3").fault, TemplateFault::invalid_utf8);
}

// I1-012 I1-043 I4-034
TEST(Template, CompactInlinesVocabulariesAndStripsTypes) {
    const Vocabularies vocabularies{{"polite", {"please", "(be so|very) kind"}},
                                    {"lamp", {"lamp"}}};
    const auto parsed =
        Template::parse("[<polite>]  dim the <lamp>[s] (in|at) {location:room} (now)",
                        Direction::input,
                        vocabularies);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->compact(),
              "[(please|be so kind|very kind)] dim the lamp[s] (in|at) {room} now");
    EXPECT_EQ(samples(parsed->compact()), parsed->expand());
}

TEST(Template, ListsTheVocabulariesItNames) {
    EXPECT_THAT(vocabulary_references("<a> x <b> <a> <B> < <c> >"), ElementsAre("a", "b", "c"));
    EXPECT_THAT(vocabulary_references("none <"), IsEmpty());
}

}  // namespace
}  // namespace utter::intent
