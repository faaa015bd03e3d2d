#include "utter/platform/door/openai_speech.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <deque>
#include <memory>
#include <span>
#include <utility>

#include "utter/audio/resampler.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/platform/door/openai_error.hpp"
#include "utter/platform/door/routing.hpp"
#include "utter/platform/live/pcm.hpp"
#include "utter/runtime/offload.hpp"
#include "utter/web/multipart.hpp"

namespace utter::platform {
namespace {

namespace asio = boost::asio;
using web::Request;
using web::Response;

constexpr std::uint32_t output_hz = 24'000;  // that API's, for raw PCM
constexpr std::size_t input_characters_max = 4'096;
constexpr std::uint32_t transcription_rate_hz = 16'000;  // engines hear no more

std::unexpected<Error> wrong(std::string_view param, std::string_view problem) {
    return fail(ErrorCode::invalid_argument,
                '\'' + std::string(param) + "' " + std::string(problem));
}

struct WantedSpeech {
    SpeechRequest request;
    std::string voice;
    std::string format = "mp3";
};

Result<WantedSpeech> read_speech(const Request& request, const std::string& lang) {
    const auto body = request.json_body();
    if (!body) return std::unexpected(body.error());
    WantedSpeech wanted;
    wanted.request.lang = lang;
    wanted.request.text = string_or_empty(*body, "input");
    std::vector<FieldFault> faults;
    check_text(faults,
               "input",
               wanted.request.text,
               {.characters_max = input_characters_max, .required = true, .lines = true});
    if (auto sound = to_result(faults); !sound) return std::unexpected(sound.error());
    const auto* voice = body->if_contains("voice");
    if (voice != nullptr && voice->is_object()) {
        wanted.voice = string_or_empty(voice->get_object(), "id");
    } else {
        wanted.voice = string_or_empty(*body, "voice");
    }
    if (wanted.voice.empty()) return wrong("voice", "is missing");
    if (const auto format = string_or_empty(*body, "response_format"); !format.empty()) {
        wanted.format = format;
    }
    if (wanted.format != "pcm" && !audio::sound_format_from(wanted.format)) {
        return wrong("response_format", "must be mp3, opus, flac, wav or pcm");
    }
    if (const auto* speed = body->if_contains("speed"); speed != nullptr && !speed->is_null()) {
        const auto rate = speed->is_number() ? speed->to_number<double>() : 0.0;
        if (!(rate >= 0.25 && rate <= 4.0))
            return wrong("speed", "must be a number from 0.25 to 4");
        wanted.request.rate = rate;
    }
    // An extension: the language, which that API guesses.
    if (const auto own = string_or_empty(*body, "lang"); !own.empty()) {
        if (!is_language_tag(own)) return wrong("lang", "is no BCP-47 language tag");
        wanted.request.lang = own;
    }
    return wanted;
}

const char* content_type_of(std::string_view format) {
    if (format == "wav") return "audio/wav";
    if (format == "flac") return "audio/flac";
    if (format == "opus") return "audio/ogg";
    if (format == "mp3") return "audio/mpeg";
    return "audio/pcm";
}

// The whole sound in the wanted format. Blocks.
Result<std::string> make_speech(Services& services, const WantedSpeech& wanted) {
    audio::AudioBuffer whole;
    auto spoken = services.speech.speak(wanted.request, [&](audio::AudioBuffer piece) {
        whole.sample_rate_hz = piece.sample_rate_hz;
        whole.samples.insert(whole.samples.end(), piece.samples.begin(), piece.samples.end());
        return true;
    });
    if (!spoken) return std::unexpected(spoken.error());
    if (whole.sample_rate_hz != output_hz) {
        auto resampled = audio::resample(whole, output_hz);
        if (!resampled) return std::unexpected(resampled.error());
        whole = std::move(*resampled);
    }
    if (wanted.format == "pcm") return frame_of(whole.samples, SampleFormat::s16le);
    const auto bytes = audio::encode_sound(whole, *audio::sound_format_from(wanted.format));
    if (!bytes) return std::unexpected(bytes.error());
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

asio::awaitable<Response> speech(Services& services, Request request) {
    auto read = read_speech(request, services.lang);
    if (!read) co_return openai_error(read.error());
    const auto name = read->voice;
    auto look_up = [&services, name] { return find_openai_voice(services, name); };
    auto voice = co_await runtime::offload(services.store, look_up);
    if (!voice) co_return openai_error(voice.error(), "voice");
    read->request.profile = voice->profile;
    auto make_sound = [&services, wanted = *read] { return make_speech(services, wanted); };
    auto made = co_await runtime::offload(services.worker, make_sound);
    if (!made) co_return openai_error(made.error());
    Response response;
    response.content_type = content_type_of(read->format);
    response.body = std::move(*made);
    co_return response;
}

struct WantedText {
    std::string lang;
    std::string format = "json";
    bool stream = false;
    audio::AudioBuffer sound;
};

std::string text_part(const std::vector<web::FormPart>& form, std::string_view name) {
    const auto* part = web::find_part(form, name);
    return part == nullptr ? std::string() : std::string(part->bytes);
}

// Decodes as well, so it blocks.
Result<WantedText> read_transcription(const Request& request, const std::string& lang) {
    const auto form = web::read_form(request.header("Content-Type"), request.body);
    if (!form) return std::unexpected(form.error());
    const auto* file = web::find_part(*form, "file");
    if (file == nullptr) return wrong("file", "is missing");
    WantedText wanted;
    wanted.lang = text_part(*form, "language");
    if (wanted.lang.empty()) wanted.lang = lang;
    if (!is_language_tag(wanted.lang)) return wrong("language", "is no language tag");
    if (auto format = text_part(*form, "response_format"); !format.empty()) {
        wanted.format = std::move(format);
    }
    constexpr std::array<std::string_view, 5> formats{"json", "text", "verbose_json", "srt", "vtt"};
    if (std::ranges::find(formats, wanted.format) == formats.end()) {
        return wrong("response_format", "must be json, text, verbose_json, srt or vtt");
    }
    wanted.stream = text_part(*form, "stream") == "true";
    auto sound =
        audio::decode_sound(std::as_bytes(std::span(file->bytes)), "file", transcription_rate_hz);
    if (!sound) return wrong("file", "cannot be read: " + sound.error().detail);
    wanted.sound = std::move(*sound);
    return wanted;
}

// "00:01:02,345"; WebVTT has a point for the comma.
std::string cue_time(std::chrono::milliseconds time, char point) {
    const std::chrono::hh_mm_ss split(time);
    const auto two = [](auto count) {
        const auto text = std::to_string(count);
        return text.size() < 2 ? '0' + text : text;
    };
    auto fraction = std::to_string(split.subseconds().count());
    fraction.insert(0, 3 - std::min<std::size_t>(fraction.size(), 3), '0');
    return two(split.hours().count()) + ':' + two(split.minutes().count()) + ':' +
           two(split.seconds().count()) + point + fraction;
}

Response transcription_response(const WantedText& wanted, const std::string& text) {
    const auto duration = wanted.sound.duration();
    Response response;
    if (wanted.stream) {
        response.content_type = "text/event-stream";
        response.body =
            "data: " +
            json::serialize(json::object{{"type", "transcript.text.delta"}, {"delta", text}}) +
            "\n\ndata: " +
            json::serialize(json::object{{"type", "transcript.text.done"}, {"text", text}}) +
            "\n\ndata: [DONE]\n\n";
        return response;
    }
    if (wanted.format == "json") return web::json_response({{"text", text}});
    if (wanted.format == "verbose_json") {
        const auto seconds = std::chrono::duration<double>(duration).count();
        return web::json_response(
            {{"task", "transcribe"},
             {"language", wanted.lang},
             {"duration", seconds},
             {"text", text},
             {"segments",
              json::array{
                  json::object{{"id", 0}, {"start", 0.0}, {"end", seconds}, {"text", text}}}}});
    }
    response.content_type = "text/plain; charset=utf-8";
    if (wanted.format == "text") {
        response.body = text + '\n';
    } else {
        const bool srt = wanted.format == "srt";
        const char point = srt ? ',' : '.';
        response.body = (srt ? "1\n" : "WEBVTT\n\n") +
                        cue_time(std::chrono::milliseconds(0), point) + " --> " +
                        cue_time(duration, point) + '\n' + text + '\n';
    }
    return response;
}

asio::awaitable<Response> transcription(Services& services, Request request) {
    auto find_wanted = [&services, request = std::move(request)] {
        const auto wanted = read_transcription(request, services.lang);
        if (!wanted) return openai_error(wanted.error());
        const auto heard = services.speech.transcribe(wanted->sound, wanted->lang);
        if (!heard) return openai_error(heard.error());
        return transcription_response(*wanted, heard->text);
    };
    co_return co_await runtime::offload(services.worker, find_wanted);
}

}  // namespace

Result<SessionVoice> find_openai_voice(Services& services, const std::string& name) {
    constexpr std::array<std::string_view, 14> own{"default",
                                                   "alloy",
                                                   "ash",
                                                   "ballad",
                                                   "coral",
                                                   "echo",
                                                   "fable",
                                                   "nova",
                                                   "onyx",
                                                   "sage",
                                                   "shimmer",
                                                   "verse",
                                                   "marin",
                                                   "cedar"};
    if (std::ranges::find(own, name) != own.end()) return SessionVoice{};
    if (!is_uuid(name)) {
        return wrong("voice", "must be the id of a voice, or \"default\"");
    }
    const auto voice = services.voices.get(name);
    if (!voice) return wrong("voice", "names no voice: " + voice.error().detail);
    if (!voice->trained) return wrong("voice", "names a voice that has not been trained yet");
    return SessionVoice{voice->id, voice->trained->profile};
}

void add_openai_speech_routes(web::Router& router, Services& services) {
    router.add(
        {.method = "POST",
         .pattern = "/v1/audio/speech",
         .handler = [&services](Request request) { return speech(services, std::move(request)); },
         .check = allows("speech")});
    router.add(
        {.method = "POST",
         .pattern = "/v1/audio/transcriptions",
         .handler =
             [&services](Request request) { return transcription(services, std::move(request)); },
         .check = allows("speech"),
         .body_bytes_max = std::size_t{26} * 1024 * 1024});
}

}  // namespace utter::platform
