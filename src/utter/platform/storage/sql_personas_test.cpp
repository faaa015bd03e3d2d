#include "utter/platform/storage/persona_repository.hpp"

#include <gmock/gmock.h>

#include "utter/platform/storage/storage_fixture.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class Personas : public testing::StorageTest {
  protected:
    PersonaRepository& personas() { return storage->personas(); }
};

TEST_P(Personas, AreKeptAsTheyWereGiven) {
    const PersonaFields fields{.name = "Dr. Watson",
                               .description = "helps",
                               .system_prompt = "You are \"Watson\".\n\tSei :kurz.",
                               .provider = "local",
                               .model = "llama3.2:3b",
                               .voice_id = make_voice(),
                               .memory = 7,
                               .temperature = 0.1,
                               .max_tokens = 65'536,
                               .tools = {"*", "home/\"lights\""}};
    const auto made = personas().create(fields);
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->id, "dr-watson");
    EXPECT_EQ(made->fields, fields);
    EXPECT_EQ(made->revision, 1);
    reopen();
    EXPECT_EQ(personas().get("dr-watson"), made);
    const auto plain = personas().create({.name = "Plain"});
    ASSERT_TRUE(plain) << plain.error().detail;
    EXPECT_EQ(plain->fields, (PersonaFields{.name = "Plain"}));
    EXPECT_EQ(personas().get("plain"), plain);
}

TEST_P(Personas, OfOneNameGetNumbers) {
    EXPECT_EQ(personas().create({.name = "Watson"})->id, "watson");
    EXPECT_EQ(personas().create({.name = "WATSON"})->id, "watson-2");
    EXPECT_EQ(personas().create({.name = "watson!"})->id, "watson-3");
    ASSERT_TRUE(personas().remove("watson-2", {}));
    EXPECT_EQ(personas().create({.name = "Watson"})->id, "watson-2");
}

TEST_P(Personas, AreUpdatedOnlyInTheRevisionTheCallerSaw) {
    ASSERT_TRUE(personas().create({.name = "Watson", .temperature = 1.0}));
    clock.advance(1s);
    const auto second = personas().update("watson", {.name = "Holmes", .memory = 0}, 1);
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_EQ(second->id, "watson");
    EXPECT_EQ(second->fields, (PersonaFields{.name = "Holmes", .memory = 0}));
    EXPECT_EQ(second->revision, 2);
    EXPECT_EQ(second->updated_at, clock.now());
    EXPECT_EQ(personas().update("watson", {.name = "X"}, 1).error().code, ErrorCode::conflict);
    EXPECT_EQ(personas().remove("watson", 1).error().code, ErrorCode::conflict);
    EXPECT_TRUE(personas().remove("watson", 2));
    EXPECT_EQ(personas().get("watson").error().code, ErrorCode::not_found);
    EXPECT_EQ(personas().update("watson", {.name = "X"}, {}).error().code, ErrorCode::not_found);
    EXPECT_EQ(personas().remove("watson", {}).error().code, ErrorCode::not_found);
}

TEST_P(Personas, RefuseFieldsByName) {
    EXPECT_THAT(personas().create({.name = "", .memory = 101}).error().detail,
                HasSubstr("'memory' must be 0 to 100"));
    const auto voiceless =
        personas().create({.name = "Watson", .voice_id = "123e4567-e89b-42d3-a456-426614174000"});
    ASSERT_FALSE(voiceless);
    EXPECT_EQ(voiceless.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(voiceless.error().detail, HasSubstr("'voice_id'"));
    ASSERT_TRUE(personas().create({.name = "Watson"}));
    EXPECT_THAT(personas()
                    .update("watson",
                            {.name = "Watson", .voice_id = "123e4567-e89b-42d3-a456-426614174000"},
                            {})
                    .error()
                    .detail,
                HasSubstr("'voice_id'"));
    for (const char* id : {"no such", "", "\xff"}) {
        EXPECT_EQ(personas().get(id).error().code, ErrorCode::not_found);
    }
}

TEST_P(Personas, AreListedInPages) {
    for (const char* name : {"A", "B", "C"}) {
        clock.advance(1ms);
        ASSERT_TRUE(personas().create({.name = name}));
    }
    const auto first = personas().list({.limit = 2}).value();
    ASSERT_EQ(first.items.size(), 2U);
    EXPECT_EQ(first.items[0].id, "a");
    const auto second = personas().list({.limit = 2, .after = first.next}).value();
    ASSERT_EQ(second.items.size(), 1U);
    EXPECT_EQ(second.items[0].id, "c");
    EXPECT_EQ(second.next, "");
    EXPECT_EQ(personas().list({.limit = 0}).error().code, ErrorCode::invalid_argument);
}

TEST_P(Personas, HaveABound) {
    settings.personas_max = 1;
    reopen();
    ASSERT_TRUE(personas().create({.name = "A"}));
    EXPECT_EQ(personas().create({.name = "B"}).error().code, ErrorCode::limit);
}

UTTER_ON_BOTH_DATABASES(Personas);

}  // namespace
}  // namespace utter::platform
