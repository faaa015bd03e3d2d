#include "utter/intent/language.hpp"

#include <algorithm>

namespace utter::intent {
namespace {

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Changes the case of the folded subtag [begin, end).
void standardize_subtag(std::string& tag, std::size_t begin, std::size_t end) {
    const auto first = tag.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = tag.begin() + static_cast<std::ptrdiff_t>(end);
    if (!std::all_of(first, last, is_alpha)) return;
    if (end - begin == 2) std::transform(first, last, first, upper);
    if (end - begin == 4) *first = upper(*first);
}

// What a bare tag means when its language has a customary region.
std::string_view with_norm_region(std::string_view tag) {
    return tag == "pt" ? "pt-pt" : tag;
}

}  // namespace

std::string fold_tag(std::string_view tag) {
    std::string folded(tag);
    std::ranges::transform(
        folded, folded.begin(), [](char c) { return c == '_' ? '-' : lower(c); });
    if (folded == "tgl" || folded.starts_with("tgl-")) folded.erase(1, 1);
    return folded;
}

std::string standardize_tag(std::string_view tag) {
    std::string standard = fold_tag(tag);
    std::size_t begin = standard.find('-');
    while (begin != std::string::npos) {
        ++begin;
        const std::size_t end = std::min(standard.find('-', begin), standard.size());
        // After a singleton come extensions and private parts, which stay lower case.
        if (end - begin == 1) break;
        standardize_subtag(standard, begin, end);
        begin = end < standard.size() ? end : std::string::npos;
    }
    return standard;
}

bool is_language_tag(std::string_view tag) noexcept {
    std::size_t letters = 0;
    while (letters < tag.size() && is_alpha(tag[letters])) ++letters;
    if (letters < 2 || letters > 3) return false;
    for (std::size_t i = letters; i < tag.size();) {
        if (tag[i] != '-') return false;
        const std::size_t begin = ++i;
        while (i < tag.size() && (is_alpha(tag[i]) || is_digit(tag[i]))) ++i;
        if (i == begin) return false;
    }
    return true;
}

std::string primary_subtag(std::string_view tag) {
    std::string folded = fold_tag(tag);
    return folded.substr(0, folded.find('-'));
}

int tag_distance(std::string_view a, std::string_view b) {
    const std::string left = fold_tag(a);
    const std::string right = fold_tag(b);
    if (with_norm_region(left) == with_norm_region(right)) return 0;
    const std::string primary = primary_subtag(left);
    if (primary != primary_subtag(right)) return 100;
    return left == primary || right == primary ? 3 : 5;
}

std::optional<std::size_t> closest_language(std::string_view target,
                                            std::span<const std::string> available,
                                            int distance_max) {
    std::optional<std::size_t> closest;
    int closest_distance = 0;
    for (std::size_t i = 0; i < available.size(); ++i) {
        const int distance = tag_distance(target, available[i]);
        const bool usable =
            distance == 0 || (distance < distance_max && distance < language_distance_max);
        if (!usable || (closest && distance >= closest_distance)) continue;
        closest = i;
        closest_distance = distance;
    }
    return closest;
}

}  // namespace utter::intent
