#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/template_tree.hpp"

/// Second stage of the template parser; used by template.cpp alone.
namespace utter::intent::detail {

/// Writes out `<name>` references. Each vocabulary is expanded once however often it is named.
class VocabularyResolver {
  public:
    explicit VocabularyResolver(const Vocabularies& vocabularies) : vocabularies_(vocabularies) {}

    /// Parses `text`, which stands on the resolution chain reached so far.
    [[nodiscard]] TemplateResult<TemplateTree> parse(std::string_view text, Direction direction);

    /// The distinct phrases of vocabulary `name`, at least one.
    [[nodiscard]] TemplateResult<const std::vector<std::string>*> phrases(const std::string& name,
                                                                          std::size_t column);

  private:
    TemplateResult<std::vector<std::string>> expand_members(const std::string& name,
                                                            std::size_t column);

    const Vocabularies& vocabularies_;
    std::map<std::string, std::vector<std::string>, std::less<>> expanded_;
    std::vector<std::string> chain_;
};

/// All distinct samples of `tree`, the first group varying fastest.
[[nodiscard]] std::vector<std::string> expand_tree(const TemplateTree& tree);

/// Sample number `index` of `tree`, white space collapsed.
[[nodiscard]] std::string tree_variant(const TemplateTree& tree, std::uint64_t index);

}  // namespace utter::intent::detail
