#include "utter/speech/wake_chain.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::speech {

WakeChain::WakeChain(std::vector<std::unique_ptr<WakeWord>> engines)
    : engines_(std::move(engines)) {
    assert(!engines_.empty());
    for (const auto& engine : engines_) {
        assert(engine->sample_rate_hz() == engines_.front()->sample_rate_hz());
        name_ += (name_.empty() ? "" : ", ") + std::string(engine->name());
    }
}

std::uint32_t WakeChain::sample_rate_hz() const {
    return engines_.front()->sample_rate_hz();
}

bool WakeChain::listening() const {
    return std::ranges::any_of(engines_, [](const auto& engine) { return engine->listening(); });
}

std::optional<WakeWordHit> WakeChain::hear(std::span<const float> block) {
    const auto first =
        std::ranges::find_if(engines_, [](const auto& engine) { return engine->listening(); });
    auto* const now = first == engines_.end() ? engines_.back().get() : first->get();
    if (std::exchange(hearing_, now) != now) {
        log::info("wake.engine", {{"engine", now->name()}});
        now->reset();  // it has not heard what came until now
    }
    return now->hear(block);
}

void WakeChain::reset() {
    for (const auto& engine : engines_) engine->reset();
}

}  // namespace utter::speech
