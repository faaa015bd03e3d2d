#include "utter/speech/quarantine.hpp"

#include <algorithm>
#include <utility>

namespace utter::speech {

Quarantine::Quarantine(QuarantineSettings settings, std::function<TimePoint()> now)
    : settings_(settings), now_(std::move(now)) {}

bool Quarantine::admits() {
    const std::lock_guard lock(mutex_);
    if (delay_.count() == 0) return true;
    const auto now = now_();
    if (now < until_) return false;
    until_ = now + delay_;
    return true;
}

bool Quarantine::succeeded() {
    const std::lock_guard lock(mutex_);
    return std::exchange(delay_, {}).count() != 0;
}

std::chrono::milliseconds Quarantine::failed() {
    const std::lock_guard lock(mutex_);
    delay_ = delay_.count() == 0 ? settings_.first : std::min(2 * delay_, settings_.most);
    until_ = now_() + delay_;
    return delay_;
}

bool is_outage(const Error& error) {
    return error.code == ErrorCode::unavailable || error.code == ErrorCode::timeout ||
           error.code == ErrorCode::io || error.code == ErrorCode::internal;
}

}  // namespace utter::speech
