#include "utter/legacy/questions.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace utter::legacy {
namespace {

class QuestionsTest : public testing::Test {
  protected:
    static json::object context(std::string_view id) {
        return {{"utterance_id", id}, {"session", json::object{{"session_id", "s"}}}};
    }

    void announce(std::string_view skill_id, bool old_class) {
        questions.handle(Message("ovos.common_query.pong",
                                 {{"skill_id", skill_id}, {"is_classic_cq", old_class}}));
    }

    std::optional<Message> request(std::string_view skill_id, std::string_view id = "u1") {
        return questions.question_for(
            Message("ovos.common_query.request",
                    {{"utterance", "who is ada"}, {"lang", "en-US"}, {"skill_id", skill_id}},
                    context(id)));
    }

    void respond(json::object data) {
        data["phrase"] = "who is ada";
        questions.handle(Message("question:query.response", std::move(data), context("u1")));
    }

    std::optional<Questions::Winner> win(std::string_view answer) {
        return questions.winner(Message("common_query:common_query",
                                        {{"utterance", "who is ada"},
                                         {"lang", "en-US"},
                                         {"slots", json::object{{"answer", answer}}}},
                                        context("u1")));
    }

    std::vector<Message> delivered;
    Questions questions{[this](const Message& m) { delivered.push_back(m); }};
};

TEST_F(QuestionsTest, APongThatDoesNotSayWhatItMeansIsAClaim) {
    announce("a.b", false);
    EXPECT_TRUE(delivered.empty()) << "no round asked";
    questions.handle(Message(
        "ovos.common_query.pong", {{"skill_id", "a.b"}, {"is_classic_cq", false}}, context("u1")));
    ASSERT_EQ(delivered.size(), 1U);
    EXPECT_EQ(delivered[0].data().at("can_answer"), true);
    EXPECT_EQ(delivered[0].context_string("utterance_id"), "u1");
    questions.handle(Message("ovos.common_query.pong",
                             {{"skill_id", "a.b"}, {"is_classic_cq", false}, {"can_answer", false}},
                             context("u1")));
    EXPECT_EQ(delivered.size(), 1U) << "this one says it";
}

TEST_F(QuestionsTest, TheQuestionIsPutOnceAContestAndOnlyForTheseSkills) {
    announce("a.b", false);
    announce("c.d", true);
    EXPECT_FALSE(request("native.skill"));
    const auto question = request("a.b").value();
    EXPECT_EQ(question.type(), "question:query");
    EXPECT_EQ(question.data(), (json::object{{"phrase", "who is ada"}, {"lang", "en-US"}}));
    EXPECT_FALSE(request("c.d"));
    EXPECT_TRUE(request("c.d", "u2"));
}

TEST_F(QuestionsTest, AnswersAndRefusalsAreResponses) {
    announce("a.b", false);
    respond({{"skill_id", "a.b"}, {"answer", "nobody asked"}, {"conf", 1}});
    EXPECT_TRUE(delivered.empty());
    ASSERT_TRUE(request("a.b"));
    respond({{"skill_id", "a.b"}, {"searching", true}});
    EXPECT_TRUE(delivered.empty());
    respond({{"skill_id", "a.b"}, {"answer", "A countess."}, {"conf", 1.4}});
    respond({{"skill_id", "c.d"}, {"searching", false}});
    ASSERT_EQ(delivered.size(), 2U);
    EXPECT_EQ(delivered[0].type(), "ovos.common_query.response");
    EXPECT_EQ(delivered[0].data(),
              (json::object{{"utterance", "who is ada"},
                            {"skill_id", "a.b"},
                            {"answer", "A countess."},
                            {"conf", 1.0}}));
    EXPECT_EQ(delivered[1].data(),
              (json::object{{"utterance", "who is ada"}, {"skill_id", "c.d"}}));
}

TEST_F(QuestionsTest, TheWinnerIsToldAndSpeaksInItsRound) {
    announce("a.b", false);
    announce("c.d", true);
    ASSERT_TRUE(request("a.b"));
    respond({{"skill_id", "a.b"}, {"answer", "A countess."}, {"conf", 0.9}, {"callback_data", 7}});
    respond({{"skill_id", "c.d"}, {"answer", "A poet."}, {"conf", 0.8}});
    EXPECT_FALSE(win("Somebody else's answer."));
    EXPECT_FALSE(questions.speaks_for("u1"));
    const auto winner = win("A countess.").value();
    EXPECT_EQ(winner.skill_id, "a.b");
    EXPECT_EQ(winner.action.type(), "question:action.a.b");
    EXPECT_EQ(winner.action.data().at("callback_data"), 7);
    EXPECT_EQ(winner.action.data().at("phrase"), "who is ada");
    EXPECT_EQ(winner.action.context_string("skill_id"), "a.b");
    EXPECT_EQ(win("A poet.").value().action.type(), "question:action");
    EXPECT_TRUE(questions.speaks_for("u1"));
    questions.forget("u1");
    EXPECT_FALSE(questions.speaks_for("u1"));
}

}  // namespace
}  // namespace utter::legacy
