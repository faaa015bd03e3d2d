#include <gmock/gmock.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "utter/intent/template.hpp"

namespace utter::intent {
namespace {

/// Writes a random template and, beside it and without the parser, every string it stands for.
class Generator {
  public:
    explicit Generator(std::uint32_t seed) : random_(seed) {}

    struct Made {
        std::string text;
        std::vector<std::string> readings;
    };

    Made sequence(int depth) {
        Made made{"", {""}};
        const int length = pick(1, 4);
        for (int i = 0; i < length; ++i) {
            const Made next = item(depth);
            made.text += next.text;
            std::vector<std::string> product;
            for (const auto& head : made.readings) {
                for (const auto& tail : next.readings) product.push_back(head + tail);
            }
            made.readings = std::move(product);
        }
        return made;
    }

  private:
    int pick(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

    Made item(int depth) {
        static const std::vector<std::string> words{"a", "b ", " c", " ", " d "};
        static const std::vector<std::string> slots{"{p}", "{q}", " {r}", "{s} "};
        const int kind = pick(0, depth > 0 ? 5 : 3);
        if (kind <= 1) return plain(words[static_cast<std::size_t>(pick(0, 4))]);
        if (kind <= 3) return plain(slots[static_cast<std::size_t>(pick(0, 3))]);
        return group(depth, kind == 4);
    }

    static Made plain(const std::string& text) { return {text, {text}}; }

    Made group(int depth, bool optional) {
        Made made{optional ? "[" : "(", {}};
        const int branches = pick(optional ? 1 : 2, 3);
        for (int i = 0; i < branches; ++i) {
            const Made branch = sequence(depth - 1);
            made.text += (i > 0 ? "|" : "") + branch.text;
            made.readings.insert(
                made.readings.end(), branch.readings.begin(), branch.readings.end());
        }
        if (optional) made.readings.emplace_back();
        made.text += optional ? "]" : ")";
        return made;
    }

    std::mt19937 random_;
};

std::string collapsed(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

struct Verdict {
    bool empty = false;
    bool adjacent = false;
    bool repeated = false;
};

Verdict judge(const std::string& sample) {
    Verdict verdict;
    verdict.empty = sample.empty();
    verdict.adjacent =
        sample.find("}{") != std::string::npos || sample.find("} {") != std::string::npos;
    std::set<std::string> seen;
    for (std::size_t i = sample.find('{'); i != std::string::npos; i = sample.find('{', i + 1)) {
        verdict.repeated |= !seen.insert(sample.substr(i, 3)).second;
    }
    return verdict;
}

// I1-022 I1-024 I1-025 I1-032 I1-040 I1-041
TEST(TemplateProperty, StructuralChecksAgreeWithLookingAtEverySample) {
    int accepted = 0;
    int refused = 0;
    for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
        const auto made = Generator(seed).sequence(2);
        if (made.readings.size() > 2'000) continue;
        std::set<std::string> expected;
        Verdict any;
        for (const auto& reading : made.readings) {
            const std::string sample = collapsed(reading);
            const Verdict verdict = judge(sample);
            any.empty |= verdict.empty;
            any.adjacent |= verdict.adjacent;
            any.repeated |= verdict.repeated;
            expected.insert(sample);
        }
        for (const Direction direction : {Direction::input, Direction::output}) {
            const bool input = direction == Direction::input;
            const auto actual = expand(made.text, direction);
            if (!actual) {
                ++refused;
                const TemplateFault fault = actual.error().fault;
                const bool slot_only = fault == TemplateFault::slot_only && input;
                const bool right =
                    slot_only || (fault == TemplateFault::empty_sample && any.empty) ||
                    (fault == TemplateFault::adjacent_slots && any.adjacent && input) ||
                    (fault == TemplateFault::repeated_slot && any.repeated);
                ASSERT_TRUE(right) << made.text << ": " << actual.error().detail;
                if (slot_only) {
                    ASSERT_EQ(expected.size(), 1U) << made.text;
                }
                continue;
            }
            ++accepted;
            ASSERT_FALSE(any.empty || any.repeated || (any.adjacent && input)) << made.text;
            ASSERT_EQ(std::set<std::string>(actual->samples.begin(), actual->samples.end()),
                      expected)
                << made.text;
            ASSERT_EQ(actual->samples.size(), expected.size()) << made.text;
        }
    }
    EXPECT_GT(accepted, 200);
    EXPECT_GT(refused, 200);
}

// I1-012 I1-040
TEST(TemplateProperty, CompactTemplatesStandForTheSameSamples) {
    for (std::uint32_t seed = 0; seed < 1'000; ++seed) {
        const auto made = Generator(seed).sequence(2);
        const auto parsed = Template::parse(made.text, Direction::output);
        if (!parsed || parsed->variant_count() > 2'000) continue;
        const auto again = expand(parsed->compact(), Direction::output);
        ASSERT_TRUE(again) << parsed->compact();
        ASSERT_EQ(again->samples, parsed->expand()) << made.text;
    }
}

}  // namespace
}  // namespace utter::intent
