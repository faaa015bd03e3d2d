#include "utter/gui/adapters/text/text_adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "utter/gui/adapters/text/render_text.hpp"

namespace utter::gui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

std::string rendered(std::string_view page, const std::string& data) {
    return render_text(page, object(data));
}

// GUI-057
TEST(RenderText, ShowsTheNearestThatTextHas) {
    EXPECT_EQ(rendered("SYSTEM_text", R"({"title":"T","text":"some text"})"), "T\nsome text");
    EXPECT_EQ(rendered("SYSTEM_video_player", R"({"uri":"u","title":"Film"})"), "Film");
    EXPECT_EQ(rendered("SYSTEM_audio_player", R"({"title":"So What","artist":"Miles"})"),
              "So What\nMiles");
    EXPECT_EQ(rendered("SYSTEM_media_player", R"({"media_title":"a","media_artist":"b"})"), "a\nb");
    EXPECT_EQ(
        rendered("SYSTEM_table", R"({"title":"T","columns":["a","b"],"rows":[["c",1],["d",2.0]]})"),
        "T\na, b\nc, 1\nd, 2");
    EXPECT_EQ(rendered("SYSTEM_grid", R"({"items":[{"image":"i","title":"one"},{"image":"j"}]})"),
              "- one");
    EXPECT_EQ(rendered("SYSTEM_list", R"({"items":[{"title":"one","subtitle":"first"}]})"),
              "- one: first");
    EXPECT_EQ(rendered("SYSTEM_map", R"({"latitude":1.5,"longitude":2,"label":"Home"})"), "Home");
    EXPECT_EQ(rendered("SYSTEM_map", R"({"latitude":1,"longitude":2})"), "1, 2");
    EXPECT_EQ(rendered("SYSTEM_weather",
                       R"({"location":"Lisbon","current_temp":22,"condition":"Sunny",
                           "min_temp":14,"max_temp":24})"),
              "Lisbon: 22° Sunny (14° to 24°)");
    EXPECT_EQ(rendered("SYSTEM_html", R"({"html":"<b>"})"), "(content unavailable)");
    EXPECT_EQ(rendered("SYSTEM_error", R"({"label":"No","detail":"why"})"), "No\nwhy");
    EXPECT_EQ(rendered("SYSTEM_status", R"({"label":"No","success":false})"), "✗ No");
}

// GUI-056
TEST(RenderText, WhatItCannotShowOrReadIsNoError) {
    EXPECT_EQ(rendered("SYSTEM_face", R"({"sleeping":true})"), "");
    EXPECT_EQ(rendered("SYSTEM_hologram", R"({"x":[1]})"), "");
    EXPECT_EQ(rendered("SYSTEM_list", R"({"items":"none"})"), "");
    EXPECT_EQ(rendered("SYSTEM_table", R"({"columns":1,"rows":[2]})"), "");
    EXPECT_EQ(rendered("SYSTEM_text", R"({"text":{"a":1}})"), R"({"a":1})");
}

TEST(RenderText, NothingMovesTheCursor) {
    EXPECT_EQ(rendered("SYSTEM_text", R"({"text":"a\u001b[2Jb\nc\r"})"), "a[2Jb\nc");
}

class Text : public testing::Test {
  protected:
    static DataSnapshot data(const std::string& text) {
        return std::make_shared<const json::object>(object(text));
    }
    std::vector<std::string> screens_;
    TextAdapter adapter_{{"default"}, [this](std::string screen) { screens_.push_back(screen); }};
};

// GUI-054
TEST_F(Text, ShowsItsOwnSessionsAlone) {
    adapter_.show("SYSTEM_text", "w", data(R"({"text":"other"})"), "kitchen");
    adapter_.update("w", data(R"({"text":"other"})"), "kitchen");
    adapter_.idle("kitchen");
    EXPECT_THAT(screens_, IsEmpty());
    adapter_.show("SYSTEM_text", "w", data(R"({"text":"mine"})"), "default");
    EXPECT_THAT(screens_, ElementsAre("mine"));
}

// GUI-053
TEST_F(Text, AnUpdateChangesWhatIsSeenAndWhatIsGoneStaysGone) {
    adapter_.update("w", data(R"({"text":"not shown"})"), "default");
    adapter_.show("SYSTEM_text", "w", data(R"({"text":"one"})"), "default");
    adapter_.activated("w", "default");
    adapter_.update("w", data(R"({"text":"two"})"), "default");
    adapter_.update("w", data(R"({"text":"two"})"), "default");
    adapter_.deactivated("w", "default");
    adapter_.idle("default");
    adapter_.update("w", data(R"({"text":"three"})"), "default");
    EXPECT_THAT(screens_, ElementsAre("one", "two", ""));
}

}  // namespace
}  // namespace utter::gui
