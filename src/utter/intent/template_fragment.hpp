#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/template_tree.hpp"

/// One template as a graph over normalised words; used by template_row.cpp and template_graph.cpp.
namespace utter::intent::detail {

/// A state and the ways on from it. States are numbered so that every way leads to a lower number,
/// which makes a cycle impossible.
struct FragmentState {
    using Edge = std::pair<std::string, std::uint32_t>;

    std::vector<Edge> words;              ///< by one literal word
    std::vector<Edge> slots;              ///< by a slot's value, one word or more
    std::vector<std::uint32_t> branches;  ///< by nothing
    std::uint16_t rest_min = 0;           ///< words at least needed to reach the end
    std::uint16_t literals_min = 0;       ///< of them literal, at least
    std::uint16_t literals_max = 0;       ///< literals at most
    bool slot_may_follow = false;         ///< a slot can be next
};

/// The samples of one template: every way from `start` to state 0. Its size is linear in the
/// template, however many samples it stands for, except where a group touches a word (`light[s]`):
/// what touches is spelt out.
struct TemplateFragment {
    std::vector<FragmentState> states;
    std::uint32_t start = 0;
    /// Some sample cannot be matched: it is a slot alone, or two slots meet in it once punctuation
    /// between them is gone. A sentence for the author, or empty.
    std::string complaint;

    /// Whether any sample can be matched.
    [[nodiscard]] bool usable() const { return states[start].literals_max > 0; }
};

/// @return `malformed` or `limit` when a word cannot be normalised.
[[nodiscard]] Result<TemplateFragment> make_fragment(const TemplateSequence& root,
                                                     const Normalizer& normalizer);

}  // namespace utter::intent::detail
