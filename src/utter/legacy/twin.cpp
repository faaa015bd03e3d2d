#include "utter/legacy/twin.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "utter/core/topic.hpp"
#include "utter/legacy/dispatch_topic.hpp"
#include "utter/legacy/intent_file.hpp"
#include "utter/legacy/topic_pairs.hpp"

namespace utter::legacy {
namespace {

constexpr std::array markers{namespace_marker, intent_marker};

bool is_true(const json::object& context, std::string_view key) noexcept {
    const auto* value = context.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

// Old programs that hear `detach_skill` remove whoever sent it, not whom it names
// (OVOS-INTENT-4 8.4).
bool removes_another(const Message& message) noexcept {
    const auto source = message.context_string("skill_id");
    return message.type() == "ovos.skill.deregister" && !source.empty() &&
           source != message.data_string("skill_id");
}

}  // namespace

bool is_marked(const Message& message) noexcept {
    return std::ranges::any_of(
        markers, [&](std::string_view marker) { return is_true(message.context(), marker); });
}

json::object unmarked_context(const Message& message) {
    auto context = message.context();
    for (const auto marker : markers) context.erase(marker);
    return context;
}

Message with_marker(const Message& message, std::string_view marker) {
    return message.with_context_value(marker, true);
}

Message without_markers(const Message& message) {
    return message.with_context(unmarked_context(message));
}

std::optional<Message> legacy_twin(const Message& spec) {
    if (const auto* pair = find_spec_topic(spec.type())) {
        if (pair->to_legacy == nullptr || removes_another(spec)) return std::nullopt;
        const Message twin(std::string(pair->legacy), pair->to_legacy(spec), spec.context());
        return with_marker(twin, namespace_marker);
    }
    const auto dispatch = split_dispatch(spec.type());
    if (!dispatch || dispatch->intent_name != "stop") return std::nullopt;
    const Message twin(std::string(dispatch->skill_id) + ".stop", spec.data(), spec.context());
    return with_marker(twin, namespace_marker);
}

Message intent_twin(const Message& dispatch) {
    const Message twin(
        dispatch.type() + std::string(intent_suffix), dispatch.data(), dispatch.context());
    return with_marker(twin, intent_marker);
}

bool is_twin_of(const Message& twin, const Message& spec) {
    if (unmarked_context(twin) != unmarked_context(spec)) return false;
    if (is_true(twin.context(), intent_marker)) {
        return twin.type() == spec.type() + std::string(intent_suffix) &&
               twin.data() == spec.data();
    }
    const auto expected = legacy_twin(spec);
    return expected && expected->type() == twin.type() &&
           (twin.data() == spec.data() || twin.data() == expected->data());
}

bool has_counterpart(std::string_view topic) noexcept {
    return find_spec_topic(topic) != nullptr || find_legacy_topic(topic) != nullptr ||
           split_dispatch(topic).has_value();
}

}  // namespace utter::legacy
