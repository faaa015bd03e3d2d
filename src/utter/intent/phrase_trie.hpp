#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "utter/intent/normalizer.hpp"
#include "utter/intent/word_table.hpp"

/// Many phrases looked for at once; used by keyword_index.cpp alone.
namespace utter::intent::detail {

/// Phrases as a trie over words. One pass finds every phrase that occurs in a text, in time that
/// depends on the text and not on how many phrases there are.
class PhraseTrie {
  public:
    using PhraseId = std::uint32_t;

    /// A phrase in words [first, last) of a text.
    struct Hit {
        PhraseId phrase = 0;
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };

    /// The number of a normalised phrase of at least one word, which counts as held once more.
    PhraseId acquire(std::string_view phrase);
    /// Undoes one acquire(); numbers given back are given out again.
    void release(PhraseId phrase);

    /// Appends every phrase held that is a run of whole words of `text`, by where it begins.
    /// `labels` is room to work in.
    void find(const NormalText& text, std::vector<Label>& labels, std::vector<Hit>& hits) const;

    /// Above every number in use.
    [[nodiscard]] std::size_t id_bound() const noexcept { return nodes_.size(); }

  private:
    using NodeId = std::uint32_t;
    struct Node {
        NodeId parent = 0;
        Label label = label_unknown;  // of the way from the parent
        std::uint32_t children = 0;
        std::uint32_t holders = 0;  // of the phrase that ends here
    };

    [[nodiscard]] static std::uint64_t way(NodeId node, Label label) {
        return (std::uint64_t{node} << 32U) | label;
    }

    WordTable words_;
    std::vector<Node> nodes_ = std::vector<Node>(1);  // the root first
    std::vector<NodeId> free_;
    boost::unordered_flat_map<std::uint64_t, NodeId> ways_;
};

}  // namespace utter::intent::detail
