#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

/// The sentence template grammar of OVOS-INTENT-1: `(a|b)`, `[x]`, `{slot}`, `{type:slot}` and
/// `<vocabulary>`. Everything here is pure and may be used from any thread.
namespace utter::intent {

/// Limits of one template. A template above one is refused with a reason, never cut short.
inline constexpr std::size_t template_bytes_max = 65'536;
inline constexpr std::size_t template_depth_max = 1'000;
inline constexpr std::size_t template_samples_max = 65'536;
inline constexpr std::size_t template_expansion_bytes_max = std::size_t{16} * 1024 * 1024;
inline constexpr std::size_t vocabulary_chain_max = 64;  ///< `<a>` naming `<b>` naming `<c>`...

/// Which side reads the template: what users say (`.intent .entity .voc .blacklist`) or what the
/// assistant says (`.dialog`). Output templates may be one slot alone or hold neighbouring slots.
enum class Direction : std::uint8_t { input, output };

/// Why a template is malformed (OVOS-INTENT-1 section 3.6) or above a limit of ours.
enum class TemplateFault : std::uint8_t {
    unbalanced_bracket,
    empty_group,             ///< `()` or `( )`
    empty_sample,            ///< some sample is the empty string
    slot_only,               ///< the whole template is one slot; input only
    adjacent_slots,          ///< two slots with only white space between them; input only
    repeated_slot,           ///< one sample would hold the same slot twice
    undefined_reference,     ///< `<name>` without such a vocabulary
    invalid_reference_name,  ///< `<...>` whose inside is no name
    cyclic_reference,
    pipe_outside_group,
    invalid_slot_name,
    vocabulary_with_slot,
    empty_vocabulary,  ///< the vocabulary named has no phrase
    too_many_samples,  ///< above template_samples_max or template_expansion_bytes_max
    too_deep,
    too_long,
    invalid_utf8,
};
[[nodiscard]] std::string_view to_string(TemplateFault fault) noexcept;

struct TemplateError {
    TemplateFault fault = TemplateFault::unbalanced_bracket;
    std::size_t column = 0;  ///< 1-based, in code points of the template as written
    std::string detail;      ///< a sentence for the author

    friend bool operator==(const TemplateError&, const TemplateError&) = default;
};

/// The same failure as a general Error; `limit` for the limits above, otherwise `malformed`.
[[nodiscard]] Error to_error(const TemplateError& error);

template <class T>
using TemplateResult = std::expected<T, TemplateError>;

enum class TemplateWarningKind : std::uint8_t {
    single_branch_group,  ///< `(word)`: read as the bare branch
    unregistered_type,    ///< `{type:slot}` with a type OVOS-INTENT-1 section 5.6 does not list
    not_normalized,       ///< an input template with capitals or punctuation
};

struct TemplateWarning {
    TemplateWarningKind kind = TemplateWarningKind::single_branch_group;
    std::size_t column = 0;
    std::string detail;

    friend bool operator==(const TemplateWarning&, const TemplateWarning&) = default;
};

/// Vocabulary name to the templates it consists of, which may name other vocabularies.
using Vocabularies = std::map<std::string, std::vector<std::string>, std::less<>>;

/// What a template stands for: distinct samples, white space collapsed, slots as bare `{name}`.
struct Expansion {
    std::vector<std::string> samples;
    std::vector<TemplateWarning> warnings;

    friend bool operator==(const Expansion&, const Expansion&) = default;
};

namespace detail {
struct TemplateTree;
}

/// One parsed template. Parsing checks everything, so a Template always expands within the limits
/// and to samples that are not empty. An immutable value, cheap to copy.
class Template {
  public:
    /// Time is linear in the template and the vocabularies it names, whatever their product is.
    [[nodiscard]] static TemplateResult<Template> parse(std::string_view text,
                                                        Direction direction,
                                                        const Vocabularies& vocabularies = {});

    /// Every distinct sample. The order is fixed: the first group varies fastest.
    [[nodiscard]] std::vector<std::string> expand() const;

    /// How many ways there are to read the template, at most template_samples_max. Several may
    /// give the same sample.
    [[nodiscard]] std::size_t variant_count() const noexcept;

    /// The sample of one way to read the template. @param index below variant_count().
    [[nodiscard]] std::string variant(std::size_t index) const;

    /// The template with vocabularies written out and type prefixes removed: what registration
    /// payloads and speech grammars carry. It expands to the same samples, unless vocabularies
    /// made it longer than template_bytes_max.
    [[nodiscard]] std::string compact() const;

    /// Bare names of all slots any sample holds.
    [[nodiscard]] const std::set<std::string>& slots() const noexcept;

    /// Bare slot name to type, for registered types only.
    [[nodiscard]] const std::map<std::string, std::string>& slot_types() const noexcept;

    [[nodiscard]] const std::vector<TemplateWarning>& warnings() const noexcept;

  private:
    explicit Template(std::shared_ptr<const detail::TemplateTree> tree) : tree_(std::move(tree)) {}

    std::shared_ptr<const detail::TemplateTree> tree_;
};

/// Parses and expands in one step (OVOS-INTENT-1 section 4).
[[nodiscard]] TemplateResult<Expansion> expand(std::string_view text,
                                               Direction direction,
                                               const Vocabularies& vocabularies = {});

/// Names of the vocabularies `text` refers to, as far as they are valid names, without repeats.
[[nodiscard]] std::vector<std::string> vocabulary_references(std::string_view text);

/// True for the slot types of OVOS-INTENT-1 section 5.6: number, duration, date, ...
[[nodiscard]] bool is_registered_slot_type(std::string_view type) noexcept;

}  // namespace utter::intent
