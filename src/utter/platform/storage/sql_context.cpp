#include "utter/platform/storage/sql_context.hpp"

#include <charconv>
#include <limits>
#include <string_view>
#include <system_error>

#include "utter/platform/domain/persona.hpp"

namespace utter::platform {

std::string to_text(const Cursor& cursor) {
    return std::to_string(cursor.at) + "." + cursor.id;
}

Result<Cursor> cursor_of(const PageRequest& page) {
    if (page.limit < 1 || page.limit > page_limit_max) {
        return fail(ErrorCode::invalid_argument,
                    "'limit' must be 1 to " + std::to_string(page_limit_max));
    }
    if (page.after.empty()) return Cursor{std::numeric_limits<SqlInt>::min(), ""};
    Cursor cursor;
    const auto dot = page.after.find('.');
    const auto* const end = page.after.data() + std::min(dot, page.after.size());
    const auto [stop, failed] = std::from_chars(page.after.data(), end, cursor.at);
    if (dot == std::string::npos || failed != std::errc() || stop != end ||
        !is_persona_id(std::string_view(page.after).substr(dot + 1))) {
        return fail(ErrorCode::invalid_argument,
                    "'after' must be what the part of the list before this one said");
    }
    cursor.id = page.after.substr(dot + 1);
    return cursor;
}

}  // namespace utter::platform
