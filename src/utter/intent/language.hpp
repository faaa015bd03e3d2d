#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// BCP-47 language tags as locale folders and registrations use them. Pure; any thread.
namespace utter::intent {

/// Distance from which on two tags are no longer the same language.
inline constexpr int language_distance_max = 10;

/// `en_us` -> `en-US`, `PT` -> `pt`, `zh-hant-tw` -> `zh-Hant-TW`; `tgl` becomes `tl`. Text that
/// is no tag comes back with the same rules applied to its parts.
[[nodiscard]] std::string standardize_tag(std::string_view tag);

/// Lower case with hyphens: what tags are compared and keyed by.
[[nodiscard]] std::string fold_tag(std::string_view tag);

/// True for text shaped like a tag: a primary subtag of two or three letters, then more subtags.
[[nodiscard]] bool is_language_tag(std::string_view tag) noexcept;

/// The part before the first hyphen, folded: `en` of `en-US`.
[[nodiscard]] std::string primary_subtag(std::string_view tag);

/// 0 for the same tag (`pt` counts as `pt-PT`), 3 when one side has no region, 5 for two regions
/// of one language, 100 for different languages.
[[nodiscard]] int tag_distance(std::string_view a, std::string_view b);

/// Index of the tag in `available` closest to `target`: the smallest distance, the first of
/// equals. Only distances below `distance_max` count, except that 0 always does; languages are
/// never crossed.
[[nodiscard]] std::optional<std::size_t> closest_language(std::string_view target,
                                                          std::span<const std::string> available,
                                                          int distance_max = language_distance_max);

}  // namespace utter::intent
