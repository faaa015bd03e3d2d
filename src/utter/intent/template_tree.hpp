#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "utter/intent/template.hpp"

/// The parsed form behind Template; used by template.cpp and template_fragment.cpp alone.
namespace utter::intent::detail {

struct TemplateNode;

/// Nodes one after the other, with what is known of all their readings. Because every group
/// chooses independently of the others, these facts are exact, not estimates: a slot that may end
/// one node and one that may begin the next do meet in some sample.
struct TemplateSequence {
    std::vector<TemplateNode> nodes;
    std::uint64_t count = 1;     ///< readings, saturating
    std::uint64_t bytes = 0;     ///< of all readings together, saturating
    bool may_be_blank = true;    ///< some reading is only white space
    std::size_t first_slot = 0;  ///< column of a slot that may come first, or 0
    std::size_t last_slot = 0;   ///< column of a slot that may come last, or 0
    std::set<std::string> slots;
};

struct TemplateNode {
    enum class Kind : std::uint8_t { text, slot, group };
    Kind kind = Kind::text;
    std::string text;                        ///< literal text or bare slot name
    std::vector<TemplateSequence> branches;  ///< of a group
    bool optional = false;                   ///< written `[...]`; the last branch is the empty one
    std::vector<std::uint64_t> ends;         ///< running sums of the branches' counts
};

struct TemplateTree {
    TemplateSequence root;
    std::map<std::string, std::string> slot_types;
    std::vector<TemplateWarning> warnings;
};

}  // namespace utter::intent::detail
