#include "utter/gui/gui_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "utter/bus/local_bus.hpp"
#include "utter/core/manual_executor.hpp"
#include "utter/gui/templates.hpp"

namespace utter::gui {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

// Writes down what it is told, as "show SYSTEM_text w {...}"; of other sessions than the device's
// own with the session in front.
class Probe final : public GuiAdapter {
  public:
    explicit Probe(std::vector<std::string>& log, bool throws = false)
        : log_(log), throws_(throws) {}
    [[nodiscard]] std::string_view name() const override { return "probe"; }
    void show(const std::string& page,
              const std::string& ns,
              const DataSnapshot& data,
              const std::string& session) override {
        note(session, "show " + page + " " + ns + " " + json::serialize(*data));
    }
    void update(const std::string& ns,
                const DataSnapshot& data,
                const std::string& session) override {
        note(session, "update " + ns + " " + json::serialize(*data));
    }
    void activated(const std::string& ns, const std::string& session) override {
        note(session, "activated " + ns);
    }
    void deactivated(const std::string& ns, const std::string& session) override {
        note(session, "deactivated " + ns);
    }
    void idle(const std::string& session) override { note(session, "idle"); }
    void status(const std::string& event,
                const json::object& /*data*/,
                const std::string& session) override {
        note(session, "status " + event);
    }
    [[nodiscard]] bool has_client() const override {
        if (throws_) throw std::runtime_error("asked too much");
        return true;
    }

  private:
    void note(const std::string& session, const std::string& what) {
        log_.push_back((session == "default" ? "" : session + ": ") + what);
        if (throws_) throw std::runtime_error("it failed");
    }

    std::vector<std::string>& log_;
    bool throws_;
};

// One timer at a time, which the test lets go off.
class OneTimer final : public Timers {
  public:
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds delay,
                                    Executor& /*executor*/,
                                    Executor::Work work) override {
        delay_ = delay;
        work_ = std::make_shared<Executor::Work>(std::move(work));
        return TimerHandle([this] { work_.reset(); });
    }
    std::optional<std::chrono::milliseconds> waits() const {
        return work_ ? std::optional(delay_) : std::nullopt;
    }
    void go_off() {
        const auto work = work_;
        if (work) (*work)();
    }

  private:
    std::chrono::milliseconds delay_{0};
    std::shared_ptr<Executor::Work> work_;
};

class Gui : public testing::Test {
  protected:
    void SetUp() override {
        service_.add("first", [this] { return std::make_unique<Probe>(seen_); });
        service_.start();
    }
    void send(const std::string& type,
              const std::string& data,
              const std::string& context = R"({"session":{"session_id":"default"}})") {
        bus_.publish(Message(type, object(data), object(context)));
        while (executor_.run_one()) continue;
    }
    void set(const std::string& data) { send("gui.value.set", data); }
    void show(const std::string& data) { send("gui.page.show", data); }
    void pass(std::chrono::milliseconds time) {
        now_ += time;
        timer_.go_off();
    }

    bus::LocalBus bus_;
    ManualExecutor executor_;
    OneTimer timer_;
    Time now_{1000s};
    std::vector<std::string> seen_;
    GuiService service_{
        {.bus = bus_, .executor = executor_, .timers = timer_, .now = [this] { return now_; }}, {}};
};

// GUI-022 GUI-024 GUI-028 GUI-029 GUI-032
TEST_F(Gui, ACardIsShownWithItsDataAndGoesByItself) {
    set(R"({"__from":"weather.example","__secret":1,"current_temp":22})");
    set(R"({"__from":"weather.example","condition":"Sunny"})");
    show(R"({"__from":"weather.example","page_names":["SYSTEM_weather"],"index":0,"__idle":30})");
    EXPECT_THAT(seen_,
                ElementsAre(R"(update weather.example {"current_temp":22})",
                            R"(update weather.example {"current_temp":22,"condition":"Sunny"})",
                            "show SYSTEM_weather weather.example "
                            R"({"current_temp":22,"condition":"Sunny"})",
                            "activated weather.example"));
    seen_.clear();
    EXPECT_EQ(timer_.waits(), 30s);
    pass(29s);
    EXPECT_THAT(seen_, IsEmpty());
    pass(1s);
    EXPECT_THAT(seen_, ElementsAre("deactivated weather.example", "idle"));
    EXPECT_EQ(timer_.waits(), std::nullopt);
    EXPECT_TRUE(service_.data("default", "weather.example").empty());
}

// GUI-023
TEST_F(Gui, NullRemovesAKeyAndIsNeverDelivered) {
    set(R"({"__from":"w","a":1,"b":2})");
    set(R"({"__from":"w","a":null,"never_set":null})");
    EXPECT_EQ(seen_.back(), R"(update w {"b":2})");
    show(R"({"__from":"w","page_names":["SYSTEM_text"]})");
    EXPECT_THAT(seen_, Contains(R"(show SYSTEM_text w {"b":2})"));
}

// GUI-025 GUI-026
TEST_F(Gui, EachSessionHasAStackAndDataOfItsOwn) {
    send("gui.value.set", R"({"__from":"w","x":1})", R"({"session":{"session_id":"sat-1"}})");
    send("gui.page.show",
         R"({"__from":"w","page_names":["SYSTEM_text"]})",
         R"({"session":{"session_id":"sat-1"}})");
    send("gui.page.show", R"({"__from":"news","page_names":["SYSTEM_text"]})", "{}");
    send("gui.page.show",
         R"({"__from":"w","page_names":["SYSTEM_text"]})",
         R"({"session":{"session_id":""}})");
    EXPECT_THAT(seen_,
                ElementsAre(R"(sat-1: update w {"x":1})",
                            R"(sat-1: show SYSTEM_text w {"x":1})",
                            "sat-1: activated w",
                            "show SYSTEM_text news {}",
                            "activated news",
                            "show SYSTEM_text w {}",
                            "deactivated news",
                            "activated w"));
    send("gui.clear.namespace", R"({"__from":"w"})");
    EXPECT_THAT(service_.stack("sat-1"), ElementsAre("w"));
    EXPECT_THAT(service_.stack("default"), ElementsAre("news"));
}

// GUI-020
TEST_F(Gui, APageThatIsNoTemplateIsNotShown) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    for (const auto* pages : {R"(["home.qml","SYSTEM_text"])",
                              R"([])",
                              R"("SYSTEM_text")",
                              R"([7])",
                              R"([""])",
                              R"(["SYSTEM_text","home.qml"],"index":1)"}) {
        show(R"({"__from":"w","page_names":)" + std::string(pages) + "}");
    }
    show(R"({"__from":"w"})");
    const auto log =
        testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    EXPECT_THAT(seen_, IsEmpty());
    EXPECT_THAT(log, HasSubstr("home.qml"));
}

// GUI-021
TEST_F(Gui, AnUnknownTemplateIsPassedOnAndNamedInTheLog) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    show(R"({"__from":"w","page_names":["SYSTEM_foo","SYSTEM_text"]})");
    const auto log =
        testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    EXPECT_THAT(log, HasSubstr("SYSTEM_foo"));
    show(R"({"__from":"w","page_names":["SYSTEM_foo","SYSTEM_text"],"index":1})");
    EXPECT_THAT(seen_, ElementsAre("show SYSTEM_foo w {}", "activated w", "show SYSTEM_text w {}"));
}

// GUI-003 GUI-004
TEST_F(Gui, WhatIsNotASkillsToShowIsNotShown) {
    show(R"({"__from":"w","page_names":["SYSTEM_confirm"]})");
    show(R"({"__from":"w","page_names":["SYSTEM_select"]})");
    show(R"({"__from":"w","page_names":["SYSTEM_idle"]})");
    EXPECT_THAT(seen_, IsEmpty());
    show(R"({"__from":"w","page_names":["SYSTEM_text"]})");
    show(R"({"__from":"w","page_names":["SYSTEM_idle"]})");
    EXPECT_THAT(seen_,
                ElementsAre("show SYSTEM_text w {}", "activated w", "deactivated w", "idle"));
}

// GUI-030
TEST_F(Gui, WhatIsOnTopAlreadyIsNotActivatedAgain) {
    show(R"({"__from":"w","page_names":["SYSTEM_text"]})");
    show(R"({"__from":"w","page_names":["SYSTEM_text"]})");
    EXPECT_EQ(std::ranges::count(seen_, "activated w"), 1);
    EXPECT_EQ(std::ranges::count(seen_, "show SYSTEM_text w {}"), 2);
}

// GUI-036 GUI-037
TEST_F(Gui, OfSeveralPagesTheOneAtTheIndexIsShown) {
    const std::string pages =
        R"({"__from":"recipe","page_names":["SYSTEM_image","SYSTEM_text","SYSTEM_list"],"index":)";
    const auto page = [&](const std::string& index) {
        seen_.clear();
        show(pages + index + "}");
        return seen_.front();
    };
    EXPECT_EQ(page("7"), "show SYSTEM_list recipe {}");
    EXPECT_EQ(page("0"), "show SYSTEM_image recipe {}");
    EXPECT_EQ(page("1"), "show SYSTEM_text recipe {}");
    EXPECT_EQ(page("-3"), "show SYSTEM_image recipe {}");
    EXPECT_EQ(page("1.9"), "show SYSTEM_text recipe {}");
    EXPECT_EQ(page("1e300"), "show SYSTEM_list recipe {}");
    EXPECT_EQ(page("\"two\""), "show SYSTEM_image recipe {}");
    EXPECT_EQ(seen_.size(), 1U);
    EXPECT_THAT(service_.stack("default"), ElementsAre("recipe"));
}

// GUI-031
TEST_F(Gui, APersistentPageStaysUntilItIsCleared) {
    show(R"({"__from":"w","page_names":["SYSTEM_text"],"__idle":true})");
    EXPECT_EQ(timer_.waits(), std::nullopt);
    pass(24h);
    EXPECT_THAT(service_.stack("default"), ElementsAre("w"));
    send("gui.clear.namespace", R"({"__from":"w"})");
    EXPECT_THAT(seen_,
                ElementsAre("show SYSTEM_text w {}", "activated w", "deactivated w", "idle"));
}

// GUI-033 GUI-034
TEST_F(Gui, WithoutAWishAPageStaysForTheDefaultTime) {
    for (const auto* idle : {"", R"(,"__idle":false)", R"(,"__idle":null)", R"(,"__idle":-5)"}) {
        show(R"({"__from":"w","page_names":["SYSTEM_text"])" + std::string(idle) + "}");
        EXPECT_EQ(timer_.waits(), 30s) << idle;
        pass(30s);
        EXPECT_THAT(service_.stack("default"), IsEmpty()) << idle;
    }
    show(R"({"__from":"w","page_names":["SYSTEM_text"],"__idle":0})");
    pass(0s);
    EXPECT_THAT(service_.stack("default"), IsEmpty());
}

// GUI-035
TEST_F(Gui, WhatIsCoveredComesBackWhenTheTopGoes) {
    show(R"({"__from":"a","page_names":["SYSTEM_text"],"__idle":true})");
    show(R"({"__from":"b","page_names":["SYSTEM_list"],"__idle":5})");
    seen_.clear();
    pass(5s);
    EXPECT_THAT(seen_, ElementsAre("deactivated b", "show SYSTEM_text a {}", "activated a"));
}

// GUI-035
TEST_F(Gui, WhatIsCoveredAndDueGoesSilently) {
    show(R"({"__from":"a","page_names":["SYSTEM_text"],"__idle":3})");
    show(R"({"__from":"b","page_names":["SYSTEM_list"],"__idle":5})");
    EXPECT_THAT(seen_, Contains("deactivated a"));
    seen_.clear();
    pass(5s);
    EXPECT_THAT(seen_, ElementsAre("deactivated b", "idle"));
}

// GUI-027 GUI-039 GUI-051
TEST_F(Gui, EveryAdapterIsToldEverythingWhateverOneDoes) {
    std::vector<std::string> failing;
    std::vector<std::string> last;
    service_.add("broken",
                 []() -> std::unique_ptr<GuiAdapter> { throw std::runtime_error("no display"); });
    service_.add("failing", [&] { return std::make_unique<Probe>(failing, true); });
    service_.add("last", [&] { return std::make_unique<Probe>(last); });
    set(R"({"__from":"w","a":1})");
    show(R"({"__from":"w","page_names":["SYSTEM_text"],"__idle":1})");
    send("ovos.listener.wakeword", "{}");
    pass(1s);
    EXPECT_THAT(seen_,
                ElementsAre(R"(update w {"a":1})",
                            R"(show SYSTEM_text w {"a":1})",
                            "activated w",
                            "status ovos.listener.wakeword",
                            "deactivated w",
                            "idle"));
    EXPECT_EQ(failing, seen_);
    EXPECT_EQ(last, seen_);
}

// GUI-055
TEST_F(Gui, WhatConcernsTheDeviceIsAStatusOfAnySession) {
    send("ovos.audio.output.started", "{}", R"({"session":{"session_id":"kitchen"}})");
    EXPECT_THAT(seen_, ElementsAre("kitchen: status ovos.audio.output.started"));
}

TEST_F(Gui, AMessageThatNamesNobodyIsRefused) {
    set(R"({"a":1})");
    set(R"({"__from":"","a":1})");
    show(R"({"page_names":["SYSTEM_text"]})");
    send("gui.clear.namespace", "{}");
    send("gui.clear.namespace", R"({"__from":"unknown"})");
    send("gui.value.set", R"({"__from":"w","a":1})", R"({"session":"broken"})");
    EXPECT_THAT(seen_, IsEmpty());
}

// GUI-041
TEST_F(Gui, TheStateCanBeAskedForAndIsACopy) {
    set(R"({"__from":"w","a":1})");
    show(R"({"__from":"w","page_names":["SYSTEM_text"]})");
    auto copy = service_.data("default", "w");
    copy["a"] = 2;
    EXPECT_EQ(service_.data("default", "w"), object(R"({"a":1})"));
    EXPECT_TRUE(service_.data("default", "unknown").empty());
    EXPECT_TRUE(service_.data("unknown", "w").empty());
    std::vector<Message> answers;
    InlineExecutor inline_executor;
    const auto tap = bus_.subscribe(
        "utter.gui.get.response", inline_executor, [&](const Message& m) { answers.push_back(m); });
    send("utter.gui.get", "{}");
    send("utter.gui.get", "{}", R"({"session":{"session_id":"nobody"}})");
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].data(),
              object(R"({"shown":[{"skill_id":"w","page":"SYSTEM_text","data":{"a":1}}],
                         "display_connected":true})"));
    EXPECT_EQ(answers[1].data().at("shown"), json::array());
}

// GUI-042
TEST_F(Gui, ADisplayIsConnectedWhenAnyAdapterHasAClient) {
    GuiService headless(
        {.bus = bus_, .executor = executor_, .timers = timer_, .now = [this] { return now_; }}, {});
    EXPECT_FALSE(headless.display_connected());
    std::vector<std::string> log;
    headless.add("failing", [&] { return std::make_unique<Probe>(log, true); });
    EXPECT_FALSE(headless.display_connected());
    EXPECT_TRUE(service_.display_connected());
}

// GUI-038
TEST_F(Gui, WithoutAnAdapterTheStateIsKeptAllTheSame) {
    GuiService headless(
        {.bus = bus_, .executor = executor_, .timers = timer_, .now = [this] { return now_; }}, {});
    headless.start();
    set(R"({"__from":"w","a":1})");
    show(R"({"__from":"w","page_names":["SYSTEM_text"]})");
    EXPECT_THAT(headless.stack("default"), ElementsAre("w"));
    EXPECT_EQ(headless.data("default", "w"), object(R"({"a":1})"));
}

TEST_F(Gui, WhatOneSessionMayKeepHasABound) {
    for (std::size_t i = 0; i <= Display::namespaces_max; ++i) {
        set(R"({"__from":"n)" + std::to_string(i) + R"(","a":1})");
    }
    EXPECT_TRUE(service_.data("default", "n" + std::to_string(Display::namespaces_max)).empty());
    EXPECT_FALSE(service_.data("default", "n0").empty());
    json::object many{{"__from", "n0"}};
    for (std::size_t i = 0; i < Display::keys_max + 9; ++i) many["k" + std::to_string(i)] = 1;
    set(json::serialize(many));
    EXPECT_EQ(service_.data("default", "n0").size(), Display::keys_max);
}

// GUI-020
TEST(Templates, AreToldFromOtherPagesByTheirPrefix) {
    EXPECT_TRUE(is_template("SYSTEM_weather"));
    EXPECT_TRUE(is_template("SYSTEM_anything"));
    EXPECT_FALSE(is_template("system_weather"));
    EXPECT_FALSE(is_template("home.qml"));
    EXPECT_TRUE(is_known_template("SYSTEM_face"));
    EXPECT_FALSE(is_known_template("SYSTEM_confirm"));
    EXPECT_TRUE(is_reserved_template("SYSTEM_select"));
}

}  // namespace
}  // namespace utter::gui
