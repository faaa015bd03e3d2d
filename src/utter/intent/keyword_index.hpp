#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "utter/intent/keyword_matcher.hpp"
#include "utter/intent/keyword_row.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/phrase_trie.hpp"

/// The keyword intents of one language; used by keyword_matcher.cpp alone.
namespace utter::intent::detail {

/// Every phrase of every vocabulary is found in one pass over the words. An intent is looked at
/// when a phrase of its anchor was found: of what it demands, the part whose phrases fewest other
/// intents are anchored to. So a verb that thousands of intents demand costs nothing.
class KeywordIndex {
  public:
    using RowId = std::uint32_t;

    struct Vocabulary {
        std::string name;
        KeywordRole role;
        std::size_t group;
        std::vector<PhraseTrie::PhraseId> phrases;  // sorted
    };
    struct Row {
        CompiledKeyword facts;  // its vocabularies are in the next member
        std::vector<Vocabulary> vocabularies;
        std::vector<std::size_t> anchors;  // vocabularies one of which must have a value
    };
    using Usable = std::function<bool(const Row&)>;
    /// How well an intent fits; the greater the better: words covered, vocabularies with a value.
    using Rank = std::tuple<std::size_t, std::size_t>;

    /// The best of what was looked at so far, over several languages.
    struct Best {
        const Row* row = nullptr;
        Rank rank;
        std::map<std::string, std::string> slots;
        std::size_t words = 0;  // of the utterance
    };

    explicit KeywordIndex(std::string_view lang) : normalizer_(lang) {}

    [[nodiscard]] RowId insert(CompiledKeyword compiled);
    void erase(RowId id);
    [[nodiscard]] const Row& row(RowId id) const { return *rows_[id]; }
    [[nodiscard]] bool empty() const noexcept { return free_.size() == rows_.size(); }

    /// Improves `best` by what fits `utterance`.
    void match(const std::string& utterance,
               const MatchOptions& options,
               std::span<const std::string> context_names,
               const Usable& usable,
               Best& best) const;

  private:
    class Evaluation;

    [[nodiscard]] std::vector<std::size_t> choose_anchors(const Row& row) const;
    [[nodiscard]] std::size_t crowd(const Vocabulary& vocabulary) const;

    Normalizer normalizer_;
    PhraseTrie phrases_;
    std::vector<std::vector<RowId>> anchored_;  // by phrase
    boost::unordered_flat_map<std::string, std::vector<RowId>> anchored_by_name_;
    std::vector<std::unique_ptr<Row>> rows_;  // by RowId; null when free
    std::vector<RowId> free_;
};

}  // namespace utter::intent::detail
