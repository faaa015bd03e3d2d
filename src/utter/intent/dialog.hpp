#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/template.hpp"

namespace utter::intent {

/// What the assistant may say in one situation: the phrases of a `.dialog` file, which all declare
/// the same slots (OVOS-INTENT-2 section 4.2). Kept unexpanded; a rendering picks one variant.
struct Dialog {
    std::string name;
    std::vector<Template> phrases;  ///< parsed for output, at least one
    std::set<std::string> slots;    ///< bare names
};

/// Values a caller gives for slots, by bare name.
using SlotValues = std::map<std::string, std::string, std::less<>>;

/// Yields a number in [0, bound); bound is at least 1.
using RandomIndex = std::function<std::size_t(std::size_t bound)>;

/// A RandomIndex seeded by the operating system.
[[nodiscard]] RandomIndex make_random_index();

/// Speaks dialogs with variety: never the phrase used last when there is another, per language and
/// dialog. One owner at a time.
class DialogRenderer {
  public:
    explicit DialogRenderer(RandomIndex random) : random_(std::move(random)) {}

    /// Chooses a phrase and one of its variants and puts the values in literally, in one pass: a
    /// value with braces is spoken as it is. Prefers a variant whose slots are all given.
    /// @return `not_found` naming dialog and slot when every variant of the phrase needs a slot
    /// without a value; nothing with a slot left in it is ever returned.
    [[nodiscard]] Result<std::string> render(const Dialog& dialog,
                                             std::string_view lang,
                                             const SlotValues& values);

  private:
    std::size_t choose_phrase(const Dialog& dialog, std::string_view lang);

    RandomIndex random_;
    std::map<std::pair<std::string, std::string>, std::size_t> last_phrase_;
};

/// Fills a `.prompt` document: `{{name}}` for each valid name with a value, in one pass; every
/// other byte stays (OVOS-INTENT-2 section 4.4).
[[nodiscard]] std::string render_prompt(std::string_view prompt, const SlotValues& values);

}  // namespace utter::intent
