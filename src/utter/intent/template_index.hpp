#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "utter/intent/normalizer.hpp"
#include "utter/intent/phrase_set.hpp"
#include "utter/intent/template_graph.hpp"
#include "utter/intent/template_matcher.hpp"
#include "utter/intent/template_row.hpp"

/// Everything registered in one language; used by template_matcher.cpp alone.
namespace utter::intent::detail {

/// Rows, the graph that finds them, and the entity values of their slots. Mutations need exclusive
/// access; const functions may run on several threads at once.
class TemplateIndex {
  public:
    using RowId = TemplateGraph::RowId;
    /// Whether a row may match; asked once per utterance and row, and only of rows that fit.
    using Usable = std::function<bool(const TemplateRow&)>;

    /// @param lang folded
    explicit TemplateIndex(const std::string& lang);

    [[nodiscard]] const Normalizer& normalizer() const noexcept { return normalizer_; }
    [[nodiscard]] const std::string& primary() const noexcept { return primary_; }

    /// @return `limit` when the language is full; nothing is kept then.
    [[nodiscard]] Result<RowId> insert(CompiledTemplate compiled);
    void erase(RowId id);

    /// Of the slot `name` of a skill, in one session's scope.
    void set_entity(std::string_view session_id,
                    std::string_view skill_id,
                    std::string_view name,
                    PhraseSet values);
    /// Without a name all of the skill's.
    void erase_entities(std::string_view session_id,
                        std::string_view skill_id,
                        std::optional<std::string_view> name);

    [[nodiscard]] bool empty() const noexcept { return row_count_ == 0 && entities_.empty(); }

    /// The best match of one utterance, by the rules of TemplateMatcher.
    [[nodiscard]] std::optional<TemplateMatch> match(const std::string& utterance,
                                                     const MatchOptions& options,
                                                     const Usable& usable) const;

  private:
    struct Row {
        TemplateRow facts;
        std::vector<TemplateGraph::FragmentId> fragments;
    };
    class Evaluation;
    friend class Evaluation;
    using EntityKey = std::tuple<std::string, std::string, std::string>;  // session, skill, slot

    [[nodiscard]] const PhraseSet* entity(std::string_view session_id,
                                          std::string_view skill_id,
                                          std::string_view name) const;

    std::string lang_;
    std::string primary_;
    Normalizer normalizer_;
    TemplateGraph graph_;
    std::vector<Row> rows_;  // by RowId; empty when free
    std::vector<RowId> free_;
    std::size_t row_count_ = 0;
    std::map<EntityKey, PhraseSet, std::less<>> entities_;
};

}  // namespace utter::intent::detail
