#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "utter/core/json.hpp"
#include "utter/core/message.hpp"
#include "utter/scheduler/recurrence.hpp"

namespace utter::scheduler {

/// Largest `data`, as compact JSON. Spec: OVOS-SCHEDULER-1 section 3.1.
inline constexpr std::size_t data_bytes_max = 16'384;
/// Largest record apart from its `data`, and largest context, each as compact JSON. Ours: a record
/// is kept for as long as its owner likes.
inline constexpr std::size_t record_bytes_max = 65'536;
/// Longest `id`. Ours.
inline constexpr std::size_t id_bytes_max = 256;

/// Why a request is refused. Spec: OVOS-SCHEDULER-1 section 4.
struct Refusal {
    std::string_view error;  ///< a code of the table there, a constant
    std::string reason;      ///< a sentence that names the field
};

namespace refusal {
inline constexpr std::string_view invalid_record = "invalid_record";
inline constexpr std::string_view bad_instant = "bad_instant";
inline constexpr std::string_view bad_recurrence = "bad_recurrence";
inline constexpr std::string_view bad_event = "bad_event";
inline constexpr std::string_view payload_too_large = "payload_too_large";
inline constexpr std::string_view skill_id_mismatch = "skill_id_mismatch";
inline constexpr std::string_view internal = "internal";
}  // namespace refusal

/// What becomes of an occurrence that was not fired in time.
enum class Misfire : std::uint8_t { late, skip };

/// One schedule as its owner asked for it: a record that is sound. Spec: OVOS-SCHEDULER-1 3.1.
struct Record {
    std::string skill_id;  ///< the owner
    std::string id;        ///< unique per owner
    std::string event;     ///< topic that is fired
    Timing timing;
    std::optional<Instant> until;       ///< recurring only: none after it
    std::optional<std::int64_t> count;  ///< recurring only: so many at most
    Misfire misfire = Misfire::late;
    std::chrono::microseconds grace = std::chrono::seconds(60);
    bool ephemeral = false;
    json::object body;     ///< the record as it was asked for, unknown fields included
    json::object context;  ///< of the request, as it came

    /// What an event carries: `data` of the record, or nothing.
    [[nodiscard]] json::object data() const;
    /// The record of section 3.1, `context` included: what is stored and answered.
    [[nodiscard]] json::object to_json() const;
};

/// Who sends a request: its `context.skill_id`. A request that names somebody else in `data` is
/// refused.
[[nodiscard]] std::expected<std::string, Refusal> owner_of(const json::object& data,
                                                           const json::object& context);

/// The `id` a request names.
[[nodiscard]] std::expected<std::string, Refusal> id_of(const json::object& data);

/// Reads and checks a whole record. `context` and `skill_id` in `data` are never taken from there.
[[nodiscard]] std::expected<Record, Refusal> read_record(const json::object& data,
                                                         const json::object& context);

}  // namespace utter::scheduler
