#include "utter/legacy/legacy_bus.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/legacy/topic_pairs.hpp"
#include "utter/legacy/twin.hpp"
#include "utter/legacy/twin_gate.hpp"

namespace utter::legacy {
namespace {

constexpr std::string_view entry_topic = "ovos.utterance.handle";

// All that this bus hears from the inner one counts as one connection.
constexpr TwinGate::ConnectionId whole_bus = 0;

struct Native {
    Native(TopicFilter wanted, Executor& where, bus::Bus::Handler what)
        : filter(std::move(wanted)), executor(where), handler(std::move(what)) {}

    void call(const Message& message) const {
        if (!active) return;
        try {
            handler(message);
        } catch (const std::exception& error) {
            log::error("bus.handler_failed", {{"topic", message.type()}, {"what", error.what()}});
        }
    }

    const TopicFilter filter;
    Executor& executor;
    const bus::Bus::Handler handler;
    std::atomic<bool> active = true;
};

}  // namespace

// Shared with the Subscriptions, which may outlive the bus.
struct LegacyBus::State {
    State(bus::Bus& inner_bus, Executor& own) : inner(inner_bus), executor(own) {}

    std::vector<std::shared_ptr<const Native>> wanting(const Message& message) {
        const std::lock_guard lock(mutex);
        std::vector<std::shared_ptr<const Native>> found;
        for (const auto& native : natives) {
            if (native->filter.matches(message.type())) found.push_back(native);
        }
        return found;
    }

    void remove(const std::shared_ptr<Native>& leaving) {
        leaving->active = false;
        const std::lock_guard lock(mutex);
        std::erase(natives, leaving);
    }

    [[nodiscard]] Message shaped_entry(const Message& message, bool older) const {
        return entry && message.type() == entry_topic ? entry(message, older) : message;
    }

    bus::Bus& inner;
    Executor& executor;
    OutboundShape outbound;
    EntryShape entry;
    TwinGate gate;
    std::mutex mutex;
    std::vector<std::shared_ptr<Native>> natives;  // guarded by mutex
};

LegacyBus::LegacyBus(bus::Bus& inner, Executor& executor)
    : state_(std::make_shared<State>(inner, executor)) {
    const auto now = [] { return std::chrono::steady_clock::now(); };
    for (const auto& pair : topic_pairs()) {
        if (pair.to_legacy != nullptr) {
            // Judged only so that the twin behind it can be told from an inherited marker.
            subscriptions_.push_back(inner.subscribe(
                std::string(pair.spec), executor, [this, now](const Message& message) {
                    std::ignore = state_->gate.examine(whole_bus, message, now());
                }));
        }
        if (pair.to_spec == nullptr) continue;
        subscriptions_.push_back(inner.subscribe(
            std::string(pair.legacy), executor, [this, now](const Message& message) {
                const bool twin = is_marked(message) &&
                                  state_->gate.examine(whole_bus, message, now()) == Ruling::relay;
                if (twin) return;
                if (auto spec = spec_message(message)) deliver(*spec);
            }));
    }
}

LegacyBus::~LegacyBus() = default;

void LegacyBus::publish(Message message) {
    if (state_->outbound) {
        if (auto frames = state_->outbound(message)) {
            for (auto& frame : *frames) state_->inner.publish(std::move(frame));
            return;
        }
    }
    auto twin = legacy_twin(message);
    state_->inner.publish(std::move(message));
    if (twin) state_->inner.publish(std::move(*twin));
}

bus::Subscription LegacyBus::subscribe(TopicFilter filter, Executor& executor, Handler handler) {
    auto native = std::make_shared<Native>(filter, executor, std::move(handler));
    const bool takes_entries = filter.pattern() == entry_topic && &executor == &state_->executor;
    {
        const std::lock_guard lock(state_->mutex);
        state_->natives.push_back(native);
    }
    auto direct = std::make_shared<bus::Subscription>(state_->inner.subscribe(
        std::move(filter),
        executor,
        [native, takes_entries, state = state_](const Message& message) {
            native->call(takes_entries ? state->shaped_entry(message, false) : message);
        }));
    return bus::Subscription([native, direct, state = state_] {
        direct->reset();
        state->remove(native);
    });
}

bool LegacyBus::is_heard_outside(std::string_view topic) const {
    if (state_->inner.is_heard_outside(topic)) return true;
    const auto* pair = find_spec_topic(topic);
    return pair != nullptr && pair->to_legacy != nullptr &&
           state_->inner.is_heard_outside(pair->legacy);
}

void LegacyBus::deliver(const Message& message) {
    for (const auto& native : state_->wanting(message)) {
        if (&native->executor == &state_->executor) {
            native->call(state_->shaped_entry(message, true));
        } else {
            native->executor.post([native, message] { native->call(message); });
        }
    }
}

void LegacyBus::set_shapes(OutboundShape outbound, EntryShape entry) {
    state_->outbound = std::move(outbound);
    state_->entry = std::move(entry);
}

}  // namespace utter::legacy
