#include "utter/media/music_library.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace utter::media {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class Library : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("utter-library-" + std::to_string(::getpid()));
        for (const auto* file : {"Miles Davis/Kind of Blue/01 - So What.flac",
                                 "Miles Davis/Kind of Blue/02 - Freddie Freeloader.flac",
                                 "Miles Davis/Kind of Blue/cover.jpg",
                                 "Songs/1999.mp3",
                                 "Songs/99 Luftballons.MP3",
                                 "Songs/Für Élise & mehr.ogg"}) {
            fs::create_directories((folder_ / file).parent_path());
            std::ofstream(folder_ / file) << "x";
        }
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::vector<std::string> titles(std::string_view phrase) const {
        std::vector<std::string> out;
        for (const auto& entry : MusicLibrary({folder_}).search(phrase, "en-US")) {
            out.push_back(std::string(entry.at("title").as_string()) + " " +
                          std::to_string(entry.at("match_confidence").as_int64()));
        }
        return out;
    }

    fs::path folder_;
};

TEST_F(Library, FindsTitlesFoldersAndWordsInThisOrder) {
    EXPECT_THAT(titles("so what"), ElementsAre("So What 100"));
    EXPECT_THAT(titles("Kind of Blue"), ElementsAre("So What 90", "Freddie Freeloader 90"));
    EXPECT_THAT(titles("what by miles"), IsEmpty());
    EXPECT_THAT(titles("blue what"), ElementsAre("So What 60"));
    EXPECT_THAT(titles("jazz"), IsEmpty());
}

TEST_F(Library, AnEmptyPhraseFindsEverySound) {
    EXPECT_EQ(titles("").size(), 5U);
}

TEST_F(Library, ANumberBelongsToTheTitleUnlessSomethingSetsItApart) {
    EXPECT_THAT(titles("1999"), ElementsAre("1999 100"));
    EXPECT_THAT(titles("99 luftballons"), ElementsAre("99 Luftballons 100"));
}

TEST_F(Library, EntriesCanBePlayed) {
    const auto found = MusicLibrary({folder_}).search("für élise", "de-DE");
    ASSERT_EQ(found.size(), 1U);
    const std::string uri(found[0].at("uri").as_string());
    EXPECT_TRUE(uri.ends_with("/Songs/F%C3%BCr%20%C3%89lise%20%26%20mehr.ogg")) << uri;
    const auto davis = MusicLibrary({folder_, folder_ / "absent"}).search("so what", "en-US");
    EXPECT_EQ(davis[0].at("artist"), "Miles Davis");
}

}  // namespace
}  // namespace utter::media
