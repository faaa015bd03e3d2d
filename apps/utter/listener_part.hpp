#pragma once

#include <memory>
#include <string>

#include "environment.hpp"
#include "utter/audio/echo_reference.hpp"
#include "utter/bus/bus.hpp"
#include "utter/core/result.hpp"
#include "utter/listener/listener.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"

namespace utter::app {

/// The listener with its microphone, wake word and engine, and a thread for the transcription. A
/// microphone that is not there is looked for again until it is.
class ListenerPart {
  public:
    /// Starts it. All arguments outlive it. @param reference what a speaker in this process plays;
    /// null: nobody knows. @return invalid_argument for a transformer's id.
    [[nodiscard]] static Result<std::unique_ptr<ListenerPart>> start(
        runtime::EventLoop& loop,
        bus::Bus& bus,
        const Program& program,
        std::shared_ptr<audio::EchoReference> reference);

    /// How much of what is played is taken out of what the microphone hears, as Prometheus text.
    [[nodiscard]] std::string to_prometheus() const;

  private:
    ListenerPart(runtime::EventLoop& loop,
                 const Program& program,
                 std::shared_ptr<audio::EchoReference> reference)
        : loop_(loop), program_(program), reference_(std::move(reference)) {}
    void look_for_microphone();
    [[nodiscard]] std::unique_ptr<listener::Microphone> open_microphone(listener::EarEvents events);
    [[nodiscard]] Result<listener::MicrophoneParts> make_parts() const;
    [[nodiscard]] std::shared_ptr<audio::PlayedSound> what_is_played() const;

    runtime::EventLoop& loop_;
    const Program& program_;
    std::shared_ptr<audio::EchoReference> reference_;
    std::shared_ptr<listener::EchoLosses> losses_ = std::make_shared<listener::EchoLosses>();
    runtime::WorkerPool thread_{1};
    std::string reported_;  // why there is no microphone, said once
    TimerHandle retry_;
    std::unique_ptr<listener::Listener> listener_;
};

}  // namespace utter::app
