#include "utter/skill/skill_host.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/skill/skill_tester.hpp"

namespace utter::skill {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

class GreetSkill final : public Skill {
  public:
    [[nodiscard]] Result<void> start(SkillContext& context) override {
        context_ = &context;
        context.on_intent("greet", [this](const IntentCall& call) {
            call.speak_dialog("hello", {{"name", call.slot("name").value_or("you")}});
            later_ = context_->after(
                2s, [conversation = call.conversation] { conversation->speak_dialog("bye"); });
        });
        context.on_intent("fail", [](const IntentCall&) { throw std::runtime_error("boom"); });
        context.on_intent("mumble", [](const IntentCall& call) { call.speak_dialog("missing"); });
        context.on_fallback(90, [](const IntentCall& call) { call.conversation->speak("what"); });
        return {};
    }

  private:
    SkillContext* context_ = nullptr;
    TimerHandle later_;
};

// Remembers who was greeted, in the session's own context.
class RememberingSkill final : public Skill {
  public:
    [[nodiscard]] Result<void> start(SkillContext& context) override {
        context.on_intent("greet", [](const IntentCall& call) {
            auto& conversation = *call.conversation;
            conversation.speak("before");
            conversation.set_context("asked", "first", {.turns = 5, .seconds = 60s});
            conversation.set_context("asked", std::nullopt, {.turns = 1});
            conversation.set_context("who", call.slot("name"), {.seconds = 60s});
            conversation.unset_context("old");
            conversation.set_context("a:b", "x");
            conversation.speak("after");
        });
        context.on_intent("mumble",
                          [](const IntentCall&) {},
                          {.requires_keys = {"asked"}, .excludes_keys = {"done"}});
        return {};
    }
};

class BrokenSkill final : public Skill {
  public:
    [[nodiscard]] Result<void> start(SkillContext&) override {
        return fail(ErrorCode::unavailable, "the broken skill cannot run");
    }
};

// Greets as its settings say, and knows one greeting that it will not use.
class TunedSkill final : public Skill {
  public:
    [[nodiscard]] Result<void> start(SkillContext& context) override {
        const std::string word(string_or_empty(context.settings(), "word"));
        if (word == "rude") return fail(ErrorCode::invalid_argument, "'word' must be polite");
        context.on_intent("greet",
                          [word](const IntentCall& call) { call.conversation->speak(word); });
        return {};
    }
};

class SkillHostTest : public testing::Test {
  protected:
    void SetUp() override {
        root_ = fs::path(testing::TempDir()) /
                ("skill_host_" +
                 std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        fs::remove_all(root_);
        write("en-US/greet.intent", "greet {name}\ngreet me\n");
        write("en-US/fail.intent", "fail now\n");
        write("en-US/mumble.intent", "mumble\n");
        write("en-US/hello.dialog", "Hello {name}.\n");
        write("en-US/bye.dialog", "Bye.\n");
        write("en-US/summary.dialog", "greet people\n");
        write("de-DE/greet.intent", "grüße {name}\ngrüße mich\n");
        write("de-DE/hello.dialog", "Hallo {name}.\n");
        write("fr-FR/greet.intent", "salue {name}\n");
    }
    void TearDown() override { fs::remove_all(root_); }

    void write(const std::string& file, const std::string& text) const {
        fs::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << text;
    }

    [[nodiscard]] SkillEntry greet() const {
        return {"greet.test", root_, [] { return std::make_unique<GreetSkill>(); }};
    }

    std::vector<Error> load(SkillHostSettings settings, std::vector<SkillEntry> catalogue) {
        tap_ = bus_.subscribe("*", here_, [this](const Message& m) { seen_.push_back(m); });
        settings.languages = {"en-US", "de-DE"};
        host_ = std::make_unique<SkillHost>(
            SkillHostRuntime{
                bus_, here_, timers_, clock_, [] { return std::make_unique<InlineExecutor>(); }},
            settings);
        return host_->load(catalogue);
    }

    [[nodiscard]] std::vector<Message> of(std::string_view topic) const {
        std::vector<Message> out;
        std::ranges::copy_if(
            seen_, std::back_inserter(out), [&](const Message& m) { return m.type() == topic; });
        return out;
    }

    struct NoTimers final : Timers {
        [[nodiscard]] TimerHandle after(std::chrono::milliseconds,
                                        Executor&,
                                        Executor::Work) override {
            return {};
        }
    };

    fs::path root_;
    InlineExecutor here_;
    NoTimers timers_;
    SystemClock clock_;
    bus::LocalBus bus_;
    std::vector<Message> seen_;
    bus::Subscription tap_;
    std::unique_ptr<SkillHost> host_;
};

// I4-001 I4-012 I3-006 I4-060 FALL-026
TEST_F(SkillHostTest, RegistersIntentsOfTheEnabledLanguagesAndAnnouncesTheSkill) {
    EXPECT_TRUE(load({.enabled = {"greet.test"}}, {greet()}).empty());
    std::vector<std::string> registered;
    for (const auto& message : of("ovos.intent.register.template")) {
        registered.push_back(std::string(message.data_string("intent_name")) + " " +
                             std::string(message.data_string("lang")));
        EXPECT_EQ(message.context_string("skill_id"), "greet.test");
    }
    std::ranges::sort(registered);
    EXPECT_EQ(
        registered,
        (std::vector<std::string>{"fail en-US", "greet de-DE", "greet en-US", "mumble en-US"}));
    EXPECT_EQ(of("ovos.fallback.register").at(0).data(),
              object(R"({"skill_id":"greet.test","priority":90})"));
    EXPECT_EQ(of("ovos.skill.loaded").at(0).data(),
              object(R"({"skill_id":"greet.test","capabilities":["fallback"]})"));
}

// I3-003
TEST_F(SkillHostTest, OnlyWhatHasAHandlerIsRegisteredAndBothGoTogether) {
    write("en-US/orphan.intent", "nobody handles this\n");
    load({.enabled = {"greet.test"}}, {greet()});
    for (const auto& message : of("ovos.intent.register.template")) {
        EXPECT_NE(message.data_string("intent_name"), "orphan");
    }
    host_.reset();
    ASSERT_EQ(of("ovos.skill.deregister").size(), 1U);
    EXPECT_EQ(of("ovos.skill.deregister")[0].data(), object(R"({"skill_id":"greet.test"})"));
    bus_.publish(Message("greet.test:greet"));
    EXPECT_TRUE(of("utter.handler.done").empty());
}

// I3-001 I3-002
TEST_F(SkillHostTest, ASkillsIntentIsItsOwnAndHasOneHandlerForAllLanguages) {
    load({.enabled = {"greet.test"}}, {greet()});
    for (const auto& message : of("ovos.intent.register.template")) {
        EXPECT_EQ(message.data_string("skill_id"), "greet.test");
    }
    for (const auto* lang : {"en-US", "de-DE"}) {
        bus_.publish(Message("greet.test:greet", {{"lang", lang}}));
    }
    ASSERT_EQ(of("ovos.utterance.speak").size(), 2U);
    EXPECT_EQ(of("ovos.utterance.speak")[0].data_string("utterance"), "Hello you.");
    EXPECT_EQ(of("ovos.utterance.speak")[1].data_string("utterance"), "Hallo you.");
}

// I4-078
TEST_F(SkillHostTest, RegistersAgainWhenTheOrchestratorComesBack) {
    load({.enabled = {"greet.test"}}, {greet()});
    const auto before = of("ovos.intent.register.template").size();
    bus_.publish(Message("ovos.orchestrator.ready"));
    EXPECT_EQ(of("ovos.intent.register.template").size(), 2 * before);
}

// PIPE-071 I4-002 SES1-030 SES1-031
TEST_F(SkillHostTest, RunsTheHandlerAndReportsItsEndInTheDispatchsContext) {
    load({.enabled = {"greet.test"}}, {greet()});
    const auto context = object(R"({"source":"hub","destination":"sat","skill_id":"greet.test",
        "utterance_id":"u1","session":{"session_id":"s1"}})");
    bus_.publish(
        Message("greet.test:greet",
                object(R"({"lang":"de-DE","utterance":"grüße Ada","slots":{"name":"Ada"}})"),
                context));
    const auto spoken = of("ovos.utterance.speak");
    ASSERT_EQ(spoken.size(), 1U);
    EXPECT_EQ(spoken[0].data(), object(R"({"utterance":"Hallo Ada.","lang":"de-DE"})"));
    EXPECT_EQ(spoken[0].context(), context);
    const auto done = of("utter.handler.done");
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].data(),
              object(R"({"skill_id":"greet.test","intent_name":"greet","ok":true})"));
    EXPECT_EQ(done[0].context(), context);
}

// CTX-003 CTX-010 CTX-019 CTX-024 CTX-025
TEST_F(SkillHostTest, WhatAHandlerWritesIntoTheContextTravelsFromThenOnAndIsReported) {
    const log::Capture log;
    load({.enabled = {"greet.test"}},
         {{"greet.test", root_, [] { return std::make_unique<RememberingSkill>(); }}});
    bus_.publish(Message("greet.test:greet",
                         object(R"({"lang":"en-US","slots":{"name":"Ada"}})"),
                         object(R"({"session":{"session_id":"s","intent_context":{
                             "greet.test:old":{"value":"x"},"shared":{"value":"y"}}}})")));
    const auto map_of = [](const Message& message) {
        return message.context().at("session").at("intent_context").as_object();
    };
    const auto spoken = of("ovos.utterance.speak");
    ASSERT_EQ(spoken.size(), 2U);
    EXPECT_EQ(map_of(spoken[0]),
              object(R"({"greet.test:old":{"value":"x"},"shared":{"value":"y"}})"));
    auto written = map_of(spoken[1]);
    EXPECT_EQ(written, map_of(of("utter.handler.done").at(0)));
    EXPECT_EQ(written.at("greet.test:asked"), object(R"({"value":null,"turns_remaining":1})"));
    EXPECT_EQ(written.at("greet.test:who").at("value"), "Ada");
    EXPECT_TRUE(written.at("greet.test:who").at("expires_at").is_double());
    EXPECT_FALSE(written.contains("greet.test:old"));
    EXPECT_EQ(written.size(), 3U);
    EXPECT_NE(log.text().find("skill.context_not_written"), std::string::npos);
}

// CTX-031 CTX-036
TEST_F(SkillHostTest, AnIntentsDemandIsPartOfItsRegistration) {
    load({.enabled = {"greet.test"}},
         {{"greet.test", root_, [] { return std::make_unique<RememberingSkill>(); }}});
    for (const auto& registration : of("ovos.intent.register.template")) {
        const bool gated = registration.data_string("intent_name") == "mumble";
        EXPECT_EQ(registration.data().contains("requires_context"), gated);
        if (!gated) continue;
        EXPECT_EQ(registration.data().at("requires_context"), json::array{"asked"});
        EXPECT_EQ(registration.data().at("excludes_context"), json::array{"done"});
    }
}

// SES1-029 SES1-030
TEST_F(SkillHostTest, AnswersInTheSessionsOutputLanguageWhenItCan) {
    load({.enabled = {"greet.test"}}, {greet()});
    const auto greet_in = [&](const char* session) {
        bus_.publish(Message("greet.test:greet",
                             object(R"({"lang":"en-US","slots":{"name":"Ada"}})"),
                             object(session)));
        return std::string(of("ovos.utterance.speak").back().data_string("utterance"));
    };
    EXPECT_EQ(greet_in(R"({"session":{"session_id":"s","output_lang":"de-DE"}})"), "Hallo Ada.");
    EXPECT_EQ(greet_in(R"({"session":{"session_id":"s","output_lang":"xx"}})"), "Hello Ada.");
}

// SES1-044
TEST_F(SkillHostTest, TellsTheSkillTheZoneOfWhoeverAsked) {
    struct ZoneSkill final : Skill {
        [[nodiscard]] Result<void> start(SkillContext& context) override {
            context.on_intent(
                "greet", [](const IntentCall& call) { call.conversation->speak(call.timezone); });
            return {};
        }
    };
    SkillHostSettings settings{.enabled = {"zone.test"}};
    settings.timezone = "Europe/Berlin";
    load(settings, {{"zone.test", root_, [] { return std::make_unique<ZoneSkill>(); }}});
    const auto zone = [&](const char* context) {
        bus_.publish(Message("zone.test:greet", {}, object(context)));
        return std::string(of("ovos.utterance.speak").back().data_string("utterance"));
    };
    const log::Capture logs;
    EXPECT_EQ(zone(R"({"session":{"location":{"lat":200,"tz":"Asia/Tokyo"}}})"), "Asia/Tokyo");
    EXPECT_EQ(zone(R"({"session":{"location":{"tz":9}}})"), "Europe/Berlin");
    EXPECT_EQ(zone("{}"), "Europe/Berlin");
}

TEST_F(SkillHostTest, AFailingHandlerIsReportedWithItsText) {
    load({.enabled = {"greet.test"}}, {greet()});
    bus_.publish(Message("greet.test:fail"));
    bus_.publish(Message("greet.test:unheard-of"));
    const auto done = of("utter.handler.done");
    ASSERT_EQ(done.size(), 2U);
    EXPECT_EQ(done[0].data_string("exception"), "boom");
    EXPECT_NE(done[1].data_string("exception").find("no handler for 'unheard-of'"),
              std::string::npos);
    // Whoever waits for the first hears so; an order nobody knows is a program's mistake.
    ASSERT_EQ(of("ovos.utterance.speak").size(), 1U);
    EXPECT_EQ(of("ovos.utterance.speak")[0].data_string("utterance"),
              "Sorry, something went wrong.");
}

TEST_F(SkillHostTest, TheOrchestratorMayAskWhetherASkillWorks) {
    load({.enabled = {"greet.test"}}, {greet()});
    ASSERT_EQ(of("utter.skill.pong").size(), 1U) << "said unasked when it registers";
    bus_.publish(Message("utter.skill.ping", {{"skill_id", "another.test"}}));
    EXPECT_EQ(of("utter.skill.pong").size(), 1U);
    bus_.publish(Message("utter.skill.ping", {{"skill_id", "greet.test"}}));
    ASSERT_EQ(of("utter.skill.pong").size(), 2U);
    EXPECT_EQ(of("utter.skill.pong")[1].data(),
              object(R"({"skill_id":"greet.test","busy":false})"));
}

// I1-051 I2-032
TEST_F(SkillHostTest, AMissingDialogIsLoggedAndNothingIsSpoken) {
    load({.enabled = {"greet.test"}}, {greet()});
    const log::Capture logs;
    bus_.publish(Message("greet.test:mumble", {{"lang", "en-US"}}));
    EXPECT_TRUE(of("ovos.utterance.speak").empty());
    EXPECT_NE(logs.text().find("skill.dialog_failed skill_id=greet.test dialog=missing"),
              std::string::npos);
}

// FALL-026
TEST_F(SkillHostTest, AFallbackSkillAnswersPolls) {
    load({.enabled = {"greet.test"}}, {greet()});
    bus_.publish(Message("ovos.fallback.ping",
                         object(R"({"utterances":["hm"],"lang":"en-US"})"),
                         object(R"({"source":"a","utterance_id":"u"})")));
    const auto pong = of("ovos.fallback.pong").at(0);
    EXPECT_EQ(pong.data(),
              object(R"({"skill_id":"greet.test","can_handle":true,"utterance":"hm"})"));
    EXPECT_EQ(pong.context_string("destination"), "a");
    EXPECT_EQ(pong.context_string("utterance_id"), "u");
}

TEST_F(SkillHostTest, ASkillThatCannotBeLoadedIsNamedAndTheOthersRun) {
    const log::Capture logs;
    const SkillEntry broken{"broken.test", root_, [] { return std::make_unique<BrokenSkill>(); }};
    const SkillEntry empty{
        "empty.test", root_ / "nothing", [] { return std::make_unique<GreetSkill>(); }};
    const auto problems =
        load({.enabled = {"ghost.test", "broken.test", "empty.test", "greet.test", "greet.test"}},
             {broken, empty, greet()});
    ASSERT_EQ(problems.size(), 4U);
    EXPECT_NE(problems[0].detail.find("skill 'ghost.test'"), std::string::npos);
    EXPECT_NE(problems[1].detail.find("the broken skill cannot run"), std::string::npos);
    EXPECT_NE(problems[2].detail.find("no locale files in"), std::string::npos);
    EXPECT_NE(problems[3].detail.find("listed twice"), std::string::npos);
    EXPECT_EQ(host_->loaded(), (std::vector<std::string>{"greet.test"}));
}

TEST_F(SkillHostTest, ABadLineInALocaleFileIsNamedAndTheRestWorks) {
    write("en-US/greet.intent", "greet {name}\nhello (there {name}\n");
    const log::Capture logs;
    EXPECT_TRUE(load({.enabled = {"greet.test"}}, {greet()}).empty());
    EXPECT_NE(logs.text().find("greet.intent line=2 column=7"), std::string::npos) << logs.text();
}

TEST_F(SkillHostTest, TheTesterHearsAnswersAndMovesTime) {
    SkillTester tester(greet());
    EXPECT_EQ(tester.load_log(), "");
    EXPECT_EQ(tester.say("Greet Ada!"), (std::vector<std::string>{"Hello Ada."}));
    EXPECT_EQ(tester.last_intent(), "greet");
    EXPECT_TRUE(tester.advance(1s).empty());
    EXPECT_EQ(tester.advance(1s), (std::vector<std::string>{"Bye."}));
    EXPECT_TRUE(tester.say("sing something").empty());
    tester.say("fail now");
    EXPECT_EQ(tester.last_error(), "boom");
    EXPECT_EQ(tester.fall_back("sing something"), (std::vector<std::string>{"what"}));
}

TEST_F(SkillHostTest, ADialogCanBePartOfALongerAnswer) {
    struct Composer final : Skill {
        [[nodiscard]] Result<void> start(SkillContext& context) override {
            context.on_intent("greet", [&context](const IntentCall& call) {
                auto& talk = *call.conversation;
                talk.speak(talk.render_dialog("hello", {{"name", "Ada"}}) +
                           talk.render_dialog("missing") +
                           std::to_string(context.summaries("en-US").size()));
            });
            return {};
        }
    };
    SkillTesterOptions options;
    options.beside = {greet()};
    SkillTester tester({"compose.test", root_, [] { return std::make_unique<Composer>(); }},
                       options);
    EXPECT_EQ(tester.say("greet me"), (std::vector<std::string>{"Hello Ada.2"}));
    EXPECT_EQ(tester.last_error(), "");
}

TEST_F(SkillHostTest, ChangedSettingsStartTheSkillAnewAndRefusedOnesLeaveItAsItWas) {
    std::string word = "hello";
    SkillHostSettings settings{.enabled = {"tuned.test", "greet.test"}};
    settings.settings_of = [&word](const std::string&) { return json::object{{"word", word}}; };
    load(settings, {greet(), {"tuned.test", root_, [] { return std::make_unique<TunedSkill>(); }}});
    const auto greeted = [&] {
        bus_.publish(Message("tuned.test:greet", {{"lang", "en-US"}}));
        return std::string(of("ovos.utterance.speak").back().data_string("utterance"));
    };
    const auto change = [&](const std::string& to) {
        word = to;
        bus_.publish(Message("ovos.skills.settings_changed", {{"skill_id", "tuned.test"}}));
        return of("ovos.skills.settings_changed.response").back().data();
    };
    EXPECT_EQ(greeted(), "hello");
    EXPECT_EQ(change("good day"), object(R"({"skill_id":"tuned.test","ok":true})"));
    EXPECT_EQ(greeted(), "good day");
    EXPECT_EQ(change("rude"),
              object(R"({"skill_id":"tuned.test","ok":false,"error":"'word' must be polite"})"));
    EXPECT_EQ(greeted(), "good day");
    EXPECT_EQ(of("ovos.skill.loaded").back().data_string("skill_id"), "tuned.test");
    EXPECT_EQ(host_->loaded(), (std::vector<std::string>{"tuned.test", "greet.test"}));
    host_.reset();
    seen_.clear();
    word = "rude";
    EXPECT_EQ(load(settings, {{"tuned.test", root_, [] { return std::make_unique<TunedSkill>(); }}})
                  .size(),
              2U);
    EXPECT_EQ(change("hello again"), object(R"({"skill_id":"tuned.test","ok":true})"));
    EXPECT_EQ(greeted(), "hello again");
    bus_.publish(Message("ovos.skills.settings_changed", {{"skill_id", "python.skill"}}));
    EXPECT_EQ(of("ovos.skills.settings_changed.response").size(), 1U);
}

}  // namespace
}  // namespace utter::skill
