#include "utter/platform/door/routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "utter/bus/local_bus.hpp"
#include "utter/platform/storage/sql_storage.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::platform {
namespace {

using testing::ContainerEq;

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

TEST(PlatformRoutes, AreThoseOfTheDocument) {
    SystemClock clock;
    bus::LocalBus bus;
    runtime::EventLoop loop;
    const auto folder = std::filesystem::path(testing::TempDir()) / "utter-platform-routes";
    std::filesystem::create_directories(folder);
    auto storage = SqlStorage::open({.database = (folder / "platform.db").string()}, clock);
    ASSERT_TRUE(storage) << storage.error().detail;
    auto samples = SampleStore::open({.folder = folder / "samples"}, (*storage)->voices(), clock);
    ASSERT_TRUE(samples) << samples.error().detail;
    const SpeechPorts speech;
    const config::SkillsSettings configured;
    SkillSettings skills({.configured = configured, .folder = folder / "skills", .own = {}});
    SessionManager sessions({.bus = bus,
                             .executor = loop,
                             .timers = loop,
                             .worker = loop,
                             .clock = clock,
                             .speech = speech,
                             .remember = {}},
                            {});
    Services services{.loop = loop,
                      .store = loop,
                      .worker = loop,
                      .voices = (*storage)->voices(),
                      .personas = (*storage)->personas(),
                      .conversations = (*storage)->conversations(),
                      .jobs = (*storage)->jobs(),
                      .samples = *samples,
                      .skills = skills,
                      .sessions = sessions,
                      .bus = bus,
                      .timers = loop,
                      .clock = clock,
                      .speech = speech,
                      .lang = "en-US",
                      .providers = {},
                      .wake_trainer = {},
                      .forget_voice = {},
                      .engines = {},
                      .devices = {},
                      .began = {}};
    web::Router router;
    add_platform_routes(router, services);
    std::set<std::string> served;
    for (const auto& [method, pattern] : router.list()) {
        if (method != "WS") served.insert(method + ' ' + pattern);
    }
    EXPECT_THAT(served, ContainerEq(described()));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace utter::platform
