#include "utter/config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <fstream>

namespace utter::config {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

SourceFile file(std::string text, std::string name = "utter.toml") {
    return {std::move(name), true, std::move(text)};
}

ConfigLoad load_text(std::string text) {
    return load_settings({.files = {file(std::move(text))}, .environment = {}, .flags = {}});
}

std::vector<std::string> problems_of(const ConfigLoad& load) {
    std::vector<std::string> texts;
    texts.reserve(load.problems.size());
    for (const auto& problem : load.problems) texts.push_back(to_string(problem));
    return texts;
}

TEST(Config, HasWorkingDefaults) {
    const auto load = load_settings({});
    EXPECT_TRUE(load.ok());
    EXPECT_EQ(load.settings.bus.port, 8181);
    EXPECT_EQ(load.settings.bus.frame_max_bytes, 10U << 20U);
    EXPECT_EQ(load.settings.orchestrator.handler_timeout, milliseconds(300'000));
    EXPECT_TRUE(load.origins.empty());
}

TEST(Config, ReadsEveryKindOfValue) {
    const auto load = load_text(R"(
[log]
level = "debug"
pii = true
[bus]
port = 0
frame_max = "1MiB"
client_queue_max = 65536
[orchestrator]
fallback_window = "250ms"
pipeline = ["fallback"]
[stt.pocketsphinx]
model_dir = "/models/en"
[tts]
rate = 2
)");
    EXPECT_THAT(problems_of(load), IsEmpty());
    EXPECT_EQ(load.settings.log.level, log::Level::debug);
    EXPECT_TRUE(load.settings.log.pii);
    EXPECT_EQ(load.settings.bus.port, 0);
    EXPECT_EQ(load.settings.bus.frame_max_bytes, 1U << 20U);
    EXPECT_EQ(load.settings.bus.client_queue_max_bytes, 65536U);
    EXPECT_EQ(load.settings.orchestrator.fallback_window, milliseconds(250));
    EXPECT_THAT(load.settings.orchestrator.pipeline, ElementsAre("fallback"));
    EXPECT_EQ(load.settings.stt.pocketsphinx.model_dir, "/models/en");
    EXPECT_EQ(load.settings.tts.rate, 2.0);
}

TEST(Config, LaterLayersWinKeyByKey) {
    const auto load = load_settings({
        .files = {file("[bus]\nport = 1\nclients_max = 1\n[log]\npii = true\n", "system.toml"),
                  file("[bus]\nport = 2\nclients_max = 2\n", "user.toml")},
        .environment = {{"UTTER_BUS_PORT", "3"}, {"UTTER_TTS_RATE", "1.5"}, {"HOME", "/x"}},
        .flags = {"bus.port=4", "bus.port=5"},
    });
    EXPECT_THAT(problems_of(load), IsEmpty());
    EXPECT_EQ(load.settings.bus.port, 5);
    EXPECT_EQ(load.settings.bus.clients_max, 2U);
    EXPECT_TRUE(load.settings.log.pii);
    EXPECT_EQ(to_string(load.origins.at("bus.port")), "--set bus.port");
    EXPECT_EQ(to_string(load.origins.at("bus.clients_max")), "user.toml:3");
    EXPECT_EQ(to_string(load.origins.at("log.pii")), "system.toml:5");
    EXPECT_EQ(to_string(load.origins.at("tts.rate")), "environment variable UTTER_TTS_RATE");
}

TEST(Config, NamesLineOfUnknownKey) {
    const auto load = load_text("[bus]\nhost = \"127.0.0.1\"\n  prot = 8182\n");
    EXPECT_THAT(problems_of(load),
                ElementsAre("utter.toml:3:3: key 'bus.prot' is unknown; did you mean 'bus.port'?"));
    EXPECT_EQ(load.settings.bus.port, 8181);
}

TEST(Config, NamesUnknownSectionOnce) {
    const auto load = load_text("[buss]\nport = 1\nhost = \"x\"\n");
    EXPECT_THAT(problems_of(load),
                ElementsAre("utter.toml:1:2: key 'buss' is unknown; did you mean 'bus'?"));
}

TEST(Config, SaysWhichSectionAKeyBelongsTo) {
    EXPECT_THAT(problems_of(load_text("clients_max = 3\n")),
                ElementsAre(HasSubstr("did you mean 'bus.clients_max'?")));
}

TEST(Config, DoesNotTakeAQuotedKeyForAPath) {
    const auto load = load_text("\"bus.port\" = 1\n");
    EXPECT_THAT(problems_of(load), ElementsAre(HasSubstr("key '\"bus.port\"' is unknown")));
    EXPECT_EQ(load.settings.bus.port, 8181);
}

TEST(Config, TakesOneNameOrSeveral) {
    const auto one = load_text("stt.engine = \"wyoming\"\n");
    EXPECT_THAT(one.settings.stt.engine.list, ElementsAre("wyoming"));
    const auto several = load_text("tts.engine = [\"wyoming\", \"auto\"]\n");
    EXPECT_THAT(several.settings.tts.engine.list, ElementsAre("wyoming", "auto"));
    EXPECT_THAT(problems_of(load_text("tts.engine = []\n")),
                ElementsAre(HasSubstr("or a list of 1 to 8, got a list of 0 values")));
    EXPECT_THAT(problems_of(load_text("tts.engine = [1]\n")),
                ElementsAre(HasSubstr("'tts.engine' must be a name of letters")));
}

TEST(Config, SaysWhatWasExpectedAndGiven) {
    EXPECT_THAT(problems_of(load_text("bus.port = \"abc\"\n")),
                ElementsAre("utter.toml:1:12: 'bus.port' must be an integer from 0 to 65535, "
                            "got \"abc\""));
    EXPECT_THAT(problems_of(load_text("bus.port = 65536")), ElementsAre(HasSubstr("got 65536")));
    EXPECT_THAT(problems_of(load_text("bus.port = -1")), ElementsAre(HasSubstr("got -1")));
    EXPECT_THAT(problems_of(load_text("bus.port = 1.0")), ElementsAre(HasSubstr("got 1.0")));
    EXPECT_THAT(problems_of(load_text("bus.port = {a = 1}")), ElementsAre(HasSubstr("a table")));
    EXPECT_THAT(problems_of(load_text("log.pii = 1")), ElementsAre(HasSubstr("true or false")));
    EXPECT_THAT(problems_of(load_text("log.level = \"LOUD\"")),
                ElementsAre(HasSubstr("must be DEBUG, INFO, WARNING or ERROR, got \"LOUD\"")));
    EXPECT_THAT(problems_of(load_text("tts.rate = nan")),
                ElementsAre(HasSubstr("a number from 0.5 to 3.0, got nan")));
    EXPECT_THAT(
        problems_of(load_text("bus.frame_max = \"1MB\"")),
        ElementsAre(HasSubstr("a size from 1KiB to 256MiB such as \"16MiB\", got \"1MB\"")));
    EXPECT_THAT(problems_of(load_text("orchestrator.match_timeout = 10")),
                ElementsAre(HasSubstr("a duration from 10ms to 10m such as \"500ms\", got 10")));
    EXPECT_THAT(problems_of(load_text("locale.secondary_langs = [\"en-US\", 3]")),
                ElementsAre(HasSubstr("at most 16 BCP-47 language tags, got a list of 2 values")));
    EXPECT_THAT(problems_of(load_text("bus = 1")),
                ElementsAre(HasSubstr("'bus' is a section of settings and cannot be 1")));
}

TEST(Config, ReportsAllProblemsInOrder) {
    const auto load = load_settings({
        .files = {file("[tts]\nrate = 9\n[bus]\nprot = 1\nclients_max = 0\n")},
        .environment = {{"UTTER_BUS_PORT", "abc"}},
        .flags = {"log.pii=maybe"},
    });
    EXPECT_THAT(problems_of(load),
                ElementsAre(HasSubstr("utter.toml:2:8: 'tts.rate'"),
                            HasSubstr("utter.toml:4:1: key 'bus.prot'"),
                            HasSubstr("utter.toml:5:15: 'bus.clients_max'"),
                            "environment variable UTTER_BUS_PORT: 'bus.port' must be an integer "
                            "from 0 to 65535, got \"abc\"",
                            "--set log.pii: 'log.pii' must be true or false, got \"maybe\""));
}

TEST(Config, BoundsTheNumberOfProblems) {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "unknown_" + std::to_string(i) + " = 1\n";
    const auto load = load_text(text);
    EXPECT_THAT(load.problems, SizeIs(100));
    EXPECT_EQ(load.problems.back().message, "and 4901 more problems");
}

TEST(Config, SaysWhereTomlIsBroken) {
    EXPECT_THAT(problems_of(load_text("[bus]\nport = = 1\n")),
                ElementsAre(HasSubstr("utter.toml:2:8: this is not TOML: ")));
    EXPECT_THAT(problems_of(load_text("a = 1\na = 2\n")), ElementsAre(HasSubstr("utter.toml:2:")));
}

TEST(Config, RefusesHostileDepthWithoutCrashing) {
    std::string dots = "a";
    for (int i = 0; i < 200'000; ++i) dots += ".a";
    EXPECT_THAT(problems_of(load_text(dots + " = 1")), ElementsAre(HasSubstr("32 parts")));
    EXPECT_THAT(problems_of(load_text("[" + dots + "]")), ElementsAre(HasSubstr("32 parts")));
    EXPECT_THAT(problems_of(load_text("a = " + std::string(200'000, '['))),
                ElementsAre(HasSubstr("nested more than 32 deep")));
}

TEST(Config, RefusesBindingWiderThanThisMachine) {
    const auto refused = load_text("[bus]\nhost = \"0.0.0.0\"\n");
    ASSERT_THAT(refused.problems, SizeIs(1));
    EXPECT_THAT(to_string(refused.problems[0]),
                testing::AllOf(testing::StartsWith("utter.toml:2:1: 'bus.host'"),
                               HasSubstr("needs 'bus.keys_file'")));
    EXPECT_TRUE(load_text("[bus]\nhost = \"0.0.0.0\"\ninsecure_bind_allowed = true\n").ok());
    for (const auto* host : {"127.0.0.1", "127.3.2.1", "::1", "localhost"}) {
        EXPECT_TRUE(load_settings({{}, {{"UTTER_BUS_HOST", host}}, {}}).ok()) << host;
    }
    for (const auto* host : {"::", "10.0.0.1", "example.org", "localhost.evil.org", "127.1", ""}) {
        EXPECT_FALSE(load_settings({{}, {{"UTTER_BUS_HOST", host}}, {}}).ok()) << host;
    }
}

// CQ-002 FALL-030 PIPE-022
TEST(Config, RefusesAMatchTimeThatCutsAStageOff) {
    const auto load = load_text(
        "[orchestrator]\nmatch_timeout = \"5s\"\ncommon_query_max = \"4600ms\"\n"
        "fallback_window = \"6s\"\n");
    EXPECT_THAT(
        problems_of(load),
        ElementsAre("utter.toml:4:1: 'orchestrator.match_timeout' is shorter than the 6s that "
                    "'orchestrator.fallback_window' allows a stage",
                    "utter.toml:3:1: 'orchestrator.match_timeout' is shorter than the 5100ms that "
                    "'orchestrator.common_query_max' allows a stage"));
    EXPECT_TRUE(load_text("orchestrator.match_timeout = \"5500ms\"").ok());
}

TEST(Config, RefusesUnknownVariableWithNearMiss) {
    const auto load = load_settings({{}, {{"UTTER_BUS_PROT", "1"}, {"UTTER_", "x"}}, {}});
    EXPECT_THAT(problems_of(load),
                ElementsAre("environment variable UTTER_: no setting has this name",
                            "environment variable UTTER_BUS_PROT: no setting has this name; did "
                            "you mean UTTER_BUS_PORT?"));
}

TEST(Config, LeavesReservedAndForeignVariablesAlone) {
    EXPECT_TRUE(
        load_settings({{}, {{"UTTER_DATA_DIR", "/x"}, {"UTTERX", "1"}, {"UTTER", "2"}}, {}}).ok());
}

TEST(Config, SplitsListsInVariablesAtCommas) {
    const auto load = load_settings(
        {{},
         {{"UTTER_SKILLS_ENABLED", "a.utter,b.utter"}, {"UTTER_ORCHESTRATOR_PIPELINE", ""}},
         {}});
    EXPECT_THAT(problems_of(load), IsEmpty());
    EXPECT_THAT(load.settings.skills.enabled, ElementsAre("a.utter", "b.utter"));
    EXPECT_THAT(load.settings.orchestrator.pipeline, IsEmpty());
    EXPECT_FALSE(load_settings({{}, {{"UTTER_SKILLS_ENABLED", "a.utter,"}}, {}}).ok());
}

TEST(Config, ReadsUnitsFromVariables) {
    const auto load = load_settings(
        {{}, {{"UTTER_BUS_FRAME_MAX", "2MiB"}, {"UTTER_ORCHESTRATOR_HANDLER_TIMEOUT", "0s"}}, {}});
    EXPECT_THAT(problems_of(load), IsEmpty());
    EXPECT_EQ(load.settings.bus.frame_max_bytes, 2U << 20U);
    EXPECT_EQ(load.settings.orchestrator.handler_timeout, milliseconds(0));
}

TEST(Config, ExplainsBadFlags) {
    const auto load = load_settings(
        {{}, {}, {"bus.prot=1", "bus.port", "bus=1", "skills.settings.x.y=1", "", "\x1b[2J=1"}});
    EXPECT_THAT(
        problems_of(load),
        ElementsAre("--set \"bus.prot\": no setting has this name; did you mean 'bus.port'?",
                    "--set bus.port: a value is missing; write --set KEY=VALUE",
                    "--set \"bus\": this is a section; name one setting in it",
                    HasSubstr("settings of skills can only be set in a file"),
                    HasSubstr("no setting has this name"),
                    "--set \"\\u001b[2J\": no setting has this name"));
}

TEST(Config, KeepsSkillSettingsAsTheyAre) {
    const auto load = load_settings({
        .files = {file("[skills.settings.\"timer.utter\"]\nsound = \"bell\"\nsteps = [1, 2.5]\n"),
                  file("[skills.settings.\"timer.utter\"]\nsound = \"gong\"\nat = 07:30:00\n"
                       "[skills.settings.\"timer.utter\".deep]\nx = true\n",
                       "user.toml")},
        .environment = {},
        .flags = {},
    });
    EXPECT_THAT(problems_of(load), IsEmpty());
    const auto& timer = load.settings.skills.settings.at("timer.utter");
    EXPECT_EQ(boost::json::serialize(timer),
              R"({"sound":"gong","steps":[1,2.5E0],"at":"07:30:00","deep":{"x":true}})");
    EXPECT_EQ(to_string(load.origins.at("skills.settings.\"timer.utter\".sound")), "user.toml:2");
}

TEST(Config, RefusesSkillSettingsThatCannotBeKept) {
    EXPECT_THAT(problems_of(load_text("[skills.settings.timer.utter]\nx = 1\n")),
                ElementsAre(HasSubstr("[skills.settings.\"timer.utter\"]")));
    EXPECT_THAT(problems_of(load_text("skills.settings.\"a.b\" = 1\n")),
                ElementsAre(HasSubstr("must be a table of one skill's settings, got 1")));
    EXPECT_THAT(problems_of(load_text("skills.settings.\"a.b\".x = inf\n")),
                ElementsAre(HasSubstr("must not hold an infinity")));
    EXPECT_THAT(problems_of(load_text("skills.settings = 1\n")), SizeIs(1));
}

TEST(Config, EscapesHostileTextInMessages) {
    auto load = load_settings({
        .files = {file("\"a\\u001b[2J\\nb\" = 1\nlog.level = \"\\u001b\\n\"\n"),
                  file("log.pii = t\n", "esc\x1b.toml")},
        .environment = {{"UTTER_\n\x1b", "x"}},
        .flags = {},
    });
    EXPECT_THAT(load.problems, SizeIs(4));
    for (const auto& text : problems_of(load)) {
        EXPECT_THAT(text, testing::Not(testing::AnyOf(HasSubstr("\x1b"), HasSubstr("\n"))));
    }
}

TEST(Config, ReadsFilesAndSkipsMissingOnes) {
    const auto path = std::filesystem::path(testing::TempDir()) / "utter_config_load_test.toml";
    std::ofstream(path) << "[bus]\nport = 9000\n";
    const auto load = load_settings({.files = {{"/nonexistent/utter.toml"}, {path}}});
    EXPECT_THAT(problems_of(load), IsEmpty());
    EXPECT_EQ(load.settings.bus.port, 9000);
    EXPECT_THAT(load.files_read, ElementsAre(path));
    std::filesystem::remove(path);
}

TEST(Config, ReportsFilesThatCannotBeRead) {
    const auto load = load_settings({.files = {{"/nonexistent/utter.toml", true}, {"/"}}});
    EXPECT_THAT(problems_of(load),
                ElementsAre("/nonexistent/utter.toml: cannot be read: No such file or directory",
                            "/: this is a directory"));
}

TEST(Config, FindsTheStandardFiles) {
    const auto paths = [](Environment environment) {
        std::vector<std::string> found;
        for (const auto& source : standard_sources(std::move(environment), {}).files) {
            found.push_back(source.path.string());
        }
        return found;
    };
    EXPECT_THAT(paths({{"HOME", "/home/x"}}),
                ElementsAre("/etc/utter/utter.toml", "/home/x/.config/utter/utter.toml"));
    EXPECT_THAT(paths({{"HOME", "/home/x"}, {"XDG_CONFIG_HOME", "/cfg"}}),
                ElementsAre("/etc/utter/utter.toml", "/cfg/utter/utter.toml"));
    EXPECT_THAT(paths({{"XDG_CONFIG_HOME", "relative"}}), ElementsAre("/etc/utter/utter.toml"));
    EXPECT_THAT(paths({{"HOME", "/home/x"}, {"UTTER_CONFIG", "my.toml"}}), ElementsAre("my.toml"));
}

TEST(Config, FindsDirectoriesOfSkills) {
    Environment environment{{"HOME", "/home/x"}, {"XDG_STATE_HOME", "/state"}};
    SkillsSettings skills;
    EXPECT_EQ(skill_locale_dir(skills, environment), "/home/x/.local/share/utter/skills");
    EXPECT_EQ(skill_state_dir(skills, environment), "/state/utter");
    EXPECT_EQ(skill_state_dir(skills, {}), "");
    skills.state_dir = "/elsewhere";
    skills.locale_dir = "/mine";
    EXPECT_EQ(skill_state_dir(skills, environment), "/elsewhere");
    EXPECT_EQ(skill_locale_dir(skills, environment), "/mine");
    EXPECT_EQ(skill_settings_dir(skills, environment), "/home/x/.config/mycroft/skills");
    environment["STATE_DIRECTORY"] = "/var/lib/ovos";
    EXPECT_EQ(skill_settings_dir(skills, environment), "/var/lib/ovos/skills");
    skills.settings_dir = "/srv/settings";
    EXPECT_EQ(skill_settings_dir(skills, environment), "/srv/settings");
}

TEST(Config, ACertificateAndItsKeyNeedEachOther) {
    for (const std::string part : {"bus", "platform"}) {
        const auto load = load_text("[" + part + "]\ntls_certificate = \"/c.pem\"\n");
        ASSERT_EQ(load.problems.size(), 1U);
        EXPECT_EQ(load.problems.front().message,
                  "\"" + part + ".tls_certificate\" and \"" + part + ".tls_key\" need each other");
        EXPECT_FALSE(load_text("[" + part + "]\ntls_key = \"/c.key\"\n").ok());
        EXPECT_TRUE(
            load_text("[" + part + "]\ntls_certificate = \"/c.pem\"\ntls_key = \"/c.key\"\n").ok());
    }
}

TEST(Config, APlatformThatOthersReachNeedsKeys) {
    EXPECT_FALSE(load_text("[platform]\nhost = \"0.0.0.0\"\n").ok());
    EXPECT_TRUE(load_text("[platform]\nhost = \"0.0.0.0\"\nenabled = false\n").ok());
    EXPECT_TRUE(load_text("[platform]\nhost = \"0.0.0.0\"\ninsecure_bind_allowed = true\n").ok());
    EXPECT_TRUE(
        load_text("[platform]\nhost = \"0.0.0.0\"\n[bus]\nkeys_file = \"/etc/utter/keys\"\n").ok());
}

TEST(Config, FindsWhereThePlatformKeepsThings) {
    const Environment environment{{"STATE_DIRECTORY", "/var/lib/utter"}};
    PlatformSettings platform;
    EXPECT_EQ(platform_database(platform, {}), "");
    EXPECT_EQ(platform_database(platform, environment), "/var/lib/utter/platform.db");
    EXPECT_EQ(samples_dir(platform, environment), "/var/lib/utter/samples");
    platform.database = "postgresql://utter@localhost/utter";
    platform.samples_dir = "/srv/samples";
    EXPECT_EQ(platform_database(platform, environment), "postgresql://utter@localhost/utter");
    EXPECT_EQ(samples_dir(platform, environment), "/srv/samples");
}

TEST(Config, FindsTheDatabaseOfTheScheduler) {
    SchedulerSettings scheduler;
    EXPECT_EQ(scheduler_database(scheduler, {}), "");
    Environment environment{{"HOME", "/home/x"}};
    EXPECT_EQ(scheduler_database(scheduler, environment),
              "/home/x/.local/state/utter/scheduler.db");
    environment["XDG_STATE_HOME"] = "/state";
    EXPECT_EQ(scheduler_database(scheduler, environment), "/state/utter/scheduler.db");
    environment["STATE_DIRECTORY"] = "/var/lib/utter:/var/lib/other";
    EXPECT_EQ(scheduler_database(scheduler, environment), "/var/lib/utter/scheduler.db");
    scheduler.database = "/mine.db";
    EXPECT_EQ(scheduler_database(scheduler, environment), "/mine.db");
}

TEST(Config, DerivesTheBusUrl) {
    BusSettings bus;
    EXPECT_EQ(bus.effective_url(), "ws://127.0.0.1:8181/core");
    bus.host = "::1";
    bus.port = 1;
    EXPECT_EQ(bus.effective_url(), "ws://[::1]:1/core");
    bus.host = "0.0.0.0";
    EXPECT_EQ(bus.effective_url(), "ws://127.0.0.1:1/core");
    bus.url = "ws://elsewhere/core";
    EXPECT_EQ(bus.effective_url(), "ws://elsewhere/core");
}

TEST(ModelPath, IsADirectoryOrAModelsName) {
    ModelsSettings models;
    const Environment environment{{"HOME", "/home/ann"}};
    EXPECT_EQ(models_dir(models, environment), "/home/ann/.local/state/utter/models");
    EXPECT_EQ(models_dir(models, {{"STATE_DIRECTORY", "/var/lib/utter"}}), "/var/lib/utter/models");
    EXPECT_EQ(model_path("tiny", models, environment), "/home/ann/.local/state/utter/models/tiny");
    EXPECT_EQ(model_path("", models, environment), "");
    EXPECT_EQ(model_path("./tiny", models, environment), "./tiny");
    EXPECT_EQ(model_path("/usr/share/tiny", models, environment), "/usr/share/tiny");
    models.dir = "/models";
    EXPECT_EQ(model_path("tiny", models, {}), "/models/tiny");
}

}  // namespace
}  // namespace utter::config
