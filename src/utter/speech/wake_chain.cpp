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

bool WakeChain::listens_for(std::string_view phrase) const {
    return std::ranges::any_of(
        engines_, [phrase](const auto& engine) { return engine->listens_for(phrase); });
}

std::optional<WakeWordHit> WakeChain::hear(std::span<const float> block) {
    std::optional<WakeWordHit> found;
    for (auto engine = engines_.begin(); engine != engines_.end(); ++engine) {
        auto hit = (*engine)->hear(block);
        if (!hit || found) continue;
        const bool is_anothers = std::any_of(engines_.begin(), engine, [&hit](const auto& before) {
            return before->listens_for(hit->phrase);
        });
        if (is_anothers) continue;
        log::info("wake.heard", {{"engine", (*engine)->name()}});
        found = std::move(hit);
    }
    return found;
}

void WakeChain::reset() {
    for (const auto& engine : engines_) engine->reset();
}

}  // namespace utter::speech
