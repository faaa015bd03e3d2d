#include "utter/web/request.hpp"

#include <gtest/gtest.h>

namespace utter::web {
namespace {

TEST(Request, ReadsATarget) {
    Request request;
    ASSERT_TRUE(read_target("/voices/a%20b?limit=5&name=x+y%26z&flag&limit=6", request));
    EXPECT_EQ(request.path, "/voices/a b");
    EXPECT_EQ(request.query_value("limit"), "6");
    EXPECT_EQ(request.query_value("name"), "x y&z");
    EXPECT_EQ(request.query.count("flag"), 1U);
}

TEST(Request, RefusesABrokenTarget) {
    for (const auto* target : {"voices", "", "*", "/a%2", "/a%zz", "/a%00", "/a?b=%f"}) {
        Request request;
        EXPECT_FALSE(read_target(target, request)) << target;
    }
}

TEST(Request, NamesTheNumberThatIsWrong) {
    Request request;
    ASSERT_TRUE(read_target("/voices?limit=500", request));
    EXPECT_EQ(request.query_number("after", 7, 0, 9), 7U);
    const auto limit = request.query_number("limit", 50, 1, 200);
    ASSERT_FALSE(limit);
    EXPECT_EQ(limit.error().detail, "'limit' must be a whole number from 1 to 200");
}

TEST(Request, WantsAJsonObject) {
    Request request;
    request.body = R"({"name":"x"})";
    EXPECT_TRUE(request.json_body());
    request.headers = {{"content-type", "Application/JSON; charset=utf-8"}};
    EXPECT_TRUE(request.json_body());
    request.headers = {{"Content-Type", "text/plain"}};
    EXPECT_FALSE(request.json_body());
    request.headers.clear();
    for (const auto* body : {"", "[]", "{", "\"x\""}) {
        request.body = body;
        EXPECT_FALSE(request.json_body()) << body;
    }
}

}  // namespace
}  // namespace utter::web
