#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

namespace utter::orchestrator {

/// Tells what is plainly an order, and no question anybody could answer, by the verb it begins
/// with. Spec: OVOS-COMMON-QUERY-1 section 4.
class CommandWords {
  public:
    CommandWords();

    /// Whether the utterance begins with a verb that tells the device to do something, after
    /// "please" or the like. In doubt, and in a language without any words here, it does not.
    [[nodiscard]] bool is_command(std::string_view utterance, std::string_view lang) const;

  private:
    struct Words {
        std::unordered_set<std::string> polite;
        std::unordered_set<std::string> verbs;
    };
    std::map<std::string, Words, std::less<>> by_language_;  // by primary subtag
};

}  // namespace utter::orchestrator
