#include "utter/speech/engines/espeak/voice_choice.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <ranges>
#include <set>
#include <tuple>
#include <utility>

namespace utter::speech::espeak {
namespace {

std::string lower(std::string_view text) {
    std::string made(text);
    std::ranges::transform(made, made.begin(), [](unsigned char c) {
        return c == '_' ? '-' : static_cast<char>(std::tolower(c));
    });
    return made;
}

// How many whole subtags two tags have in common from the front.
std::size_t shared_subtags(std::string_view a, std::string_view b) {
    std::size_t shared = 0;
    while (!a.empty() && !b.empty()) {
        const auto end_a = std::min(a.find('-'), a.size());
        const auto end_b = std::min(b.find('-'), b.size());
        if (a.substr(0, end_a) != b.substr(0, end_b)) break;
        ++shared;
        a.remove_prefix(std::min(end_a + 1, a.size()));
        b.remove_prefix(std::min(end_b + 1, b.size()));
    }
    return shared;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

std::string nearest(const std::vector<std::string>& names, std::string_view wanted) {
    constexpr std::size_t shown = 3;
    // A hostile name must not make the distances expensive.
    constexpr std::size_t compared_bytes = 40;
    wanted = wanted.substr(0, compared_bytes);
    std::set<std::pair<std::size_t, std::string>> ranked;
    for (const auto& name : names) ranked.emplace(edit_distance(name, wanted), name);
    std::string list;
    for (const auto& [distance, name] : ranked | std::views::take(shown)) {
        if (!list.empty()) list += ", ";
        list += name;
    }
    return list;
}

// The length of the valid UTF-8 character at the front, 0 when there is none.
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
    std::uint32_t point = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80) return 0;
        point = point << 6 | (byte(i) & 0x3fU);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    return overlong || surrogate || point > 0x10ffff ? 0 : length;
}

}  // namespace

Result<std::string> voice_for_language(const std::vector<VoiceLanguage>& voices,
                                       std::string_view lang) {
    const auto wanted = lower(lang);
    const VoiceLanguage* best = nullptr;
    std::tuple<bool, int, int, int> best_rank;
    for (const auto& voice : voices) {
        const auto shared = static_cast<int>(shared_subtags(voice.tag, wanted));
        if (shared == 0) continue;
        const auto extra = static_cast<int>(std::ranges::count(voice.tag, '-')) + 1 - shared;
        const std::tuple rank{voice.tag != wanted, -shared, voice.priority, extra};
        if (best == nullptr || rank < best_rank) {
            best = &voice;
            best_rank = rank;
        }
    }
    if (best == nullptr) {
        return fail(ErrorCode::unsupported,
                    "eSpeak has no voice for the language '" + std::string(lang) + "'");
    }
    return best->identifier;
}

Result<std::string> voice_for_name(const std::vector<VoiceLanguage>& voices,
                                   const std::vector<std::string>& variants,
                                   std::string_view name) {
    const auto plus = name.find('+');
    const auto wanted = lower(name.substr(0, plus));
    std::string suffix;
    if (plus != std::string_view::npos) {
        const std::string variant(name.substr(plus + 1));
        if (std::ranges::find(variants, variant) == variants.end()) {
            return fail(ErrorCode::not_found,
                        "eSpeak has no voice variant '" + variant + "'; near ones are " +
                            nearest(variants, variant));
        }
        suffix = "+" + variant;
    }
    std::vector<std::string> names;
    for (const auto& voice : voices) {
        if (voice.tag == wanted || lower(voice.name) == wanted ||
            lower(voice.identifier) == wanted) {
            return voice.identifier + suffix;
        }
        names.push_back(voice.tag);
    }
    return fail(
        ErrorCode::not_found,
        "eSpeak has no voice '" + std::string(name) + "'; near ones are " + nearest(names, wanted));
}

std::string speakable(std::string_view text) {
    std::string made;
    made.reserve(text.size());
    while (!text.empty()) {
        const auto length = character_length(text);
        const auto first = static_cast<unsigned char>(text.front());
        // C0 and C1 controls and DEL; the latter two bytes long in UTF-8.
        const bool control =
            first < 0x20 || first == 0x7f ||
            (length == 2 && first == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0);
        if (length == 0 || control) {
            made += ' ';
        } else {
            made += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return made;
}

}  // namespace utter::speech::espeak
