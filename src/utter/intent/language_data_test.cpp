#include "utter/intent/languages/language_data.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "utter/intent/accents.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/numbers.hpp"

namespace utter::intent {
namespace {

// Words are compared with what the normaliser leaves, so they must be written as it would.
TEST(LanguageData, WordsAreWrittenAsTheNormalizerLeavesThem) {
    for (const LanguageData* data : all_languages()) {
        const Normalizer normalizer(data->language);
        const auto expect_normal = [&](std::string_view words) {
            EXPECT_EQ(normalizer.text(words).value(), words) << data->language;
        };
        for (const auto& unit : data->durations.units) expect_normal(unit.word);
        for (const auto& fraction : data->durations.fractions) expect_normal(fraction.word);
        for (const auto& mixed : data->durations.mixed) expect_normal(mixed.word);
        for (const auto list : {data->durations.half_endings,
                                data->durations.joiners,
                                data->durations.fillers,
                                data->durations.leads,
                                data->times.delays,
                                data->times.ordinal_endings,
                                data->numbers.articles}) {
            for (const auto word : list) expect_normal(word);
        }
        for (const auto& phrase : data->times.phrases) {
            expect_normal(phrase.words);
            EXPECT_LE(std::ranges::count(phrase.words, ' '), 3) << phrase.words;
        }
        for (const auto& rule : data->normalization.words) expect_normal(rule.to);
    }
}

TEST(LanguageData, EveryTableIsFoundAndCanCount) {
    for (const LanguageData* data : all_languages()) {
        EXPECT_EQ(language_data(data->language), data);
        EXPECT_EQ(primary_subtag(data->language), data->language);
        EXPECT_TRUE(NumberWords::of(data->language)) << data->language;
        EXPECT_TRUE(data->decimal_separator == '.' || data->decimal_separator == ',');
    }
    EXPECT_EQ(language_data("tlh"), nullptr);
    EXPECT_TRUE(normalization_rules("tlh").words.empty());
}

TEST(LanguageData, EveryTableWithTimesHasADayOfEachKind) {
    for (const LanguageData* data : all_languages()) {
        if (data->times.phrases.empty()) continue;
        const auto has = [&](TimeWord what, int value) {
            return std::ranges::any_of(data->times.phrases, [&](const TimePhrase& phrase) {
                return phrase.what == what && phrase.value == value;
            });
        };
        for (int day = 0; day < 7; ++day)
            EXPECT_TRUE(has(TimeWord::weekday, day)) << data->language;
        for (int month = 1; month <= 12; ++month) {
            EXPECT_TRUE(has(TimeWord::month, month)) << data->language;
        }
        for (int days = 0; days < 3; ++days) EXPECT_TRUE(has(TimeWord::in_days, days));
        EXPECT_TRUE(has(TimeWord::clock, 0)) << data->language;
        EXPECT_FALSE(data->times.delays.empty()) << data->language;
    }
}

TEST(Accents, FoldLatinLettersAndNoOthers) {
    EXPECT_EQ(fold_accents("cafe"), "cafe");
    EXPECT_EQ(fold_accents("qué mañana"), "que manana");
    EXPECT_EQ(fold_accents("mañana", U"ñ"), "mañana");
    EXPECT_EQ(fold_accents("ấ"), "a");
    EXPECT_EQ(fold_accents("straße ørsted"), "straße ørsted");
    EXPECT_EQ(fold_accents("й ё ά"), "й ё ά");
    EXPECT_EQ(fold_accents("e\u0301x"), "ex");
}

}  // namespace
}  // namespace utter::intent
