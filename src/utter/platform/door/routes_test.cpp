#include "utter/platform/door/routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cctype>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "utter/audio/wav_file.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/core/manual_executor.hpp"
#include "utter/platform/storage/sql_storage.hpp"
#include "utter/platform/storage/test_database.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using ::testing::ContainerEq;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

json::object document() {
    std::ifstream in(std::string(UTTER_SOURCE_DIR) + "/share/platform/openapi.json");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return parse_json(text).value().as_object();
}

std::set<std::string> described() {
    std::set<std::string> all;
    const auto whole = document();
    for (const auto& [path, item] : whole.at("paths").as_object()) {
        for (const auto& [method, operation] : item.as_object()) {
            std::string upper(method);
            std::ranges::transform(upper, upper.begin(), ::toupper);
            all.insert(upper + ' ' + std::string(path));
        }
    }
    all.erase("GET /openapi.json");  // a file, which the program serves
    return all;
}

class PlatformRoutes : public ::testing::Test {
  protected:
    PlatformRoutes() {
        auto opened =
            SampleStore::open({.folder = folder_.path() / "samples"}, storage_->voices(), clock_);
        EXPECT_TRUE(opened) << opened.error().detail;
        samples_.emplace(std::move(*opened));
        services_.emplace(Services{.loop = loop_,
                                   .store = loop_,
                                   .worker = loop_,
                                   .uploads = uploads_,
                                   .voices = storage_->voices(),
                                   .personas = storage_->personas(),
                                   .conversations = storage_->conversations(),
                                   .jobs = storage_->jobs(),
                                   .samples = *samples_,
                                   .skills = skills_,
                                   .sessions = sessions_,
                                   .bus = bus_,
                                   .timers = loop_,
                                   .clock = clock_,
                                   .speech = speech_,
                                   .lang = "en-US",
                                   .providers = {},
                                   .wake_trainer = {},
                                   .forget_voice = {},
                                   .engines = {},
                                   .devices = {},
                                   .began = {}});
        add_platform_routes(router_, *services_);
    }

    // What is answered, when it is. @param body goes into the route's sink
    std::shared_ptr<std::optional<web::Response>> begin(std::string method,
                                                        std::string path,
                                                        const bus::Principal& who,
                                                        std::string body = {}) {
        auto answer = std::make_shared<std::optional<web::Response>>();
        web::Request request;
        request.method = std::move(method);
        request.path = std::move(path);
        request.principal = who;
        const auto found = router_.find(request.method, request.path, request.params);
        EXPECT_NE(found.route, nullptr) << request.path;
        if (found.route == nullptr) return answer;
        if (auto refused = found.route->check(request)) {
            *answer = std::move(*refused);
            return answer;
        }
        if (found.route->make_sink) request.sink = found.route->make_sink();
        boost::asio::co_spawn(loop_.context(),
                              serve(*found.route, std::move(request), std::move(body)),
                              [answer](const std::exception_ptr& failed, web::Response given) {
                                  EXPECT_FALSE(failed);
                                  *answer = std::move(given);
                              });
        return answer;
    }

    static boost::asio::awaitable<web::Response> serve(const web::Route& route,
                                                       web::Request request,
                                                       std::string body) {
        if (!body.empty()) {
            const auto taken = co_await request.sink->write(std::move(body));
            EXPECT_TRUE(taken);
        }
        co_return co_await route.handler(std::move(request));
    }

    bool comes(const std::shared_ptr<std::optional<web::Response>>& answer) {
        return loop_.run_until([&] { return answer->has_value(); }, 10s);
    }

    web::Response ask(std::string method,
                      std::string path,
                      const bus::Principal& who = {"me", nullptr}) {
        const auto answer = begin(std::move(method), std::move(path), who);
        EXPECT_TRUE(comes(answer));
        return answer->value_or(web::Response{.status = 0});
    }

    // Two seconds that are fit for a sample.
    static std::string sound() {
        audio::AudioBuffer tone{std::vector<float>(32'000), 16'000};
        for (std::size_t i = 0; i < tone.samples.size(); ++i) {
            tone.samples[i] = i % 80 < 40 ? 0.3F : -0.3F;
        }
        const auto wav = audio::encode_wav(tone).value();
        std::string bytes;
        for (const auto byte : wav) bytes += static_cast<char>(byte);
        return bytes;
    }

    [[nodiscard]] std::size_t files() const {
        const std::filesystem::recursive_directory_iterator all(folder_.path() / "samples");
        return static_cast<std::size_t>(
            std::ranges::count_if(all, [](const auto& entry) { return entry.is_regular_file(); }));
    }

    std::vector<std::string> history(const bus::Principal& who) {
        const auto answer = ask("GET", "/sessions/kitchen/history", who);
        EXPECT_EQ(answer.status, 200U);
        std::vector<std::string> texts;
        const auto page = parse_json(answer.body).value();
        for (const auto& turn : page.at("items").as_array()) {
            texts.push_back(
                std::string(turn.at("owner").is_null() ? "nobody" : turn.at("owner").as_string()) +
                ": " + std::string(turn.at("text").as_string()));
        }
        return texts;
    }

    testing::TemporaryFolder folder_;
    SystemClock clock_;
    bus::LocalBus bus_;
    runtime::EventLoop loop_;
    ManualExecutor uploads_;
    SpeechPorts speech_;
    config::SkillsSettings configured_;
    std::unique_ptr<SqlStorage> storage_ =
        SqlStorage::open({.database = (folder_.path() / "platform.db").string()}, clock_).value();
    std::optional<SampleStore> samples_;
    SkillSettings skills_{
        {.configured = configured_, .folder = folder_.path() / "skills", .own = {}}};
    SessionManager sessions_{{.bus = bus_,
                              .executor = loop_,
                              .timers = loop_,
                              .worker = loop_,
                              .clock = clock_,
                              .speech = speech_,
                              .remember = {}},
                             {}};
    std::optional<Services> services_;
    web::Router router_;
};

TEST_F(PlatformRoutes, AreThoseOfTheDocument) {
    std::set<std::string> served;
    for (const auto& [method, pattern] : router_.list()) {
        if (method == "WS") continue;
        auto line = method;
        line += ' ';
        line += pattern;
        served.insert(std::move(line));
    }
    EXPECT_THAT(served, ContainerEq(described()));
}

TEST_F(PlatformRoutes, OthersDoNotWaitForTheCheckOfAnUpload) {
    const auto voice = storage_->voices().create({"Anna", "", "en-US"}).value();
    const auto path = "/voices/" + voice.id + "/samples";
    const auto upload = begin("POST", path, {"me", nullptr}, sound());
    EXPECT_EQ(ask("GET", "/voices").status, 200U);
    EXPECT_EQ(ask("GET", path).status, 200U);
    EXPECT_FALSE(upload->has_value());
    ASSERT_TRUE(loop_.run_until([&] { return uploads_.run_one(); }, 10s));
    ASSERT_TRUE(comes(upload));
    EXPECT_EQ((*upload)->status, 201U) << (*upload)->body;
    EXPECT_EQ(storage_->voices().get(voice.id)->samples, 1U);
    EXPECT_EQ(files(), 1U);
}

TEST_F(PlatformRoutes, AHistoryIsForItsOwnerAndForWhoMayEverything) {
    const auto guest = std::make_shared<const bus::Role>();
    const bus::Principal phone{"phone", guest};
    const bus::Principal tablet{"tablet", guest};
    const bus::Principal master{"master", nullptr};
    // Of one session id, the last of a program that did not keep whose it was.
    for (const auto& [text, owner] :
         {std::pair("one", "phone"), {"two", "tablet"}, {"three", ""}}) {
        ASSERT_TRUE(storage_->conversations().append(
            {.session_id = "kitchen", .persona_id = {}, .text = text, .owner = owner}));
    }
    EXPECT_THAT(history(phone), ElementsAre("phone: one"));
    EXPECT_THAT(history(tablet), ElementsAre("tablet: two"));
    EXPECT_THAT(history({"stranger", guest}), IsEmpty());
    EXPECT_THAT(history(master), ElementsAre("phone: one", "tablet: two", "nobody: three"));

    EXPECT_EQ(ask("DELETE", "/sessions/kitchen/history", {"stranger", guest}).status, 204U);
    EXPECT_EQ(ask("DELETE", "/sessions/kitchen/history", tablet).status, 204U);
    EXPECT_THAT(history(master), ElementsAre("phone: one", "nobody: three"));
    EXPECT_EQ(ask("DELETE", "/sessions/kitchen/history", master).status, 204U);
    EXPECT_THAT(history(master), IsEmpty());
}

}  // namespace
}  // namespace utter::platform
