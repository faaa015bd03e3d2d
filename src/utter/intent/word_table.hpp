#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Words by number; used by the matchers alone.
namespace utter::intent::detail {

using Label = std::uint32_t;
inline constexpr Label label_unknown = UINT32_MAX;

/// Gives every different word a small number for as long as somebody holds it, so that matching
/// compares numbers. Numbers given back are given out again.
class WordTable {
  public:
    /// The number of `word`, which counts as held once more.
    Label acquire(std::string_view word);
    /// Undoes one acquire().
    void release(Label label);

    /// `label_unknown` for a word that nobody holds.
    [[nodiscard]] Label find(std::string_view word) const {
        const auto found = labels_.find(word);
        return found != labels_.end() ? found->second : label_unknown;
    }
    /// The view stays good while the word is held.
    [[nodiscard]] std::string_view text(Label label) const { return *held_[label].text; }
    [[nodiscard]] std::size_t size() const noexcept { return labels_.size(); }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    struct Held {
        std::unique_ptr<const std::string> text;
        std::size_t count = 0;
    };
    boost::unordered_flat_map<std::string, Label, Hash, std::equal_to<>> labels_;
    std::vector<Held> held_;  // by label
    std::vector<Label> free_;
};

}  // namespace utter::intent::detail
