#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "utter/audio/audio_capture.hpp"
#include "utter/audio/echo_reference.hpp"
#include "utter/audio/played_sound.hpp"

namespace utter::audio {

/// What a sound server plays, by whatever program, as it records its own loudspeaker: music as well
/// as our answers. This recording and the microphone's come from the server in the same moment, so
/// they are in step, however long what we hand to it waits there. Either may lose some of its sound
/// on a busy machine; they are in step again an eighth of a second later.
class SinkMonitor final : public PlayedSound {
  public:
    /// @param monitor records the loudspeaker
    /// @param own what we play; given out while the monitor does not hear it, as it may be that of
    /// another loudspeaker. Of the same rate as `monitor`.
    SinkMonitor(std::unique_ptr<AudioCapture> monitor, std::shared_ptr<EchoReference> own);
    ~SinkMonitor() override;
    SinkMonitor(const SinkMonitor&) = delete;
    SinkMonitor& operator=(const SinkMonitor&) = delete;
    SinkMonitor(SinkMonitor&&) = delete;
    SinkMonitor& operator=(SinkMonitor&&) = delete;

    [[nodiscard]] bool ready(std::size_t samples) override;
    void read(std::span<float> block) override;

  private:
    [[nodiscard]] AudioConsumer* consumer();
    void keep_up(AudioConsumer& from, std::size_t samples);
    void look_for_ourselves(std::span<const float> heard);

    std::unique_ptr<AudioCapture> monitor_;
    std::shared_ptr<EchoReference> own_;
    AudioConsumer* consumer_ = nullptr;  // once it records
    std::size_t retry_samples_ = 0;      // until it is asked again to
    std::size_t since_look_ = 0;
    std::size_t least_waiting_ = 0;  // since then
    std::size_t unheard_ = 0;        // of what we played, while the monitor was silent
    std::vector<float> own_block_;
    std::vector<float> thrown_;
};

}  // namespace utter::audio
