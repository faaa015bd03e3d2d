#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace utter::intent {

/// What somebody upstream read in an utterance: one entry of the typed-slot map
/// (OVOS-INTENT-1 section 5.6, OVOS-TRANSFORM-1 section 3.7).
struct TypedSpan {
    std::string type;       ///< number, duration, date, ...
    std::size_t begin = 0;  ///< [begin, end) in code points
    std::size_t end = 0;
    std::string surface;  ///< the text there; of another text the entry says nothing
};

/// Bytes [begin, end) of a text; empty for none.
struct ByteRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Where `entry` is in `utterance`, or an empty range when it is of another text. Pure.
[[nodiscard]] ByteRange find_typed_span(const TypedSpan& entry, std::string_view utterance);

/// Whether the whole of `text` reads as a value of `type`: a number, a duration, or a date or time.
/// False for the other types and for languages without such a reader, which proves nothing. Any
/// thread; the first call in a language takes a few milliseconds.
[[nodiscard]] bool reads_as(std::string_view type, std::string_view text, std::string_view lang);

}  // namespace utter::intent
