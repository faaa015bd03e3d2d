#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

/// What fields of the platform's objects may hold. Pure; any thread.
namespace utter::platform {

/// One field that is not as it has to be.
struct FieldFault {
    std::string field;    ///< as JSON calls it, for example "name"
    std::string problem;  ///< goes on after the field's name: "must not be empty"

    friend bool operator==(const FieldFault&, const FieldFault&) = default;
};

/// Nothing, or invalid_argument with all faults in one sentence, the first field first: "'name'
/// must not be empty; 'lang' is no BCP-47 language tag".
[[nodiscard]] Result<void> to_result(const std::vector<FieldFault>& faults);

/// Text that people write.
struct TextRule {
    std::size_t characters_max = 100;  ///< Unicode code points
    bool required = false;             ///< more than white space
    bool lines = false;                ///< line breaks and tabs are allowed; no other controls are
};

/// Adds to `faults` what is wrong with `text`: invalid UTF-8, control characters, its length.
void check_text(std::vector<FieldFault>& faults,
                std::string_view field,
                std::string_view text,
                const TextRule& rule);

/// One line made of any bytes: without control characters and what is no UTF-8, up to
/// `characters_max` code points.
[[nodiscard]] std::string clean_line(std::string_view text, std::size_t characters_max);

/// Whether `text` is valid UTF-8 (RFC 3629).
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Whether `text` has the form of a BCP-47 language tag of up to 35 characters: "en", "de-AT",
/// "zh-Hant-TW". Whether anybody speaks it is not looked up.
[[nodiscard]] bool is_language_tag(std::string_view text) noexcept;

/// Whether `text` is a UUID in its usual form: 8-4-4-4-12 lowercase hexadecimal digits.
[[nodiscard]] bool is_uuid(std::string_view text) noexcept;

}  // namespace utter::platform
