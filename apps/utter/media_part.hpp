#pragma once

#include <memory>
#include <string>

#include "environment.hpp"
#include "utter/bus/bus.hpp"
#include "utter/core/result.hpp"
#include "utter/media/media_service.hpp"
#include "utter/runtime/worker_pool.hpp"

namespace utter::app {

/// Whether this installation can play media, and on what, for people.
/// @return unsupported when the module is missing, unavailable when `audio.output` is off.
[[nodiscard]] Result<std::string> describe_media_player(const Program& program);

/// The media players with a thread of their own, on which opening mpv holds up nobody.
class MediaPart {
  public:
    /// Takes requests from now on. Both outlive it.
    MediaPart(bus::Bus& bus, const Program& program);
    ~MediaPart();
    MediaPart(const MediaPart&) = delete;
    MediaPart& operator=(const MediaPart&) = delete;
    MediaPart(MediaPart&&) = delete;
    MediaPart& operator=(MediaPart&&) = delete;

  private:
    runtime::WorkerPool thread_{1};
    std::unique_ptr<media::MediaService> service_;
};

}  // namespace utter::app
