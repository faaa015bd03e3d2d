#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/intent/hassil/context.hpp"
#include "utter/intent/hassil/program.hpp"
#include "utter/intent/hassil/search.hpp"

namespace utter::intent::hassil {

struct RecognizedSlot {
    std::string name;
    json::value value;
    std::string text;  ///< as said, with the spaces around it; empty for slots that were not said
    bool wildcard = false;
    json::object metadata;
};

/// What an utterance means.
struct Recognition {
    std::string intent;
    std::string response;               ///< key of the answer
    std::vector<RecognizedSlot> slots;  ///< in order; of those with one name the last one holds
    json::object context;
    json::object metadata;
    std::string sentence;  ///< the template that matched
    std::size_t literal_count = 0;
    double score = 0;  ///< 0 .. 1: what a sentence says counts in full, what may be anything half

    /// The slot's last value, or null.
    [[nodiscard]] const RecognizedSlot* slot(std::string_view name) const noexcept;
};

struct RecognizeOptions {
    std::string_view preferred_slot = "name";  ///< results with a longer text in it win
    std::string_view preferred_metadata;  ///< results with this key, and true, win; empty: none
    /// Whether an intent may match; empty: every one.
    std::function<bool(std::string_view intent)> admits;
};

/// Recognises utterances of one language. Lists that files leave to the caller are set here,
/// without compiling anything else anew. Use from one thread at a time.
class Recognizer {
  public:
    explicit Recognizer(std::shared_ptr<const Program> program);
    Recognizer(Recognizer&&) = delete;

    /// Sets a list; hides one of the same name from the files, but not a block's own.
    /// @return malformed when a value does not parse.
    Result<void> set_list(std::string_view name, TextList list);

    /// The best match, or nothing. Decides the same way every time.
    [[nodiscard]] std::optional<Recognition> recognize(std::string_view text,
                                                       const json::object& context = {},
                                                       const RecognizeOptions& options = {});

    /// Whether the last utterance was given up as too long or taking too many steps.
    [[nodiscard]] bool gave_up() const noexcept { return gave_up_; }
    [[nodiscard]] std::size_t steps() const noexcept { return search_.steps(); }
    [[nodiscard]] const Program& program() const noexcept { return *program_; }

  private:
    [[nodiscard]] std::optional<std::size_t> choose(const json::object& context,
                                                    const std::vector<std::string>& words,
                                                    const RecognizeOptions& options) const;
    [[nodiscard]] bool stands(const Candidate& candidate,
                              const json::object& context,
                              const std::vector<std::string>& words) const;
    [[nodiscard]] ContextView view(const Candidate& candidate, const json::object& context) const;
    [[nodiscard]] json::value value_of(const Entity& entity) const;
    [[nodiscard]] double score_of(const Candidate& candidate) const;
    [[nodiscard]] Recognition describe(const Candidate& candidate,
                                       const json::object& context) const;

    std::shared_ptr<const Program> program_;
    std::vector<std::shared_ptr<const CompiledList>> lists_;
    Search search_;
    bool gave_up_ = false;
};

/// How an utterance reads before it is matched (conformance/hassil.md, section 4).
[[nodiscard]] std::u32string prepare(const SkipWords& skip_words, std::string_view text);

}  // namespace utter::intent::hassil
