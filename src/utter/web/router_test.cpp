#include "utter/web/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>

namespace utter::web {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RouterTest : public testing::Test {
  protected:
    RouterTest() {
        for (const auto& [method, pattern] :
             std::initializer_list<std::pair<const char*, const char*>>{
                 {"GET", "/voices"},
                 {"POST", "/voices"},
                 {"GET", "/voices/{id}"},
                 {"GET", "/voices/new"},
                 {"GET", "/voices/{id}/samples/{sample}"},
                 {"GET", "/{file...}"},
                 {"WS", "/ws/session/{id}"}}) {
            router_.add({.method = method, .pattern = pattern});
        }
    }
    std::string pattern(const char* method, const char* path) {
        params_.clear();
        const auto found = router_.find(method, path, params_);
        return found.route == nullptr ? "" : found.route->pattern;
    }

    Router router_;
    std::map<std::string, std::string, std::less<>> params_;
};

TEST_F(RouterTest, PrefersWhatIsWrittenOut) {
    EXPECT_EQ(pattern("GET", "/voices/new"), "/voices/new");
    EXPECT_EQ(pattern("GET", "/voices/7"), "/voices/{id}");
    EXPECT_EQ(params_.at("id"), "7");
    EXPECT_EQ(pattern("HEAD", "/voices/7"), "/voices/{id}");
    EXPECT_EQ(pattern("GET", "/voices/7/samples/9"), "/voices/{id}/samples/{sample}");
    EXPECT_EQ(params_.at("sample"), "9");
}

TEST_F(RouterTest, TakesTheRestWhenNothingElseFits) {
    EXPECT_EQ(pattern("GET", "/assets/a/b.js"), "/{file...}");
    EXPECT_EQ(params_.at("file"), "assets/a/b.js");
    EXPECT_EQ(pattern("GET", "/"), "/{file...}");
    EXPECT_EQ(params_.at("file"), "");
}

TEST_F(RouterTest, NamesTheMethodsOfAPath) {
    const auto found = router_.find("DELETE", "/voices", params_);
    EXPECT_EQ(found.route, nullptr);
    EXPECT_THAT(found.allowed, ElementsAre("GET", "POST"));
    EXPECT_THAT(router_.find("GET", "/ws/session/x", params_).allowed, ElementsAre("WS"));
}

TEST_F(RouterTest, RefusesTheSameTwice) {
    EXPECT_THROW(router_.add({.method = "GET", .pattern = "/voices"}), std::logic_error);
    Router empty;
    EXPECT_THAT(empty.find("GET", "/voices", params_).allowed, IsEmpty());
}

}  // namespace
}  // namespace utter::web
