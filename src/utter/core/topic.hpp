#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace utter {

/// Whether `text` is a message type: segments of [A-Za-z0-9_-] joined by single '.' or ':'.
/// Spec: OVOS-MSG-1 section 2.1.
[[nodiscard]] bool is_topic(std::string_view text) noexcept;

/// Whether a topic has the dispatch shape `<skill_id>:<intent_name>`: exactly one ':'.
/// Spec: OVOS-MSG-1 section 2.1.1.
[[nodiscard]] bool is_dispatch_topic(std::string_view topic) noexcept;

/// Whether `text` can be one side of a dispatch topic: a topic without ':'.
[[nodiscard]] bool is_identifier(std::string_view text) noexcept;

/// Which topics a subscriber wants: one exact topic, or a glob in which '*' stands for any run
/// of characters, separators included (`ovos.intent.*`, `*`). A value; matching is thread-safe.
class TopicFilter {
  public:
    /// Implicit, so that subscribe("ovos.utterance.handle", ...) reads as it should.
    TopicFilter(std::string pattern)  // NOLINT(google-explicit-constructor)
        : pattern_(std::move(pattern)), glob_(pattern_.find('*') != std::string::npos) {}
    TopicFilter(const char* pattern)  // NOLINT(google-explicit-constructor)
        : TopicFilter(std::string(pattern)) {}

    [[nodiscard]] bool matches(std::string_view topic) const noexcept;
    [[nodiscard]] const std::string& pattern() const noexcept { return pattern_; }

  private:
    std::string pattern_;
    bool glob_;
};

}  // namespace utter
