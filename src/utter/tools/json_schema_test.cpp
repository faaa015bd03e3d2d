#include "utter/tools/json_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace utter::tools {
namespace {

using testing::HasSubstr;

json::value value(const char* text) {
    return parse_json(text).value();
}
Result<JsonSchema> compile(const char* text) {
    return JsonSchema::compile(value(text).as_object());
}

TEST(JsonSchema, ChecksTypesBoundsAndRequiredFields) {
    const auto schema = compile(R"({"type":"object","required":["a"],"additionalProperties":false,
        "properties":{"a":{"type":"integer","minimum":1,"maximum":9},
                      "b":{"type":"array","items":{"enum":["x","y"]},"maxItems":2}}})");
    ASSERT_TRUE(schema) << schema.error().detail;
    for (const auto* good : {R"({"a":1})", R"({"a":9,"b":["x","y"]})"}) {
        EXPECT_TRUE(schema->check(value(good))) << good;
    }
    for (const auto* bad : {"{}",
                            R"({"a":"1"})",
                            R"({"a":0})",
                            R"({"a":10})",
                            R"({"a":1,"c":2})",
                            R"({"a":1,"b":["z"]})",
                            R"({"a":1,"b":["x","y","x"]})",
                            "[]",
                            "null"}) {
        EXPECT_FALSE(schema->check(value(bad))) << bad;
    }
    EXPECT_THAT(schema->check(value(R"({"a":"1"})")).error().detail, HasSubstr("[a]"));
}

TEST(JsonSchema, TakesEverythingWhenItSaysNothing) {
    const auto schema = compile("{}");
    ASSERT_TRUE(schema);
    EXPECT_TRUE(schema->check(value("[1,\"a\",null]")));
}

TEST(JsonSchema, FollowsReferencesIntoItself) {
    const auto schema = compile(R"({"$defs":{"name":{"type":"string","minLength":1}},
        "definitions":{"pair":{"type":"array","items":{"$ref":"#/$defs/name"}}},
        "properties":{"p":{"$ref":"#/definitions/pair"}}})");
    ASSERT_TRUE(schema) << schema.error().detail;
    EXPECT_TRUE(schema->check(value(R"({"p":["a"]})")));
    EXPECT_FALSE(schema->check(value(R"({"p":[""]})")));
}

TEST(JsonSchema, AllowsPropertiesThatAreNamedLikeKeywords) {
    const auto schema = compile(R"({"properties":{"pattern":{"type":"string"},
        "format":{"type":"integer"}}})");
    ASSERT_TRUE(schema) << schema.error().detail;
    EXPECT_FALSE(schema->check(value(R"({"format":"x"})")));
}

TEST(JsonSchema, RefusesWhatItWouldNotObey) {
    for (const auto* bad : {R"({"properties":{"a":{"pattern":"(a+)+$"}}})",
                            R"({"unevaluatedProperties":false})",
                            R"({"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/a"}}})",
                            R"({"$defs":{"a":{"items":{"$ref":"#/$defs/a"}}},"$ref":"#/$defs/a"})",
                            R"({"$ref":"http://example.org/schema"})",
                            R"({"$ref":"#"})",
                            R"({"$ref":"#/nowhere"})",
                            R"({"type":"nonsense"})",
                            R"({"required":"a"})"}) {
        const auto schema = compile(bad);
        ASSERT_FALSE(schema) << bad;
        EXPECT_FALSE(schema.error().detail.empty());
    }
}

TEST(JsonSchema, BoundsWhatReferencesMultiply) {
    std::string text = R"({"$defs":{"a0":{"type":"string"})";
    for (int i = 1; i < 15; ++i) {
        const auto inner = R"({"$ref":"#/$defs/a)" + std::to_string(i - 1) + "\"}";
        text += ",\"a" + std::to_string(i) + "\":{\"allOf\":[" + inner + "," + inner + "," + inner +
                "]}";
    }
    text += R"(},"$ref":"#/$defs/a14"})";
    EXPECT_EQ(compile(text.c_str()).error().code, ErrorCode::limit);
}

}  // namespace
}  // namespace utter::tools
