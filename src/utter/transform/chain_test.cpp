#include "utter/transform/chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

namespace utter::transform {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

session::Session session(const std::string& text) {
    return session::Session::from_object(object(text));
}

class Scripted final : public MetadataTransformer {
  public:
    using Script = std::function<void(json::object&)>;
    Scripted(std::string id, Script script) : id_(std::move(id)), script_(std::move(script)) {}
    [[nodiscard]] std::string_view id() const override { return id_; }
    void transform(Metadata& /*artifact*/, json::object& context) override { script_(context); }

  private:
    std::string id_;
    Script script_;
};

const std::vector<Member> loaded{{"late", 90}, {"early", 1}, {"middle"}, {"second", 50}};

std::vector<std::string> ids(const std::vector<std::size_t>& chain) {
    std::vector<std::string> out;
    for (const auto index : chain) out.emplace_back(loaded[index].id);
    return out;
}

// TRAN-024
TEST(ChainOrder, IsByAscendingPriority) {
    EXPECT_THAT(ids(compose("utterance", loaded, std::nullopt, {})),
                ElementsAre("early", "middle", "second", "late"));
}

// TRAN-023
TEST(ChainOrder, AnExplicitOrderWinsAndLeavesTheOthersOut) {
    EXPECT_THAT(ids(compose("utterance", loaded, {{"late", "early", "ghost"}}, {})),
                ElementsAre("late", "early"));
    EXPECT_TRUE(compose("utterance", loaded, {{}}, {}).empty());
}

// TRAN-003 TRAN-025 TRAN-028
TEST(ChainOrder, TheSessionsPreferenceReplacesIt) {
    const auto wish = session(R"({"utterance_transformers":["late","ghost","early","late"]})");
    EXPECT_THAT(ids(compose("utterance", loaded, std::nullopt, wish)),
                ElementsAre("late", "early"));
    EXPECT_EQ(compose("metadata", loaded, std::nullopt, wish).size(), 4U);
    const auto none = session(R"({"utterance_transformers":[]})");
    EXPECT_EQ(compose("utterance", loaded, std::nullopt, none).size(), 4U);
    const auto ghosts = session(R"({"utterance_transformers":["ghost"]})");
    EXPECT_TRUE(compose("utterance", loaded, std::nullopt, ghosts).empty());
}

// TRAN-029
TEST(ChainOrder, AWishDoesNotReviveWhatTheDeploymentLeavesOut) {
    const auto wish = session(R"({"utterance_transformers":["middle","late"]})");
    EXPECT_THAT(ids(compose("utterance", loaded, {{"early", "late"}}, wish)), ElementsAre("late"));
}

// TRAN-026 TRAN-027
TEST(ChainOrder, WhatIsDeniedDoesNotRun) {
    const auto denied = session(R"({"utterance_transformers":["late","early"],
                                    "blacklisted_utterance_transformers":["late","nobody"]})");
    EXPECT_THAT(ids(compose("utterance", loaded, std::nullopt, denied)), ElementsAre("early"));
}

class ChainRun : public testing::Test {
  protected:
    void add(const std::string& id, Scripted::Script script) {
        ASSERT_TRUE(chain_.add(std::make_unique<Scripted>(id, std::move(script))).has_value());
    }
    bool run() {
        Metadata nothing;
        return chain_.run(chain_.select({}), nothing, context_);
    }

    Chain<Metadata> chain_{"metadata"};
    json::object context_;
};

// TRAN-002
TEST_F(ChainRun, AnIdIsSoundAndTakenOnce) {
    const auto nothing = [](json::object&) {};
    add("a.b-c_1", nothing);
    EXPECT_FALSE(chain_.add(std::make_unique<Scripted>("a.b-c_1", nothing)).has_value());
    for (const auto* id : {"", "a:b", "a b"}) {
        EXPECT_FALSE(chain_.add(std::make_unique<Scripted>(id, nothing)).has_value()) << id;
    }
}

// TRAN-004 TRAN-005 TRAN-006 TRAN-008
TEST_F(ChainRun, WhoChangedTheMessageIsNotedInOrder) {
    add("one", [](json::object& context) { context["x"] = 1; });
    add("idle", [](json::object&) {});
    add("two", [](json::object& context) { context["x"] = context.at("x").as_int64() + 1; });
    EXPECT_FALSE(run());
    EXPECT_EQ(context_, object(R"({"x":2,"metadata_transformer_ids":["one","two"]})"));
}

// TRAN-035 TRAN-037
TEST_F(ChainRun, OneThatThrowsIsLoggedAndWhatItDidByThenStays) {
    const log::Capture log;
    add("broken", [](json::object& context) {
        context["partly"] = true;
        throw std::runtime_error("boom");
    });
    add("next", [](json::object& context) { context["next"] = true; });
    EXPECT_FALSE(run());
    EXPECT_TRUE(context_.contains("partly") && context_.contains("next"));
    EXPECT_THAT(log.text(), HasSubstr("id=broken"));
}

// TRAN-044 TRAN-045 TRAN-046
TEST_F(ChainRun, ACancellationEndsItAndNamesItsEmitter) {
    add("stops", [](json::object& context) {
        context["canceled"] = true;
        context["cancel_reason"] = "policy_block";
        context["cancel_by"] = "somebody-else";
    });
    add("never", [](json::object& context) { context["never"] = true; });
    EXPECT_TRUE(run());
    EXPECT_EQ(context_,
              object(R"({"canceled":true,"cancel_reason":"policy_block","cancel_by":"stops",
                         "metadata_transformer_ids":["stops"]})"));
}

// TRAN-015 TRAN-043
TEST_F(ChainRun, HalfACancellationIsTakenOutBeforeTheNextOne) {
    for (const auto* half : {R"({"canceled":true})",
                             R"({"cancel_reason":"why"})",
                             R"({"canceled":false,"cancel_reason":"why"})",
                             R"({"canceled":"true","cancel_reason":"why"})",
                             R"({"canceled":true,"cancel_reason":7})",
                             R"({"cancel_by":"me"})"}) {
        Chain<Metadata> chain("metadata");
        json::object seen{{"not", "called"}};
        ASSERT_TRUE(
            chain
                .add(std::make_unique<Scripted>("half",
                                                [&](json::object& context) {
                                                    for (const auto& member : object(half)) {
                                                        context[member.key()] = member.value();
                                                    }
                                                }))
                .has_value());
        ASSERT_TRUE(chain
                        .add(std::make_unique<Scripted>(
                            "next", [&](json::object& context) { seen = context; }))
                        .has_value());
        json::object context;
        Metadata nothing;
        EXPECT_FALSE(chain.run(chain.select({}), nothing, context)) << half;
        EXPECT_EQ(seen, object(R"({"metadata_transformer_ids":["half"]})")) << half;
    }
}

// TRAN-033
TEST(ChainDescription, NamesEveryLoadedOneWithItsPriority) {
    EXPECT_EQ(describe({{"a", 10}, {"b"}}),
              object(R"({"loaded":["a","b"],"priorities":{"a":10,"b":50}})"));
}

}  // namespace
}  // namespace utter::transform
