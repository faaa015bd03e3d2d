#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/locale.hpp"

/// Finding and reading locale files (OVOS-INTENT-2 sections 2 and 3).
namespace utter::intent {

/// One line that says something, white space around it removed.
struct LocaleLine {
    std::size_t number = 0;  ///< 1-based, as an editor counts
    std::string text;

    friend bool operator==(const LocaleLine&, const LocaleLine&) = default;
};

/// The lines of a line-oriented role: UTF-8, BOM dropped, LF or CRLF, blank lines and lines that
/// start with `#` left out. @return `malformed` for invalid UTF-8 or when no line is left.
[[nodiscard]] Result<std::vector<LocaleLine>> read_locale_lines(std::string_view bytes);

/// A `.prompt`: everything after a BOM, verbatim. @return `malformed` for invalid UTF-8 or a
/// document of white space.
[[nodiscard]] Result<std::string> read_locale_document(std::string_view bytes);

/// The bytes of a file. @return `limit` above locale_file_bytes_max, `io` when it cannot be read.
[[nodiscard]] Result<std::string> read_locale_file(const std::filesystem::path& file);

using ResourceId = std::pair<LocaleRole, std::string>;
using LanguageFiles = std::map<ResourceId, std::filesystem::path>;

struct LocaleFiles {
    std::map<std::string, LanguageFiles> languages;           ///< by tag, precedence applied
    std::map<std::string, std::set<ResourceId>> skill_owned;  ///< what the skill itself brings
};

/// Walks all sources. What cannot be used is reported, and `report.skill_malformed` is set for a
/// duplicate.
/// @param only a standardised tag: nothing of other languages is looked at; empty: all are
[[nodiscard]] LocaleFiles find_locale_files(const LocaleSources& sources,
                                            LocaleReport& report,
                                            std::string_view only = {});

}  // namespace utter::intent
