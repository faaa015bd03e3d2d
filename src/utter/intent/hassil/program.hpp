#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/hassil/nodes.hpp"
#include "utter/intent/hassil/number_words.hpp"
#include "utter/intent/hassil/sentence_set.hpp"
#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil {

/// Rules naming rules naming rules: at most so deep.
inline constexpr std::size_t rule_depth_max = 64;

/// A text list ready to match. Its nodes are its own, so that it can be replaced alone.
struct CompiledTextList {
    struct Value {
        NodeId node = 0;
        std::uint32_t letters_min = 0;  ///< code points a literal value needs, blanks included
        ListValue source;
    };

    NodePool nodes;
    std::vector<Value> values;
    std::array<std::vector<std::uint32_t>, 64> by_first;  ///< values that may begin with a letter
};

struct CompiledRange {
    RangeList range;
    std::shared_ptr<const NumberWords> words;  ///< null: digits only
};

using CompiledList = std::variant<CompiledTextList, CompiledRange, WildcardList>;

/// One template, in order of precedence.
struct Sentence {
    std::uint32_t block = 0;
    std::string_view text;  ///< in `Program::set`
};

/// Templates as a tree of their parts: templates that begin alike share what they begin with.
struct Branch {
    struct Edge {
        NodeId node = 0;
        std::uint32_t to = 0;
        std::uint64_t needs = 0;  ///< letters without which no sentence behind it can match
    };
    std::vector<Edge> edges;
    std::vector<std::uint32_t> sentences;              ///< that end here
    std::vector<std::vector<std::uint32_t>> by_first;  ///< edges by letter, when there are many
};

/// The sentences of a language, compiled. Immutable; any thread.
class Program {
  public:
    /// @return malformed or limit, naming file, line, intent and template.
    [[nodiscard]] static Result<std::shared_ptr<const Program>> compile(SentenceSet set);

    /// A list that the caller provides, such as the names of devices.
    /// @return malformed when a value does not parse.
    [[nodiscard]] Result<CompiledTextList> compile_list(TextList list) const;

    /// The id of a list that templates name without a block of their own defining it.
    [[nodiscard]] std::optional<std::uint32_t> list_id(std::string_view name) const noexcept;
    /// Lists that templates name and the files do not define; the caller has to provide them.
    [[nodiscard]] std::vector<std::string> missing_lists() const;

    SentenceSet set;
    SkipWords skip_words;
    NodePool nodes;
    std::vector<Sentence> sentences;
    std::vector<Branch> branches;                            ///< the first is the root
    std::vector<std::string> slot_names;                     ///< by Node::slot
    std::vector<std::shared_ptr<const CompiledList>> lists;  ///< by Node::index; null: missing

  private:
    friend class Compiler;
    std::map<std::string, std::uint32_t, std::less<>> list_ids_;
};

}  // namespace utter::intent::hassil
