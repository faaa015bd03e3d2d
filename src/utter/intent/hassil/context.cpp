#include "utter/intent/hassil/context.hpp"

#include <algorithm>
#include <ranges>

namespace utter::intent::hassil {
namespace {

const json::value null_value;

// A rule or a value may be written `{value: ...}`.
const json::value& bare(const json::value& value) {
    const auto* object = value.if_object();
    if (object == nullptr) return value;
    const auto* inner = object->if_contains("value");
    return inner == nullptr ? null_value : *inner;
}

bool contains(const json::value& wanted, const json::value& actual) {
    if (const auto* list = wanted.if_array()) {
        return std::ranges::any_of(*list,
                                   [&](const auto& item) { return same_value(item, actual); });
    }
    return same_value(wanted, actual);
}

bool excluded(const json::object& rules, const ContextView& context) {
    return std::ranges::any_of(rules, [&](const auto& rule) {
        const auto* actual = context.find(rule.key());
        return actual != nullptr && contains(bare(rule.value()), bare(*actual));
    });
}

}  // namespace

bool same_value(const json::value& a, const json::value& b) {
    if (a.is_number() && b.is_number()) return a.to_number<double>() == b.to_number<double>();
    return a == b;
}

const json::value* ContextView::find(std::string_view key) const noexcept {
    for (const auto* layer : std::views::reverse(layers_)) {
        if (const auto* value = layer->if_contains(key)) return value;
    }
    return nullptr;
}

json::object ContextView::merged() const {
    json::object out;
    for (const auto* layer : layers_) {
        for (const auto& member : *layer) out[member.key()] = member.value();
    }
    return out;
}

bool may_agree(const json::object& requires_context,
               const json::object& excludes_context,
               const ContextView& context) {
    for (const auto& rule : requires_context) {
        const auto* actual = context.find(rule.key());
        if (actual == nullptr) continue;
        const auto& wanted = bare(rule.value());
        if (!wanted.is_null() && !contains(wanted, bare(*actual))) return false;
    }
    return !excluded(excludes_context, context);
}

bool agrees(const json::object& requires_context,
            const json::object& excludes_context,
            const ContextView& context) {
    if (excluded(excludes_context, context)) return false;
    return std::ranges::all_of(requires_context, [&](const auto& rule) {
        const auto* found = context.find(rule.key());
        if (found == nullptr) return false;
        const auto& actual = bare(*found);
        const auto& wanted = bare(rule.value());
        return wanted.is_null() ? !actual.is_null() : contains(wanted, actual);
    });
}

std::vector<ContextSlot> context_slots(const json::object& requires_context,
                                       const ContextView& context) {
    std::vector<ContextSlot> out;
    for (const auto& rule : requires_context) {
        const auto* object = rule.value().if_object();
        const auto* slot = object == nullptr ? nullptr : object->if_contains("slot");
        const auto* actual = context.find(rule.key());
        if (slot == nullptr || actual == nullptr) continue;
        if (!slot->is_string() && *slot != true) continue;
        ContextSlot filled{.name = slot->is_string() ? std::string_view(slot->get_string())
                                                     : std::string_view(rule.key()),
                           .value = &bare(*actual)};
        if (const auto* whole = actual->if_object()) filled.text = string_or_empty(*whole, "text");
        out.push_back(filled);
    }
    return out;
}

}  // namespace utter::intent::hassil
