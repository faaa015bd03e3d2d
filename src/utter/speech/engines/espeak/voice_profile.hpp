#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"

namespace utter::speech::espeak {

/// How eSpeak sounds like somebody: what a trained voice is made of.
struct VoiceProfile {
    std::string variant;         ///< of eSpeak, "f3"; empty: none
    int pitch = 50;              ///< 0 .. 99
    int pitch_range = 50;        ///< 0 .. 100
    int words_per_minute = 175;  ///< 80 .. 450
    double treble_db = 0;        ///< -24 .. 24, of what is above about 1 kHz

    friend bool operator==(const VoiceProfile&, const VoiceProfile&) = default;
};

/// Whether a trained voice may be called so: 1 to 64 of A-Z, a-z, 0-9, '-' and '_'.
[[nodiscard]] bool is_profile_name(std::string_view name) noexcept;

/// One JSON object. @return malformed naming the member that is missing or out of its range
[[nodiscard]] Result<VoiceProfile> parse_profile(std::string_view text);
[[nodiscard]] std::string to_text(const VoiceProfile& profile);

/// The trained voice `name` of a folder.
/// @return nothing when there is none of that name; io or malformed naming the file
[[nodiscard]] Result<std::optional<VoiceProfile>> load_profile(const std::filesystem::path& folder,
                                                               std::string_view name);

/// Writes it so that it is there wholly, and on the disk, or not at all; an older one is replaced.
/// Makes the folder. @return io naming the file
[[nodiscard]] Result<void> save_profile(const std::filesystem::path& folder,
                                        std::string_view name,
                                        const VoiceProfile& profile);

/// Removes it, if there is one. @return io naming the file
[[nodiscard]] Result<void> remove_profile(const std::filesystem::path& folder,
                                          std::string_view name);

}  // namespace utter::speech::espeak
