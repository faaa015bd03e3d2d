#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"

namespace utter::session {

/// The id of the session that belongs to the device itself.
inline constexpr std::string_view default_session_id = "default";

/// Whether `context.session` can be read at all: absent, null or an object. Anything else makes
/// the whole message undeliverable. Spec: OVOS-SESSION-1 section 2.5.
[[nodiscard]] bool carrier_is_sound(const json::object& context) noexcept;

/// The effective id of the session a message belongs to. @pre carrier_is_sound(context).
[[nodiscard]] std::string session_id_of(const json::object& context);

/// When a member of a handler list was activated, in seconds since the epoch; 0 when it does not
/// say.
[[nodiscard]] double activated_at(const json::value& entry);

/// A typed view of `context.session`: a value, copied like one. Registered fields of the wrong
/// wire type are left out when it is read (and logged), so are malformed keys of `location`, null
/// entries of `intent_context`, and members of `secondary_langs` that say nothing new; unknown keys
/// are kept and written back untouched. What merges how is said per field in session_fields.hpp.
/// Spec: OVOS-SESSION-1, OVOS-SESSION-2 section 3.
class Session {
  public:
    Session() = default;

    /// Reads the carrier of a message. @pre carrier_is_sound(context).
    [[nodiscard]] static Session read(const json::object& context);
    /// Reads a bare session object.
    [[nodiscard]] static Session from_object(const json::object& object);

    /// The effective id; "default" when none is set.
    [[nodiscard]] std::string_view id() const& noexcept;
    std::string_view id() && = delete;  // would outlive what it looks at
    [[nodiscard]] bool is_default() const noexcept { return id() == default_session_id; }

    /// A string field, empty when omitted.
    [[nodiscard]] std::string_view text(std::string_view field) const& noexcept;
    std::string_view text(std::string_view field) && = delete;
    /// A list-of-strings field, empty when omitted.
    [[nodiscard]] std::vector<std::string> list(std::string_view field) const;
    /// Whether a list-of-strings field holds `value`.
    [[nodiscard]] bool list_contains(std::string_view field, std::string_view value) const noexcept;

    /// The IANA zone of `location.tz`, empty when the client declared none.
    [[nodiscard]] std::string_view timezone() const& noexcept;
    std::string_view timezone() && = delete;

    /// Whether a handler list (active_handlers) names the skill.
    [[nodiscard]] bool has_handler(std::string_view field, std::string_view skill_id) const;

    /// The field intent_context; empty when omitted.
    [[nodiscard]] const json::object& context() const& noexcept;
    const json::object& context() && = delete;
    /// Changes intent_context, if there is one. One that becomes empty stays: the client learns so
    /// that its entries are gone.
    template <class Change>
    void change_context(Change&& change) {
        auto* field = object_.if_contains("intent_context");
        if (field != nullptr && field->is_object()) change(field->get_object());
    }

    /// The skill of `response_mode` when its question has not expired at `now`; empty when nobody
    /// waits. Spec: OVOS-CONVERSE-1 section 2.2.
    [[nodiscard]] std::string waiting_skill(std::chrono::system_clock::time_point now) const;

    void set(std::string_view field, json::value value) { object_[field] = std::move(value); }

    /// Handlers a list keeps; more only when a client brings them.
    static constexpr std::size_t handlers_max = 32;

    /// Puts `skill_id` at the head of a handler list (active_handlers), once. Beyond handlers_max
    /// the tail goes, but never the skill that still waits for an answer (`response_mode`).
    /// Spec: OVOS-CONVERSE-1 section 2.1.
    void push_handler(std::string_view field,
                      std::string_view skill_id,
                      std::chrono::system_clock::time_point now);

    /// Puts both handler lists in order again after somebody else wrote them: the most recently
    /// activated first, each skill once. Spec: OVOS-CONVERSE-1 section 3.3.
    void order_handlers();

    /// Folds an inbound carrier of the default session into this, the store: a field carried with
    /// content replaces, an omitted or empty one leaves what is stored, intent_context merges by
    /// entry and a null entry deletes. Spec: OVOS-SESSION-2 section 5.1.
    void merge_intake(const json::object& carrier);

    /// Takes what a finished handler may change, by difference from what it was given: its
    /// intent_context writes, response_mode, and removals from the handler lists. All else it
    /// did is dropped. Spec: OVOS-SESSION-2 section 2.6.
    void merge_completion(const Session& baseline, const Session& returned);

    /// Puts the fields no plugin may change back to what `before` has. Spec: OVOS-PIPELINE-1 5.5.
    void reimpose_overrides(const Session& before);

    /// The carrier to write; always an object.
    [[nodiscard]] const json::object& object() const& noexcept { return object_; }
    const json::object& object() && = delete;

    friend bool operator==(const Session&, const Session&) = default;

  private:
    void tidy_languages();

    json::object object_;
};

}  // namespace utter::session
