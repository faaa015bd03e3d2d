#include "utter/tools/tool_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::tools {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr auto patience = 10s;

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

ToolDefinition add_tool() {
    return {"add",
            "Adds two integers",
            object(R"({"type":"object","required":["a"],"properties":{
                "a":{"type":"integer"},"b":{"type":"integer"}}})"),
            object(R"({"type":"object","required":["sum"],
                "properties":{"sum":{"type":"integer"}}})")};
}

ToolDefinition plain(const char* name) {
    return {name, "", {}, {}};
}

class ToolServiceTest : public testing::Test {
  protected:
    ToolServiceTest() {
        tap_ = bus_.subscribe("*", here_, [this](const Message& m) { seen_.push_back(m); });
    }

    void host(const char* toolbox, ToolDefinition tool, ToolRunner run) {
        ASSERT_TRUE(service_.add(toolbox, std::move(tool), std::move(run)));
    }
    void host_add(const char* toolbox = "math") {
        host(toolbox, add_tool(), [this](const json::object& arguments, const auto& done) {
            ++runs_;
            const auto* b = arguments.if_contains("b");
            done(json::object{
                {"sum", arguments.at("a").as_int64() + (b == nullptr ? 0 : b->as_int64())}});
        });
    }

    // Publishes and lets everything settle.
    std::vector<Message> ask(const char* topic, const char* data, json::object context = {}) {
        seen_.clear();
        bus_.publish(Message(topic, object(data), std::move(context)));
        settle();
        std::vector<Message> answers;
        std::ranges::copy_if(seen_, std::back_inserter(answers), [](const Message& m) {
            return m.type().ends_with(".response");
        });
        return answers;
    }
    json::object answer(const char* topic, const char* data) {
        const auto answers = ask(topic, data);
        EXPECT_EQ(answers.size(), 1U);
        if (answers.empty()) return {};
        EXPECT_EQ(answers.front().type(), std::string(topic) + ".response");
        return answers.front().data();
    }
    void settle() {
        for (int i = 0; i < 3; ++i) {
            bool settled = false;
            loop_.post([&] { settled = true; });
            ASSERT_TRUE(loop_.run_until([&] { return settled; }, patience));
        }
    }

    runtime::EventLoop loop_;
    InlineExecutor here_;
    bus::LocalBus bus_;
    std::vector<Message> seen_;
    bus::Subscription tap_;
    int runs_ = 0;
    ToolService service_{bus_, loop_, loop_, {50ms, 2}};
};

// TOOL-001 TOOL-003 TOOL-006 TOOL-007 TOOL-009
TEST_F(ToolServiceTest, AnswersDiscoveryOnceForEachToolbox) {
    host_add();
    host("notes", add_tool(), [](const auto&, const auto&) {});
    const auto answers = ask("ovos.persona.tools.discover", "{}");
    ASSERT_EQ(answers.size(), 2U);
    for (const auto& message : answers) {
        const auto& tools = message.data().at("tools").as_array();
        ASSERT_EQ(tools.size(), 1U);
        const auto& tool = tools.front().as_object();
        EXPECT_EQ(tool.at("name"), "add");
        EXPECT_EQ(tool.at("description"), "Adds two integers");
        EXPECT_TRUE(tool.at("argument_schema").is_object());
        EXPECT_TRUE(tool.at("output_schema").is_object());
        EXPECT_EQ(tool.at("toolbox_id"), message.data().at("toolbox_id"));
    }
    EXPECT_EQ(answers[0].data().at("toolbox_id"), "math");
    EXPECT_EQ(answers[1].data().at("toolbox_id"), "notes");
}

// TOOL-008 TOOL-026
TEST_F(ToolServiceTest, KnowsToolsThatCameAtRunTime) {
    host_add();
    EXPECT_EQ(answer("ovos.tools.reload", "{}").at("tools").as_array().size(), 1U);
    host("math", plain("new"), [](const auto&, const auto& done) { done(1); });
    EXPECT_EQ(answer("ovos.persona.tools.discover", "{}").at("tools").as_array().size(), 2U);
    EXPECT_EQ(answer("ovos.tools.reload", "{}").at("tools").as_array().size(), 2U);
    service_.remove("math");
    EXPECT_THAT(answer("ovos.tools.reload", "{}").at("tools").as_array(), IsEmpty());
}

// TOOL-002 TOOL-004
TEST_F(ToolServiceTest, RefusesTakenNamesBadIdsAndBadSchemas) {
    host_add();
    EXPECT_THAT(service_.add("math", add_tool(), {}).error().detail, HasSubstr("'add' already"));
    for (const auto* id : {"a.b", "a:b", "", "a b"}) {
        EXPECT_FALSE(service_.add(id, add_tool(), {})) << id;
    }
    auto bad = plain("bad");
    bad.argument_schema = object(R"({"type":"nonsense"})");
    EXPECT_FALSE(service_.add("math", bad, {}));
    EXPECT_FALSE(service_.add("math", plain(""), {}));
}

// TOOL-004
TEST(Toolbox, HasAnIdMadeOfItsSkills) {
    EXPECT_EQ(toolbox_of_skill("timer.utter"), "timer_utter");
    EXPECT_TRUE(is_toolbox_id("timer_utter"));
}

// TOOL-013 TOOL-014
TEST_F(ToolServiceTest, RunsACallAndAnswersOnce) {
    host_add();
    EXPECT_EQ(answer("ovos.persona.tools.call",
                     R"({"toolbox_id":"math","name":"add","kwargs":{"a":1,"b":2}})"),
              object(R"({"toolbox_id":"math","result":{"sum":3}})"));
}

// TOOL-010 TOOL-011 TOOL-012
TEST_F(ToolServiceTest, IsSilentAboutToolboxesOfOthers) {
    host_add();
    for (const auto* data : {R"({"toolbox_id":"Math","name":"add","kwargs":{"a":1}})",
                             R"({"toolbox_id":"other","name":"add","kwargs":{"a":1}})",
                             R"({"name":"add","kwargs":{"a":1}})",
                             R"({"toolbox_id":7,"name":"add","kwargs":{"a":1}})"}) {
        EXPECT_THAT(ask("ovos.persona.tools.call", data), IsEmpty()) << data;
    }
    EXPECT_EQ(runs_, 0);
}

// TOOL-014 TOOL-016
TEST_F(ToolServiceTest, RefusesACallBeforeAnythingRuns) {
    host_add();
    for (const auto* data : {R"({"toolbox_id":"math"})",
                             R"({"toolbox_id":"math","name":"nope"})",
                             R"({"toolbox_id":"math","name":"add"})",
                             R"({"toolbox_id":"math","name":"add","kwargs":{"a":"x"}})",
                             R"({"toolbox_id":"math","name":"add","kwargs":[1]})"}) {
        const auto refused = answer("ovos.persona.tools.call", data);
        EXPECT_FALSE(refused.contains("result")) << data;
        EXPECT_TRUE(refused.at("error").is_string()) << data;
        EXPECT_EQ(refused.at("toolbox_id"), "math");
    }
    EXPECT_EQ(runs_, 0);
}

// TOOL-015
TEST_F(ToolServiceTest, PassesOnWhatAToolFailedWith) {
    host("math", plain("bad"), [](const auto&, const auto& done) {
        done(fail(ErrorCode::invalid_argument, "InvalidArgument: negative"));
    });
    EXPECT_EQ(answer("ovos.persona.tools.call", R"({"toolbox_id":"math","name":"bad"})"),
              object(R"({"toolbox_id":"math","error":"InvalidArgument: negative"})"));
}

// TOOL-016 TOOL-018
TEST_F(ToolServiceTest, HidesAResultThatBreaksItsOwnSchema) {
    auto tool = add_tool();
    tool.argument_schema = {};
    host("math", tool, [](const auto&, const auto& done) { done(json::object{{"sum", "3"}}); });
    const auto answered =
        answer("ovos.persona.tools.call", R"({"toolbox_id":"math","name":"add"})");
    EXPECT_FALSE(answered.contains("result"));
    EXPECT_THAT(std::string(answered.at("error").as_string()), HasSubstr("InvalidResult: "));
}

// TOOL-017 TOOL-025
TEST_F(ToolServiceTest, TakesAbsentArgumentsAsNone) {
    host("math", plain("zero"), [](const json::object& arguments, const auto& done) {
        done(static_cast<std::int64_t>(arguments.size()));
    });
    EXPECT_EQ(
        answer("ovos.persona.tools.call", R"({"toolbox_id":"math","name":"zero"})").at("result"),
        0);
    EXPECT_EQ(answer("ovos.tools.invoke", R"({"name":"zero"})").at("result"), 0);
}

TEST_F(ToolServiceTest, GivesUpAToolThatNeverEndsAndDropsItsLateResult) {
    std::function<void(ToolOutcome)> late;
    host("math", plain("slow"), [&](const auto&, const auto& done) { late = done; });
    ask("ovos.persona.tools.call", R"({"toolbox_id":"math","name":"slow"})");
    const auto answered = [this] {
        return std::ranges::any_of(
            seen_, [](const Message& m) { return m.type().ends_with(".response"); });
    };
    ASSERT_TRUE(loop_.run_until(answered, patience));
    EXPECT_THAT(std::string(seen_.back().data_string("error")), HasSubstr("Timeout: "));
    const auto before = seen_.size();
    late(1);
    settle();
    EXPECT_EQ(seen_.size(), before);
}

TEST_F(ToolServiceTest, BoundsHowManyRun) {
    host("math", plain("slow"), [](const auto&, const auto&) {});
    constexpr auto* call = R"({"toolbox_id":"math","name":"slow"})";
    EXPECT_THAT(ask("ovos.persona.tools.call", call), IsEmpty());
    EXPECT_THAT(ask("ovos.persona.tools.call", call), IsEmpty());
    EXPECT_THAT(std::string(answer("ovos.persona.tools.call", call).at("error").as_string()),
                HasSubstr("Busy: "));
}

// TOOL-019 TOOL-020
TEST_F(ToolServiceTest, ListsTheToolsOfAllToolboxes) {
    host_add();
    host("notes", plain("write"), [](const auto&, const auto& done) { done(nullptr); });
    std::vector<std::string> names;
    const auto listed = answer("ovos.tools.list", "{}");
    for (const auto& tool : listed.at("tools").as_array()) {
        names.push_back(std::string(tool.at("toolbox_id").as_string()) + "/" +
                        std::string(tool.at("name").as_string()));
    }
    EXPECT_THAT(names, UnorderedElementsAre("math/add", "notes/write"));
}

// TOOL-019 TOOL-021 TOOL-022
TEST_F(ToolServiceTest, GetsOneDefinition) {
    host_add();
    const auto tool = answer("ovos.tools.get", R"({"name":"add"})");
    EXPECT_EQ(tool.at("name"), "add");
    EXPECT_EQ(tool.at("toolbox_id"), "math");
    EXPECT_EQ(answer("ovos.tools.get", "{}"),
              object(R"({"error":"Missing required field: 'name'"})"));
    EXPECT_EQ(answer("ovos.tools.get", R"({"name":"nope"})"),
              object(R"({"error":"Unknown tool: 'nope'"})"));
}

// TOOL-019 TOOL-021 TOOL-022 TOOL-024
TEST_F(ToolServiceTest, InvokesByNameAlone) {
    host_add();
    EXPECT_EQ(answer("ovos.tools.invoke", R"({"name":"add","args":{"a":1,"b":2}})"),
              object(R"({"name":"add","result":{"sum":3}})"));
    EXPECT_EQ(answer("ovos.tools.invoke", R"({"name":"nope"})"),
              object(R"({"name":"nope","error":"Unknown tool: 'nope'"})"));
    EXPECT_EQ(answer("ovos.tools.invoke", "{}"),
              object(R"({"error":"Missing required field: 'name'"})"));
    const auto refused = answer("ovos.tools.invoke", R"({"name":"add","args":{"a":"x"}})");
    EXPECT_EQ(refused.at("name"), "add");
    EXPECT_TRUE(refused.at("error").is_string());
    EXPECT_FALSE(refused.contains("result"));
}

// TOOL-003 TOOL-023
TEST_F(ToolServiceTest, PicksNoneOfTwoToolsOfOneName) {
    host_add("math");
    host_add("calc");
    for (const auto* topic : {"ovos.tools.invoke", "ovos.tools.get"}) {
        const auto refused = answer(topic, R"({"name":"add","args":{"a":1}})");
        EXPECT_THAT(std::string(refused.at("error").as_string()), HasSubstr("mbiguous"));
    }
    EXPECT_EQ(runs_, 0);
    EXPECT_EQ(
        answer("ovos.persona.tools.call", R"({"toolbox_id":"calc","name":"add","kwargs":{"a":1}})")
            .at("result"),
        object(R"({"sum":1})"));
}

// TOOL-027
TEST_F(ToolServiceTest, AnswersACallOnceThoughItIsHostAndService) {
    host_add();
    EXPECT_EQ(ask("ovos.persona.tools.discover", "{}").size(), 1U);
    EXPECT_EQ(
        ask("ovos.persona.tools.call", R"({"toolbox_id":"math","name":"add","kwargs":{"a":1}})")
            .size(),
        1U);
}

// TOOL-028
TEST_F(ToolServiceTest, AnswersTheTopicThatCameBefore) {
    host_add();
    EXPECT_EQ(answer("ovos.persona.tools.math.call",
                     R"({"toolbox_id":"math","name":"add","kwargs":{"a":4}})")
                  .at("result"),
              object(R"({"sum":4})"));
    EXPECT_THAT(ask("ovos.persona.tools.other.call", R"({"name":"add"})"), IsEmpty());
}

// TOOL-001 TOOL-030
TEST_F(ToolServiceTest, AnswersInTheContextOfTheQuestion) {
    host_add();
    const auto answers = ask("ovos.persona.tools.call",
                             R"({"toolbox_id":"math","name":"add","kwargs":{"a":1}})",
                             object(R"({"source":"a","destination":"b","utterance_id":"u1",
                                 "session":{"session_id":"s1","x":1},"their_key":[7]})"));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers.front().context(),
              object(R"({"source":"b","destination":"a","utterance_id":"u1",
                  "session":{"session_id":"s1","x":1},"their_key":[7]})"));
}

// TOOL-005
TEST_F(ToolServiceTest, NoticesAStrangerWithItsToolboxId) {
    host_add();
    const log::Capture capture;
    ask("ovos.persona.tools.discover", "{}");
    EXPECT_THAT(capture.text(), Not(HasSubstr("tools.toolbox_id_shared")));
    bus_.publish(Message("ovos.persona.tools.discover.response",
                         object(R"({"toolbox_id":"math","tools":[]})")));
    settle();
    EXPECT_THAT(capture.text(), HasSubstr("tools.toolbox_id_shared"));
}

}  // namespace
}  // namespace utter::tools
