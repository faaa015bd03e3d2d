#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "utter/intent/normalizer.hpp"
#include "utter/intent/template_fragment.hpp"
#include "utter/intent/template_search.hpp"
#include "utter/intent/word_table.hpp"

/// The templates of one language; used by template_matcher.cpp alone.
namespace utter::intent::detail {

/// All templates in one trie over words, so that an utterance only meets templates that begin as it
/// does. A slot is one way on, whatever its name. The trie is no deeper than it has to be: a node
/// keeps the templates that reach it, and only when looking at them costs more than `crowd_max`
/// does it send them on by their next words: one that can go on with a single word is told by a
/// glance at its entry, any other has to be walked. What is left is walked template by template.
///
/// Inserting and erasing cost what the template itself is big; nothing is ever rebuilt, and what
/// is erased is gone: words, nodes and states.
///
/// A template takes part in the trie with at most `spread_max` places and two for each of its
/// states; one that would branch more (`[a|b] [c|d] [e|f]...`) waits where it is, and is looked at
/// by every utterance that gets there.
class TemplateGraph {
  public:
    using RowId = TemplateSearch::RowId;
    using FragmentId = std::uint32_t;

    static constexpr std::size_t states_max = 4'000'000;
    static constexpr std::size_t slot_words_max = TemplateSearch::slot_words_max;
    static constexpr std::size_t crowd_max = 16;  // in glances
    static constexpr std::size_t walk_cost = 4;   // as many glances
    static constexpr std::size_t spread_max = 256;

    /// Adds template number `sample` of row `row`; nothing when the graph is full.
    [[nodiscard]] std::optional<FragmentId> insert(const TemplateFragment& fragment,
                                                   RowId row,
                                                   std::uint32_t sample = 0);

    /// Takes a template out again; ids are used anew.
    void erase(FragmentId id);

    /// Fills `search` with every different sample that fits, once per template; false when it took
    /// more than TemplateSearch::steps_max. What was found is good until the graph changes.
    /// @param soon told of the rows that may be found before the templates are walked
    template <class Soon>
    [[nodiscard]] bool find(const NormalText& words, TemplateSearch& search, Soon soon) const {
        if (!collect(words, search)) return false;
        for (const FragmentId id : search.candidates_) {
            CompactTemplate::fetch(fragments_[id].compact.place());
            soon(fragments_[id].row);
        }
        for (const FragmentId id : search.candidates_) {
            const Placed& placed = fragments_[id];
            if (!search.run(placed.compact, placed.start, placed.row, placed.sample)) return false;
        }
        search.put_in_order();
        return true;
    }

    [[nodiscard]] bool find(const NormalText& words, TemplateSearch& search) const {
        return find(words, search, [](RowId) {});
    }

    /// The name of a slot.
    [[nodiscard]] std::string_view text(Label label) const { return words_.text(label); }

    [[nodiscard]] std::size_t word_count() const noexcept { return words_.size(); }
    [[nodiscard]] std::size_t state_count() const noexcept { return state_count_; }
    [[nodiscard]] std::size_t node_count() const noexcept { return nodes_.size() - free_.size(); }

  private:
    using NodeId = std::uint32_t;
    static constexpr NodeId none = UINT32_MAX;
    static constexpr Label by_slot = UINT32_MAX - 1;  // the label of the way that a slot is

    // As long as a line of the processor's cache, for one that fits is seldom at hand.
    struct alignas(64) Placed {
        CompactTemplate compact;
        std::vector<NodeId> places;  // once for each entry and end
        CompactTemplate::StateId start = 0;
        RowId row = 0;
        std::uint32_t sample = 0;
        std::uint32_t spread_left = 0;  // places it may still take
    };
    static_assert(sizeof(Placed) == 64);
    struct Entry {
        FragmentId fragment;
        std::uint32_t state;
        Label next;  // the only word it can go on with, or unknown when there is a choice
        std::uint16_t rest_min;
        const CompactTemplate::Edge* template_place;
    };
    // Two lines of the processor's cache, side by side and fetched together, for it is read at
    // every step: nearly every node has room in itself for what waits there.
    struct alignas(128) Node {
        NodeId slot_child = none;
        NodeId parent = none;
        Label label = label_unknown;  // of the way from the parent
        std::uint32_t children : 31 = 0;
        std::uint32_t spreads : 1 = 0;                     // has sent its templates on
        boost::container::small_vector<Entry, 2> entries;  // templates that wait here
        // Templates with a sample that ends here.
        boost::container::small_vector<FragmentId, 4> ends;
    };
    static_assert(sizeof(Node) == 128);
    struct Arrival {
        NodeId node;
        FragmentId fragment;
        std::uint32_t state;
    };

    [[nodiscard]] static std::uint64_t way(NodeId node, Label label) {
        return (std::uint64_t{node} << 32U) | label;
    }
    [[nodiscard]] Entry entry_of(const Arrival& at) const;
    [[nodiscard]] static bool is_crowd(std::span<const Entry> entries);
    // Has the processor bring it nearer.
    void fetch(NodeId node) const {
        const auto* lines = reinterpret_cast<const std::byte*>(&nodes_[node]);
        __builtin_prefetch(lines);
        __builtin_prefetch(lines + 64);
    }
    NodeId child(NodeId node, Label label);
    void place(std::vector<Arrival> arrivals);
    [[nodiscard]] bool spread(const Arrival& at, std::vector<Arrival>& onward);
    void crowd_out(NodeId node, std::vector<Arrival>& onward);
    void prune(NodeId node);
    [[nodiscard]] bool collect(const NormalText& words, TemplateSearch& search) const;

    WordTable words_;
    std::vector<Placed> fragments_;  // by id; empty when free
    std::vector<FragmentId> free_fragments_;
    std::vector<Node> nodes_ = std::vector<Node>(1);  // the root first
    std::vector<NodeId> free_;
    boost::unordered_flat_map<std::uint64_t, NodeId> ways_;
    std::size_t state_count_ = 0;
};

}  // namespace utter::intent::detail
