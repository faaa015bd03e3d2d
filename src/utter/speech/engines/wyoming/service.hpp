#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/speech/engines/wyoming/connection.hpp"

namespace utter::speech {

/// Which Wyoming service an engine uses and how.
struct WyomingSettings {
    std::string url;    ///< tcp://host:port or unix:///path
    std::string model;  ///< speech to text only: the model to ask for; empty: the service's choice
    wyoming::Timeouts timeouts;
};

}  // namespace utter::speech

namespace utter::speech::wyoming {

/// A model or voice that a service says it has.
struct Offer {
    std::string name;
    std::vector<std::string> languages;  ///< as the service writes them; empty: it does not say
    std::vector<std::string> speakers;   ///< of a voice that has several
    std::string phrase;                  ///< what a wake word's model listens for; may be empty
    bool installed = true;
};

/// What the `info` event offers under `program_list` ("asr", "tts", "wake") in each program's
/// `offer_list`
/// ("models", "voices"); what has not the right shape is passed over. At most 10,000.
[[nodiscard]] std::vector<Offer> read_offers(const json::object& info,
                                             std::string_view program_list,
                                             std::string_view offer_list);

/// How the offer writes the language that is nearest to the BCP-47 tag `lang`: the same, else one
/// of the same primary language, else an empty view.
[[nodiscard]] std::string_view nearest_language(const Offer& offer, std::string_view lang);
/// Whether it writes the tag itself, whatever the case and whether with '-' or '_'.
[[nodiscard]] bool has_language(const Offer& offer, std::string_view lang);

/// The service an engine talks to: where it is and what it offers. Thread-safe.
class Service {
  public:
    /// @param section the settings' section, "stt.wyoming", for the errors
    /// @param program_list, offer_list as for read_offers()
    Service(WyomingSettings settings,
            std::string section,
            std::string program_list,
            std::string offer_list);

    [[nodiscard]] const WyomingSettings& settings() const { return settings_; }

    /// A connection of its own for one request.
    [[nodiscard]] Result<Connection> connect() const;

    /// What the service offers, asked for at most once a minute and within the time for connecting.
    /// @return unavailable when it offers nothing of this kind
    [[nodiscard]] Result<std::shared_ptr<const std::vector<Offer>>> offers() const;

    /// To be called when a request failed: whatever answers next may be another service.
    void forget_offers() const;

    /// The error with the service's name and the setting that names it.
    [[nodiscard]] std::unexpected<Error> failure(const Error& error) const;
    [[nodiscard]] std::unexpected<Error> failure(ErrorCode code, std::string_view text) const;

  private:
    [[nodiscard]] Result<Connection> open(Timeouts timeouts) const;
    [[nodiscard]] Result<std::vector<Offer>> describe() const;

    WyomingSettings settings_;
    std::string section_;
    std::string program_list_;
    std::string offer_list_;
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const std::vector<Offer>> offers_;  // guarded
    mutable std::chrono::steady_clock::time_point asked_at_;    // guarded
};

/// Sends a request's events.
/// @return when that fails, what the service said about it before, if it said anything
[[nodiscard]] Result<void> send_all(Connection& connection, const std::vector<Event>& events);

/// The failure that an `error` event tells of.
[[nodiscard]] Error reported_error(const Event& event);

}  // namespace utter::speech::wyoming
