#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/llm/llm_provider.hpp"
#include "utter/runtime/async.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/session/session.hpp"
#include "utter/tools/json_schema.hpp"
#include "utter/tools/tool.hpp"

namespace utter::orchestrator {

struct ToolBeltSettings {
    std::chrono::milliseconds discovery_window{250};  ///< for toolboxes to answer, when news wait
    std::chrono::milliseconds call_timeout{35'000};   ///< for one tool to answer
    std::size_t offer_tokens_max = 2'000;             ///< of the list of tools a model is sent
};

/// A tool somebody on the bus offers.
struct KnownTool {
    std::string toolbox_id;
    tools::ToolDefinition definition;
    tools::JsonSchema arguments;
};

/// The tools that one question may use, by the name the model knows each by.
using ToolChoice = std::map<std::string, KnownTool>;

/// The tools on the bus, as personas use them. Lives on the event loop.
/// Spec: OVOS-TOOLS-1, the caller's side.
class ToolBelt {
  public:
    ToolBelt(bus::Bus& bus, runtime::EventLoop& loop, ToolBeltSettings settings = {});

    /// The tools for one question: of those that `allowed` names and the session does not deny, the
    /// ones that go with the utterance best, as many as may be sent. Asks around first when there
    /// may be news. @param allowed "toolbox", "toolbox/tool" or "*"
    [[nodiscard]] boost::asio::awaitable<ToolChoice> choose(std::vector<std::string> allowed,
                                                            std::string utterance,
                                                            session::Session session);

    /// Has a tool run. @param context the conversation it is run for
    /// @param wake set by whoever no longer wants to wait
    /// @return what to tell the model: the result as JSON, or "error: ..."
    [[nodiscard]] boost::asio::awaitable<std::string> call(
        ToolChoice choice,
        llm::ToolCall call,
        json::object context,
        std::shared_ptr<runtime::AsyncEvent> wake);

  private:
    void learn(const Message& response);
    void take_answer(const Message& response);

    struct Waiting {
        std::shared_ptr<runtime::AsyncEvent> answered;
        std::optional<Message> response;
    };
    struct Toolbox {
        std::vector<KnownTool> tools;
        std::uint64_t round = 0;  // of discovery, that it last answered
    };

    bus::Bus& bus_;
    runtime::EventLoop& loop_;
    ToolBeltSettings settings_;
    std::map<std::string, Toolbox, std::less<>> toolboxes_;
    std::map<std::int64_t, std::shared_ptr<Waiting>> waiting_;  // by the number of the call
    std::int64_t next_call_ = 1;
    std::uint64_t round_ = 0;
    bool news_ = true;
    std::vector<bus::Subscription> subscriptions_;
};

/// What the list of these tools costs at most, in tokens: a token is at least three bytes of JSON.
[[nodiscard]] std::size_t tokens_of(const tools::ToolDefinition& tool);

/// How well a tool goes with an utterance: the words they share, those of its name twice. Always
/// the same for the same two.
[[nodiscard]] int relevance(const tools::ToolDefinition& tool, std::string_view utterance);

/// As a model is offered them.
[[nodiscard]] std::vector<llm::ToolOffer> offers_of(const ToolChoice& choice);

}  // namespace utter::orchestrator
