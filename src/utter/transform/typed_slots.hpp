#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "utter/core/clock.hpp"
#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/session/session.hpp"

namespace utter::transform {

/// What a producer of typed slots looks at.
struct TypedSlotsRequest {
    std::span<const std::string> utterances;  ///< candidates, best first
    std::string_view lang;                    ///< the round's one language
    const std::set<std::string>& types;  ///< that intents visible to the session declare; not empty
    const session::Session& session;
};

/// Finds values of registered types (number, duration, date, color, language, location, timezone)
/// in what was said, before anything is matched: a hint beside the text, never in its stead. Of
/// those loaded exactly one runs. Spec: OVOS-TRANSFORM-1 section 3.7, OVOS-INTENT-1 section 5.6.
class TypedSlotsTransformer {
  public:
    TypedSlotsTransformer() = default;
    virtual ~TypedSlotsTransformer() = default;
    TypedSlotsTransformer(const TypedSlotsTransformer&) = delete;
    TypedSlotsTransformer& operator=(const TypedSlotsTransformer&) = delete;
    TypedSlotsTransformer(TypedSlotsTransformer&&) = delete;
    TypedSlotsTransformer& operator=(TypedSlotsTransformer&&) = delete;

    [[nodiscard]] virtual std::string_view id() const = 0;
    /// @return type to its entries `{span: [first, last) in code points, surface, value}`. An
    /// exception counts as no output.
    [[nodiscard]] virtual json::object extract(const TypedSlotsRequest& request) = 0;
};

/// Numbers, durations (seconds) and dates (RFC 3339 in the speaker's zone; a day alone is its
/// midnight) with the parsers of `intent/`, in the languages those know. Of each type the longest
/// readings from left to right; readings of two types may overlap. A number or a duration is no
/// date.
class SpokenSlots final : public TypedSlotsTransformer {
  public:
    /// What clocks show in a zone, and when they show it; as skills/support/zones.hpp.
    struct Zones {
        std::function<Result<std::chrono::local_seconds>(const std::string& zone,
                                                         std::chrono::system_clock::time_point)>
            local_time;
        std::function<Result<std::chrono::system_clock::time_point>(const std::string& zone,
                                                                    std::chrono::local_seconds)>
            moment_of;
    };
    static constexpr std::size_t utterances_max = 3;  ///< looked at; of more, the best
    static constexpr std::size_t words_max = 40;      ///< of each; what follows is not read
    static constexpr std::size_t reading_words_max = 10;

    /// @param timezone IANA name, of sessions that do not say theirs
    SpokenSlots(const Clock& clock, std::string timezone, Zones zones);

    [[nodiscard]] std::string_view id() const override { return "spoken-slots"; }
    [[nodiscard]] json::object extract(const TypedSlotsRequest& request) override;

  private:
    [[nodiscard]] std::optional<json::value> date_of(std::string_view text,
                                                     std::string_view lang,
                                                     const std::string& zone) const;

    const Clock& clock_;
    std::string timezone_;
    Zones zones_;
};

}  // namespace utter::transform
