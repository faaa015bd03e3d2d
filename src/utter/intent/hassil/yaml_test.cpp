#include "utter/intent/hassil/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace utter::intent::hassil {
namespace {

using testing::HasSubstr;

std::string read(std::string_view text) {
    const auto node = parse_yaml(text, "f.yaml");
    return node ? json::serialize(to_json(*node)) : node.error().detail;
}

TEST(Yaml, ReadsScalarsByTheCoreSchema) {
    EXPECT_EQ(read("[1, -2, 1.5, true, null, ~, '1', on, no, a b, 1:30, \"x\"]"),
              R"([1,-2,1.5E0,true,null,null,"1","on","no","a b","1:30","x"])");
    EXPECT_EQ(read("a: >\n  one\n  two\nb:\n"), R"({"a":"one two\n","b":null})");
    EXPECT_EQ(read("a: &x [1]\nb: *x\n"), R"({"a":[1],"b":[1]})");
    EXPECT_EQ(read(""), "null");
}

TEST(Yaml, NamesFileAndLineOfAFault) {
    EXPECT_THAT(read("a: 1\na: 2\n"), HasSubstr("f.yaml:2: the key 'a' stands here twice"));
    EXPECT_THAT(read("a: [1\n"), HasSubstr("f.yaml:"));
    EXPECT_THAT(read("a: *nowhere\n"), HasSubstr("f.yaml:"));
    EXPECT_THAT(read("--- 1\n--- 2\n"), HasSubstr("one document"));
}

TEST(Yaml, BoundsDepthAndAliases) {
    EXPECT_THAT(read(std::string(200, '[') + std::string(200, ']')),
                HasSubstr("nested too deeply"));
    std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 9; ++i) {
        const auto before = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int j = 0; j < 10; ++j) bomb += (j > 0 ? "," : "") + before + " ";
        bomb += "]\n";
    }
    EXPECT_THAT(read(bomb), HasSubstr("too many values"));
}

TEST(Yaml, MergesMappingsAndAppendsLists) {
    auto into = *parse_yaml("{a: {b: 1, c: [1]}, d: 1}", "f");
    merge_yaml(into, *parse_yaml("{a: {b: 2, c: [2]}, e: 3}", "f"));
    EXPECT_EQ(json::serialize(to_json(into)), R"({"a":{"b":2,"c":[1,2]},"d":1,"e":3})");
}

}  // namespace
}  // namespace utter::intent::hassil
