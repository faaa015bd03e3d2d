#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

/// One ping/pong contest. Spec: OVOS-PIPELINE-1 section 4.5.
struct CandidatePoll {
    Message ping;  ///< a reply of the round's utterance message, on a static topic
    std::string pong_topic;
    std::vector<std::string> candidates;  ///< skill ids, the one to prefer first
    std::chrono::milliseconds window;
};

/// Asks all candidates at once and picks the first in their order that says `can_handle: true`.
/// Ends early once nobody who has not answered could outrank the best claim; silence, answers of
/// another round or session, of strangers and of anything but a JSON boolean count as "no".
/// @param loop the event loop it runs on. Cancelling it (terminal) ends it at once.
[[nodiscard]] boost::asio::awaitable<std::optional<std::string>> poll_candidates(
    bus::Bus& bus, runtime::EventLoop& loop, CandidatePoll poll);

}  // namespace utter::orchestrator
