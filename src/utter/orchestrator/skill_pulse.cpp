#include "utter/orchestrator/skill_pulse.hpp"

#include <algorithm>
#include <utility>

namespace utter::orchestrator {
namespace {

constexpr int questions_max = 2;

}  // namespace

SkillPulse::SkillPulse(bus::Bus& bus, runtime::EventLoop& loop)
    : bus_(bus),
      subscription_(
          bus.subscribe(std::string(pong_topic), loop, [this](const Message& m) { hear(m); })) {}

void SkillPulse::hear(const Message& pong) {
    const std::string skill_id(pong.data_string("skill_id"));
    if (skill_id.empty()) return;
    if (skills_.size() < skills_max) skills_.insert(skill_id);
    const auto* busy = pong.data().if_contains("busy");
    if (busy == nullptr || !busy->is_bool() || !busy->get_bool()) return;
    for (auto* watch : watches_) {
        if (watch->skill_id_ == skill_id) watch->questions_ = 0;
    }
}

SkillPulse::Watch::Watch(SkillPulse& pulse, std::string skill_id)
    : pulse_(pulse), skill_id_(std::move(skill_id)) {
    pulse_.watches_.push_back(this);
}

SkillPulse::Watch::~Watch() {
    std::erase(pulse_.watches_, this);
}

bool SkillPulse::Watch::is_over() {
    if (!pulse_.skills_.contains(skill_id_)) return false;
    if (questions_ >= questions_max) return true;
    ++questions_;
    pulse_.bus_.publish(Message(std::string(ping_topic), {{"skill_id", skill_id_}}));
    return false;
}

}  // namespace utter::orchestrator
