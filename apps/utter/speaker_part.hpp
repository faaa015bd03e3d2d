#pragma once

#include <memory>
#include <string>

#include "environment.hpp"
#include "utter/audio/audio_playback.hpp"
#include "utter/audio/echo_reference.hpp"
#include "utter/bus/bus.hpp"
#include "utter/core/result.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"
#include "utter/speaker/speaker.hpp"

namespace utter::app {

/// The speaker with its engine and its loudspeaker, both of which it opens when there is something
/// to say, and a thread for the synthesis.
class SpeakerPart {
  public:
    /// Starts it. All arguments outlive it. @param reference gets what is played; null: nobody
    /// wants it. @return invalid_argument for a transformer's id.
    [[nodiscard]] static Result<std::unique_ptr<SpeakerPart>> start(
        runtime::EventLoop& loop,
        bus::Bus& bus,
        const Program& program,
        std::shared_ptr<audio::EchoReference> reference);

    /// What GET /metrics says of it. The loop's thread.
    [[nodiscard]] std::string to_prometheus() const;

  private:
    SpeakerPart() = default;
    [[nodiscard]] std::unique_ptr<audio::SoundOutput> open_output(const Program& program,
                                                                  audio::PlayerEvents events);

    runtime::WorkerPool thread_{1};
    std::unique_ptr<audio::AudioPlayback> device_;
    std::shared_ptr<audio::EchoReference> reference_;
    std::string reported_;  // why there is no loudspeaker, said once
    std::unique_ptr<speaker::Speaker> speaker_;
};

}  // namespace utter::app
