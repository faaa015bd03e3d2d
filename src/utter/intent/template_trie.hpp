#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "utter/intent/normalizer.hpp"

/// The compiled samples of one language; used by template_matcher.cpp alone.
namespace utter::intent::detail {

/// One word of a sample: a literal, or a slot standing for one or more words.
struct PatternItem {
    bool is_slot = false;
    std::string text;

    friend bool operator==(const PatternItem&, const PatternItem&) = default;
};
using Pattern = std::vector<PatternItem>;

/// Samples as paths of a tree over words, with an edge per slot name where a slot stands. Several
/// samples share what they begin with, so an utterance is compared with all of them at once.
class TemplateTrie {
  public:
    using NodeId = std::uint32_t;
    using RowId = std::uint32_t;

    static constexpr std::size_t nodes_max = 4'000'000;
    static constexpr std::size_t slot_words_max = 32;  ///< longest slot value
    static constexpr std::size_t steps_max = 500'000;  ///< of one search, tens of milliseconds

    TemplateTrie();

    /// Adds a sample of row `row`; false when the trie is full. A row is noted once per sample.
    [[nodiscard]] bool insert(const Pattern& pattern, RowId row);

    /// Nodes at which some sample ends that the whole of `words` fits, or nothing when the search
    /// took more than steps_max. The order depends on nothing but the samples' set.
    [[nodiscard]] std::optional<std::vector<NodeId>> find(const std::vector<Word>& words) const;

    [[nodiscard]] const std::vector<RowId>& rows(NodeId node) const { return nodes_[node].rows; }
    [[nodiscard]] std::size_t literals(NodeId node) const { return nodes_[node].literals; }
    [[nodiscard]] std::size_t slots(NodeId node) const { return nodes_[node].slots; }

    /// The sample that ends at `node`; views stay good as long as the trie.
    [[nodiscard]] std::vector<std::pair<bool, std::string_view>> pattern(NodeId node) const;

  private:
    using LabelId = std::uint32_t;

    struct Node {
        NodeId parent = 0;
        LabelId label = 0;
        bool by_slot = false;
        std::uint16_t literals = 0;
        std::uint16_t slots = 0;
        std::uint16_t rest_min = 0;  // words at least needed to reach an end from here
        std::vector<std::pair<LabelId, NodeId>> slot_edges;
        std::vector<RowId> rows;
    };

    LabelId intern(const std::string& text);
    std::optional<NodeId> child(NodeId parent, const PatternItem& item);

    std::vector<Node> nodes_;
    std::unordered_map<std::uint64_t, NodeId> word_edges_;  // (parent, label)
    std::unordered_map<std::string, LabelId> labels_;
    std::vector<const std::string*> label_texts_;  // the keys of labels_
};

}  // namespace utter::intent::detail
