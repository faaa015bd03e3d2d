#include "synthesis.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "utter/audio/wav_file.hpp"

namespace utter::bench {
namespace {

// Sentences come from our corpus, but they do go through a shell.
bool is_plain(const std::string& text) {
    return std::ranges::all_of(text, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == ' ' || c == '\'' || c == '-' || c == '+';
    });
}

}  // namespace

Result<audio::AudioBuffer> speak(const Voice& voice,
                                 const std::string& sentence,
                                 std::uint32_t rate_hz,
                                 const std::filesystem::path& folder) {
    if (!is_plain(sentence) || !is_plain(voice.name)) {
        return fail(ErrorCode::invalid_argument, "not plain words: " + sentence);
    }
    auto file_name =
        voice.program + "-" + voice.name + "-" + std::to_string(rate_hz) + "-" + sentence + ".wav";
    std::ranges::replace(file_name, ' ', '_');
    std::erase(file_name, '\'');
    const auto path = folder / file_name;
    if (!std::filesystem::exists(path)) {
        std::filesystem::create_directories(folder);
        const auto raw = (folder / "raw.wav").string();
        const auto say =
            voice.program == "flite"
                ? "flite -voice " + voice.name + " -t \"" + sentence + "\" -o " + raw
                : "espeak-ng -v " + voice.name + " -w " + raw + " \"" + sentence + "\"";
        const auto convert = "sox -V1 -R " + raw + " -r " + std::to_string(rate_hz) + " -b 16 \"" +
                             path.string() + "\"";
        if (std::system((say + " && " + convert).c_str()) != 0) {
            return fail(ErrorCode::unavailable, "cannot synthesise with: " + say);
        }
    }
    return audio::read_wav(path);
}

}  // namespace utter::bench
