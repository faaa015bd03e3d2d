#pragma once

#include <pulse/pulseaudio.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "utter/core/result.hpp"

namespace utter::audio {

/// One stream on the desktop's sound server, kept up by libpulse's thread: when the server goes,
/// or takes the stream away with its device, it is made anew, after 100 ms at first and after at
/// most 5 s. A stream that the server moves to another device goes on there.
///
/// libpulse's thread runs code of its own, which locks and allocates as it likes; the real-time
/// promise is about what `move_sound` does there. The thread has real-time priority where the
/// user's limits allow it.
class PulseLink {
  public:
    /// As a device to record: what the sink plays that is the default when the stream is made.
    static constexpr std::string_view default_monitor = "@DEFAULT_MONITOR@";

    struct Settings {
        std::string stream_name;  ///< as mixers show it
        std::string device;       ///< the server's name of it; empty: the server's choice; or
                                  ///< default_monitor
        pa_sample_spec format;
        pa_buffer_attr buffering;
        bool records = false;
        /// On libpulse's thread: to record, when there is sound; to play, when the server has room
        /// and each 10 ms.
        pa_stream_request_cb_t move_sound;
        pa_stream_notify_cb_t underflow = nullptr;  ///< the server had nothing to play; the same
        void* user = nullptr;                       ///< for both
    };

    explicit PulseLink(Settings settings) : settings_(std::move(settings)) {}
    ~PulseLink() { stop(); }
    PulseLink(const PulseLink&) = delete;
    PulseLink& operator=(const PulseLink&) = delete;
    PulseLink(PulseLink&&) = delete;
    PulseLink& operator=(PulseLink&&) = delete;

    /// Begins to keep the stream up; does not wait for it. @return internal when libpulse refuses.
    [[nodiscard]] Result<void> start();
    /// Ends the stream and libpulse's thread.
    void stop();
    [[nodiscard]] bool running() const noexcept { return loop_ != nullptr; }
    /// Calls `use` with the stream, or with null when it is not up, while libpulse's thread waits.
    /// Any thread but that one, while running().
    void with_stream(const std::function<void(pa_stream*)>& use);

  private:
    static constexpr std::chrono::milliseconds tick_time{10};
    static constexpr std::chrono::milliseconds retry_min{100};
    static constexpr std::chrono::milliseconds retry_max{5'000};

    // All on libpulse's thread.
    void connect();
    void disconnect();
    void connect_stream();
    void connect_stream_to(const std::string& name);
    void drop_stream();
    void context_changed();
    void stream_changed();
    void tick();
    void lost(const char* what);
    void retry();

    Settings settings_;
    pa_threaded_mainloop* loop_ = nullptr;
    pa_context* context_ = nullptr;
    pa_stream* stream_ = nullptr;
    pa_time_event* timer_ = nullptr;
    pa_time_event* tick_ = nullptr;  // of a stream that plays
    std::chrono::milliseconds retry_after_ = retry_min;
    bool reported_ = false;  // the loss, so that a long one is one line in the log
    bool in_real_time_ = false;
};

}  // namespace utter::audio
