#include "utter/speech/engines/openai/openai_stt.hpp"

#include <fmt/format.h>

#include <random>
#include <span>
#include <utility>

#include "utter/audio/wav_file.hpp"
#include "utter/core/json.hpp"
#include "utter/speech/engines/remote/heard_sound.hpp"
#include "utter/speech/engines/remote/words.hpp"
#include "utter/speech/word_graph.hpp"

namespace utter::speech {
namespace {

constexpr std::uint64_t transcript_bytes_max = std::uint64_t{1024} * 1024;
// The protocol has no confidence.
constexpr double unknown_confidence = 0.5;

// RFC 7578. A boundary must not stand in what it separates; chance makes sure of that.
class Form {
  public:
    Form() {
        std::random_device random;
        boundary_ =
            fmt::format("utter-{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
    }

    void add(std::string_view name, std::string_view value) {
        body_ += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                             boundary_,
                             name,
                             value);
    }
    void add_wav(std::string_view name, std::span<const std::byte> wav) {
        body_ += fmt::format(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"speech.wav\"\r\n"
            "Content-Type: audio/wav\r\n\r\n",
            boundary_,
            name);
        body_.append(reinterpret_cast<const char*>(wav.data()), wav.size());
        body_ += "\r\n";
    }

    [[nodiscard]] std::string content_type() const {
        return "multipart/form-data; boundary=" + boundary_;
    }
    [[nodiscard]] std::string finish() && { return std::move(body_) + "--" + boundary_ + "--\r\n"; }

  private:
    std::string boundary_;
    std::string body_;
};

}  // namespace

OpenaiStt::OpenaiStt(OpenaiSettings settings, std::unique_ptr<http::Transport> transport)
    : service_(std::move(settings), "stt.openai", std::move(transport)) {}

Result<void> OpenaiStt::check(std::string_view lang) const {
    if (auto known = service_.check_language(lang); !known) return known;
    return service_.check();
}

Result<void> OpenaiStt::set_grammar(const SpeechGrammar& grammar) {
    if (auto graph = compile_word_graph(grammar); !graph) return std::unexpected(graph.error());
    return {};
}

void OpenaiStt::set_phrases(const SpeechGrammar& /*phrases*/) {}

Result<Transcript> OpenaiStt::transcribe(const audio::AudioBuffer& speech, std::string_view lang) {
    const auto prepared = remote::sound_to_send(speech);
    if (!prepared) return std::unexpected(prepared.error());
    const auto& sound = *prepared;
    if (auto known = service_.check_language(lang); !known) return std::unexpected(known.error());
    Transcript heard{.text = {}, .lang = std::string(lang), .source = {}, .confidence = 0};
    if (!sound) return heard;
    const auto text = ask(*sound, lang);
    if (!text) return std::unexpected(text.error());
    heard.text = remote::transcript_words(*text, lang);
    heard.source = "open";
    heard.confidence = heard.text.empty() ? 0 : unknown_confidence;
    return heard;
}

Result<std::string> OpenaiStt::ask(const audio::AudioBuffer& sound, std::string_view lang) const {
    const auto wav = audio::encode_wav(sound);
    if (!wav) return std::unexpected(wav.error());
    Form form;
    form.add("model", service_.settings().model);
    form.add("response_format", "json");
    form.add("language", openai::primary_language(lang));
    form.add_wav("file", *wav);
    const auto content_type = form.content_type();
    auto begun = service_.post(
        "/audio/transcriptions", content_type, std::move(form).finish(), transcript_bytes_max);
    if (!begun) return std::unexpected(begun.error());
    std::string body;
    while (true) {
        auto part = begun->exchange->next();
        if (!part) return service_.failure(part.error());
        if (auto* head = std::get_if<http::Head>(&*part);
            head != nullptr && (head->status < 200 || head->status >= 300)) {
            const auto refusal = openai::take_refusal(*begun, std::move(*head));
            if (!refusal) return service_.failure(refusal.error());
            if (refusal->field == "language") {
                return service_.failure(
                    ErrorCode::unsupported,
                    "does not understand '" + std::string(lang) + "': " + refusal->text);
            }
            return service_.failure(*refusal);
        }
        if (const auto* piece = std::get_if<std::string>(&*part)) body += *piece;
        if (std::holds_alternative<http::End>(*part)) break;
    }
    const auto parsed = parse_json(body);
    const auto* answer = parsed ? parsed->if_object() : nullptr;
    const auto* text = answer == nullptr ? nullptr : answer->if_contains("text");
    if (text == nullptr || !text->is_string()) {
        return service_.failure(ErrorCode::unavailable,
                                "answered something else than JSON with a 'text'");
    }
    return std::string(text->get_string());
}

}  // namespace utter::speech
