#include "utter/intent/hassil/jinja/template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace utter::intent::hassil::jinja {
namespace {

using testing::HasSubstr;

std::string render(std::string_view text) {
    const auto parsed = Template::parse(text);
    if (!parsed) return parsed.error().detail;
    const Value values = Dict{{"n", std::int64_t{3}},
                              {"name", "lamp"},
                              {"items", List{"b", "A", "c"}},
                              {"slots", Dict{{"area", "hall"}}}};
    const auto out = parsed->render(values);
    return out ? *out : out.error().detail;
}

// HASS-015
TEST(JinjaTemplate, RendersStatements) {
    EXPECT_EQ(render("{% if n > 2: %}many{% elif n == 2 %}two{% else: %}few{% endif %}"), "many");
    EXPECT_EQ(render("{% for i in items if i != 'A' %}{{ i }}{{ ', ' if not loop.last }}{% else "
                     "%}none{% endfor %}"),
              "b, c");
    EXPECT_EQ(render("{% set x = n + 1 %}{% for i in items %}{% set x = 9 %}{% endfor %}{{ x }}"),
              "4");
    EXPECT_EQ(render("{% set ns = namespace(x=1) %}{% for i in items %}{% set ns.x = ns.x * 2 %}{% "
                     "endfor %}{{ ns.x }}"),
              "8");
    EXPECT_EQ(
        render(
            "{% macro m(a, b='!') %}{{ a }}{{ b }}{% endmacro %}{{ m('hi') }}{{ m('yo', '?') }}"),
        "hi!yo?");
    EXPECT_EQ(render("a {#- no -#} b {%- set x %}t{% endset -%} {{ x }}"), "abt");
}

// HASS-015
TEST(JinjaTemplate, EvaluatesExpressions) {
    const std::pair<const char*, const char*> cases[] = {
        {"n / 2", "1.5"},
        {"n // 2 ~ n % 2", "11"},
        {"2 ** 3 * 2", "16"},
        {"'10' | int % 4", "2"},
        {"5 > n > 1 and n not in [1, 2]", "True"},
        {"items | sort | join(', ')", "A, b, c"},
        {"items[:-1] | length", "2"},
        {"(items | map('upper') | list)[0]", "B"},
        {"'{0:02d}:{1}'.format(n, 'x')", "03:x"},
        {"nothing | default('d') ~ nothing", "d"},
        {"slots.get('x', 'y') ~ slots.area", "yhall"},
        {"{'a': 1}.get('a') is number", "True"},
        {"name.endswith(('x', 'mp'))", "True"},
        {"2.5 | round", "2.0"},
        {"2.345 | round(2) ~ 7.0", "2.357.0"},
        {"'eins zwei'.title() ~ 'ÉTÉ'.lower()", "Eins Zweiété"},
        {"dict.fromkeys('a b a'.split()) | count", "2"},
        {"['a', 1.5, none, true]", "['a', 1.5, None, True]"},
        {"-n | abs", "3"},
    };
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(render("{{ " + std::string(text) + " }}"), expected) << text;
}

TEST(JinjaTemplate, SaysWhatIsWrong) {
    EXPECT_THAT(render("a\n{% if n %}"), HasSubstr("line 2"));
    EXPECT_THAT(render("{{ n | nonsense }}"), HasSubstr("there is no filter 'nonsense'"));
    EXPECT_THAT(render("{{ nothing.at.all }}"), HasSubstr("without a value"));
    EXPECT_THAT(render("{% include 'x' %}"), HasSubstr("'include' is not known"));
    EXPECT_THAT(render("{{ 1 / 0 }}"), HasSubstr("zero"));
}

TEST(JinjaTemplate, IsBounded) {
    EXPECT_THAT(
        render("{% for i in range(60000) %}{% for j in range(60000) %}{% endfor %}{% endfor %}"),
        HasSubstr("too many steps"));
    EXPECT_THAT(render("{% set x = 'a' * 60000 %}{{ x }}{{ x }}"), HasSubstr("writes too much"));
    EXPECT_THAT(render("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
                HasSubstr("nested too deeply"));
    EXPECT_THAT(render("{{ " + std::string(1'000, '(') + "1" + std::string(1'000, ')') + " }}"),
                HasSubstr("nested too deeply"));
}

}  // namespace
}  // namespace utter::intent::hassil::jinja
