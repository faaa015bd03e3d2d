#include "utter/orchestrator/round.hpp"

#include <gtest/gtest.h>

#include <array>

#include "utter/core/log.hpp"

namespace utter::orchestrator {
namespace {

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}
session::Session session_of(const char* text) {
    return session::Session::from_object(object(text));
}

class NamedPlugin final : public Plugin {
  public:
    explicit NamedPlugin(std::string id) : id_(std::move(id)) {}
    [[nodiscard]] std::string_view pipeline_id() const override { return id_; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest) override {
        co_return std::nullopt;
    }

  private:
    std::string id_;
};

TEST(Round, TakesTheCandidatesThatSaySomething) {
    const log::Capture logs;
    EXPECT_EQ(entry_utterances(object(R"({"utterances":["  hi \n","","  ",5,"there"]})")),
              (std::vector<std::string>{"hi", "there"}));
    EXPECT_TRUE(entry_utterances(object(R"({"utterances":"hi"})")).empty());
    EXPECT_NE(logs.text().find("'data.utterances' must be an array of strings\" got=\"a string\""),
              std::string::npos);
}

// SES1-033 SES1-034 SES1-035 PIPE-010
TEST(Round, ResolvesOneLanguageByTheFirstEnabledSignal) {
    const std::array<std::string, 7> enabled{"a", "b", "c", "d", "e", "f", "de-DE"};
    auto signals = object(R"({"stt_lang":"b","detected_lang":"c","request_lang":"d","lang":"e"})");
    const auto resolved = [&](const json::object& data) {
        return resolve_language(data, session::Session::from_object(signals), enabled).lang;
    };
    EXPECT_EQ(resolved({{"lang", "f"}}), "f");
    for (const auto* data : {"{}", R"({"lang":"xx"})", R"({"lang":""})", R"({"lang":7})"}) {
        EXPECT_EQ(resolved(object(data)), "b") << data;
    }
    for (const auto& [signal, next] : {std::pair{"stt_lang", "c"},
                                       {"detected_lang", "d"},
                                       {"request_lang", "e"},
                                       {"lang", "a"}}) {
        signals[signal] = "not-enabled";
        EXPECT_EQ(resolved({}), next) << signal;
    }
    EXPECT_EQ(resolved({{"lang", "de_de"}}), "de-DE");
}

// PIPE-030 PIPE-031 PIPE-032 PIPE-033 PIPE-037
TEST(Round, ComposesThePipelineByPreferenceAvailabilityAndPolicy) {
    NamedPlugin a("a");
    NamedPlugin b("b");
    const std::array<Plugin*, 2> loaded{&a, &b};
    const std::array<std::string, 2> configured{"a", "b"};
    const log::Capture logs;
    const auto compose = [&](const char* session) {
        std::string ids;
        for (const auto& [plugin, entry_name] :
             compose_pipeline(session_of(session), configured, loaded)) {
            ids += plugin->pipeline_id();
        }
        return ids;
    };
    EXPECT_EQ(compose("{}"), "ab");
    EXPECT_EQ(compose(R"({"pipeline":[]})"), "ab");
    EXPECT_EQ(compose(R"({"pipeline":["b","nope","a"]})"), "ba");
    EXPECT_EQ(compose(R"({"pipeline":["nope"]})"), "");
    EXPECT_EQ(compose(R"({"blacklisted_pipelines":["a","junk"]})"), "b");
    EXPECT_EQ(compose(R"({"pipeline":["a"],"blacklisted_pipelines":["a"]})"), "");
    EXPECT_NE(logs.text().find("pipeline.unknown_entry entry=nope"), std::string::npos);
}

// PIPE-034 PIPE-035 PIPE-036
TEST(Round, DenylistsNameSkillsAndQualifiedIntents) {
    const Match match{"music.skill", "play", "en-US", "play", {}, {}};
    EXPECT_FALSE(is_denied(match, {}));
    EXPECT_TRUE(is_denied(match, session_of(R"({"blacklisted_skills":["music.skill"]})")));
    EXPECT_TRUE(is_denied(match, session_of(R"({"blacklisted_intents":["music.skill:play"]})")));
    EXPECT_FALSE(is_denied(match, session_of(R"({"blacklisted_intents":["play"]})")));
}

// PIPE-013
TEST(Round, FindsWhatIsWrongWithAMatch) {
    const Match good{"music.skill", "play", "en-US", "play", {}, {}};
    EXPECT_EQ(match_fault(good), std::nullopt);
    for (auto spoil : {+[](Match& m) { m.skill_id = "a:b"; },
                       +[](Match& m) { m.skill_id.clear(); },
                       +[](Match& m) { m.intent_name = "x y"; },
                       +[](Match& m) { m.lang.clear(); },
                       +[](Match& m) { m.utterance.clear(); }}) {
        auto bad = good;
        spoil(bad);
        EXPECT_TRUE(match_fault(bad).has_value());
    }
}

TEST(Round, UtteranceIdsDiffer) {
    EXPECT_NE(make_utterance_id(), make_utterance_id());
}

}  // namespace
}  // namespace utter::orchestrator
