#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "utter/platform/domain/events.hpp"
#include "utter/platform/door/routes.hpp"
#include "utter/platform/door/routing.hpp"
#include "utter/runtime/offload.hpp"
#include "utter/web/media_type.hpp"

namespace utter::platform {
namespace {

using web::problem;
using web::Request;
using web::Response;

double seconds(std::chrono::milliseconds time) {
    return std::chrono::duration<double>(time).count();
}

json::object to_json(const Voice& voice) {
    const auto quality = voice.quality();
    return {{"id", voice.id},
            {"name", voice.fields.name},
            {"description", voice.fields.description},
            {"lang", voice.fields.lang},
            {"status", to_string(voice.status)},
            {"quality", quality ? json::value(to_string(*quality)) : json::value()},
            {"seconds", seconds(voice.sound)},
            {"samples", voice.samples},
            {"job_id", or_null(voice.job_id)},
            {"created_at", text_of(voice.created_at)},
            {"updated_at", text_of(voice.updated_at)},
            {"revision", voice.revision}};
}

json::object to_json(const VoiceSample& sample) {
    return {{"id", sample.id},
            {"voice_id", sample.voice_id},
            {"name", sample.name},
            {"seconds", seconds(sample.duration)},
            {"sample_rate", sample.sample_rate_hz},
            {"bytes", sample.bytes},
            {"uploaded_at", text_of(sample.uploaded_at)}};
}

Response voice_response(const Voice& voice, unsigned status = 200) {
    auto response = web::json_response(to_json(voice), status);
    response.headers.emplace_back("ETag", etag_of(voice.revision));
    return response;
}

// Fields of the body over those that are there.
Result<VoiceFields> fields_of(const Request& request, VoiceFields fields) {
    const auto body = request.json_body();
    if (!body) return std::unexpected(body.error());
    BodyReader reader(*body);
    reader.text("name", fields.name);
    reader.text("description", fields.description);
    reader.text("lang", fields.lang);
    if (auto read = reader.finish(); !read) return std::unexpected(read.error());
    return fields;
}

Response list_voices(Services& services, const Request& request) {
    const auto page = page_of(request);
    if (!page) return problem(page.error());
    const auto voices = services.voices.list(*page);
    if (!voices) return problem(voices.error());
    return page_response(*voices, [](const Voice& voice) { return to_json(voice); });
}

Response create_voice(Services& services, const Request& request) {
    const auto fields = fields_of(request, {.name = {}, .description = {}, .lang = services.lang});
    if (!fields) return problem(fields.error());
    const auto voice = services.voices.create(*fields);
    if (!voice) return problem(voice.error());
    const VoiceEvent event = voice_event::VoiceCreated{voice->id, voice->fields.name};
    services.bus.publish(Message(std::string(topic_of(event)), payload_of(event)));
    auto response = voice_response(*voice, 201);
    response.headers.emplace_back("Location", "/voices/" + voice->id);
    return response;
}

Response get_voice(Services& services, const Request& request) {
    const auto voice = services.voices.get(request.param("id"));
    if (!voice) return problem(voice.error());
    if (request.header("If-None-Match") == etag_of(voice->revision)) {
        Response unchanged;
        unchanged.status = 304;
        unchanged.content_type.clear();
        unchanged.headers.emplace_back("ETag", etag_of(voice->revision));
        return unchanged;
    }
    return voice_response(*voice);
}

Response change_voice(Services& services, const Request& request) {
    const auto revision = revision_of(request);
    if (!revision) return problem(revision.error());
    const auto voice = services.voices.get(request.param("id"));
    if (!voice) return problem(voice.error());
    const auto fields = fields_of(request, voice->fields);
    if (!fields) return problem(fields.error());
    const auto changed = services.voices.update(voice->id, *fields, *revision);
    if (!changed) return change_problem(changed.error(), request);
    return voice_response(*changed);
}

Response remove_voice(Services& services, const Request& request) {
    const auto revision = revision_of(request);
    if (!revision) return problem(revision.error());
    const auto removed = services.samples.remove_voice(request.param("id"), *revision);
    if (!removed) return change_problem(removed.error(), request);
    services.forget_voice(request.param("id"));
    return web::no_content();
}

Response list_samples(Services& services, const Request& request) {
    const auto page = page_of(request);
    if (!page) return problem(page.error());
    const auto samples = services.voices.list_samples(request.param("id"), *page);
    if (!samples) return problem(samples.error());
    return page_response(*samples, [](const VoiceSample& sample) { return to_json(sample); });
}

// Holds an upload on the disk while it comes.
class UploadSink final : public web::BodySink, public std::enable_shared_from_this<UploadSink> {
  public:
    explicit UploadSink(Services& services) : services_(services) {}

    boost::asio::awaitable<Result<void>> write(std::string piece) override {
        auto work = [self = shared_from_this(), piece = std::move(piece)] {
            return self->append(piece);
        };
        co_return co_await runtime::offload(services_.store, work);
    }

    // When all of it has come. Nothing came: no upload.
    [[nodiscard]] const std::optional<UnnamedFile>& upload() const { return upload_; }

  private:
    Result<void> append(std::string_view piece) {
        if (!upload_) {
            auto made = services_.samples.make_upload();
            if (!made) return std::unexpected(made.error());
            upload_.emplace(std::move(*made));
        }
        return upload_->append(std::as_bytes(std::span(piece)));
    }

    Services& services_;
    std::optional<UnnamedFile> upload_;
};

// Only what needs the store is done there: nobody waits for a check of somebody else's upload.
boost::asio::awaitable<Response> add_sample(Services& services, Request request) {
    const auto type = web::media_type_of(request.header("Content-Type"));
    if (!type.empty() && !type.starts_with("audio/") && type != "application/octet-stream") {
        co_return problem(
            415, "a sample is the bytes of a WAV, FLAC, Ogg or MP3, not " + type, "Content-Type");
    }
    auto look_up = [&services, id = request.param("id")] { return services.voices.get(id); };
    const auto voice = co_await runtime::offload(services.store, look_up);
    if (!voice) co_return problem(voice.error());
    auto check = [&samples = services.samples,
                  voice = *voice,
                  sink = request.sink,
                  name = std::string(request.query_value("name"))] {
        const auto& upload = dynamic_cast<const UploadSink&>(*sink).upload();
        return upload ? samples.check(voice, *upload, name)
                      : samples.check(voice, std::span<const std::byte>{}, name);
    };
    auto checked = co_await runtime::offload(services.uploads, check);
    auto file =
        [&samples = services.samples, voice = *voice, checked = std::move(checked)]() mutable {
            return samples.file(voice, std::move(checked));
        };
    const auto sample = co_await runtime::offload(services.store, file);
    if (!sample) {
        // What is wrong with a sound is wrong with what was sent.
        auto error = sample.error();
        if (error.code == ErrorCode::unsupported) error.code = ErrorCode::invalid_argument;
        co_return problem(error);
    }
    auto response = web::json_response(to_json(*sample), 201);
    response.headers.emplace_back("Location",
                                  "/voices/" + sample->voice_id + "/samples/" + sample->id);
    co_return response;
}

Response get_sample(Services& services, const Request& request) {
    const auto sample = services.voices.get_sample(request.param("id"), request.param("sample_id"));
    if (!sample) return problem(sample.error());
    return web::json_response(to_json(*sample));
}

Response get_sample_audio(Services& services, const Request& request) {
    const auto sample = services.voices.get_sample(request.param("id"), request.param("sample_id"));
    if (!sample) return problem(sample.error());
    std::ifstream in(services.samples.path_of(*sample), std::ios::binary);
    if (!in) return problem(500, "the file of this sample cannot be read");
    Response response;
    response.body.assign(std::istreambuf_iterator<char>(in), {});
    response.content_type = "application/octet-stream";
    for (const auto& [start, type] : {std::pair("RIFF", "audio/wav"),
                                      std::pair("fLaC", "audio/flac"),
                                      std::pair("OggS", "audio/ogg"),
                                      std::pair("ID3", "audio/mpeg"),
                                      std::pair("\xff", "audio/mpeg")}) {
        if (response.body.starts_with(start)) {
            response.content_type = type;
            break;
        }
    }
    return response;
}

Response remove_sample(Services& services, const Request& request) {
    const auto removed = services.samples.remove(request.param("id"), request.param("sample_id"));
    if (!removed) return problem(removed.error());
    return web::no_content();
}

}  // namespace

void add_voice_routes(web::Router& router, Services& services) {
    const auto add = [&](const char* method, const char* pattern, StoreHandler handler) {
        add_store_route(router, services, method, pattern, "voices", handler);
    };
    add("GET", "/voices", &list_voices);
    add("POST", "/voices", &create_voice);
    add("GET", "/voices/{id}", &get_voice);
    add("PATCH", "/voices/{id}", &change_voice);
    add("DELETE", "/voices/{id}", &remove_voice);
    add("GET", "/voices/{id}/samples", &list_samples);
    add("GET", "/voices/{id}/samples/{sample_id}", &get_sample);
    add("GET", "/voices/{id}/samples/{sample_id}/audio", &get_sample_audio);
    add("DELETE", "/voices/{id}/samples/{sample_id}", &remove_sample);
    add_loop_route(router,
                   services,
                   "POST",
                   "/voices/{id}/samples",
                   "voices",
                   &add_sample,
                   services.sample_bytes_max,
                   [&services] { return std::make_shared<UploadSink>(services); });
}

}  // namespace utter::platform
