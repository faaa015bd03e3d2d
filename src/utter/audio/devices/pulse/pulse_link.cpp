#include "utter/audio/devices/pulse/pulse_link.hpp"

#include <algorithm>

#include "utter/audio/realtime_thread.hpp"
#include "utter/core/log.hpp"

namespace utter::audio {

using namespace std::chrono_literals;

Result<void> PulseLink::start() {
    if (loop_ != nullptr) return {};
    loop_ = pa_threaded_mainloop_new();
    if (loop_ == nullptr) return fail(ErrorCode::internal, "libpulse gives no main loop");
    pa_threaded_mainloop_set_name(loop_, "utter-audio");
    pa_mainloop_api_once(
        pa_threaded_mainloop_get_api(loop_),
        [](pa_mainloop_api*, void* self) {
            static_cast<PulseLink*>(self)->in_real_time_ = run_in_real_time();
        },
        this);
    connect();  // its thread does not run yet
    if (pa_threaded_mainloop_start(loop_) < 0) {
        disconnect();
        pa_threaded_mainloop_free(std::exchange(loop_, nullptr));
        return fail(ErrorCode::internal, "libpulse cannot start its thread");
    }
    return {};
}

void PulseLink::stop() {
    if (loop_ == nullptr) return;
    pa_threaded_mainloop_stop(loop_);  // from here on everything is this thread's
    disconnect();
    pa_threaded_mainloop_free(std::exchange(loop_, nullptr));
    retry_after_ = retry_min;
    reported_ = false;
}

void PulseLink::with_stream(const std::function<void(pa_stream*)>& use) {
    pa_threaded_mainloop_lock(loop_);
    const bool up = stream_ != nullptr && pa_stream_get_state(stream_) == PA_STREAM_READY;
    use(up ? stream_ : nullptr);
    pa_threaded_mainloop_unlock(loop_);
}

void PulseLink::connect() {
    context_ = pa_context_new(pa_threaded_mainloop_get_api(loop_), "Utter");
    if (context_ == nullptr) return lost("libpulse gives no connection");
    pa_context_set_state_callback(
        context_,
        [](pa_context*, void* self) { static_cast<PulseLink*>(self)->context_changed(); },
        this);
    // A server that is not there is not to be started by us: a desktop has one already.
    if (pa_context_connect(context_, nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0) {
        lost(pa_strerror(pa_context_errno(context_)));
    }
}

void PulseLink::disconnect() {
    if (timer_ != nullptr) {
        pa_threaded_mainloop_get_api(loop_)->time_free(std::exchange(timer_, nullptr));
    }
    drop_stream();
    if (context_ == nullptr) return;
    pa_context_set_state_callback(context_, nullptr, nullptr);
    pa_context_disconnect(context_);
    pa_context_unref(std::exchange(context_, nullptr));
}

void PulseLink::drop_stream() {
    if (tick_ != nullptr) {
        pa_threaded_mainloop_get_api(loop_)->time_free(std::exchange(tick_, nullptr));
    }
    if (stream_ == nullptr) return;
    pa_stream_set_state_callback(stream_, nullptr, nullptr);
    pa_stream_set_write_callback(stream_, nullptr, nullptr);
    pa_stream_set_underflow_callback(stream_, nullptr, nullptr);
    pa_stream_set_read_callback(stream_, nullptr, nullptr);
    pa_stream_disconnect(stream_);
    pa_stream_unref(std::exchange(stream_, nullptr));
}

void PulseLink::context_changed() {
    const auto state = pa_context_get_state(context_);
    if (state == PA_CONTEXT_READY) {
        connect_stream();
    } else if (!PA_CONTEXT_IS_GOOD(state)) {
        lost(pa_strerror(pa_context_errno(context_)));
    }
}

void PulseLink::connect_stream() {
    if (settings_.device != default_monitor) {
        connect_stream_to(settings_.device);
        return;
    }
    // PipeWire 0.3 takes an alias for no device when the stream may not be moved, and for the
    // default source when it may.
    pa_operation* const asked = pa_context_get_sink_info_by_name(
        context_,
        "@DEFAULT_SINK@",
        [](pa_context* context, const pa_sink_info* sink, int end, void* self) {
            auto& link = *static_cast<PulseLink*>(self);
            if (end < 0) {
                link.lost(pa_strerror(pa_context_errno(context)));
            } else if (end == 0) {
                link.connect_stream_to(sink->monitor_source_name);
            }
        },
        this);
    if (asked == nullptr) return lost(pa_strerror(pa_context_errno(context_)));
    pa_operation_unref(asked);
}

void PulseLink::connect_stream_to(const std::string& name) {
    stream_ = pa_stream_new(context_, settings_.stream_name.c_str(), &settings_.format, nullptr);
    if (stream_ == nullptr) return lost(pa_strerror(pa_context_errno(context_)));
    pa_stream_set_state_callback(
        stream_,
        [](pa_stream*, void* self) { static_cast<PulseLink*>(self)->stream_changed(); },
        this);
    // A named device is that one and no other: moved elsewhere when it is unplugged, the stream
    // would stay there when it is back. Killed instead, it is made anew until it finds it.
    // What a sink itself holds back cannot be taken back everywhere: as little as is asked for.
    const auto flags = static_cast<pa_stream_flags_t>(
        (settings_.records ? PA_STREAM_ADJUST_LATENCY : PA_STREAM_EARLY_REQUESTS) |
        PA_STREAM_AUTO_TIMING_UPDATE | PA_STREAM_INTERPOLATE_TIMING |
        (name.empty() ? PA_STREAM_NOFLAGS : PA_STREAM_DONT_MOVE));
    const char* const device = name.empty() ? nullptr : name.c_str();
    int result = 0;
    if (settings_.records) {
        pa_stream_set_read_callback(stream_, settings_.move_sound, settings_.user);
        result = pa_stream_connect_record(stream_, device, &settings_.buffering, flags);
    } else {
        pa_stream_set_write_callback(stream_, settings_.move_sound, settings_.user);
        pa_stream_set_underflow_callback(stream_, settings_.underflow, settings_.user);
        result = pa_stream_connect_playback(
            stream_, device, &settings_.buffering, flags, nullptr, nullptr);
    }
    if (result < 0) lost(pa_strerror(pa_context_errno(context_)));
}

void PulseLink::stream_changed() {
    const auto state = pa_stream_get_state(stream_);
    if (state == PA_STREAM_READY) {
        retry_after_ = retry_min;
        reported_ = false;
        if (!settings_.records) tick();
        const char* const device = pa_stream_get_device_name(stream_);
        log::info("audio.connected",
                  {{"stream", settings_.stream_name},
                   {"device", device == nullptr ? "" : device},
                   {"real_time", in_real_time_}});
    } else if (!PA_STREAM_IS_GOOD(state)) {
        lost(pa_strerror(pa_context_errno(context_)));
    }
}

void PulseLink::tick() {
    const auto due = pa_rtclock_now() + static_cast<pa_usec_t>(tick_time / 1us);
    if (tick_ != nullptr) {
        pa_context_rttime_restart(context_, tick_, due);
    } else {
        tick_ = pa_context_rttime_new(
            context_,
            due,
            [](pa_mainloop_api*, pa_time_event*, const timeval*, void* self) {
                static_cast<PulseLink*>(self)->tick();
            },
            this);
    }
    const auto room = pa_stream_writable_size(stream_);
    if (room != static_cast<std::size_t>(-1)) settings_.move_sound(stream_, room, settings_.user);
}

void PulseLink::lost(const char* what) {
    if (!std::exchange(reported_, true)) {
        log::warning("audio.lost", {{"stream", settings_.stream_name}, {"reason", what}});
    }
    if (timer_ != nullptr) return;
    // A libpulse object must not be freed in its own callback, so that is for the timer too.
    timeval due{};
    pa_gettimeofday(&due);
    pa_timeval_add(&due, static_cast<pa_usec_t>(retry_after_.count()) * 1000);
    retry_after_ = std::min(retry_after_ * 2, retry_max);
    auto* const api = pa_threaded_mainloop_get_api(loop_);
    timer_ = api->time_new(
        api,
        &due,
        [](pa_mainloop_api*, pa_time_event*, const timeval*, void* self) {
            static_cast<PulseLink*>(self)->retry();
        },
        this);
}

void PulseLink::retry() {
    const bool connected =
        context_ != nullptr && pa_context_get_state(context_) == PA_CONTEXT_READY;
    if (connected) {
        pa_threaded_mainloop_get_api(loop_)->time_free(std::exchange(timer_, nullptr));
        drop_stream();
        connect_stream();
    } else {
        disconnect();
        connect();
    }
}

}  // namespace utter::audio
