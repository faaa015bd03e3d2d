#pragma once

#include <optional>
#include <string_view>

#include "utter/core/json.hpp"
#include "utter/core/message.hpp"

/// A twin is the legacy spelling of a spec frame, sent right after it for programs that know only
/// the old name, and marked so that programs that know both act once.
namespace utter::legacy {

inline constexpr std::string_view namespace_marker = "_namespace_compat_twin";
inline constexpr std::string_view intent_marker = "_intent_compat_twin";

/// Whether the context carries either marker.
[[nodiscard]] bool is_marked(const Message& message) noexcept;

/// The context without the markers.
[[nodiscard]] json::object unmarked_context(const Message& message);

/// The same message with the marker set or with both taken out.
[[nodiscard]] Message with_marker(const Message& message, std::string_view marker);
[[nodiscard]] Message without_markers(const Message& message);

/// The marked twin of a spec message: the renamed topic, or `<skill_id>.stop` for
/// `<skill_id>:stop`. Nothing when it has none.
[[nodiscard]] std::optional<Message> legacy_twin(const Message& spec);

/// The marked twin of a dispatch for a skill that knows the intent by its file's name:
/// `<skill_id>:<name>.intent`. @pre the topic has the dispatch shape.
[[nodiscard]] Message intent_twin(const Message& dispatch);

/// Whether `twin` says what `spec` said: a counterpart topic, the same context but for the marker,
/// and the same payload, converted or as it was.
[[nodiscard]] bool is_twin_of(const Message& twin, const Message& spec);

/// Whether a frame of this topic can have a twin or be one at all: a renamed topic or a dispatch.
[[nodiscard]] bool has_counterpart(std::string_view topic) noexcept;

}  // namespace utter::legacy
