#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

namespace utter {

/// One message of the bus: an immutable value `{type, data, context}` together with the bytes it
/// came in or goes out as, so that it is parsed at most once and serialised at most once however
/// many receivers it has. Copies are cheap and share everything; safe to use from any thread.
/// Spec: OVOS-MSG-1.
class Message {
  public:
    /// Makes a new message that derives from nothing.
    /// @pre is_topic(type); breaking it is a bug of the caller and throws std::logic_error.
    explicit Message(std::string type, json::object data = {}, json::object context = {});

    /// Reads one bus frame. @return malformed naming the field that breaks OVOS-MSG-1 section 2:
    /// not a JSON object, `type` missing, not a string or not a topic, `data` or `context`
    /// present but not an object. Unknown top-level keys are ignored.
    [[nodiscard]] static Result<Message> parse(std::string frame);

    /// As parse(), for a frame that is already JSON; `frame` holds the bytes it was parsed from.
    [[nodiscard]] static Result<Message> from_json(json::object object, std::string frame);

    [[nodiscard]] const std::string& type() const noexcept { return body_->type; }
    [[nodiscard]] const json::object& data() const noexcept { return body_->data; }
    [[nodiscard]] const json::object& context() const noexcept { return *body_->context; }

    /// The message as one UTF-8 JSON object; serialised on first use, the bytes it arrived as
    /// when it came from a frame.
    [[nodiscard]] std::shared_ptr<const std::string> wire() const;

    /// The string under `key` of data or context, empty when absent or of another type.
    [[nodiscard]] std::string_view data_string(std::string_view key) const noexcept {
        return string_or_empty(data(), key);
    }
    [[nodiscard]] std::string_view context_string(std::string_view key) const noexcept {
        return string_or_empty(context(), key);
    }

    /// A message travelling on in the same direction: context unchanged (OVOS-MSG-1 5.1), except
    /// that an empty `source` or `destination`, or empty member of one, which means absent, is left
    /// out.
    [[nodiscard]] Message forward(std::string type, json::object data = {}) const;

    /// A message travelling back to whoever sent this one: source and destination swapped, a
    /// missing one not invented, an old peer's array reduced to its first member, all else
    /// unchanged (OVOS-MSG-1 5.2).
    [[nodiscard]] Message reply(std::string type, json::object data = {}) const;

    /// reply() on `<type>.response` (OVOS-MSG-1 5.3). @return invalid_argument when this type
    /// already ends in ".response" or is a dispatch topic, which have no such answer.
    [[nodiscard]] Result<Message> response(json::object data = {}) const;

    /// The same type and data under another context.
    [[nodiscard]] Message with_context(json::object context) const;
    /// The same message with `context.<key>` set to `value`.
    [[nodiscard]] Message with_context_value(std::string_view key, json::value value) const;

  private:
    struct Body;
    explicit Message(std::shared_ptr<const Body> body) : body_(std::move(body)) {}
    static std::shared_ptr<const Body> make_body(std::string type,
                                                 json::object data,
                                                 std::shared_ptr<const json::object> context);

    // Immutable but for the wire bytes, which are filled in once.
    struct Body {
        std::string type;
        json::object data;
        std::shared_ptr<const json::object> context;
        mutable std::once_flag serialised;
        mutable std::shared_ptr<const std::string> wire;
    };
    std::shared_ptr<const Body> body_;
};

}  // namespace utter
