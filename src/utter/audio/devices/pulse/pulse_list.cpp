#include "utter/audio/devices/pulse/pulse_list.hpp"

#include <pulse/pulseaudio.h>

#include <memory>
#include <set>

namespace utter::audio {
namespace {

struct Question {
    std::string default_sink;
    std::string default_source;
    std::vector<PulseDevice> devices;
    std::set<std::string> monitors;  // names of sources that hear a sink
    int waiting = 0;                 // for so many answers
    bool failed = false;
};

std::string text_of(const char* text) {
    return text == nullptr ? std::string() : std::string(text);
}

void on_server(pa_context* /*context*/, const pa_server_info* info, void* self) {
    auto& question = *static_cast<Question*>(self);
    --question.waiting;
    if (info == nullptr) {
        question.failed = true;
        return;
    }
    question.default_sink = text_of(info->default_sink_name);
    question.default_source = text_of(info->default_source_name);
}

// Both kinds are told one by one, and once more at the end, or when it failed.
template <class Info>
void on_device(const Info* info, int end, void* self, bool records) {
    auto& question = *static_cast<Question*>(self);
    if (end != 0) {
        --question.waiting;
        question.failed = question.failed || end < 0;
        return;
    }
    question.devices.push_back({text_of(info->name), text_of(info->description), records});
}

void on_sink(pa_context* /*context*/, const pa_sink_info* info, int end, void* self) {
    on_device(info, end, self, false);
}

void on_source(pa_context* /*context*/, const pa_source_info* info, int end, void* self) {
    if (end == 0 && info->monitor_of_sink != PA_INVALID_INDEX) {
        static_cast<Question*>(self)->monitors.insert(text_of(info->name));
    }
    on_device(info, end, self, true);
}

void ask(pa_context* context, Question& question) {
    for (pa_operation* const asked :
         {pa_context_get_server_info(context, &on_server, &question),
          pa_context_get_sink_info_list(context, &on_sink, &question),
          pa_context_get_source_info_list(context, &on_source, &question)}) {
        ++question.waiting;
        if (asked == nullptr) {
            question.failed = true;
        } else {
            pa_operation_unref(asked);
        }
    }
}

}  // namespace

Result<std::vector<PulseDevice>> list_pulse_devices(std::chrono::milliseconds patience) {
    const std::unique_ptr<pa_mainloop, decltype(&pa_mainloop_free)> loop(pa_mainloop_new(),
                                                                         &pa_mainloop_free);
    if (!loop) return fail(ErrorCode::internal, "libpulse gives no main loop");
    const std::unique_ptr<pa_context, decltype(&pa_context_unref)> context(
        pa_context_new(pa_mainloop_get_api(loop.get()), "Utter"), &pa_context_unref);
    if (!context) return fail(ErrorCode::internal, "libpulse gives no connection");
    if (pa_context_connect(context.get(), nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0) {
        return fail(ErrorCode::unavailable, pa_strerror(pa_context_errno(context.get())));
    }
    Question question;
    bool asked = false;
    Result<void> outcome = fail(ErrorCode::timeout, "the sound server does not answer");
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (auto now = deadline - patience; now < deadline; now = std::chrono::steady_clock::now()) {
        const auto left = std::chrono::duration_cast<std::chrono::microseconds>(deadline - now);
        if (pa_mainloop_prepare(loop.get(), static_cast<int>(left.count())) < 0 ||
            pa_mainloop_poll(loop.get()) < 0 || pa_mainloop_dispatch(loop.get()) < 0) {
            break;
        }
        const auto state = pa_context_get_state(context.get());
        if (!PA_CONTEXT_IS_GOOD(state) || question.failed) {
            outcome = fail(ErrorCode::unavailable, pa_strerror(pa_context_errno(context.get())));
            break;
        }
        if (state == PA_CONTEXT_READY && !asked) {
            asked = true;
            ask(context.get(), question);
        }
        if (asked && question.waiting == 0) {
            outcome = {};
            break;
        }
    }
    pa_context_disconnect(context.get());
    if (!outcome) return std::unexpected(outcome.error());
    for (auto& device : question.devices) {
        device.is_default =
            device.name == (device.records ? question.default_source : question.default_sink);
    }
    std::erase_if(question.devices, [&](const PulseDevice& device) {
        return device.records && !device.is_default && question.monitors.contains(device.name);
    });
    return std::move(question.devices);
}

}  // namespace utter::audio
