#include "media_part.hpp"

#include <filesystem>
#include <future>
#include <utility>

#include "media_module.hpp"
#include "module_loader.hpp"
#include "sound_devices.hpp"
#include "utter/config/load.hpp"
#include "utter/core/log.hpp"
#include "utter/intent/dialog.hpp"

namespace utter::app {
namespace {

namespace fs = std::filesystem;

// Without an output of its own, media sound where answers do.
media::MpvSettings mpv_settings(const config::Settings& settings) {
    media::MpvSettings out{.output = settings.media.output, .device = settings.media.output_device};
    if (!out.output.empty()) return out;
    const auto& audio = settings.audio;
    if (audio.output == "pulse" || audio.output == "auto") {
        out.output = "pulse";
        if (out.device.empty() && !audio.output_device.empty()) {
            out.device = "pulse/" + audio.output_device;
        }
    } else {
        out.output = "null";  // what takes answers as a file or a stream takes nothing else
    }
    return out;
}

Result<std::unique_ptr<media::PlayerBackend>> open_backend(const Program& program,
                                                           media::BackendEvents events) {
    if (auto described = describe_media_player(program); !described) {
        return std::unexpected(described.error());
    }
    const auto module = load_module("mpv", "utter_media_backend");
    if (!module) return std::unexpected(module.error());
    return static_cast<const MediaBackendModule*>(*module)->open(mpv_settings(program.settings),
                                                                 std::move(events));
}

std::unique_ptr<media::PlayerExport> open_export(const Program& program,
                                                 media::ExportControl control) {
    std::error_code error;
    if (!program.settings.media.mpris || !fs::exists(module_path("mpris"), error)) return nullptr;
    const auto module = load_module("mpris", "utter_media_export");
    if (!module) {
        log::info("media.not_on_the_desktop", {{"reason", module.error().detail}});
        return nullptr;
    }
    const auto* const mpris = static_cast<const MediaExportModule*>(*module);
    mpris->configure_log(log::options());
    auto opened = mpris->open(std::move(control));
    if (opened) return std::move(*opened);
    log::info("media.not_on_the_desktop", {{"reason", opened.error().detail}});
    return nullptr;
}

}  // namespace

Result<std::string> describe_media_player(const Program& program) {
    std::error_code error;
    if (!fs::exists(module_path("mpv"), error)) {
        return fail(ErrorCode::unsupported,
                    "this installation has no module that plays media (mpv): it was built without "
                    "libmpv");
    }
    const auto& media = program.settings.media;
    if (media.output.empty()) {
        if (auto speaks = describe_loudspeaker(program); !speaks) {
            return std::unexpected(speaks.error());
        }
    }
    const auto settings = mpv_settings(program.settings);
    return "mpv on " + settings.output + (settings.device.empty() ? "" : ", " + settings.device);
}

MediaPart::MediaPart(bus::Bus& bus, const Program& program) {
    const auto& settings = program.settings.media;
    media::MediaSettings wanted;
    wanted.sessions = settings.sessions;
    wanted.likes = config::liked_songs(settings, program.environment);
    wanted.folders.assign(settings.folders.begin(), settings.folders.end());
    wanted.on_displays = program.settings.gui.enabled;
    wanted.rules = {.duck_volume = static_cast<int>(settings.duck_volume),
                    .volume = static_cast<int>(settings.volume),
                    .numeric_states = settings.numeric_states,
                    .schemes = settings.schemes};
    media::MediaRuntime runtime{.bus = bus,
                                .executor = thread_,
                                .open_backend =
                                    [&program](media::BackendEvents events) {
                                        return open_backend(program, std::move(events));
                                    },
                                .open_export =
                                    [&program](media::ExportControl control) {
                                        return open_export(program, std::move(control));
                                    },
                                .random_index = intent::make_random_index()};
    service_ = std::make_unique<media::MediaService>(std::move(runtime), std::move(wanted));
    service_->start();
}

// On its own thread, where nothing of it runs meanwhile.
MediaPart::~MediaPart() {
    std::promise<void> gone;
    thread_.post([&] {
        service_.reset();
        gone.set_value();
    });
    gone.get_future().wait();
}

}  // namespace utter::app
