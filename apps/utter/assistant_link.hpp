#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "environment.hpp"
#include "utter/bus/bus.hpp"
#include "utter/core/message.hpp"
#include "utter/core/result.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::app {

/// The way a verb reaches an assistant: the one that is running, or one of its own in this process.
class AssistantLink {
  public:
    /// Connects to the configured bus; when nothing listens there, starts orchestrator and skills
    /// in process. @param may_start false: only a running one will do.
    /// @return unavailable saying what to start.
    [[nodiscard]] static Result<std::unique_ptr<AssistantLink>> open(const Program& program,
                                                                     bool may_start);
    /// Starts orchestrator and skills in this process, whatever else is running.
    [[nodiscard]] static Result<std::unique_ptr<AssistantLink>> open_own(const Program& program);
    /// Connects to the bus whether or not an assistant is on it.
    /// @param patience how long to wait for a bus
    [[nodiscard]] static Result<std::unique_ptr<AssistantLink>> open_bus(
        const Program& program, std::chrono::milliseconds patience);

    ~AssistantLink();
    AssistantLink(const AssistantLink&) = delete;
    AssistantLink& operator=(const AssistantLink&) = delete;
    AssistantLink(AssistantLink&&) = delete;
    AssistantLink& operator=(AssistantLink&&) = delete;

    /// Whether the assistant lives in this process and ends with it.
    [[nodiscard]] bool is_own() const noexcept;
    [[nodiscard]] bus::Bus& bus() noexcept;
    [[nodiscard]] runtime::EventLoop& loop() noexcept;

    /// Publishes `query` and waits for the first message on `topic` of the same session.
    [[nodiscard]] std::optional<Message> request(const Message& query,
                                                 const std::string& topic,
                                                 std::chrono::milliseconds patience);

    /// The context of messages of this link: its own session and source.
    [[nodiscard]] json::object context() const;
    /// Whether a message belongs to this link's session.
    [[nodiscard]] bool is_ours(const Message& message) const;

  private:
    struct Impl;
    explicit AssistantLink(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::app
