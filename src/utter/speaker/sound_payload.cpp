#include "utter/speaker/sound_payload.hpp"

#include <cctype>
#include <charconv>
#include <fstream>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "utter/audio/wav_file.hpp"
#include "utter/core/base64.hpp"

namespace utter::speaker {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{64} << 20;

// A path out of `file:` with or without a host's empty slashes, or the path itself.
std::optional<std::string> path_of(std::string_view uri) {
    if (uri.starts_with('/')) return std::string(uri);
    constexpr std::string_view scheme = "file:";
    if (!uri.starts_with(scheme)) return std::nullopt;
    uri.remove_prefix(scheme.size());
    if (uri.starts_with("//")) uri.remove_prefix(2);
    if (uri.starts_with("localhost/")) uri.remove_prefix(9);
    if (!uri.starts_with('/')) return std::nullopt;
    std::string path;
    for (std::size_t i = 0; i < uri.size(); ++i) {
        unsigned value = 0;
        const char* const digits = uri.data() + i + 1;
        if (uri[i] == '%' && i + 2 < uri.size() &&
            std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
            path += static_cast<char>(value);
            i += 2;
        } else {
            path += uri[i];
        }
    }
    return path;
}

Result<std::string> read_file(std::string_view uri) {
    const auto path = path_of(uri);
    if (!path) {
        return fail(ErrorCode::unsupported,
                    "the uri '" + std::string(uri) + "' is neither file: nor an absolute path");
    }
    std::ifstream stream(*path, std::ios::binary);
    std::string bytes;
    std::vector<char> block(std::size_t{1} << 16);
    while (stream && bytes.size() <= file_bytes_max) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        bytes.append(block.data(), static_cast<std::size_t>(stream.gcount()));
    }
    if (bytes.size() > file_bytes_max) {
        return fail(ErrorCode::limit, "the file '" + *path + "' is larger than 64 MiB");
    }
    if (bytes.empty()) {
        return fail(ErrorCode::not_found, "the file '" + *path + "' cannot be read, or is empty");
    }
    return bytes;
}

// Samples without a header, when `mime` and `sample_rate` say how to read them.
std::optional<audio::AudioBuffer> decode_raw(const std::string& bytes, const json::object& data) {
    constexpr std::int64_t rate_min_hz = 8'000;
    constexpr std::int64_t rate_max_hz = 192'000;
    auto mime = std::string(string_or_empty(data, "mime"));
    for (char& c : mime) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const std::string_view kind = std::string_view(mime).substr(0, mime.find(';'));
    const bool network_order = kind == "audio/l16";
    if (!network_order && kind != "audio/pcm" && kind != "audio/raw") return std::nullopt;
    const auto* rate = data.if_contains("sample_rate");
    if (rate == nullptr || !rate->is_number()) return std::nullopt;
    const auto hz = rate->to_number<double>();
    if (!(hz >= rate_min_hz && hz <= rate_max_hz)) return std::nullopt;
    audio::AudioBuffer sound;
    sound.sample_rate_hz = static_cast<std::uint32_t>(hz);
    sound.samples.reserve(bytes.size() / 2);
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const auto second = static_cast<unsigned char>(bytes[i + 1]);
        const auto value =
            static_cast<std::uint16_t>(network_order ? first << 8 | second : second << 8 | first);
        sound.samples.push_back(static_cast<float>(static_cast<std::int16_t>(value)) / 32768.0F);
    }
    if (sound.samples.empty() || sound.duration() > audio::sound_duration_max) return std::nullopt;
    return sound;
}

}  // namespace

Result<audio::AudioBuffer> decode_sound_payload(const json::object& data) {
    const auto uri = string_or_empty(data, "uri");
    const auto encoded = string_or_empty(data, "audio");
    if (uri.empty() == encoded.empty()) {
        return fail(ErrorCode::malformed, "exactly one of 'uri' and 'audio' must be a text");
    }
    std::string bytes;
    if (!uri.empty()) {
        auto read = read_file(uri);
        if (!read) return std::unexpected(read.error());
        bytes = std::move(*read);
    } else if (auto decoded = from_base64(encoded)) {
        bytes = std::move(*decoded);
    } else {
        return fail(ErrorCode::malformed, "'audio' is not base64");
    }
    auto sound = audio::decode_sound(std::as_bytes(std::span(bytes)));
    if (sound) return sound;
    if (auto raw = decode_raw(bytes, data)) return std::move(*raw);
    return std::unexpected(sound.error());
}

}  // namespace utter::speaker
