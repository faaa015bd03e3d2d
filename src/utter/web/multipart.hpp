#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::web {

/// One part of a form. Looks into the body it was read from.
struct FormPart {
    std::string name;
    std::string filename;      ///< empty: it is no file
    std::string content_type;  ///< empty: it does not say
    std::string_view bytes;
};

/// Most parts a form may have.
inline constexpr std::size_t form_parts_max = 64;

/// Reads a body of multipart/form-data. Pure. Spec: RFC 7578, RFC 2046 section 5.1.
/// @param content_type the header, with the boundary. @return malformed saying what is wrong, limit
/// for too many parts
[[nodiscard]] Result<std::vector<FormPart>> read_form(std::string_view content_type,
                                                      std::string_view body);

/// The first part of this name, or nullptr.
[[nodiscard]] const FormPart* find_part(const std::vector<FormPart>& form,
                                        std::string_view name) noexcept;

}  // namespace utter::web
