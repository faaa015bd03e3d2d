#include "loudspeaker.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>

#include "audio_module.hpp"
#include "module_loader.hpp"
#include "utter/audio/devices/file/file_device.hpp"
#include "utter/audio/devices/null/null_device.hpp"
#include "utter/audio/devices/stdio/stdio_device.hpp"
#include "utter/core/log.hpp"

namespace utter::app {
namespace {

namespace fs = std::filesystem;

bool answers(const fs::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto name = path.string();
    if (name.size() >= sizeof(address.sun_path)) return false;
    std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) return false;
    const bool connected =
        ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::close(socket);
    return connected;
}

// Where libpulse would find a server. One that PULSE_SERVER names may be on another machine, and is
// believed.
Result<std::string> find_sound_server(const config::Environment& environment) {
    if (const auto it = environment.find("PULSE_SERVER"); it != environment.end()) {
        return it->second;
    }
    const auto it = environment.find("XDG_RUNTIME_DIR");
    const fs::path runtime = it == environment.end() || it->second.empty()
                                 ? fs::path("/run/user") / std::to_string(::getuid())
                                 : fs::path(it->second);
    const auto socket = runtime / "pulse" / "native";
    if (answers(socket)) return socket.string();
    return fail(ErrorCode::unavailable, "no sound server answers on " + socket.string());
}

Result<std::unique_ptr<audio::AudioPlayback>> make_pulse(const std::string& device) {
    const auto found = load_module("pulse", "utter_audio");
    if (!found) return std::unexpected(found.error());
    const auto* const module = static_cast<const AudioModule*>(*found);
    module->configure_log(log::options());
    return module->make_playback(device);
}

}  // namespace

Result<std::string> describe_loudspeaker(const Program& program) {
    const auto& settings = program.settings.audio;
    if (settings.output == "off") return fail(ErrorCode::unavailable, "audio.output is off");
    if (settings.output == "file") {
        if (settings.output_device.empty()) {
            return fail(ErrorCode::invalid_argument,
                        "audio.output = \"file\" needs the file's path in audio.output_device");
        }
        return "the file " + settings.output_device;
    }
    if (settings.output == "stdout") return "standard output";
    if (settings.output == "null") return "nobody hears it";
    const auto server = find_sound_server(program.environment);
    if (!server) return server;
    std::error_code error;
    if (!fs::exists(module_path("pulse"), error)) {
        return fail(ErrorCode::unsupported,
                    "this installation has no module for sound servers (pulse)");
    }
    return (settings.output_device.empty() ? "the default sink" : settings.output_device) + " of " +
           *server;
}

Result<std::unique_ptr<audio::AudioPlayback>> make_loudspeaker(const Program& program) {
    if (auto described = describe_loudspeaker(program); !described) {
        return std::unexpected(described.error());
    }
    const auto& settings = program.settings.audio;
    if (settings.output == "file") {
        return std::make_unique<audio::FilePlayback>(settings.output_device);
    }
    if (settings.output == "null") return std::make_unique<audio::NullPlayback>();
    if (settings.output == "stdout") {
        std::signal(SIGPIPE, SIG_IGN);  // a reader that goes ends the sound, not the assistant
        return std::make_unique<audio::StdoutPlayback>(STDOUT_FILENO);
    }
    return make_pulse(settings.output_device);
}

}  // namespace utter::app
