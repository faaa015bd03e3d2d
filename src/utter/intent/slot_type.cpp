#include "utter/intent/slot_type.hpp"

#include "utter/intent/duration.hpp"
#include "utter/intent/numbers.hpp"
#include "utter/intent/spoken_time.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent {

ByteRange find_typed_span(const TypedSpan& entry, std::string_view utterance) {
    if (entry.surface.empty() || entry.begin >= entry.end || !is_valid_utf8(utterance)) return {};
    std::size_t at = 0;
    std::size_t begin = utterance.size();
    for (std::size_t count = 0; count < entry.end; ++count) {
        if (count == entry.begin) begin = at;
        if (at >= utterance.size()) return {};
        static_cast<void>(next_code_point(utterance, at));
    }
    if (utterance.substr(begin, at - begin) != entry.surface) return {};
    return {begin, at};
}

bool reads_as(std::string_view type, std::string_view text, std::string_view lang) {
    if (type == "number") return parse_number(text, lang).has_value();
    if (type == "duration") return parse_duration(text, lang).has_value();
    if (type == "date") return parse_time(text, lang).has_value();
    return false;
}

}  // namespace utter::intent
