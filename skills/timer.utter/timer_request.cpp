#include "timer_request.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "utter/intent/duration.hpp"

namespace utter::skills {
namespace {

// What was said from the beginning of one value to the end of the other; empty when it is not to be
// found.
std::string span_of(const std::string& utterance, const std::string& a, const std::string& b) {
    const auto at_a = utterance.find(a);
    const auto at_b = utterance.find(b);
    if (at_a == std::string::npos || at_b == std::string::npos) return {};
    const auto begin = std::min(at_a, at_b);
    return utterance.substr(begin, std::max(at_a + a.size(), at_b + b.size()) - begin);
}

}  // namespace

Result<std::chrono::seconds> read_length(std::string_view text, std::string_view lang) {
    auto length = intent::parse_duration(text, lang);
    if (length || length.error().code != ErrorCode::malformed) return length;
    auto one = intent::parse_duration("1 " + std::string(text), lang);
    return one ? one : length;
}

TimerRequest read_request(const skill::IntentCall& call) {
    const auto length = call.slot("length").value_or("");
    const auto name = call.slot("name").value_or("");
    TimerRequest request{name, read_length(length, call.lang())};
    if (name.empty()) return request;
    if (auto whole = intent::parse_duration(span_of(call.utterance, length, name), call.lang())) {
        return {"", whole};
    }
    if (request.length) return request;
    if (auto swapped = read_length(name, call.lang())) return {length, swapped};
    return request;
}

TimerRequest read_short_request(const skill::IntentCall& call) {
    const auto text = call.slot("length").value_or("");
    if (auto whole = read_length(text, call.lang());
        whole || whole.error().code != ErrorCode::malformed) {
        return {"", whole};
    }
    // As much of it as possible is the length, from either end; the rest is the name.
    std::vector<std::size_t> spaces;
    for (std::size_t i = text.find(' '); i != std::string::npos; i = text.find(' ', i + 1)) {
        spaces.push_back(i);
    }
    for (std::size_t i = 0; i < spaces.size(); ++i) {
        const auto late = spaces[spaces.size() - 1 - i];
        if (auto length = read_length(text.substr(0, late), call.lang())) {
            return {text.substr(late + 1), length};
        }
        const auto early = spaces[i];
        if (auto length = read_length(text.substr(early + 1), call.lang())) {
            return {text.substr(0, early), length};
        }
    }
    return {text, fail(ErrorCode::malformed, "no length was given")};
}

}  // namespace utter::skills
