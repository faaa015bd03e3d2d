#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/intent/hassil/program.hpp"

namespace utter::intent::hassil {

/// Longer utterances, in code points, match nothing.
inline constexpr std::size_t utterance_letters_max = 2'000;
/// Steps one utterance may take before the search gives up and nothing matches; the largest number
/// an utterance of the Home Assistant corpus takes is some thousand.
inline constexpr std::size_t search_steps_max = 500'000;

inline constexpr std::int32_t no_entity = -1;

/// A slot's value as the search finds it. Offsets are into the text of `broken`'s reading.
struct Entity {
    std::uint16_t slot = 0;
    bool wildcard = false;
    bool open = false;         ///< a wildcard that the next literal will end
    bool end_of_word = false;  ///< a wildcard that may end at word boundaries only
    std::uint8_t broken = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    const ListValue* value = nullptr;  ///< of a text list
    double number = 0;                 ///< of a range

    friend bool operator==(const Entity&, const Entity&) = default;
};

/// A way in which a template matches the whole utterance.
struct Candidate {
    std::uint32_t sentence = 0;
    std::uint32_t literal_count = 0;  ///< code points matched by literal text, blanks apart
    std::int32_t entities = no_entity;
};

/// Finds every way in which the templates match one text (conformance/hassil.md, section 5).
/// Keeps its memory between calls; one thread at a time.
class Search {
  public:
    /// @param lists by list id; null: a list that is missing, which matches nothing. Both outlive
    ///        the search.
    Search(const Program& program, const std::vector<std::shared_ptr<const CompiledList>>& lists);

    /// Has to be called when a list was replaced.
    void lists_changed();

    /// Matches a text that is normalised already. Candidates come by template, then in the order of
    /// its alternatives.
    /// @return false when the text is too long or the steps ran out; then there are no candidates.
    bool run(std::u32string text);

    [[nodiscard]] const std::vector<Candidate>& candidates() const noexcept { return candidates_; }
    /// The entities of a candidate, in order.
    [[nodiscard]] std::vector<Entity> entities(const Candidate& candidate) const;
    [[nodiscard]] const Entity& entity(std::int32_t at) const noexcept {
        return links_[static_cast<std::size_t>(at)].entity;
    }
    [[nodiscard]] std::int32_t before(std::int32_t at) const noexcept {
        return links_[static_cast<std::size_t>(at)].before;
    }
    [[nodiscard]] std::u32string_view text(const Entity& entity) const noexcept;
    [[nodiscard]] std::size_t steps() const noexcept { return steps_; }

  private:
    struct State {
        std::uint32_t at = 0;
        std::uint32_t literal_count = 0;
        std::int32_t entities = no_entity;
        std::uint8_t broken = 0;  ///< 1 once hyphens and underscores are read as spaces
        bool start_of_word = true;
    };
    struct Link {
        Entity entity;
        std::int32_t before = no_entity;
    };
    struct Memo {
        std::uint64_t key = 0;
        std::uint32_t run = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    void visit(std::uint32_t branch, std::size_t begin, std::size_t end);
    void follow(const Branch::Edge& edge, std::size_t begin, std::size_t end);
    void finish(std::uint32_t sentence, const State& state);

    // Each appends to `states_` what matching the node from `state` leads to; states equal to one
    // from `from` on are left out.
    void match(const NodePool& pool, NodeId id, State state, std::size_t from);
    void match_remembered(NodeId id, std::uint32_t left, const State& state, std::size_t from);
    void match_node(const NodePool& pool, NodeId id, const State& state, std::size_t from);
    void match_sequence(const NodePool& pool,
                        const Node& node,
                        const State& state,
                        std::size_t from);
    void match_orders(
        const NodePool& pool, NodeId id, std::uint32_t left, const State& state, std::size_t from);
    void match_chunk(const Chunk& chunk, State state, std::size_t from);
    void match_up_to(const Chunk& chunk,
                     std::u32string_view literal,
                     const State& state,
                     std::size_t from);
    void match_list(const Node& node, const State& state, std::size_t from);
    void match_texts(const CompiledTextList& list,
                     const Node& node,
                     const State& state,
                     std::size_t from);
    void match_value(const CompiledTextList& list,
                     std::uint32_t value,
                     const Node& node,
                     const State& state,
                     std::size_t from);
    void match_range(const CompiledRange& list,
                     const Node& node,
                     const State& state,
                     std::size_t from);
    bool match_digits(const CompiledRange& list,
                      const Node& node,
                      const State& state,
                      std::size_t from);
    void match_number_after_wildcard(const CompiledRange& list,
                                     const Node& node,
                                     const State& state,
                                     std::size_t from);

    void add(const State& state, std::size_t from);
    /// Whether an equal state is among those in [from, to).
    [[nodiscard]] bool is_known(const State& state, std::size_t from, std::size_t to) noexcept;
    [[nodiscard]] bool same(std::int32_t a, std::int32_t b) noexcept;
    std::int32_t append(std::int32_t before, const Entity& entity);
    std::int32_t join(std::int32_t head, std::int32_t tail);
    [[nodiscard]] const Entity* open_wildcard(const State& state) const noexcept;
    [[nodiscard]] std::int32_t close_wildcard(const State& state,
                                              std::uint32_t begin,
                                              std::uint32_t end,
                                              std::uint8_t broken);
    [[nodiscard]] std::size_t find(const State& state,
                                   std::u32string_view literal,
                                   std::size_t after,
                                   bool at_boundary) const noexcept;
    [[nodiscard]] bool may_begin(std::uint64_t first, const State& state) const noexcept;
    [[nodiscard]] bool may_match(const NodePool& pool,
                                 NodeId id,
                                 const State& state) const noexcept;
    bool step() noexcept;

    const Program& program_;
    const std::vector<std::shared_ptr<const CompiledList>>& lists_;
    std::u32string text_[2];  // as it is, and with hyphens and underscores read as spaces
    std::u32string folded_[2];
    std::vector<std::uint64_t> letters_[2];  // letter_bit of what may come next, blanks skipped
    std::vector<std::uint64_t> rest_;        // of all letters from a place on
    std::vector<std::uint64_t> first_;       // Node::first, with the lists as they are now
    std::size_t done_from_ = 0;              // only blanks and punctuation from here on
    bool has_breaks_ = false;
    std::size_t steps_ = 0;
    std::vector<State> states_;
    std::vector<State> held_;
    std::vector<State> remembered_;
    std::vector<Link> links_;
    std::vector<Memo> memos_;
    std::uint32_t run_ = 0;
    std::size_t memo_count_ = 0;
    std::vector<Candidate> candidates_;
    std::vector<NumberWords::Match> numbers_;

    Memo& memo(std::uint64_t key);
};

}  // namespace utter::intent::hassil
