#include "sound_devices.hpp"

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

Result<const AudioModule*> load_pulse() {
    const auto found = load_module("pulse", "utter_audio");
    if (!found) return std::unexpected(found.error());
    const auto* const module = static_cast<const AudioModule*>(*found);
    module->configure_log(log::options());
    return module;
}

// One side of the settings: which device, and what it is called there.
struct Wanted {
    std::string_view key;  // "audio.output"
    const std::string& kind;
    const std::string& device;
    std::string_view default_device;
};

Result<std::string> describe(const Wanted& wanted, const config::Environment& environment) {
    const std::string key(wanted.key);
    if (wanted.kind == "off") return fail(ErrorCode::unavailable, key + " is off");
    if (wanted.kind == "file") {
        if (wanted.device.empty()) {
            return fail(ErrorCode::invalid_argument,
                        key + " = \"file\" needs the file's path in " + key + "_device");
        }
        return "the file " + wanted.device;
    }
    if (wanted.kind == "stdout") return "standard output";
    if (wanted.kind == "stdin") return "standard input";
    if (wanted.kind == "null") return "nothing";
    const auto server = find_sound_server(environment);
    if (!server) return server;
    std::error_code error;
    if (!fs::exists(module_path("pulse"), error)) {
        return fail(ErrorCode::unsupported,
                    "this installation has no module for sound servers (pulse)");
    }
    return (wanted.device.empty() ? std::string(wanted.default_device) : wanted.device) + " of " +
           *server;
}

}  // namespace

Result<std::string> describe_loudspeaker(const Program& program) {
    const auto& audio = program.settings.audio;
    return describe({"audio.output", audio.output, audio.output_device, "the default sink"},
                    program.environment);
}

Result<std::string> describe_microphone(const Program& program) {
    const auto& audio = program.settings.audio;
    return describe({"audio.input", audio.input, audio.input_device, "the default source"},
                    program.environment);
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
    const auto pulse = load_pulse();
    if (!pulse) return std::unexpected(pulse.error());
    return (*pulse)->make_playback(settings.output_device);
}

Result<std::unique_ptr<audio::AudioCapture>> make_sink_monitor(const Program& program) {
    const auto& settings = program.settings.audio;
    const bool on_server = settings.output == "auto" || settings.output == "pulse";
    const bool heard_there = settings.input == "auto" || settings.input == "pulse";
    if ((settings.output != "off" && !on_server) || !heard_there) {
        return fail(ErrorCode::unavailable, "not both of them are a sound server's");
    }
    if (const auto server = find_sound_server(program.environment); !server) {
        return std::unexpected(server.error());
    }
    const auto pulse = load_pulse();
    if (!pulse) return std::unexpected(pulse.error());
    const bool named = on_server && !settings.output_device.empty();
    return (*pulse)->make_capture(named ? settings.output_device + ".monitor"
                                        : "@DEFAULT_MONITOR@");
}

Result<std::unique_ptr<audio::AudioCapture>> make_microphone(const Program& program) {
    if (auto described = describe_microphone(program); !described) {
        return std::unexpected(described.error());
    }
    const auto& settings = program.settings.audio;
    if (settings.input == "file") {
        return std::make_unique<audio::FileCapture>(settings.input_device);
    }
    if (settings.input == "null") return std::make_unique<audio::NullCapture>();
    if (settings.input == "stdin") return std::make_unique<audio::StdinCapture>(STDIN_FILENO);
    const auto pulse = load_pulse();
    if (!pulse) return std::unexpected(pulse.error());
    return (*pulse)->make_capture(settings.input_device);
}

Result<json::array> list_sound_devices(const Program& program) {
    const auto& settings = program.settings.audio;
    json::array all;
    const auto add = [&all](bool records,
                            const std::string& name,
                            const std::string& description,
                            bool is_default,
                            bool chosen) {
        all.push_back(json::object{{"kind", records ? "microphone" : "loudspeaker"},
                                   {"name", name},
                                   {"description", description},
                                   {"default", is_default},
                                   {"chosen", chosen}});
    };
    const auto served = [](const std::string& kind) { return kind == "auto" || kind == "pulse"; };
    for (const bool records : {true, false}) {
        const auto& kind = records ? settings.input : settings.output;
        if (served(kind) || kind == "off") continue;
        const auto described =
            records ? describe_microphone(program) : describe_loudspeaker(program);
        add(records, kind, described ? *described : described.error().detail, false, true);
    }
    if (const auto server = find_sound_server(program.environment); !server) {
        return all.empty() ? Result<json::array>(std::unexpected(server.error())) : all;
    }
    const auto pulse = load_pulse();
    if (!pulse) return std::unexpected(pulse.error());
    const auto devices = (*pulse)->list_devices();
    if (!devices) return std::unexpected(devices.error());
    for (const auto& device : *devices) {
        const auto& kind = device.records ? settings.input : settings.output;
        const auto& wanted = device.records ? settings.input_device : settings.output_device;
        const bool chosen =
            served(kind) && (wanted.empty() ? device.is_default : wanted == device.name);
        add(device.records, device.name, device.description, device.is_default, chosen);
    }
    return all;
}

}  // namespace utter::app
