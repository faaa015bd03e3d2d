#include "utter/web/multipart.hpp"

#include <gtest/gtest.h>

#include <string>

namespace utter::web {
namespace {

constexpr auto type = "multipart/form-data; charset=utf-8; boundary=\"xyz\"";

TEST(Multipart, ReadsFieldsAndFiles) {
    const std::string body =
        "--xyz\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n"
        "--xyz\r\ncontent-disposition: form-data; filename=\"a \\\"b\\\".wav\"; name=file\r\n"
        "Content-Type: audio/wav\r\n\r\nRIFF\r\n--not it\r\n--xyz--\r\n";
    const auto form = read_form(type, body);
    ASSERT_TRUE(form) << form.error().detail;
    ASSERT_EQ(form->size(), 2U);
    EXPECT_EQ(find_part(*form, "model")->bytes, "whisper-1");
    const auto* file = find_part(*form, "file");
    EXPECT_EQ(file->filename, "a \"b\".wav");
    EXPECT_EQ(file->content_type, "audio/wav");
    EXPECT_EQ(file->bytes, "RIFF\r\n--not it");
    EXPECT_EQ(find_part(*form, "voice"), nullptr);
}

TEST(Multipart, AnEmptyFormIsOne) {
    EXPECT_TRUE(read_form(type, "--xyz--\r\n"));
    EXPECT_TRUE(read_form(type, "a preamble\r\n--xyz--"));
}

TEST(Multipart, RefusesWhatIsBroken) {
    for (const auto* body : {"",
                             "--abc--",
                             "--xyz",
                             "--xyz\r\n",
                             "--xyz\r\n\r\nx\r\n--xyz--",
                             "--xyz\r\nno colon\r\n\r\nx\r\n--xyz--",
                             "--xyz\r\nContent-Disposition: form-data; name=a\r\nx\r\n--xyz--",
                             "--xyz\r\nContent-Disposition: form-data; name=a\r\n\r\nx"}) {
        EXPECT_FALSE(read_form(type, body)) << body;
    }
    EXPECT_FALSE(read_form("multipart/form-data", "--xyz--"));
    EXPECT_FALSE(read_form("application/json; boundary=xyz", "--xyz--"));
    std::string many;
    for (std::size_t i = 0; i <= form_parts_max; ++i) {
        many += "--xyz\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n";
    }
    EXPECT_EQ(read_form(type, many + "--xyz--").error().code, ErrorCode::limit);
}

}  // namespace
}  // namespace utter::web
