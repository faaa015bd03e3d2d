#include "utter/orchestrator/plugins/persona/persona_plugin.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <filesystem>

#include "utter/orchestrator/orchestrator_fixture.hpp"
#include "utter/orchestrator/plugins/converse/converse_plugin.hpp"
#include "utter/orchestrator/plugins/stop/stop_plugin.hpp"
#include "utter/tools/tool_service.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A model that says what the test wrote for it; `hang` makes it wait until it is cancelled.
struct Hang {};
using Line = std::variant<llm::ChatPiece, llm::LlmError, Hang>;
using Answer = std::deque<Line>;

class ScriptedModel final : public llm::LlmProvider {
  public:
    explicit ScriptedModel(runtime::EventLoop& loop) : loop_(loop) {}

    [[nodiscard]] std::unique_ptr<llm::ChatStream> chat(llm::ChatRequest request) override {
        requests.push_back(std::move(request));
        Answer answer{llm::ChatPiece("Yes."), llm::ChatPiece(llm::ChatEnd{})};
        if (!answers.empty()) {
            answer = answers.front();
            answers.pop_front();
        }
        return std::make_unique<Stream>(loop_, std::move(answer));
    }

    std::deque<Answer> answers;
    std::vector<llm::ChatRequest> requests;

  private:
    class Stream final : public llm::ChatStream {
      public:
        Stream(runtime::EventLoop& loop, Answer answer)
            : answer_(std::move(answer)), cancelled_(loop.context().get_executor()) {}
        [[nodiscard]] boost::asio::awaitable<llm::LlmResult<llm::ChatPiece>> next() override {
            if (answer_.empty()) throw std::logic_error("asked after the end");
            auto line = std::move(answer_.front());
            answer_.pop_front();
            if (auto* piece = std::get_if<llm::ChatPiece>(&line)) co_return std::move(*piece);
            if (auto* error = std::get_if<llm::LlmError>(&line)) {
                co_return std::unexpected(*error);
            }
            co_await cancelled_.wait();
            co_return std::unexpected(llm::LlmError{llm::LlmErrorCode::cancelled, "cancelled"});
        }
        void cancel() override { cancelled_.set(); }

      private:
        Answer answer_;
        runtime::AsyncEvent cancelled_;
    };

    runtime::EventLoop& loop_;
};

Answer says(const std::string& text) {
    return {llm::ChatPiece(text), llm::ChatPiece(llm::ChatEnd{})};
}
Answer fails(llm::LlmErrorCode code) {
    return {llm::LlmError{code, "for the test"}};
}
Answer calls(const std::string& name, const std::string& arguments) {
    return {llm::ChatPiece(llm::ToolCall{"c1", name, arguments}),
            llm::ChatPiece(llm::ChatEnd{llm::FinishReason::tool_calls})};
}

class PersonaTest : public OrchestratorTest {
  protected:
    void start(std::vector<std::string> pipeline = {"stop", "persona", "scripted"},
               PersonaSettings settings = {},
               bool with_personas = true) {
        if (with_personas) {
            const std::shared_ptr<llm::LlmProvider> model(&model_, [](auto*) {});
            settings.personas = {{"alice", "Alice", "You are Alice.", model, "m"},
                                 {"bob", "Doctor Bob", "You are Bob.", model, "m"}};
            settings.personas[0].tools = {"*"};
            settings.personas[1].voice = "bob-voice";
        }
        settings.languages = {"en-US", "de-DE"};
        settings.locale.skill = std::filesystem::path(UTTER_SOURCE_DIR) /
                                "src/utter/orchestrator/plugins/persona/locale";
        settings.tools.discovery_window = 20ms;
        OrchestratorSettings orchestrator;
        orchestrator.pipeline = std::move(pipeline);
        orchestrator.languages = settings.languages;
        std::vector<std::unique_ptr<Plugin>> plugins;
        plugins.push_back(std::make_unique<StopPlugin>(bus_, loop_, 500ms));
        plugins.push_back(
            std::make_unique<ConversePlugin>(bus_, loop_, clock_, ConverseSettings{500ms}));
        plugins.push_back(std::make_unique<PersonaPlugin>(bus_, loop_, std::move(settings)));
        plugins.push_back(std::make_unique<ScriptedPlugin>(
            "scripted", [](const auto&) { return std::optional<Match>(); }));
        build(std::move(orchestrator), std::move(plugins));
    }

    // Says something in a named session and waits for its end. @return the session at that end.
    json::object ask(const std::string& utterance, json::object session = {}) {
        seen_.clear();
        if (!session.contains("session_id")) session["session_id"] = "s1";
        bus_.publish(Message("ovos.utterance.handle",
                             {{"utterances", {utterance}}},
                             {{"source", "cli"}, {"session", std::move(session)}}));
        EXPECT_TRUE(wait_for_handled());
        EXPECT_EQ(count("ovos.utterance.handled"), 1U);
        return first("ovos.utterance.handled").context().at("session").as_object();
    }
    json::object as(const char* persona) { return {{"persona_id", persona}}; }

    [[nodiscard]] std::vector<std::string> spoken() const {
        std::vector<std::string> out;
        for (const auto& message : seen_) {
            if (message.type() == "ovos.utterance.speak") {
                out.emplace_back(message.data_string("utterance"));
            }
        }
        return out;
    }
    [[nodiscard]] std::string dispatched() const {
        for (const auto& message : seen_) {
            if (is_dispatch_topic(message.type())) return message.type();
        }
        return {};
    }
    [[nodiscard]] const Message& wait_for(std::string_view topic) {
        EXPECT_TRUE(loop_.run_until([&] { return count(topic) > 0; }, patience));
        return first(topic);
    }

    ScriptedModel model_{loop_};
};

// PERS-001 PERS-003
TEST_F(PersonaTest, DeclinesWhenNobodyIsActive) {
    start();
    for (const auto& session : {json::object{}, as("")}) {
        ask("tell me something", session);
        EXPECT_EQ(count("ovos.intent.unmatched"), 1U);
    }
    EXPECT_THAT(model_.requests, IsEmpty());
}

// PERS-013 PERS-014 PERS-018 PERS-020
TEST_F(PersonaTest, AnswersEverythingThatIsSaidToIt) {
    start();
    model_.answers = {says("Once upon a time. There was a king. The end")};
    ask("xyzzy plugh", as("alice"));
    EXPECT_EQ(dispatched(), "persona:chat");
    EXPECT_THAT(spoken(), ElementsAre("Once upon a time.", "There was a king.", "The end"));
    const auto& speak = first("ovos.utterance.speak");
    EXPECT_EQ(speak.context_string("pipeline_id"), "persona");
    EXPECT_EQ(speak.context_string("skill_id"), "persona");
    EXPECT_EQ(speak.context_string("destination"), "cli");
    EXPECT_EQ(speak.context_string("utterance_id"),
              first("ovos.utterance.handled").context_string("utterance_id"));
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
    const auto& messages = model_.requests.front().messages;
    EXPECT_THAT(messages.front().text, HasSubstr("You are Alice."));
    EXPECT_THAT(messages.front().text, HasSubstr("en-US"));
    EXPECT_EQ(messages.back().text, "xyzzy plugh");
}

// PERS-017
TEST_F(PersonaTest, ClaimsBeforeItThinks) {
    start();
    model_.answers = {{Hang{}}};
    say(R"({"utterances":["hello"]})", R"({"session":{"session_id":"s1","persona_id":"alice"}})");
    (void)wait_for("ovos.intent.handler.start");
    EXPECT_EQ(count("ovos.utterance.handled"), 0U);
}

// PERS-002 PERS-004 PERS-006 PERS-019 PERS-036
TEST_F(PersonaTest, IsSummoned) {
    start();
    EXPECT_EQ(ask("talk to alice").at("persona_id"), "alice");
    EXPECT_EQ(dispatched(), "persona:summon");
    EXPECT_EQ(count("ovos.persona.activated"), 1U);
    EXPECT_EQ(first("ovos.persona.activated").data(),
              object(R"({"persona_id":"alice","session_id":"s1"})"));
    for (const auto& message : seen_) {
        if (message.type() == "ovos.utterance.handle") continue;
        EXPECT_EQ(message.context().at("session").as_object().at("persona_id"), "alice");
    }
    // A command comes before the persona that takes everything.
    EXPECT_EQ(ask("I want to talk to Doctor Bob, please", as("alice")).at("persona_id"), "bob");
    EXPECT_THAT(model_.requests, IsEmpty());
}

// PERS-005
TEST_F(PersonaTest, KnowsItsCommandsInOtherLanguages) {
    start();
    EXPECT_EQ(ask("ich möchte mit Alice sprechen", {{"lang", "de-DE"}}).at("persona_id"), "alice");
    EXPECT_THAT(spoken().front(), HasSubstr("Alice"));
    EXPECT_EQ(first("ovos.utterance.speak").data_string("lang"), "de-DE");
}

// PERS-007
TEST_F(PersonaTest, IsAskedOnce) {
    start();
    EXPECT_FALSE(ask("ask alice about love").contains("persona_id"));
    EXPECT_EQ(model_.requests.back().messages.back().text, "love");
    EXPECT_EQ(ask("ask bob what love is", as("alice")).at("persona_id"), "alice");
    EXPECT_EQ(model_.requests.back().messages.back().text, "what love is");
    EXPECT_THAT(model_.requests.back().messages.front().text, HasSubstr("You are Bob."));
    EXPECT_EQ(first("ovos.utterance.speak").data_string("voice"), "bob-voice");
}

// PERS-008
TEST_F(PersonaTest, LeavesCommandsForStrangersAlone) {
    start();
    for (const auto* utterance : {"ask carol about love", "talk to carol", "dismiss carol"}) {
        ask(utterance);
        EXPECT_EQ(count("ovos.intent.unmatched"), 1U) << utterance;
    }
}

// PERS-009 PERS-015 PERS-016
TEST_F(PersonaTest, LeavesAnothersPersonaAloneOnBothEntries) {
    start({"persona", "persona_fallback"});
    EXPECT_EQ(ask("hello", as("carol")).at("persona_id"), "carol");
    EXPECT_EQ(count("ovos.intent.unmatched"), 1U);
}

// PERS-015 PERS-035 PIPE-008
TEST_F(PersonaTest, TakesWhatIsSaidToNobodyOnItsFallbackEntry) {
    start({"persona", "scripted", "persona_fallback"});
    ask("hello");
    EXPECT_EQ(dispatched(), "persona:chat");
    EXPECT_EQ(first("ovos.intent.matched").data_string("pipeline_id"), "persona");
    EXPECT_EQ(first("persona:chat").context_string("pipeline_id"), "persona");
    EXPECT_FALSE(
        first("ovos.utterance.handled").context().at("session").as_object().contains("persona_id"));
    ask("hello", {{"persona_id", "bob"}, {"pipeline", {"persona_fallback"}}});
    EXPECT_THAT(model_.requests.back().messages.front().text, HasSubstr("You are Bob."));
    ask("hello", {{"blacklisted_pipelines", {"persona"}}});
    EXPECT_EQ(count("ovos.intent.unmatched"), 1U);
}

// PERS-010
TEST_F(PersonaTest, IsReleased) {
    start();
    EXPECT_FALSE(ask("dismiss the persona", as("alice")).contains("persona_id"));
    EXPECT_EQ(dispatched(), "persona:release");
    EXPECT_FALSE(
        first("persona:release").context().at("session").as_object().contains("persona_id"));
    EXPECT_EQ(first("ovos.persona.dismissed").data_string("persona_id"), "alice");
}

// PERS-012
TEST_F(PersonaTest, StaysWithTheDefaultSessionUntilItIsCleared) {
    start();
    const auto in_default = [this](const char* utterance, json::object session) {
        session["session_id"] = "default";
        return ask(utterance, std::move(session));
    };
    in_default("talk to alice", {});
    EXPECT_EQ(in_default("hello", {}).at("persona_id"), "alice");
    EXPECT_EQ(dispatched(), "persona:chat");
    in_default("hello", as(""));
    EXPECT_EQ(count("ovos.intent.unmatched"), 1U);
}

// PERS-011 STOP-040
TEST_F(PersonaTest, IsDismissedByStop) {
    start();
    const auto session = ask("hello", as("alice"));
    EXPECT_FALSE(ask("stop", session).contains("persona_id"));
    EXPECT_EQ(dispatched(), "persona:stop");
    EXPECT_EQ(first("ovos.stop.pong").data(),
              object(R"({"skill_id":"persona","can_handle":true})"));
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
    EXPECT_EQ(first("ovos.persona.dismissed").data_string("persona_id"), "alice");
}

// PERS-028
TEST_F(PersonaTest, FallsSilentAtOnceWhenItsSessionIsStopped) {
    start();
    model_.answers = {{llm::ChatPiece("One. Two"), Hang{}}};
    say(R"({"utterances":["hello"]})", R"({"session":{"session_id":"s1","persona_id":"alice"}})");
    (void)wait_for("ovos.utterance.speak");
    bus_.publish(Message("ovos.stop", {}, object(R"({"session":{"session_id":"s2"}})")));
    bus_.publish(Message("ovos.stop", {}, object(R"({"session":{"session_id":"s1"}})")));
    ASSERT_TRUE(wait_for_handled());
    EXPECT_THAT(spoken(), ElementsAre("One."));
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
}

// PERS-021
TEST_F(PersonaTest, ListensAfterAQuestion) {
    start();
    model_.answers = {says("Is that so? I see. Which one?")};
    ask("hello", as("alice"));
    ASSERT_THAT(spoken(), ElementsAre("Is that so?", "I see.", "Which one?"));
    std::vector<bool> listens;
    for (const auto& message : seen_) {
        if (message.type() == "ovos.utterance.speak") {
            listens.push_back(message.data().contains("listen"));
        }
    }
    EXPECT_THAT(listens, ElementsAre(false, false, true));
}

// PERS-022
TEST_F(PersonaTest, TakesTheAnswerToAQuestionOfItsOwn) {
    start({"converse", "persona", "scripted"});
    model_.answers = {says("Which love?")};
    auto session = ask("ask alice about love");
    session = ask("the courtly one", session);
    EXPECT_EQ(dispatched(), "persona:converse");
    EXPECT_EQ(model_.requests.back().messages.back().text, "the courtly one");
    ask("what is the time", session);  // that answer was no question
    EXPECT_EQ(count("ovos.intent.unmatched"), 1U);
    EXPECT_EQ(first("ovos.converse.pong").data(),
              object(R"({"skill_id":"persona","can_handle":false})"));
}

// PERS-039
TEST_F(PersonaTest, RemembersEachSession) {
    start();
    model_.answers = {says("Hello."), says("Blue."), says("What?")};
    ask("hello", as("alice"));
    ask("your colour", as("alice"));
    const auto texts = [this] {
        std::vector<std::string> out;
        for (const auto& message : model_.requests.back().messages) out.push_back(message.text);
        return out;
    };
    EXPECT_THAT(texts(), ElementsAre(testing::_, "hello", "Hello.", "your colour"));
    ask("hm", {{"session_id", "s2"}, {"persona_id", "alice"}});
    EXPECT_THAT(texts(), ElementsAre(testing::_, "hm"));
}

TEST_F(PersonaTest, SaysAloudWhatWentWrong) {
    start();
    using enum llm::LlmErrorCode;
    for (const auto code : {refused, timed_out, stalled, bad_answer, unauthorised, rate_limited}) {
        model_.answers = {fails(code)};
        ask("hello", as("alice"));
        ASSERT_EQ(spoken().size(), 1U) << llm::to_string(code);
        EXPECT_THAT(first("ovos.intent.handler.error").data_string("exception"),
                    HasSubstr(std::string(llm::to_string(code))));
    }
    model_.answers = {says("")};
    ask("hello", as("alice"));
    EXPECT_EQ(spoken().size(), 1U);
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
}

TEST_F(PersonaTest, KeepsWhatWasSaidWhenTheRestDoesNotCome) {
    start();
    model_.answers = {
        {llm::ChatPiece("One. Tw"), llm::LlmError{llm::LlmErrorCode::stalled, "for the test"}}};
    ask("hello", as("alice"));
    ASSERT_EQ(spoken().size(), 2U);
    EXPECT_EQ(spoken().front(), "One.");
    model_.answers = {says("Fine.")};
    ask("and now", as("alice"));
    EXPECT_THAT(spoken(), ElementsAre("Fine."));
}

TEST_F(PersonaTest, EndsAnAnswerThatNeverEnds) {
    PersonaSettings settings;
    settings.answer_timeout = 50ms;
    start({"persona"}, std::move(settings));
    model_.answers = {{Hang{}}};
    ask("hello", as("alice"));
    EXPECT_EQ(spoken().size(), 1U);
    EXPECT_THAT(first("ovos.intent.handler.error").data_string("exception"),
                HasSubstr("timed_out"));
    Answer endless;
    for (int i = 0; i < 100; ++i) endless.emplace_back(llm::ChatPiece(std::string(1000, 'a')));
    model_.answers = {endless};
    ask("hello", as("alice"));
    EXPECT_THAT(first("ovos.intent.handler.error").data_string("exception"),
                HasSubstr("bad_answer"));
}

TEST_F(PersonaTest, SaysWhoThereIsAndWhoIsActive) {
    start();
    ask("which personas are there");
    EXPECT_THAT(spoken(), ElementsAre("You can talk to Alice and Doctor Bob."));
    ask("who am I talking to", as("bob"));
    EXPECT_THAT(spoken(), ElementsAre("You are talking to Doctor Bob."));
    ask("who am I talking to");
    EXPECT_EQ(spoken().size(), 1U);
}

TEST_F(PersonaTest, DeclinesEverythingWithoutAPersona) {
    start({"persona", "persona_fallback"}, {}, false);
    for (const auto* utterance : {"hello", "talk to alice", "which personas are there"}) {
        ask(utterance);
        EXPECT_EQ(count("ovos.intent.unmatched"), 1U) << utterance;
    }
}

// PERS-023 PERS-025 PERS-027
TEST_F(PersonaTest, AnswersQueriesBesideTheRoad) {
    start();
    model_.answers = {says("Forty two. Yes.")};
    bus_.publish(Message("ovos.persona.query",
                         object(R"({"persona_id":"alice","utterance":"how many"})"),
                         object(R"({"source":"x","session":{"session_id":"s1"}})")));
    const auto& answer = wait_for("ovos.persona.answer");
    EXPECT_EQ(answer.data(), object(R"({"persona_id":"alice","utterance":"how many",
                         "response":"Forty two. Yes."})"));
    EXPECT_EQ(answer.context_string("destination"), "x");
    EXPECT_FALSE(answer.context_string("utterance_id").empty());
    EXPECT_EQ(answer.context().at("session"), object(R"({"session_id":"s1"})"));
    EXPECT_THAT(topics(), Not(Contains("ovos.utterance.handled")));
    EXPECT_THAT(topics(), Not(Contains("ovos.utterance.speak")));
    // And it is no part of the conversation.
    ask("hello", as("alice"));
    EXPECT_EQ(model_.requests.back().messages.size(), 2U);
}

// PERS-023
TEST_F(PersonaTest, AnswersEveryQueryWhateverComesOfIt) {
    PersonaSettings settings;
    settings.query_timeout = 50ms;
    start({"persona"}, std::move(settings));
    const auto query = [this](const char* data) {
        seen_.clear();
        bus_.publish(Message("ovos.persona.query", object(data)));
        const auto answer = wait_for("ovos.persona.answer").data();
        EXPECT_TRUE(answer.contains("error")) << data;
        EXPECT_FALSE(answer.contains("response")) << data;
        EXPECT_TRUE(answer.at("persona_id").is_string());
        EXPECT_TRUE(answer.at("utterance").is_string());
        return std::string(answer.at("error").as_string());
    };
    EXPECT_EQ(query(R"({"persona_id":"zed","utterance":"hi"})"), "unsupported persona_id");
    EXPECT_THAT(query(R"({"utterance":"hi"})"), HasSubstr("persona_id"));
    EXPECT_THAT(query(R"({"persona_id":"alice","utterance":7})"), HasSubstr("utterance"));
    model_.answers = {fails(llm::LlmErrorCode::refused), says(""), {Hang{}}};
    EXPECT_THAT(query(R"({"persona_id":"alice","utterance":"hi"})"), HasSubstr("refused"));
    EXPECT_THAT(query(R"({"persona_id":"alice","utterance":"hi"})"), HasSubstr("no text"));
    EXPECT_THAT(query(R"({"persona_id":"alice","utterance":"hi"})"), HasSubstr("timed_out"));
}

// PERS-029
TEST_F(PersonaTest, ListsItself) {
    start();
    bus_.publish(Message("ovos.persona.list"));
    EXPECT_EQ(wait_for("ovos.persona.list.response").data(),
              object(R"({"pipeline_id":"persona","fallback_pipeline_id":"persona_fallback",
                  "personas":[{"persona_id":"alice","name":"Alice"},
                              {"persona_id":"bob","name":"Doctor Bob"}]})"));
}

// PERS-031 PERS-032
TEST_F(PersonaTest, ServesOldSessionsOfADeregisteredPersonaOnly) {
    start();
    ask("hello", as("alice"));
    bus_.publish(Message("ovos.persona.deregister", {{"persona_id", "alice"}}));
    ask("hello", as("alice"));
    EXPECT_EQ(dispatched(), "persona:chat");
    ask("hello", {{"session_id", "s2"}, {"persona_id", "alice"}});
    EXPECT_EQ(count("ovos.intent.unmatched"), 1U);
    ask("talk to alice", {{"session_id", "s2"}});
    EXPECT_EQ(count("ovos.intent.unmatched"), 1U);
    bus_.publish(Message("ovos.persona.register", {{"persona_id", "alice"}}));
    bus_.publish(Message("ovos.persona.register", {{"persona_id", "alice"}}));
    EXPECT_EQ(ask("talk to alice", {{"session_id", "s2"}}).at("persona_id"), "alice");
}

// PERS-037
TEST_F(PersonaTest, NamesItsIntents) {
    start();
    bus_.publish(Message("ovos.pipeline.persona.intents.list", {{"lang", "en-US"}}));
    const auto& answer = wait_for("ovos.pipeline.persona.intents.list.response");
    EXPECT_EQ(answer.data_string("pipeline_id"), "persona");
    std::vector<std::string> names;
    for (const auto& row : answer.data().at("intents").as_array()) {
        names.emplace_back(row.at("intent_name").as_string());
    }
    EXPECT_THAT(names,
                testing::UnorderedElementsAre("ask", "chat", "check", "list", "release", "summon"));
}

// PERS-038
TEST_F(PersonaTest, ChangesTheSessionOnlyWhereItMay) {
    start();
    const auto session = ask("hello", as("alice"));
    EXPECT_EQ(session.at("persona_id"), "alice");
    const auto after = ask("stop", session);
    EXPECT_EQ(after.at("session_id"), "s1");
    EXPECT_FALSE(after.contains("persona_id"));
}

class PersonaTools : public PersonaTest {
  protected:
    PersonaTools() {
        const tools::ToolDefinition add{
            "add",
            "Adds two numbers",
            object(R"({"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}})"),
            {}};
        EXPECT_TRUE(service_.add("math", add, [this](json::object arguments, const auto& done) {
            ++runs_;
            done(std::move(arguments));
        }));
        EXPECT_TRUE(service_.add(
            "slow_skill", {"wait", "Never ends", {}, {}}, [](const json::object&, const auto&) {}));
    }
    [[nodiscard]] std::string told() const { return model_.requests.back().messages.back().text; }

    int runs_ = 0;
    tools::ToolService service_{bus_, loop_, loop_, {50ms}};
};

// TOOL-029
TEST_F(PersonaTools, AreOfferedCalledAndAnswered) {
    start();
    model_.answers = {calls("add", R"({"a":1})"), says("It is one.")};
    ask("add one", as("alice"));
    EXPECT_THAT(spoken(), ElementsAre("It is one."));
    EXPECT_EQ(runs_, 1);
    ASSERT_EQ(model_.requests.size(), 2U);
    EXPECT_EQ(model_.requests[0].tools.size(), 2U);
    const auto& messages = model_.requests[1].messages;
    EXPECT_EQ(messages[messages.size() - 2].tool_calls.front().name, "add");
    EXPECT_EQ(messages.back().role, llm::Role::tool);
    EXPECT_EQ(messages.back().text, R"({"a":1})");
    const auto& call = first("ovos.persona.tools.call");
    EXPECT_EQ(call.data(), object(R"({"toolbox_id":"math","name":"add","kwargs":{"a":1}})"));
    EXPECT_EQ(session::session_id_of(call.context()), "s1");
    EXPECT_FALSE(call.context_string("utterance_id").empty());
}

TEST_F(PersonaTools, AreNotRunWithArgumentsThatDoNotFit) {
    start();
    for (const auto* bad : {"{\"a\":\"x\"}", "{}", "[1]", "{\"a\":", "\xC3"}) {
        model_.answers = {calls("add", bad), says("Sorry.")};
        ask("add one", as("alice"));
        EXPECT_THAT(told(), HasSubstr("error: ")) << bad;
        EXPECT_THAT(spoken(), ElementsAre("Sorry."));
        EXPECT_EQ(count("ovos.persona.tools.call"), 0U) << bad;
    }
    model_.answers = {calls("launch", "{}"), says("Sorry.")};
    ask("add one", as("alice"));
    EXPECT_THAT(told(), HasSubstr("no tool 'launch'"));
    EXPECT_EQ(runs_, 0);
}

TEST_F(PersonaTools, HaveALimitOfTime) {
    start();
    model_.answers = {calls("wait", ""), says("It hangs.")};
    ask("wait", as("alice"));
    EXPECT_THAT(told(), HasSubstr("error: Timeout"));
    EXPECT_THAT(spoken(), ElementsAre("It hangs."));
}

TEST_F(PersonaTools, AreGivenUpWhenTheSessionIsStopped) {
    start();
    model_.answers = {calls("wait", "")};
    say(R"({"utterances":["wait"]})", R"({"session":{"session_id":"s1","persona_id":"alice"}})");
    (void)wait_for("ovos.persona.tools.call");
    bus_.publish(Message("ovos.stop", {}, object(R"({"session":{"session_id":"s1"}})")));
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(model_.requests.size(), 1U);
}

TEST_F(PersonaTools, AreCalledInABoundedNumberOfRounds) {
    start();
    for (int i = 0; i < 10; ++i) model_.answers.push_back(calls("add", R"({"a":1})"));
    ask("add one", as("alice"));
    EXPECT_EQ(model_.requests.size(), 5U);
    EXPECT_THAT(model_.requests.back().tools, IsEmpty());
    EXPECT_EQ(runs_, 4);
    EXPECT_EQ(spoken().size(), 1U);  // that it has nothing to say
}

TEST_F(PersonaTools, RespectDenylistsAndThePersonasOwnList) {
    start();
    auto session = as("alice");
    session["blacklisted_skills"] = json::array{"slow.skill"};
    ask("add one", session);
    ASSERT_EQ(model_.requests.back().tools.size(), 1U);
    EXPECT_EQ(model_.requests.back().tools.front().name, "add");
    ask("add one", as("bob"));  // whose list is empty
    EXPECT_THAT(model_.requests.back().tools, IsEmpty());
}

TEST_F(PersonaTools, StayUnderTheirTokensByRelevance) {
    const std::string padding(600, 'x');
    for (int i = 0; i < 40; ++i) {
        const auto name = "filler_" + std::to_string(i);
        ASSERT_TRUE(service_.add("a_lot", {name, padding, {}, {}}, {}));
    }
    start();
    ask("please add two numbers", as("alice"));
    const auto& offered = model_.requests.back().tools;
    std::size_t bytes = 0;
    bool has_add = false;
    for (const auto& tool : offered) {
        bytes += tool.name.size() + tool.description.size();
        has_add = has_add || tool.name == "add";
    }
    EXPECT_TRUE(has_add);
    EXPECT_LT(bytes / 3, 2'000U);
    EXPECT_GT(offered.size(), 5U);
    const auto names = [](const std::vector<llm::ToolOffer>& tools) {
        std::vector<std::string> out;
        for (const auto& tool : tools) out.push_back(tool.name);
        return out;
    };
    const auto before = names(offered);
    ask("please add two numbers", as("alice"));
    EXPECT_EQ(names(model_.requests.back().tools), before);
}

TEST(ToolRelevance, CountsSharedWords) {
    const tools::ToolDefinition timer{"set_timer", "Starts a timer for a while", {}, {}};
    EXPECT_GT(relevance(timer, "set timers for five minutes"), relevance(timer, "set the table"));
    EXPECT_EQ(relevance(timer, "who was Ada"), 0);
}

}  // namespace
}  // namespace utter::orchestrator
