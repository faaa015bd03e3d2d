#include "utter/intent/definition_json.hpp"

#include <gtest/gtest.h>

namespace utter::intent {
namespace {

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

TEST(DefinitionJson, RoundTripsWhatARegistrationCarries) {
    const TemplateDefinition full{"media.skill",
                                  "play",
                                  "en-US",
                                  {"play {title}"},
                                  {"trailer"},
                                  {"title"},
                                  {{"title", {"it", "that"}}},
                                  {{"title", "number"}}};
    EXPECT_EQ(template_from_json(to_json(full)), full);
    const EntityDefinition entity{"media.skill", "title", "en-US", {"dune"}};
    EXPECT_EQ(entity_from_json(to_json(entity)), entity);
}

// I4-020 I4-026
TEST(DefinitionJson, IgnoresUnknownFieldsAndTakesAbsentListsAsEmpty) {
    const auto definition = template_from_json(
        object(R"({"skill_id":"a","intent_name":"b","lang":"en","samples":["x"],"x_foo":1})"));
    ASSERT_TRUE(definition.has_value());
    EXPECT_TRUE(definition->blacklist.empty());
}

// I4-007
TEST(DefinitionJson, NamesTheFieldThatIsMissingOrWrong) {
    const auto fault = [](const char* text) {
        return template_from_json(object(text)).error().detail;
    };
    EXPECT_EQ(fault(R"({"intent_name":"b","lang":"en","samples":["x"]})"),
              "field 'skill_id' must be a non-empty string, got nothing");
    EXPECT_EQ(fault(R"({"skill_id":"a","intent_name":"b","lang":"en","samples":"x"})"),
              "field 'samples' must be an array of strings, got a string");
    EXPECT_EQ(
        fault(R"({"skill_id":"a","intent_name":"b","lang":"en","samples":["x"],"slot_types":[]})"),
        "field 'slot_types' must be an object, got an array");
}

}  // namespace
}  // namespace utter::intent
