#include "utter/llm/line_splitter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace utter::llm {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines_of(std::string_view text, std::size_t piece) {
    LineSplitter lines;
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        EXPECT_TRUE(lines.feed(text.substr(at, piece)));
        while (auto line = lines.next()) out.push_back(*line);
    }
    if (auto rest = lines.rest(); !rest.empty()) out.push_back("rest " + rest);
    return out;
}

TEST(LineSplitter, CutsAtEveryKindOfEndWhateverThePieces) {
    for (std::size_t piece = 1; piece < 12; ++piece) {
        EXPECT_THAT(lines_of("a\nbc\r\n\r\rd\r\ne", piece),
                    ElementsAre("a", "bc", "", "", "d", "rest e"))
            << piece;
    }
}

TEST(LineSplitter, RefusesALineAboveTheLimit) {
    LineSplitter lines;
    EXPECT_TRUE(lines.feed(std::string(LineSplitter::line_bytes_max, 'a')));
    EXPECT_FALSE(lines.feed("b"));
}

}  // namespace
}  // namespace utter::llm
