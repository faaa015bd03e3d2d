#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/hassil/corpus.hpp"
#include "utter/intent/hassil/sentence_set.hpp"

namespace utter::intent::hassil {

/// Bounds of what is written: values of a rule or range as a file of its own, items of a
/// permutation written out, bytes of a template.
inline constexpr std::size_t exported_values_max = 2'000;
inline constexpr std::size_t exported_orders_max = 5;
inline constexpr std::size_t exported_bytes_max = 4'096;

/// Something the locale does not say any more.
struct Lost {
    std::string kind;  ///< "template", "response", "context", "slots", "value" or "skip words"
    std::string intent;
    std::string reason;
    std::string original;
};

struct ExportReport {
    std::size_t intents = 0;
    std::size_t templates = 0;
    std::size_t entities = 0;
    std::size_t vocabularies = 0;
    std::size_t dialogs = 0;
    std::vector<Lost> lost;
};

/// Writes sentences as an OVOS-INTENT-2 locale, `<folder>/<language>/`: one way, and with losses,
/// for OVOS-INTENT-1 has no context rules, fixed slots or glued pieces (conformance/hassil.md,
/// section 9).
/// @return io when a file cannot be written; malformed when a template does not parse.
[[nodiscard]] Result<ExportReport> export_locale(const SentenceSet& set,
                                                 const Responses& responses,
                                                 const std::filesystem::path& folder);

}  // namespace utter::intent::hassil
