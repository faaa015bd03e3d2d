#include "utter/speech/engines/espeak/voice_profile.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "utter/core/json.hpp"

namespace utter::speech::espeak {
namespace {

std::filesystem::path path_of(const std::filesystem::path& folder, std::string_view name) {
    return folder / (std::string(name) + ".json");
}

}  // namespace

bool is_profile_name(std::string_view name) noexcept {
    constexpr std::size_t name_bytes_max = 64;
    return !name.empty() && name.size() <= name_bytes_max && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

Result<VoiceProfile> parse_profile(std::string_view text) {
    const auto parsed = parse_json(text);
    if (!parsed) return std::unexpected(parsed.error());
    const auto* const object = parsed->if_object();
    if (object == nullptr) return fail(ErrorCode::malformed, "it is no JSON object");
    VoiceProfile profile;
    const auto* const variant = object->if_contains("variant");
    if (variant == nullptr || !variant->is_string()) {
        return fail(ErrorCode::malformed, "'variant' must be a string");
    }
    profile.variant = variant->get_string();
    Result<void> right;
    const auto read = [&](const char* key, auto& into, double min, double max) {
        const auto* const value = object->if_contains(key);
        const double number =
            value == nullptr || !value->is_number() ? max + 1 : value->to_number<double>();
        if (number >= min && number <= max) {
            into = static_cast<std::remove_reference_t<decltype(into)>>(number);
        } else if (right) {
            right = fail(ErrorCode::malformed,
                         "'" + std::string(key) + "' must be a number from " +
                             std::to_string(static_cast<int>(min)) + " to " +
                             std::to_string(static_cast<int>(max)));
        }
    };
    read("pitch", profile.pitch, 0, 99);
    read("pitch_range", profile.pitch_range, 0, 100);
    read("words_per_minute", profile.words_per_minute, 80, 450);
    read("treble_db", profile.treble_db, -24, 24);
    if (!right) return std::unexpected(right.error());
    return profile;
}

std::string to_text(const VoiceProfile& profile) {
    return json::serialize(json::object{{"variant", profile.variant},
                                        {"pitch", profile.pitch},
                                        {"pitch_range", profile.pitch_range},
                                        {"words_per_minute", profile.words_per_minute},
                                        {"treble_db", profile.treble_db}});
}

Result<std::optional<VoiceProfile>> load_profile(const std::filesystem::path& folder,
                                                 std::string_view name) {
    if (folder.empty() || !is_profile_name(name)) return std::nullopt;
    const auto path = path_of(folder, name);
    std::error_code failed;
    if (!std::filesystem::exists(path, failed)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) return fail(ErrorCode::io, "the voice " + path.string() + " cannot be read");
    auto profile = parse_profile(text);
    if (!profile) {
        return fail(profile.error().code,
                    "the voice " + path.string() + " cannot be read: " + profile.error().detail);
    }
    return std::optional(*std::move(profile));
}

Result<void> save_profile(const std::filesystem::path& folder,
                          std::string_view name,
                          const VoiceProfile& profile) {
    const auto path = path_of(folder, name);
    const auto part = path.string() + ".part";
    const auto text = to_text(profile);
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 &&
                ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    good = good && ::rename(part.c_str(), path.c_str()) == 0;
    if (good) return {};
    const auto why = std::generic_category().message(errno);
    ::unlink(part.c_str());
    return std::unexpected(
        Error{ErrorCode::io, "the voice " + path.string() + " cannot be written: " + why, true});
}

Result<void> remove_profile(const std::filesystem::path& folder, std::string_view name) {
    if (folder.empty() || !is_profile_name(name)) return {};
    const auto path = path_of(folder, name);
    std::error_code failed;
    std::filesystem::remove(path, failed);
    if (!failed) return {};
    return fail(ErrorCode::io,
                "the voice " + path.string() + " cannot be removed: " + failed.message());
}

}  // namespace utter::speech::espeak
