#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "utter/bus/local_bus.hpp"
#include "utter/skill/skill_host.hpp"

namespace utter::skill {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

class ToolSkill final : public Skill {
  public:
    [[nodiscard]] Result<void> start(SkillContext& context) override {
        tools::ToolDefinition root{"root",
                                   "The square root of a number",
                                   object(R"({"type":"object","required":["of"],
                                       "properties":{"of":{"type":"integer"}}})"),
                                   {}};
        const auto run = [](const json::object& arguments) -> json::value {
            const auto of = arguments.at("of").as_int64();
            if (of < 0) throw std::invalid_argument("negative");
            if (of == 13) throw std::runtime_error("unlucky");
            return of;
        };
        if (auto added = context.add_tool(root, run); !added) return added;
        second_ = context.add_tool(root, run);
        return {};
    }
    static Result<void> second_;
};
Result<void> ToolSkill::second_;

class NoTimers final : public Timers {
  public:
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds, Executor&, Executor::Work) override {
        return {};
    }
};

class SkillTools : public testing::Test {
  protected:
    SkillTools() {
        fs::create_directories(root_ / "en-US");
        std::ofstream(root_ / "en-US" / "summary.dialog") << "take roots\n";
        tap_ = bus_.subscribe("*", here_, [this](const Message& m) { last_ = m; });
        SkillHostSettings settings;
        settings.enabled = {"root.test"};
        settings.languages = {"en-US"};
        host_ = std::make_unique<SkillHost>(
            SkillHostRuntime{
                bus_, here_, timers_, clock_, [] { return std::make_unique<InlineExecutor>(); }},
            settings);
        const std::vector<SkillEntry> catalogue{
            {"root.test", root_, [] { return std::make_unique<ToolSkill>(); }}};
        EXPECT_TRUE(host_->load(catalogue).empty());
    }
    ~SkillTools() override { fs::remove_all(root_); }

    json::object call(const char* arguments) {
        bus_.publish(Message("ovos.persona.tools.call",
                             {{"toolbox_id", "root_test"},
                              {"name", "root"},
                              {"kwargs", parse_json(arguments).value()}}));
        EXPECT_EQ(last_->type(), "ovos.persona.tools.call.response");
        return last_->data();
    }

    fs::path root_ = fs::path(testing::TempDir()) /
                     ("skill_tools_" +
                      std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    InlineExecutor here_;
    NoTimers timers_;
    SystemClock clock_;
    bus::LocalBus bus_;
    std::optional<Message> last_;
    bus::Subscription tap_;
    std::unique_ptr<SkillHost> host_;
};

// TOOL-013 TOOL-014
TEST_F(SkillTools, RunTheSkillsHandler) {
    EXPECT_EQ(call(R"({"of":4})"), object(R"({"toolbox_id":"root_test","result":4})"));
}

// TOOL-015
TEST_F(SkillTools, SayWhatTheHandlerThrew) {
    EXPECT_EQ(call(R"({"of":-1})"),
              object(R"({"toolbox_id":"root_test","error":"InvalidArgument: negative"})"));
    EXPECT_EQ(call(R"({"of":13})"),
              object(R"({"toolbox_id":"root_test","error":"Error: unlucky"})"));
}

// TOOL-002
TEST_F(SkillTools, HaveNamesOfTheirOwn) {
    ASSERT_FALSE(ToolSkill::second_);
    EXPECT_THAT(ToolSkill::second_.error().detail, HasSubstr("'root'"));
}

TEST_F(SkillTools, EndWithTheirSkill) {
    host_.reset();
    bus_.publish(
        Message("ovos.persona.tools.call", {{"toolbox_id", "root_test"}, {"name", "root"}}));
    EXPECT_EQ(last_->type(), "ovos.persona.tools.call");
}

}  // namespace
}  // namespace utter::skill
