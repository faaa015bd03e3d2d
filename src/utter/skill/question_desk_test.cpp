#include "utter/skill/question_desk.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/skill/skill_host.hpp"

namespace utter::skill {
namespace {

namespace fs = std::filesystem;

// Knows one thing, and says of another that it does.
class GeoSkill final : public Skill {
  public:
    [[nodiscard]] Result<void> start(SkillContext& context) override {
        context.on_question(
            [](const Question& question) {
                if (question.utterance == "trouble") throw std::runtime_error("boom");
                return question.utterance != "nothing i know";
            },
            [&context](const Question& question) -> std::optional<Answer> {
                if (question.utterance == "late trouble") throw std::runtime_error("boom");
                if (question.utterance == "what is atlantis") return std::nullopt;
                return Answer{
                    context.render_dialog("city", {{"zone", question.timezone}}, question.lang), 7};
            });
        return {};
    }
};

class SystemTimers final : public Timers {
  public:
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds, Executor&, Executor::Work) override {
        return {};
    }
};

class QuestionDeskTest : public testing::Test {
  protected:
    QuestionDeskTest() {
        fs::remove_all(root_);
        for (const auto& [lang, text] :
             {std::pair("en-US", "Paris, {zone}."), std::pair("de-DE", "Paris, {zone}!")}) {
            fs::create_directories(root_ / lang);
            std::ofstream(root_ / lang / "city.dialog") << text << "\n";
        }
        tap_ = bus_.subscribe("*", here_, [this](const Message& m) { seen_.push_back(m); });
        SkillHostSettings settings;
        settings.enabled = {"geo.test"};
        settings.languages = {"en-US", "de-DE"};
        host_ = std::make_unique<SkillHost>(
            SkillHostRuntime{
                bus_, here_, timers_, clock_, [] { return std::make_unique<InlineExecutor>(); }},
            settings);
        const std::vector<SkillEntry> catalogue{
            {"geo.test", root_, [] { return std::make_unique<GeoSkill>(); }}};
        EXPECT_TRUE(host_->load(catalogue).empty());
    }
    ~QuestionDeskTest() override { fs::remove_all(root_); }

    // What the skill says to one message.
    std::vector<Message> answers(const std::string& topic, json::object data) {
        seen_.clear();
        bus_.publish(Message(topic,
                             std::move(data),
                             {{"utterance_id", "u1"},
                              {"source", "me"},
                              {"destination", "skills"},
                              {"session",
                               json::object{{"session_id", "s1"},
                                            {"location", json::object{{"tz", "Asia/Tokyo"}}}}}}));
        seen_.erase(seen_.begin());
        return seen_;
    }

    // Says nothing but, to our own plugin, that it says nothing.
    bool is_silent_on(const json::object& data) {
        const auto words = answers("ovos.common_query.ping", data);
        return words.size() == 1 && words[0].type() == "utter.question.declined" &&
               words[0].data_string("skill_id") == "geo.test" &&
               words[0].context_string("utterance_id") == "u1";
    }

    const fs::path root_ =
        fs::path(testing::TempDir()) /
        ("question_desk_" +
         std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    InlineExecutor here_;
    bus::LocalBus bus_;
    SystemClock clock_;
    SystemTimers timers_;
    std::vector<Message> seen_;
    bus::Subscription tap_;
    std::unique_ptr<SkillHost> host_;
};

// CQ-013 CQ-038 CQ-040
TEST_F(QuestionDeskTest, ASkillSaysThatItCanAnswerOrNothing) {
    const auto pongs =
        answers("ovos.common_query.ping",
                {{"utterance", "what is the capital"}, {"lang", "en-US"}, {"later_field", 1}});
    ASSERT_EQ(pongs.size(), 1U);
    EXPECT_EQ(pongs[0].type(), "ovos.common_query.pong");
    EXPECT_EQ(
        pongs[0].data(),
        (json::object{
            {"can_answer", true}, {"utterance", "what is the capital"}, {"skill_id", "geo.test"}}));
    EXPECT_EQ(pongs[0].context_string("destination"), "me");
    EXPECT_EQ(pongs[0].context_string("utterance_id"), "u1");
    EXPECT_EQ(pongs[0].context_string("skill_id"), "geo.test");
    for (const auto& data : {json::object{{"utterance", "nothing i know"}},
                             json::object{},
                             json::object{{"utterance", "qui es-tu"}, {"lang", "fr-FR"}}}) {
        EXPECT_TRUE(is_silent_on(data));
    }
}

// CQ-020 CQ-021 CQ-023 CQ-037 CQ-038
TEST_F(QuestionDeskTest, AClaimantAlwaysRespondsAndNeverSpeaks) {
    const auto found = answers(
        "ovos.common_query.request",
        {{"utterance", "what is the capital"}, {"lang", "de-DE"}, {"skill_id", "geo.test"}});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].type(), "ovos.common_query.response");
    EXPECT_EQ(found[0].data(),
              (json::object{{"answer", "Paris, Asia/Tokyo!"},
                            {"conf", 1.0},
                            {"utterance", "what is the capital"},
                            {"skill_id", "geo.test"}}));
    const log::Capture lines;
    for (const auto* utterance : {"what is atlantis", "late trouble"}) {
        const auto none = answers("ovos.common_query.request",
                                  {{"utterance", utterance}, {"skill_id", "geo.test"}});
        ASSERT_EQ(none.size(), 1U) << utterance;
        EXPECT_EQ(none[0].data(),
                  (json::object{{"utterance", utterance}, {"skill_id", "geo.test"}}));
    }
    EXPECT_NE(lines.text().find("boom"), std::string::npos);
}

// CQ-019
TEST_F(QuestionDeskTest, ARequestToAnotherSkillIsLeftToIt) {
    EXPECT_TRUE(answers("ovos.common_query.request",
                        {{"utterance", "what is the capital"}, {"skill_id", "wiki.test"}})
                    .empty());
}

TEST_F(QuestionDeskTest, ACheckThatFailsClaimsNothing) {
    const log::Capture lines;
    EXPECT_TRUE(is_silent_on({{"utterance", "trouble"}}));
    EXPECT_NE(lines.text().find("skill_id=geo.test"), std::string::npos);
}

TEST_F(QuestionDeskTest, WhatItCanIsAnnounced) {
    seen_.clear();
    host_->register_all();
    const auto loaded = std::ranges::find(seen_, "ovos.skill.loaded", &Message::type);
    ASSERT_NE(loaded, seen_.end());
    EXPECT_EQ(loaded->data().at("capabilities"), json::array{"common_query"});
}

}  // namespace
}  // namespace utter::skill
