#include "utter/skill/scheduled_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/instant.hpp"

namespace utter::skill {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class QuietConversation final : public Conversation {
  public:
    explicit QuietConversation(json::object context) : context_(std::move(context)) {}
    [[nodiscard]] const std::string& lang() const override { return lang_; }
    void speak(std::string /*text*/, const SpeakOptions& /*options*/) override {}
    void speak_dialog(std::string_view /*dialog*/,
                      const Slots& /*slots*/,
                      const SpeakOptions& /*options*/) override {}
    void ask(std::string /*text*/, std::chrono::seconds /*limit*/) override {}
    void ask_dialog(std::string_view /*dialog*/,
                    const Slots& /*slots*/,
                    std::chrono::seconds /*limit*/) override {}
    void set_context(std::string_view /*key*/,
                     std::optional<std::string> /*value*/,
                     const ContextLife& /*life*/) override {}
    void unset_context(std::string_view /*key*/) override {}
    [[nodiscard]] std::optional<std::string> context_value(
        std::string_view /*key*/) const override {
        return std::nullopt;
    }
    [[nodiscard]] std::string session_id() const override { return "s"; }
    [[nodiscard]] const json::object& context() const override { return context_; }
    [[nodiscard]] std::string render_dialog(std::string_view /*dialog*/,
                                            const Slots& /*slots*/) override {
        return {};
    }

  private:
    std::string lang_ = "de-DE";
    json::object context_;
};

// What the scheduler sees and says is written down here; the real one is with the skills' tests.
class EventsOnTheWire : public testing::Test {
  protected:
    EventsOnTheWire() {
        events_.on_event("ring", [this](const EventCall& call) { calls_.push_back(call); });
        events_.listen(skill_);
        requests_ = bus_.subscribe("ovos.scheduler.*", scheduler_, [this](const Message& m) {
            if (m.type().ends_with(".response")) return;
            seen_.push_back(m);
            if (answer_) bus_.publish(*m.response(*answer_));
        });
    }

    [[nodiscard]] Event event() const {
        return {"pasta", "ring", {{"n", 1}}, EventIn{1500ms}, std::chrono::seconds(60)};
    }

    void fire(const char* due, const char* owner = "me") {
        bus_.publish(Message("me.ring",
                             {{"n", 1}, {"lang", "de-DE"}},
                             {{"skill_id", "me"},
                              {"source", "sat"},
                              {"scheduler",
                               {{"id", "pasta"},
                                {"skill_id", owner},
                                {"due", due},
                                {"fired", "2031-01-01T12:05:00+00:00"}}}}));
    }

    InlineExecutor skill_;
    InlineExecutor scheduler_;
    InlineExecutor answers_;
    bus::LocalBus bus_;
    std::vector<EventCall> calls_;
    std::vector<Message> seen_;
    std::optional<json::object> answer_ =
        json::object{{"ok", true}, {"id", "pasta"}, {"next", "2031-01-01T12:00:00.500+00:00"}};
    QuietConversation conversation_{{{"source", "sat"}, {"session", {{"session_id", "s"}}}}};
    ScheduledEvents events_{"me", bus_, answers_, [this](const Message& m, std::string lang) {
                                lang_ = std::move(lang);
                                return std::pair(std::make_shared<QuietConversation>(m.context()),
                                                 std::string("UTC"));
                            }};
    std::string lang_;
    bus::Subscription requests_;
};

// SCH-050 SCH-053
TEST_F(EventsOnTheWire, TheBodyHasTheRecordAndTheContextTheConversation) {
    const auto next = events_.schedule(event(), conversation_);
    ASSERT_TRUE(next);
    EXPECT_EQ(**next, parse_instant("2031-01-01T12:00:00.5Z")->time);
    ASSERT_EQ(seen_.size(), 1U);
    EXPECT_EQ(seen_[0].data(),
              parse_json(R"({"id": "pasta", "event": "me.ring", "grace_s": 60,
                             "data": {"n": 1, "lang": "de-DE"}, "in": {"seconds": 1.5}})")
                  ->as_object());
    EXPECT_EQ(seen_[0].context(),
              parse_json(R"({"source": "sat", "session": {"session_id": "s"}, "skill_id": "me"})")
                  ->as_object());
}

// SCH-051
TEST_F(EventsOnTheWire, MomentsHaveAnOffsetAndDailyTimesAZone) {
    auto at = event();
    at.when = EventAt{parse_instant("2031-01-01T12:00:00+01:00")->time};
    ASSERT_TRUE(events_.schedule(at, conversation_));
    EXPECT_EQ(seen_.back().data_string("at"), "2031-01-01T11:00:00+00:00");
    at.when = EventDaily{7h + 5min, std::bitset<7>("0100010"), "Europe/Lisbon"};
    ASSERT_TRUE(events_.schedule(at, conversation_));
    EXPECT_EQ(seen_.back().data().at("local"),
              *parse_json(R"({"time": "07:05:00", "days": ["mon", "fri"],
                              "zone": "Europe/Lisbon"})"));
}

// SCH-050
TEST_F(EventsOnTheWire, ARefusalIsAnError) {
    answer_ = json::object{{"ok", false}, {"error", "bad_recurrence"}, {"reason", "no such zone"}};
    auto refused = events_.schedule(event(), conversation_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(refused.error().detail, testing::HasSubstr("no such zone"));
    answer_ = json::object{{"ok", false}, {"error", "internal"}, {"reason", "disk full"}};
    EXPECT_EQ(events_.cancel("pasta").error().code, ErrorCode::unavailable);
    EXPECT_EQ(events_.list().error().code, ErrorCode::unavailable);
}

// SCH-052
TEST_F(EventsOnTheWire, NothingIsScheduledWithoutAHandler) {
    auto other = event();
    other.name = "dance";
    EXPECT_EQ(events_.schedule(other, conversation_).error().code, ErrorCode::not_found);
    EXPECT_THAT(seen_, IsEmpty());
}

TEST_F(EventsOnTheWire, AnEventComesToItsHandler) {
    fire("2031-01-01T12:00:00+00:00");
    ASSERT_EQ(calls_.size(), 1U);
    EXPECT_EQ(calls_[0].id, "pasta");
    EXPECT_EQ(calls_[0].name, "ring");
    EXPECT_EQ(calls_[0].data.at("n"), json::value(1));
    EXPECT_EQ(calls_[0].fired - calls_[0].due, 5min);
    EXPECT_TRUE(calls_[0].is_late());
    EXPECT_EQ(calls_[0].conversation->context().at("source"), "sat");
    EXPECT_EQ(lang_, "de-DE");
}

// SCH-054 SCH-056
TEST_F(EventsOnTheWire, AFireThatComesTwiceHasOneEffect) {
    ASSERT_TRUE(events_.schedule(event(), conversation_));
    ASSERT_TRUE(events_.schedule(event(), conversation_));
    fire("2031-01-01T12:00:00+00:00");
    fire("2031-01-01T12:00:00+00:00");
    EXPECT_EQ(calls_.size(), 1U);
    fire("2031-01-02T12:00:00+00:00");
    EXPECT_EQ(calls_.size(), 2U);
}

TEST_F(EventsOnTheWire, OnlyTheSchedulersWordCounts) {
    fire("2031-01-01T12:00:00+00:00", "you");
    bus_.publish(Message("me.ring", {}, {{"skill_id", "me"}}));
    EXPECT_THAT(calls_, IsEmpty());
}

// SCH-053
TEST_F(EventsOnTheWire, ListsWhatIsKept) {
    answer_ = parse_json(R"({"ok": true, "schedules": [
        {"record": {"id": "b", "event": "me.ring", "local": {}, "data": {"n": 2},
                    "context": {"session": {"session_id": "s"}}},
         "state": {"next": "2031-01-01T13:00:00+00:00"}},
        {"record": {"id": "old", "event": "me.ring", "at": "2031-01-01T10:00:00+00:00",
                    "context": {}}, "state": {"next": null}},
        {"record": {"id": "a", "event": "me.ring", "in": {"seconds": 5}, "context": {}},
         "state": {"next": "2031-01-01T12:00:00+00:00"}},
        "junk"]})")
                  ->as_object();
    const auto events = events_.list().value();
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].id, "a");
    EXPECT_EQ(events[0].session_id, "default");
    EXPECT_FALSE(events[0].repeats);
    EXPECT_EQ(events[1].id, "b");
    EXPECT_EQ(events[1].name, "ring");
    EXPECT_EQ(events[1].session_id, "s");
    EXPECT_TRUE(events[1].repeats);
    EXPECT_EQ(events[2].next, std::nullopt);
}

TEST_F(EventsOnTheWire, CancelTellsWhetherThereWasOne) {
    answer_ = json::object{{"ok", true}, {"existed", false}};
    EXPECT_FALSE(events_.cancel("pasta").value());
    answer_ = json::object{{"ok", true}, {"existed", true}};
    EXPECT_TRUE(events_.cancel("pasta").value());
    EXPECT_EQ(seen_.back().context(), (json::object{{"skill_id", "me"}}));
}

}  // namespace
}  // namespace utter::skill
