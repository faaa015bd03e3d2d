#include "utter/speech/engines/wyoming/wyoming_wake_word.hpp"

#include <algorithm>
#include <atomic>
#include <boost/json/serialize.hpp>
#include <cctype>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/speech/engines/wyoming/pcm.hpp"

namespace utter::speech {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using wyoming::Connection;
using wyoming::Event;

constexpr wyoming::PcmFormat sent_format{.rate_hz = 16'000, .width_bytes = 2, .channels = 1};
constexpr std::size_t samples_per_ms = 16;
constexpr std::size_t waiting_samples_max = 16'000;
// How much sound is sent at a time, and how soon a detection is seen.
constexpr milliseconds turn{20};
constexpr milliseconds turn_without_sound{250};
// A connection may last for ever.
constexpr std::chrono::hours connection_time{24 * 365};

using Models = std::map<std::string, std::string>;  // the phrase each listens for, by name

std::string spoken_name(std::string_view name) {
    std::string words;
    for (const char c : name) {
        words += c == '_' || c == '-'
                     ? ' '
                     : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return words;
}

// Whether a model's name, which may end in a version ("hey_jarvis_v0.1"), says the phrase.
bool says(std::string_view name, const std::string& phrase) {
    const auto words = spoken_name(name);
    if (!words.starts_with(phrase)) return false;
    const auto rest = std::string_view(words).substr(phrase.size());
    return rest.empty() || (rest.starts_with(" v") && rest.size() > 2 &&
                            std::isdigit(static_cast<unsigned char>(rest[2])) != 0);
}

// Which models to listen with. `missing` gets what has none.
Models choose_models(const std::vector<wyoming::Offer>& offers,
                     const WyomingWakeWordSettings& settings,
                     std::string& missing) {
    Models chosen;
    const auto lacks = [&missing](const std::string& what) {
        missing += (missing.empty() ? "'" : ", '") + what + "'";
    };
    for (const auto& name : settings.models) {
        const auto found = std::ranges::find(offers, name, &wyoming::Offer::name);
        if (found == offers.end()) {
            lacks(name);
        } else {
            chosen[name] = found->phrase.empty() ? spoken_name(name) : spoken_name(found->phrase);
        }
    }
    if (!settings.models.empty()) return chosen;
    for (const auto& phrase : settings.phrases) {
        bool found = false;
        for (const auto& offer : offers) {
            if (!offer.installed ||
                (spoken_name(offer.phrase) != phrase && !says(offer.name, phrase)))
                continue;
            chosen[offer.name] = phrase;
            found = true;
        }
        if (!found) lacks(phrase);
    }
    return chosen;
}

std::string names_of(const std::vector<wyoming::Offer>& offers) {
    constexpr std::size_t named_max = 10;
    std::string names;
    for (std::size_t i = 0; i < std::min(offers.size(), named_max); ++i) {
        names += (names.empty() ? "" : ", ") + offers[i].name;
    }
    return names + (offers.size() > named_max ? " ..." : "");
}

wyoming::Service make_service(WyomingSettings settings) {
    settings.timeouts.total = connection_time;
    return {std::move(settings), "listener.wyoming", "wake", "models"};
}

// The models; when there is none, or with `all` when one is missing, the error. `missing` gets what
// has none.
Result<Models> find_models(const wyoming::Service& service,
                           const WyomingWakeWordSettings& settings,
                           bool all,
                           std::string& missing) {
    const auto offers = service.offers();
    if (!offers) return std::unexpected(offers.error());
    auto models = choose_models(**offers, settings, missing);
    if (missing.empty() || (!all && !models.empty())) return models;
    return service.failure(ErrorCode::unavailable,
                           "has no model for " + missing + "; it has " + names_of(**offers) +
                               ", which listener.wyoming.models may name");
}

}  // namespace

struct WyomingWakeWord::Impl {
    struct Found {
        std::string phrase;
        std::optional<std::uint64_t> at_ms;  // when the phrase ended, as we count
    };

    explicit Impl(WyomingWakeWordSettings wanted)
        : settings(std::move(wanted)), service(make_service(settings.service)) {}

    WyomingWakeWordSettings settings;
    wyoming::Service service;
    std::atomic<bool> listening = false;

    std::mutex mutex;
    std::condition_variable_any changed;
    std::vector<float> waiting;                        // guarded; not sent yet
    std::uint64_t heard_samples = 0;                   // guarded; all that was ever heard
    bool gap = true;                                   // guarded; what waits begins a new stream
    std::optional<Found> found;                        // guarded
    std::set<std::string, std::less<>> heard_phrases;  // guarded; what the service has models for

    std::jthread thread;  // last: ends before the rest

    void run(const std::stop_token& stopping) {
        auto pause = settings.retry_first;
        std::string told;  // the last failure, said once
        while (!stopping.stop_requested()) {
            const auto began = Clock::now();
            const auto ended = listen(stopping, told);
            // One that takes the connection and ends it is not there yet.
            if (Clock::now() - began > settings.retry_most) pause = settings.retry_first;
            listening = false;
            service.forget_offers();
            if (ended || stopping.stop_requested()) return;
            if (std::exchange(told, ended.error().detail) != told) {
                log::warning("wake.service_failed", {{"reason", told}});
            }
            std::unique_lock lock(mutex);
            changed.wait_for(lock, stopping, pause, [] { return false; });
            pause = std::min(2 * pause, settings.retry_most);
        }
    }

    // One connection, until it fails or is to stop. `told` is forgotten when the service listens.
    Result<void> listen(const std::stop_token& stopping, std::string& told) {
        std::string missing;
        const auto models = find_models(service, settings, false, missing);
        if (!models) return std::unexpected(models.error());
        auto connection = service.connect();
        if (!connection) return std::unexpected(connection.error());
        {
            const std::lock_guard lock(mutex);
            waiting.clear();
            found.reset();
            gap = true;
            heard_phrases.clear();
            for (const auto& [name, phrase] : *models) heard_phrases.insert(phrase);
        }
        json::array names;
        for (const auto& [name, phrase] : *models) names.emplace_back(name);
        const Event detect{"detect", {{"names", std::move(names)}}, {}};
        Stream stream{*models, detect};
        listening = true;
        told.clear();
        log::info("wake.service_listens",
                  {{"models", json::serialize(detect.data.at("names"))}, {"without", missing}});
        while (!stopping.stop_requested()) {
            if (auto went = take_turn(stopping, *connection, stream); !went) {
                return service.failure(went.error());
            }
        }
        return {};
    }

    struct Stream {
        const Models& models;
        const Event& detect;
        bool started = false;
        std::uint64_t begin_ms = 0;  // of the stream it has now
        Clock::time_point last_sign = Clock::now();
        Clock::time_point asked_at = last_sign;
    };

    Result<void> take_turn(const std::stop_token& stopping,
                           Connection& connection,
                           Stream& stream) {
        std::vector<float> samples;
        std::uint64_t end_samples = 0;
        bool new_stream = false;
        {
            std::unique_lock lock(mutex);
            changed.wait_for(
                lock, stopping, turn_without_sound, [this] { return !waiting.empty(); });
            samples.swap(waiting);
            end_samples = heard_samples;
            if (!samples.empty()) new_stream = std::exchange(gap, false);
        }
        if (!samples.empty()) {
            const auto begin_ms = (end_samples - samples.size()) / samples_per_ms;
            if (new_stream) {
                if (auto begun = begin_stream(connection, stream, begin_ms); !begun) return begun;
            }
            Event chunk{"audio-chunk", wyoming::to_json(sent_format), wyoming::to_pcm16(samples)};
            chunk.data["timestamp"] = begin_ms;
            if (auto sent = connection.send(chunk); !sent) return sent;
        }
        if (auto there = ask_for_a_sign(connection, stream); !there) return there;
        auto patience = samples.empty() ? milliseconds(0) : turn;
        while (true) {
            const auto received = connection.receive_within(patience);
            if (!received) return std::unexpected(received.error());
            const auto& event = *received;
            if (!event) return {};
            patience = milliseconds(0);
            stream.last_sign = Clock::now();
            if (event->type == "error") return std::unexpected(wyoming::reported_error(*event));
            if (event->type == "detection") take_detection(*event, stream);
        }
    }

    static Result<void> begin_stream(Connection& connection,
                                     Stream& stream,
                                     std::uint64_t begin_ms) {
        if (std::exchange(stream.started, true)) {
            if (auto sent = connection.send({"audio-stop", {{"timestamp", begin_ms}}, {}}); !sent) {
                return sent;
            }
        }
        stream.begin_ms = begin_ms;
        Event start{"audio-start", wyoming::to_json(sent_format), {}};
        start.data["timestamp"] = begin_ms;
        if (auto sent = connection.send(stream.detect); !sent) return sent;
        return connection.send(start);
    }

    // A service says nothing for hours when nobody wakes it, so it is asked now and then.
    Result<void> ask_for_a_sign(Connection& connection, Stream& stream) const {
        const auto patience = settings.service.timeouts.idle;
        const auto now = Clock::now();
        if (stream.last_sign < stream.asked_at) {
            if (now - stream.asked_at < patience) return {};
            return fail(ErrorCode::timeout, "does not answer");
        }
        if (now - stream.asked_at < patience) return {};
        stream.asked_at = now;
        return connection.send({"describe", {}, {}});
    }

    void take_detection(const Event& event, const Stream& stream) {
        Found detected;
        const std::string name(string_or_empty(event.data, "name"));
        const auto model = stream.models.find(name);
        // Some services tell of models that nobody asked for.
        if (model == stream.models.end() && !name.empty()) return;
        detected.phrase = model == stream.models.end() ? settings.phrases.front() : model->second;
        if (const auto* at = event.data.if_contains("timestamp"); at != nullptr && at->is_int64()) {
            // From before the gap, which somebody wanted forgotten.
            if (at->get_int64() < static_cast<std::int64_t>(stream.begin_ms)) return;
            detected.at_ms = static_cast<std::uint64_t>(at->get_int64());
        }
        const std::lock_guard lock(mutex);
        if (!gap) found = std::move(detected);
    }
};

WyomingWakeWord::WyomingWakeWord(WyomingWakeWordSettings settings)
    : impl_(std::make_unique<Impl>(std::move(settings))) {
    impl_->thread =
        std::jthread([impl = impl_.get()](const std::stop_token& stop) { impl->run(stop); });
}

WyomingWakeWord::~WyomingWakeWord() = default;

Result<void> WyomingWakeWord::check(const WyomingWakeWordSettings& settings) {
    std::string missing;
    const auto models = find_models(make_service(settings.service), settings, true, missing);
    if (!models) return std::unexpected(models.error());
    return {};
}

bool WyomingWakeWord::listens_for(std::string_view phrase) const {
    if (!impl_->listening) return false;
    const std::lock_guard lock(impl_->mutex);
    return impl_->heard_phrases.contains(phrase);
}

bool WyomingWakeWord::listening() const {
    return impl_->listening;
}

std::optional<WakeWordHit> WyomingWakeWord::hear(std::span<const float> block) {
    std::optional<WakeWordHit> hit;
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->heard_samples += block.size();
        if (impl_->listening) {
            if (impl_->waiting.size() + block.size() > waiting_samples_max) {
                impl_->waiting.clear();
                impl_->gap = true;
            }
            impl_->waiting.insert(impl_->waiting.end(), block.begin(), block.end());
        }
        if (auto found = std::exchange(impl_->found, {})) {
            const auto now_ms = impl_->heard_samples / samples_per_ms;
            const auto at_ms = std::min(found->at_ms.value_or(now_ms), now_ms);
            hit = WakeWordHit{.phrase = std::move(found->phrase),
                              .ago = milliseconds(now_ms - at_ms)};
        }
    }
    impl_->changed.notify_one();
    return hit;
}

void WyomingWakeWord::reset() {
    const std::lock_guard lock(impl_->mutex);
    impl_->waiting.clear();
    impl_->gap = true;
    impl_->found.reset();
}

}  // namespace utter::speech
