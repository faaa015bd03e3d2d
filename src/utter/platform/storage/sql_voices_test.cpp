#include "utter/platform/storage/voice_repository.hpp"

#include <gmock/gmock.h>

#include <set>

#include "utter/platform/storage/storage_fixture.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class Voices : public testing::StorageTest {
  protected:
    VoiceRepository& voices() { return storage->voices(); }
};

TEST_P(Voices, AreKeptAsTheyWereGiven) {
    const VoiceFields fields{
        "Ünal 'O\"Brien' 👩🏽‍🚀; DROP TABLE voice", "zwei\nZeilen :name", "de-AT"};
    const auto made = voices().create(fields);
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_TRUE(is_uuid(made->id));
    EXPECT_EQ(made->id[14], '4');
    EXPECT_EQ(made->fields, fields);
    EXPECT_EQ(made->status, VoiceStatus::untrained);
    EXPECT_EQ(made->revision, 1);
    EXPECT_EQ(made->created_at, clock.now());
    EXPECT_EQ(made->updated_at, clock.now());
    EXPECT_EQ(made->trained, std::nullopt);
    EXPECT_EQ(made->quality(), std::nullopt);
    EXPECT_EQ(voices().get(made->id), made);
    reopen();
    EXPECT_EQ(voices().get(made->id), made);
}

TEST_P(Voices, RefuseFieldsByName) {
    const auto refused = voices().create({"", "", "?"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(refused.error().detail, HasSubstr("'name'"));
    EXPECT_THAT(refused.error().detail, HasSubstr("'lang'"));
}

TEST_P(Voices, SayWhenThereIsNone) {
    for (const std::string& id : {std::string("123e4567-e89b-42d3-a456-426614174000"),
                                  std::string("nobody"),
                                  std::string(),
                                  std::string("\xff\0x", 3),
                                  std::string("' OR 1=1 --")}) {
        EXPECT_EQ(voices().get(id).error().code, ErrorCode::not_found);
        EXPECT_EQ(voices().update(id, {"A", "", "en"}, {}).error().code, ErrorCode::not_found);
        EXPECT_EQ(voices().remove(id, {}).error().code, ErrorCode::not_found);
        EXPECT_EQ(voices().list_samples(id, {}).error().code, ErrorCode::not_found);
        EXPECT_EQ(voices().get_sample(id, id).error().code, ErrorCode::not_found);
        EXPECT_EQ(voices().remove_sample(id, id).error().code, ErrorCode::not_found);
    }
}

TEST_P(Voices, AreUpdatedOnlyInTheRevisionTheCallerSaw) {
    const auto id = make_voice();
    clock.advance(1s);
    const auto second = voices().update(id, {"Berta", "", "en"}, 1);
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_EQ(second->revision, 2);
    EXPECT_EQ(second->updated_at, clock.now());
    EXPECT_EQ(second->created_at, clock.now() - 1s);
    const auto stale = voices().update(id, {"Clara", "", "en"}, 1);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code, ErrorCode::conflict);
    EXPECT_THAT(stale.error().detail, HasSubstr("is 2, not 1"));
    EXPECT_EQ(voices().get(id)->fields.name, "Berta");
    EXPECT_EQ(voices().update(id, {"Dora", "", "en"}, {})->revision, 3);
    EXPECT_EQ(voices().remove(id, 2).error().code, ErrorCode::conflict);
    EXPECT_TRUE(voices().remove(id, 3));
    EXPECT_EQ(voices().get(id).error().code, ErrorCode::not_found);
}

TEST_P(Voices, AreListedInPagesThatStandStillWhileOthersComeAndGo) {
    std::vector<std::string> ids;
    for (int i = 0; i < 7; ++i) {
        if (i % 2 == 0) clock.advance(1ms);  // some at the same time
        ids.push_back(make_voice());
    }
    std::vector<std::string> seen;
    PageRequest request{.limit = 3};
    for (int pages = 0;; ++pages) {
        ASSERT_LT(pages, 4);
        const auto page = voices().list(request);
        ASSERT_TRUE(page) << page.error().detail;
        EXPECT_LE(page->items.size(), 3U);
        for (const auto& voice : page->items) seen.push_back(voice.id);
        if (pages == 0) {
            ASSERT_TRUE(voices().remove(seen.front(), {}));  // one already seen
            clock.advance(1ms);
            ids.push_back(make_voice());  // one at the end
        }
        if (page->next.empty()) break;
        request.after = page->next;
    }
    EXPECT_EQ(seen.size(), ids.size());
    EXPECT_EQ(std::set(seen.begin(), seen.end()), std::set(ids.begin(), ids.end()));
}

TEST_P(Voices, RefuseAPageThatCannotBe) {
    for (const int limit : {0, -1, 201}) {
        const auto refused = voices().list({.limit = limit});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
        EXPECT_THAT(refused.error().detail, HasSubstr("'limit'"));
    }
    for (const char* after : {"x", "1", "1.", ".a", "1x.a", "99999999999999999999.a", "1.a b"}) {
        const auto refused = voices().list({.after = after});
        ASSERT_FALSE(refused) << after;
        EXPECT_THAT(refused.error().detail, HasSubstr("'after'"));
    }
    const auto empty = voices().list({.limit = 200});
    ASSERT_TRUE(empty);
    EXPECT_TRUE(empty->items.empty());
    EXPECT_EQ(empty->next, "");
}

TEST_P(Voices, HaveABound) {
    settings.voices_max = 2;
    reopen();
    static_cast<void>(make_voice());
    static_cast<void>(make_voice());
    EXPECT_EQ(voices().create({"Clara", "", "en"}).error().code, ErrorCode::limit);
}

TEST_P(Voices, CountTheirSamples) {
    const auto id = make_voice();
    const auto first = add_sound(id, 9'500ms);
    clock.advance(1s);
    EXPECT_EQ(voices().get(id)->quality(), std::nullopt);
    const auto second = add_sound(id, 51s);
    auto voice = voices().get(id).value();
    EXPECT_EQ(voice.samples, 2U);
    EXPECT_EQ(voice.sound, 60'500ms);
    EXPECT_EQ(voice.quality(), VoiceQuality::standard);
    EXPECT_EQ(voice.revision, 3);

    const auto page = voices().list_samples(id, {.limit = 1}).value();
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items[0].id, first);
    EXPECT_EQ(voices().get_sample(id, first), page.items[0]);
    const auto rest = voices().list_samples(id, {.limit = 1, .after = page.next}).value();
    ASSERT_EQ(rest.items.size(), 1U);
    EXPECT_EQ(rest.items[0].id, second);
    EXPECT_EQ(rest.next, "");

    EXPECT_TRUE(voices().remove_sample(id, first));
    EXPECT_EQ(voices().remove_sample(id, first).error().code, ErrorCode::not_found);
    voice = voices().get(id).value();
    EXPECT_EQ(voice.samples, 1U);
    EXPECT_EQ(voice.sound, 51s);
    EXPECT_EQ(voice.revision, 4);
}

TEST_P(Voices, KeepTheirSamplesApart) {
    const auto mine = make_voice();
    const auto other = make_voice();
    const auto sample = add_sound(mine, 1s);
    EXPECT_EQ(voices().get_sample(other, sample).error().code, ErrorCode::not_found);
    EXPECT_EQ(voices().remove_sample(other, sample).error().code, ErrorCode::not_found);
    EXPECT_TRUE(voices().list_samples(other, {})->items.empty());
    EXPECT_TRUE(voices().remove(mine, {}));
    EXPECT_EQ(voices().get_sample(mine, sample).error().code, ErrorCode::not_found);
}

TEST_P(Voices, BoundTheirSamples) {
    settings.samples_per_voice_max = 2;
    settings.sound_per_voice_max = 1min;
    reopen();
    const auto id = make_voice(50s);
    VoiceSample sample{.id = sample_id(90),
                       .voice_id = id,
                       .name = "",
                       .audio_path = "x",
                       .duration = 11s,
                       .sample_rate_hz = 16'000};
    EXPECT_EQ(voices().add_sample(sample).error().code, ErrorCode::limit);
    sample.duration = 10s;
    EXPECT_TRUE(voices().add_sample(sample));
    sample = {.id = sample_id(91), .voice_id = id, .name = "", .audio_path = "x"};
    EXPECT_EQ(voices().add_sample(sample).error().code, ErrorCode::limit);
    sample.voice_id = sample_id(1);
    EXPECT_EQ(voices().add_sample(sample).error().code, ErrorCode::not_found);
    EXPECT_EQ(voices().get(id)->samples, 2U);
}

TEST_P(Voices, AreTakenFromTheirPersonas) {
    const auto id = make_voice();
    const auto persona = storage->personas().create({.name = "Watson", .voice_id = id});
    ASSERT_TRUE(persona) << persona.error().detail;
    ASSERT_TRUE(voices().remove(id, {}));
    const auto left = storage->personas().get(persona->id);
    ASSERT_TRUE(left);
    EXPECT_EQ(left->fields.voice_id, "");
    EXPECT_EQ(left->revision, 2);
}

UTTER_ON_BOTH_DATABASES(Voices);

}  // namespace
}  // namespace utter::platform
