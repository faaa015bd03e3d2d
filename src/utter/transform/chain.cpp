#include "utter/transform/chain.hpp"

#include <numeric>

#include "utter/core/topic.hpp"

namespace utter::transform {
namespace {

constexpr std::string_view canceled = "canceled";
constexpr std::string_view cancel_reason = "cancel_reason";
constexpr std::string_view cancel_by = "cancel_by";

std::optional<std::size_t> find(const std::vector<Member>& members, std::string_view id) {
    const auto it = std::ranges::find(members, id, &Member::id);
    if (it == members.end()) return std::nullopt;
    return static_cast<std::size_t>(it - members.begin());
}

}  // namespace

Result<void> check_member(const Member& added, const std::vector<Member>& loaded) {
    const std::string id(added.id);
    if (!is_identifier(id)) {
        return fail(ErrorCode::invalid_argument,
                    "transformer id '" + id + "' may hold only A-Z a-z 0-9 . _ and -");
    }
    if (find(loaded, added.id)) {
        return fail(ErrorCode::invalid_argument, "transformer id '" + id + "' is already taken");
    }
    return {};
}

std::vector<std::size_t> compose(std::string_view type,
                                 const std::vector<Member>& loaded,
                                 const std::optional<std::vector<std::string>>& order,
                                 const session::Session& session) {
    const std::string field = std::string(type) + "_transformers";
    auto wanted = session.list(field);
    if (wanted.empty() && order) wanted = *order;
    std::vector<std::size_t> chain;
    if (wanted.empty() && !order) {
        chain.resize(loaded.size());
        std::iota(chain.begin(), chain.end(), std::size_t{0});
        // Of equals the one loaded first.
        std::ranges::sort(
            chain, {}, [&](std::size_t index) { return std::pair(loaded[index].priority, index); });
    }
    for (const auto& id : wanted) {
        const auto index = find(loaded, id);
        const bool eligible = index && (!order || std::ranges::find(*order, id) != order->end());
        if (eligible && std::ranges::find(chain, *index) == chain.end()) chain.push_back(*index);
    }
    std::erase_if(chain, [&](std::size_t index) {
        return session.list_contains("blacklisted_" + field, loaded[index].id);
    });
    return chain;
}

bool take_cancellation(json::object& context, std::string_view emitter) {
    const auto* flag = context.if_contains(canceled);
    const auto* reason = context.if_contains(cancel_reason);
    if (flag == nullptr && reason == nullptr) {
        context.erase(cancel_by);
        return false;
    }
    if (flag != nullptr && flag->is_bool() && flag->get_bool() && reason != nullptr &&
        reason->is_string()) {
        context[cancel_by] = emitter;
        return true;
    }
    log::warning("transformer.half_a_cancellation",
                 {{"id", emitter},
                  {"reason", "'canceled' must be true and 'cancel_reason' a text, both at once"}});
    clear_cancellation(context);
    return false;
}

void clear_cancellation(json::object& context) {
    for (const auto key : {canceled, cancel_reason, cancel_by}) context.erase(key);
}

void stamp_provenance(json::object& context, std::string_view type, std::string_view id) {
    auto& list = context[std::string(type) + "_transformer_ids"];
    if (!list.is_array()) list.emplace_array();
    list.get_array().emplace_back(json::string(id));
}

json::object describe(const std::vector<Member>& loaded) {
    json::array ids;
    json::object priorities;
    for (const auto& member : loaded) {
        ids.emplace_back(json::string(member.id));
        priorities[member.id] = member.priority;
    }
    return {{"loaded", std::move(ids)}, {"priorities", std::move(priorities)}};
}

}  // namespace utter::transform
