#include "utter/config/text_rules.hpp"

#include <algorithm>
#include <array>

namespace utter::config {
namespace {

constexpr std::size_t text_max_bytes = 4096;
constexpr std::size_t name_max_bytes = 253;

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_alnum(char c) {
    return is_alpha(c) || (c >= '0' && c <= '9');
}

bool printable(std::string_view text) {
    return text.size() <= text_max_bytes &&
           std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

// One or more letters, digits and characters of `extra`.
bool made_of(std::string_view text, std::string_view extra) {
    return !text.empty() && text.size() <= name_max_bytes &&
           std::ranges::all_of(text, [extra](char c) { return is_alnum(c) || extra.contains(c); });
}

// Lower-case words of ASCII letters and apostrophes, one space between two.
bool made_of_words(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '\''; };
    return !text.empty() && is_letter(text.front()) && is_letter(text.back()) &&
           !text.contains("  ") &&
           std::ranges::all_of(text, [&](char c) { return is_letter(c) || c == ' '; });
}

// RFC 5646 by shape alone: a language of 2 to 8 letters, then subtags of 1 to 8.
bool is_language_tag(std::string_view text) {
    const auto primary = text.substr(0, text.find('-'));
    if (text.size() > 35 || primary.size() < 2 || primary.size() > 8) return false;
    if (!std::ranges::all_of(primary, is_alpha)) return false;
    auto rest = text.substr(primary.size());
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const auto subtag = rest.substr(0, rest.find('-'));
        if (subtag.empty() || subtag.size() > 8) return false;
        if (!std::ranges::all_of(subtag, is_alnum)) return false;
        rest.remove_prefix(subtag.size());
    }
    return true;
}

bool is_timezone(std::string_view text) {
    return text.empty() ||
           (made_of(text, "_+-/") && is_alpha(text.front()) && is_alnum(text.back()));
}

bool is_host(std::string_view text) {
    return made_of(text, ".-:");
}

bool is_websocket_url(std::string_view text) {
    if (text.empty()) return true;
    for (const std::string_view scheme : {"ws://", "wss://", "unix:/"}) {
        if (text.starts_with(scheme)) {
            return text.size() > scheme.size() && !text.contains(' ') && printable(text);
        }
    }
    return false;
}

bool is_origin(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.starts_with(scheme)) return made_of(text.substr(scheme.size()), ".-:[]");
    }
    return false;
}

bool is_plugin_name(std::string_view text) {
    return made_of(text, "-_.") && is_alnum(text.front());
}

bool is_http_url(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.starts_with(scheme)) {
            return text.size() > scheme.size() && !text.contains(' ') && printable(text);
        }
    }
    return false;
}

// The engine says what else is wrong with one.
bool is_wyoming_url(std::string_view text) {
    if (text.empty()) return true;
    if (text.starts_with("unix:///")) return printable(text);
    constexpr std::string_view scheme = "tcp://";
    const auto colon = text.rfind(':');
    return text.starts_with(scheme) && colon > scheme.size() &&
           made_of(text.substr(scheme.size(), colon - scheme.size()), ".-_:[]") &&
           made_of(text.substr(colon + 1), "");
}

bool is_optional_http_url(std::string_view text) {
    return text.empty() || is_http_url(text);
}

bool is_sound_format(std::string_view text) {
    return text == "wav" || text == "pcm";
}

bool is_llm_type(std::string_view text) {
    return text == "openai" || text == "ollama";
}

bool is_audio_output(std::string_view text) {
    constexpr std::array<std::string_view, 6> outputs{
        "auto", "off", "pulse", "file", "stdout", "null"};
    return std::ranges::find(outputs, text) != outputs.end();
}

bool is_audio_input(std::string_view text) {
    constexpr std::array<std::string_view, 6> inputs{
        "auto", "off", "pulse", "file", "stdin", "null"};
    return std::ranges::find(inputs, text) != inputs.end();
}

bool is_listen_mode(std::string_view text) {
    constexpr std::array<std::string_view, 4> modes{
        "wake_word", "continuous", "hybrid", "push_to_talk"};
    return std::ranges::find(modes, text) != modes.end();
}

bool is_sherpa_type(std::string_view text) {
    constexpr std::array<std::string_view, 7> types{"auto",
                                                    "transducer",
                                                    "streaming_transducer",
                                                    "whisper",
                                                    "moonshine",
                                                    "sense_voice",
                                                    "paraformer"};
    return std::ranges::find(types, text) != types.end();
}

bool is_barge_in(std::string_view text) {
    constexpr std::array<std::string_view, 3> policies{"never", "wake_word", "speech"};
    return std::ranges::find(policies, text) != policies.end();
}

bool is_echo_reference(std::string_view text) {
    return text == "sink" || text == "own";
}

bool is_music_policy(std::string_view text) {
    constexpr std::array<std::string_view, 3> policies{"duck", "pause", "keep"};
    return std::ranges::find(policies, text) != policies.end();
}

bool is_wake_word(std::string_view text) {
    return text.size() <= 100 && made_of_words(text);
}

bool is_tool_name(std::string_view text) {
    return text == "*" || made_of(text, "_-/");
}

bool is_prose(std::string_view text) {
    constexpr std::size_t prose_max_bytes = 16'384;
    return text.size() <= prose_max_bytes && std::ranges::none_of(text, [](unsigned char c) {
               return (c < ' ' && c != '\n' && c != '\t' && c != '\r') || c == 0x7f;
           });
}

}  // namespace

const TextRule any_text{
    "text of at most 4096 bytes without control characters", "texts", printable};
const TextRule language_tag{
    "a BCP-47 language tag such as \"en-US\"", "BCP-47 language tags", is_language_tag};
const TextRule timezone_name{
    "an IANA time zone name such as \"Europe/Lisbon\", or empty", "time zone names", is_timezone};
const TextRule host_name{"an IP address or a host name", "hosts", is_host};
const TextRule websocket_url{
    "a URL that starts with ws://, wss:// or unix:/, or empty", "bus URLs", is_websocket_url};
const TextRule web_origin{
    "an origin such as \"https://panel.example:8443\"", "web origins", is_origin};
const TextRule user_name{"a user's name or number", "users", is_plugin_name};
const TextRule plugin_name{
    "a name of letters, digits, '-', '_' and '.'", "plugin names", is_plugin_name};
const TextRule skill_id{"a skill id such as \"timer.utter\"", "skill ids", is_plugin_name};
const TextRule http_url{"a URL that starts with http:// or https://", "URLs", is_http_url};
const TextRule optional_http_url{
    "a URL that starts with http:// or https://, or empty", "URLs", is_optional_http_url};
const TextRule sound_format{"\"wav\" or \"pcm\"", "formats", is_sound_format};
const TextRule wyoming_url{
    "a URL such as \"tcp://127.0.0.1:10300\" or \"unix:///run/service.sock\", or empty",
    "Wyoming URLs",
    is_wyoming_url};
const TextRule worker_url{
    "a URL such as \"tcp://127.0.0.1:50051\" or \"unix:///run/worker.sock\", or empty",
    "worker URLs",
    is_wyoming_url};
const TextRule llm_type{"\"openai\" or \"ollama\"", "types", is_llm_type};
const TextRule sherpa_type{
    "\"auto\", \"transducer\", \"streaming_transducer\", \"whisper\", \"moonshine\", "
    "\"sense_voice\" or \"paraformer\"",
    "types",
    is_sherpa_type};
const TextRule audio_output{
    "\"auto\", \"off\", \"pulse\", \"file\", \"stdout\" or \"null\"", "outputs", is_audio_output};
const TextRule audio_input{
    "\"auto\", \"off\", \"pulse\", \"file\", \"stdin\" or \"null\"", "inputs", is_audio_input};
const TextRule listen_mode{
    "\"wake_word\", \"continuous\", \"hybrid\" or \"push_to_talk\"", "modes", is_listen_mode};
const TextRule barge_in{"\"never\", \"wake_word\" or \"speech\"", "policies", is_barge_in};
const TextRule echo_reference{"\"sink\" or \"own\"", "references", is_echo_reference};
const TextRule music_policy{"\"duck\", \"pause\" or \"keep\"", "policies", is_music_policy};
const TextRule wake_word{
    "lower-case words with a space between two", "phrases of lower-case words", is_wake_word};
const TextRule tool_name{
    "a toolbox, \"toolbox/tool\" or \"*\"", "toolboxes or tools", is_tool_name};
const TextRule prose{
    "text of at most 16384 bytes, which may have several lines", "texts", is_prose};

}  // namespace utter::config
