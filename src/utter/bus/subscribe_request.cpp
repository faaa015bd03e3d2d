#include "utter/bus/subscribe_request.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "utter/core/json.hpp"

namespace utter::bus {
namespace {

json::array names(const TopicSelection& selection) {
    if (!selection) return {"*"};
    json::array list;
    for (const auto& filter : *selection) list.emplace_back(filter.pattern());
    return list;
}

}  // namespace

Result<TopicSelection> read_subscribe_request(const Message& request) {
    const auto* value = request.data().if_contains("topics");
    if (value == nullptr) return TopicSelection{};
    const auto* list = value->if_array();
    if (list == nullptr) {
        return fail(
            ErrorCode::malformed,
            "field 'data.topics' must be an array, got " + std::string(describe_type(*value)));
    }
    if (list->size() > subscription_patterns_max) {
        return fail(ErrorCode::limit,
                    "field 'data.topics' has more than " +
                        std::to_string(subscription_patterns_max) + " members");
    }
    std::vector<TopicFilter> filters;
    for (const auto& member : *list) {
        const auto* pattern = member.if_string();
        if (pattern == nullptr || pattern->empty() ||
            pattern->size() > subscription_pattern_bytes_max) {
            return fail(ErrorCode::malformed,
                        "every member of 'data.topics' is a string of 1 to " +
                            std::to_string(subscription_pattern_bytes_max) + " bytes");
        }
        if (*pattern == "*") return TopicSelection{};
        filters.emplace_back(std::string(*pattern));
    }
    return TopicSelection(std::move(filters));
}

Message make_subscribe_request(const TopicSelection& selection) {
    return Message(std::string(subscribe_topic), {{"topics", names(selection)}});
}

Message subscribe_answer(const Message& request,
                         const TopicSelection& in_force,
                         const Result<TopicSelection>& outcome) {
    json::object data{{"topics", names(in_force)}};
    if (!outcome) data["error"] = outcome.error().detail;
    return request.reply(std::string(subscribe_topic) + ".response", std::move(data));
}

}  // namespace utter::bus
