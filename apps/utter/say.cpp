#include "say.hpp"

#include <unistd.h>

#include <iostream>

#include "exit_code.hpp"
#include "speaking.hpp"
#include "utter/audio/wav_file.hpp"

namespace utter::app {
namespace {

Result<void> deliver(const audio::AudioBuffer& sound,
                     const std::optional<std::filesystem::path>& output) {
    if (output) return audio::write_wav(*output, sound);
    const auto bytes = audio::encode_wav(sound);
    if (!bytes) return std::unexpected(bytes.error());
    std::cout.write(reinterpret_cast<const char*>(bytes->data()),
                    static_cast<std::streamsize>(bytes->size()));
    std::cout.flush();
    if (!std::cout) return fail(ErrorCode::io, "standard output cannot be written");
    return {};
}

}  // namespace

int say(const Program& program,
        const std::string& text,
        const std::string& lang,
        const std::optional<std::filesystem::path>& output) {
    if (!output && isatty(STDOUT_FILENO) != 0) {
        std::cerr
            << "utter: this version plays no sound itself; give -o FILE, or pipe the WAV to a "
               "player: utter say \"hello\" | aplay\n";
        return exit_usage;
    }
    const auto sound = speak(program, text, lang.empty() ? program.settings.locale.lang : lang);
    const auto delivered =
        sound ? deliver(*sound, output) : Result<void>(std::unexpected(sound.error()));
    if (!delivered) {
        std::cerr << "utter: " << delivered.error().detail << '\n';
        return delivered.error().code == ErrorCode::invalid_argument ? exit_usage : exit_failed;
    }
    return exit_ok;
}

}  // namespace utter::app
