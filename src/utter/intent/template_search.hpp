#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "utter/intent/key_set.hpp"
#include "utter/intent/word_table.hpp"

/// One utterance's walk through templates; used by template_graph.cpp and template_matcher.cpp.
namespace utter::intent::detail {

/// A template laid out for walking, in one piece of memory: of ten thousand templates the processor
/// has next to nothing at hand, and every piece is a wait. A state is followed by the ways on from
/// it and known by its place; the one at 0 is the end.
class CompactTemplate {
  public:
    using StateId = std::uint32_t;
    enum class Way : std::uint32_t { word, slot, nothing };
    struct Edge {
        Label label;  ///< a word, or the name of a slot
        StateId to : 30;
        Way way : 2;
    };
    struct State {
        std::span<const Edge> edges;
        std::uint32_t rest_min;  ///< words at least needed to reach the end

        /// The only way on when that is a word, else null.
        [[nodiscard]] const Edge* only_word() const {
            return edges.size() == 1 && edges[0].way == Way::word ? edges.data() : nullptr;
        }
    };

    CompactTemplate() = default;
    /// @param cells how many states and edges there are to be
    explicit CompactTemplate(std::size_t cells) { cells_.reserve(cells); }

    /// Begins a state, whose edges are added next.
    StateId add_state(std::uint16_t rest_min) {
        const auto id = static_cast<StateId>(cells_.size());
        add(rest_min, 0, Way::nothing);
        return id;
    }
    /// @param from the state added last
    void add_edge(StateId from, Label label, StateId to, Way way) {
        add(label, to, way);
        cells_[from].to += 1;
    }

    [[nodiscard]] State state(StateId id) const {
        const Edge& head = cells_[id];
        return {{cells_.data() + id + 1, head.to}, head.label};
    }
    /// Where it lies, for as long as it lives, wherever it is moved.
    [[nodiscard]] const Edge* place() const noexcept { return cells_.data(); }
    /// Has the processor bring what lies there nearer; what lies behind it does no harm.
    static void fetch(const Edge* place) {
        const auto* lines = reinterpret_cast<const std::byte*>(place);
        for (std::size_t line = 0; line < 4; ++line) __builtin_prefetch(lines + (64 * line));
    }

    /// Places of states are less.
    [[nodiscard]] std::size_t size() const noexcept { return cells_.size(); }

  private:
    void add(Label label, StateId to, Way way) {
        Edge& cell = cells_.emplace_back();
        cell.label = label;
        cell.to = to & 0x3FFF'FFFFU;  // a template is no longer than 64 KiB
        cell.way = way;
    }

    std::vector<Edge> cells_;  // a state is one too: of `label` words at least, and `to` edges
};

/// An item of a sample: a word, or a slot that stands for one or more words.
struct PatternItem {
    bool is_slot = false;
    Label label = 0;

    friend auto operator<=>(const PatternItem&, const PatternItem&) = default;
};

/// Room to search in, kept between searches so that none of them allocates. What has been walked is
/// a tree of steps: a path costs one step however long it is, and no recursion can run out of
/// stack.
class TemplateSearch {
  public:
    using RowId = std::uint32_t;

    static constexpr std::size_t slot_words_max = 32;  ///< longest slot value
    static constexpr std::size_t steps_max = 500'000;  ///< of one search, tens of milliseconds

    /// A sample of `row` that the whole of the words fits.
    struct Fit {
        RowId row = 0;
        std::uint32_t sample = 0;  ///< the template's place in the definition
        std::uint32_t literals = 0;
        std::uint32_t first = 0;  ///< of its items
        std::uint32_t last = 0;
    };

    /// Those with most literals first.
    [[nodiscard]] std::span<const Fit> fits() const { return fits_; }
    [[nodiscard]] std::span<const PatternItem> pattern(const Fit& fit) const {
        return std::span(items_).subspan(fit.first, fit.last - fit.first);
    }
    /// The number of each word of the utterance.
    [[nodiscard]] std::span<const Label> labels() const { return labels_; }

  private:
    friend class TemplateGraph;

    struct Step {
        std::uint32_t state;
        std::uint32_t position;
        std::uint32_t parent;
        Label label;  // label_unknown when nothing was taken
        bool by_slot;
        std::uint64_t path;  // hash of the items walked so far
    };
    struct Visit {
        std::uint32_t node;
        std::uint32_t position;
        std::uint32_t slots;  // on the way there
    };

    void begin();
    // Walks one template; false when the search took too many steps.
    bool run(const CompactTemplate& compact,
             CompactTemplate::StateId start,
             RowId row,
             std::uint32_t sample);
    void push(const CompactTemplate& compact, const Step& step);
    void expand(const CompactTemplate& compact, std::uint32_t at);
    void note(std::uint32_t at, RowId row, std::uint32_t sample);
    void put_in_order();

    std::vector<Label> labels_;
    std::vector<Visit> visits_;
    std::vector<std::uint32_t> candidates_;
    std::vector<Step> steps_;
    std::vector<std::uint32_t> open_;
    KeySet seen_;
    KeySet found_;
    std::size_t step_count_ = 0;
    std::vector<PatternItem> items_;
    std::vector<Fit> fits_;
};

}  // namespace utter::intent::detail
