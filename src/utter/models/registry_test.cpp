#include "utter/models/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace utter::models {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto one = R"({"version": 1, "models": [
    {"name": "tiny", "kind": "stt", "engine": "some", "licence": "MIT", "languages": ["en"],
     "sources": ["for people"],
     "files": [{"path": "en-us/a.bin", "url": "https://example.org/a.bin", "bytes": 3,
                "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
               {"path": "b", "url": "http://example.org/b", "bytes": 4,
                "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}]}]})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
    return text;
}

TEST(ModelRegistry, ReadsWhatAModelIs) {
    const auto models = parse_registry(one, "models.json");
    ASSERT_TRUE(models) << models.error().detail;
    ASSERT_EQ(models->size(), 1U);
    const auto& model = models->front();
    EXPECT_EQ(model.name, "tiny");
    EXPECT_EQ(model.kind, "stt");
    EXPECT_EQ(model.engine, "some");
    EXPECT_EQ(model.licence, "MIT");
    EXPECT_THAT(model.languages, ElementsAre("en"));
    EXPECT_EQ(model.files[0].path, "en-us/a.bin");
    EXPECT_EQ(model.files[1].url, "http://example.org/b");
    EXPECT_EQ(model.bytes(), 7U);
}

TEST(ModelRegistry, NamesWhatIsWrong) {
    const auto said = [](const std::string& from, const std::string& to) {
        const auto models = parse_registry(replaced(one, from, to), "models.json");
        EXPECT_FALSE(models) << to;
        return models ? "" : models.error().detail;
    };
    EXPECT_THAT(said("{", ""), HasSubstr("models.json: "));
    EXPECT_THAT(said(": 1,", ": 2,"), HasSubstr("models.json: 'version' must be 1"));
    EXPECT_THAT(said("\"tiny\"", "\"../tiny\""), HasSubstr("'models[0].name' must be"));
    EXPECT_THAT(said("\"MIT\"", "\"\""), HasSubstr("'models[0].licence' must be a text"));
    for (const std::string path : {"/etc/passwd", "../b", "a/../../b", "", ".hidden", "a//.b"}) {
        EXPECT_THAT(said("\"b\"", "\"" + path + "\""),
                    HasSubstr("'models[0].files[1].path' must be a relative path"));
    }
    EXPECT_THAT(said("https:", "file:"), HasSubstr("'models[0].files[0].url'"));
    EXPECT_THAT(said("ba78", "BA78"), HasSubstr("'models[0].files[0].sha256'"));
    EXPECT_THAT(said("\"bytes\": 3", "\"bytes\": 0"), HasSubstr("'models[0].files[0].bytes'"));
    EXPECT_THAT(said("\"bytes\": 3", "\"bytes\": \"3\""), HasSubstr("'models[0].files[0].bytes'"));
    EXPECT_FALSE(parse_registry(R"({"version": 1, "models": [3]})", "x"));
    EXPECT_FALSE(parse_registry(R"({"version": 1})", "x"));
    EXPECT_EQ(read_registry("/nowhere/models.json").error().code, ErrorCode::io);
}

TEST(ModelRegistry, RefusesTheSameNameTwice) {
    const std::string text = one;
    const auto begin = text.find("{\"name\"");
    const auto model = text.substr(begin, text.rfind("]}") - begin);
    const auto twice =
        parse_registry(R"({"version": 1, "models": [)" + model + "," + model + "]}", "x");
    EXPECT_THAT(twice.error().detail, HasSubstr("'models[1].name'"));
}

// What we ship.
TEST(ModelRegistry, OursCanBeRead) {
    const auto models =
        read_registry(std::filesystem::path(UTTER_SOURCE_DIR) / "share" / "models.json");
    ASSERT_TRUE(models) << models.error().detail;
    EXPECT_FALSE(models->empty());
    for (const auto& model : *models) {
        EXPECT_TRUE(model.kind == "stt" || model.kind == "tts" || model.kind == "wake")
            << model.name;
        for (const auto& file : model.files) {
            EXPECT_TRUE(file.url.starts_with("https://")) << file.url;
            // What a branch has changes, and then the checksum is wrong.
            EXPECT_EQ(file.url.find("/main/"), std::string::npos) << file.url;
            EXPECT_EQ(file.url.find("/master/"), std::string::npos) << file.url;
        }
    }
}

}  // namespace
}  // namespace utter::models
