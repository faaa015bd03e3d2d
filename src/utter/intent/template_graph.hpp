#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "utter/intent/normalizer.hpp"
#include "utter/intent/template_fragment.hpp"

/// The templates of one language; used by template_matcher.cpp alone.
namespace utter::intent::detail {

/// The items of one sample, word by word: a literal, or a slot standing for one or more words.
using Pattern = std::vector<std::pair<bool, std::string_view>>;  // is a slot, text

/// Templates side by side, found by the first word of an utterance.
class TemplateGraph {
  public:
    using RowId = std::uint32_t;

    static constexpr std::size_t states_max = 4'000'000;
    static constexpr std::size_t slot_words_max = 32;  ///< longest slot value
    static constexpr std::size_t steps_max = 500'000;  ///< of one search, tens of milliseconds

    /// A sample of `row` that the whole of the words fits; views stay good as long as the graph.
    struct Fit {
        RowId row = 0;
        Pattern pattern;
        std::size_t literals = 0;
    };

    /// Adds a template of row `row`; false when the graph is full.
    [[nodiscard]] bool insert(const TemplateFragment& fragment, RowId row);

    /// Every different sample that fits, once per row, or nothing when the search took more than
    /// steps_max.
    [[nodiscard]] std::optional<std::vector<Fit>> find(const std::vector<Word>& words) const;

  private:
    using LabelId = std::uint32_t;
    using StateId = std::uint32_t;

    struct State {
        std::vector<std::pair<LabelId, StateId>> words;
        std::vector<std::pair<LabelId, StateId>> slots;
        std::vector<StateId> branches;
        std::uint16_t rest_min = 0;
        bool is_end = false;
    };
    struct Start {
        StateId state = 0;
        RowId row = 0;
    };
    class Search;

    LabelId intern(const std::string& text);
    void index_start(Start start);

    std::vector<State> states_;
    std::unordered_map<LabelId, std::vector<Start>> starts_by_word_;
    std::vector<Start> starts_by_slot_;
    std::unordered_map<std::string, LabelId> labels_;
    std::vector<const std::string*> label_texts_;  // the keys of labels_
};

}  // namespace utter::intent::detail
