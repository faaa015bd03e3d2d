#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/json.hpp"

/// When each thing of a turn happened, from the wake word to the first sample of the answer.
namespace utter::orchestrator {

/// The moments of a turn, in the order they come. Not every turn has all of them: one that was
/// typed has no wake, one whose answer no loudspeaker here plays has no sound.
enum class Moment : std::uint8_t {
    wake,          ///< the wake word was heard
    speech_end,    ///< the recording of the command is over
    final_text,    ///< its text is with the orchestrator
    matched,       ///< a handler is chosen
    first_token,   ///< the answer has a beginning: a model's first token, a skill's first text
    first_audio,   ///< the engine has made its first sound
    first_sample,  ///< the first sample is with the loudspeaker
};
inline constexpr std::size_t moment_count = 7;

/// What lies between two moments.
struct TurnStage {
    std::string_view name;
    Moment from;
    Moment to;
};
inline constexpr std::array<TurnStage, 6> turn_stages{{
    {"stt", Moment::speech_end, Moment::final_text},
    {"matching", Moment::final_text, Moment::matched},
    {"answer", Moment::matched, Moment::first_token},
    {"tts", Moment::first_token, Moment::first_audio},
    {"playback", Moment::first_audio, Moment::first_sample},
    {"turn", Moment::speech_end, Moment::first_sample},
}};

/// How long each of turn_stages may take; 0: as long as it likes.
using TurnBudgets = std::array<std::chrono::milliseconds, turn_stages.size()>;

/// Records the turns: from the orchestrator, from the listener's, the speaker's and the platform's
/// messages, and from what their contexts tell (turn_keys.hpp). What the listener does is told
/// apart by session, as there is no utterance yet; from the text on, by utterance. A stage over its
/// budget is logged, once a turn, with its name. Lives on one executor.
class TurnLedger {
  public:
    /// Turns remembered; the oldest goes first.
    static constexpr std::size_t turns_max = 256;
    /// Sessions that are listened to at once.
    static constexpr std::size_t listening_max = 64;

    TurnLedger(bus::Bus& bus, Executor& executor, const Clock& clock, TurnBudgets budgets);
    ~TurnLedger();
    TurnLedger(const TurnLedger&) = delete;
    TurnLedger& operator=(const TurnLedger&) = delete;
    TurnLedger(TurnLedger&&) = delete;
    TurnLedger& operator=(TurnLedger&&) = delete;

    /// Begins to follow the listener and the answers on the bus.
    void start();

    /// The text of an utterance has come, with this message.
    void begin(std::string utterance_id, const Message& message);
    void matched(std::string_view utterance_id);

    /// `{moments: {wake: 0, ...}, stages: {stt: 350.5, ...}}` in milliseconds, moments from the
    /// first one on; empty when the turn is not known (any more).
    [[nodiscard]] json::object turn(std::string_view utterance_id) const;

    /// p50 and p95 of each stage over the last ten minutes, as Prometheus text.
    [[nodiscard]] std::string to_prometheus() const;

  private:
    using TimePoint = std::chrono::system_clock::time_point;
    struct Turn {
        std::string utterance_id;
        std::array<std::optional<TimePoint>, moment_count> at;
    };
    struct Metrics;

    void follow(std::string topic, void (TurnLedger::*handler)(const Message&));
    void on_wake(const Message& message);
    void on_speech_end(const Message& message);
    void on_not_understood(const Message& message);
    void on_speak(const Message& message);
    void on_output(const Message& message);
    [[nodiscard]] Turn& listening_to(const Message& message);
    [[nodiscard]] TimePoint told(const Message& message, std::string_view key) const;
    [[nodiscard]] Turn* find(std::string_view utterance_id);
    void record(Turn& turn, Moment moment, TimePoint at);

    bus::Bus& bus_;
    Executor& executor_;
    const Clock& clock_;
    const TurnBudgets budgets_;
    std::map<std::string, Turn, std::less<>> listening_;  // by session
    std::deque<Turn> turns_;                              // the oldest first
    std::unique_ptr<Metrics> metrics_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::orchestrator
