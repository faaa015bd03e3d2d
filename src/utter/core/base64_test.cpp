#include "utter/core/base64.hpp"

#include <gtest/gtest.h>

namespace utter {
namespace {

std::string encoded(std::string_view text) {
    return to_base64(std::as_bytes(std::span(text)));
}

// The examples of RFC 4648 section 10.
TEST(Base64, EncodesAndDecodes) {
    constexpr std::pair<std::string_view, std::string_view> cases[] = {{"", ""},
                                                                       {"f", "Zg=="},
                                                                       {"fo", "Zm8="},
                                                                       {"foo", "Zm9v"},
                                                                       {"foob", "Zm9vYg=="},
                                                                       {"fooba", "Zm9vYmE="},
                                                                       {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, text] : cases) {
        EXPECT_EQ(encoded(plain), text);
        EXPECT_EQ(from_base64(text), plain);
        EXPECT_EQ(from_base64(text.substr(0, text.find('='))), plain);
    }
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    EXPECT_EQ(from_base64(encoded(all)), all);
}

TEST(Base64, RefusesWhatIsNone) {
    for (const char* text :
         {"A", "Zm9v=Zg==", "Zm9\n", "Z m8=", "Zm8===", "====", "Zm8-", "\xff"}) {
        EXPECT_EQ(from_base64(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace utter
