#include "utter/platform/door/realtime_events.hpp"

#include <boost/json/serialize.hpp>
#include <span>
#include <utility>

#include "utter/core/base64.hpp"
#include "utter/platform/door/routing.hpp"

namespace utter::platform {

RealtimeEvents::RealtimeEvents(std::shared_ptr<web::WebSocket> socket, std::string model)
    : socket_(std::move(socket)), model_(std::move(model)) {}

std::string RealtimeEvents::next_id(std::string_view kind) {
    return std::string(kind) + '_' + session_id_ + '_' + std::to_string(++ids_);
}

void RealtimeEvents::send(json::object event) {
    event["event_id"] = next_id("event");
    socket_->send_text(json::serialize(event));
}

void RealtimeEvents::on_event(const json::object& message) {
    const auto type = string_or_empty(message, "type");
    if (type == "session_ready") {
        session_id_ = string_or_empty(message, "session_id");
        // Told once it is configured.
    } else if (type == "configured") {
        by_voice_ = string_or_empty(message, "turn_detection") == "voice";
        const bool first = !std::exchange(created_, true);
        send({{"type", first ? "session.created" : "session.updated"},
              {"session", session(message)}});
    } else if (type == "recording_started") {
        heard_item_ = next_id("item");
        if (by_voice_) {
            send({{"type", "input_audio_buffer.speech_started"},
                  {"audio_start_ms", 0},
                  {"item_id", heard_item_}});
        }
    } else if (type == "transcription") {
        if (!message.at("is_final").as_bool()) return;
        send({{"type", "conversation.item.input_audio_transcription.completed"},
              {"item_id", heard_item_},
              {"content_index", 0},
              {"transcript", message.at("text")},
              {"usage", json::object{{"type", "duration"}, {"seconds", 0}}}});
    } else if (type == "llm_response") {
        begin_response();
        const auto sentence = std::string(string_or_empty(message, "text"));
        const auto delta = (transcript_.empty() ? "" : " ") + sentence;
        transcript_ += delta;
        send({{"type", "response.output_audio_transcript.delta"},
              {"response_id", response_id_},
              {"item_id", spoken_item_},
              {"output_index", 0},
              {"content_index", 0},
              {"delta", delta}});
    } else if (type == "playback_complete") {
        end_response(message.at("interrupted").as_bool() ? "cancelled" : "completed");
    } else if (type == "state") {
        on_state(string_or_empty(message, "state"));
    } else if (type == "error") {
        tell_error(string_or_empty(message, "message"), string_or_empty(message, "field"), {});
    }
}

void RealtimeEvents::on_state(std::string_view state) {
    if (state == "processing" && by_voice_ && !heard_item_.empty()) {
        send({{"type", "input_audio_buffer.speech_stopped"},
              {"audio_end_ms", 0},
              {"item_id", heard_item_}});
        tell_committed();
    }
    if (state != "idle") return;
    if (std::exchange(expected_, false) && response_id_.empty()) begin_response();
    end_response("completed");
    heard_item_.clear();
}

void RealtimeEvents::on_sound(std::string frame) {
    send({{"type", "response.output_audio.delta"},
          {"response_id", response_id_},
          {"item_id", spoken_item_},
          {"output_index", 0},
          {"content_index", 0},
          {"delta", to_base64(std::as_bytes(std::span(frame)))}});
}

void RealtimeEvents::tell_committed() {
    if (heard_item_.empty()) heard_item_ = next_id("item");
    send({{"type", "input_audio_buffer.committed"},
          {"previous_item_id", nullptr},
          {"item_id", heard_item_}});
    tell_item(
        {{"id", heard_item_},
         {"object", "realtime.item"},
         {"type", "message"},
         {"status", "completed"},
         {"role", "user"},
         {"content", json::array{json::object{{"type", "input_audio"}, {"transcript", nullptr}}}}});
}

void RealtimeEvents::tell_item(json::object item) {
    if (!item.contains("id")) item["id"] = next_id("item");
    send({{"type", "conversation.item.added"}, {"previous_item_id", nullptr}, {"item", item}});
    send({{"type", "conversation.item.done"}, {"previous_item_id", nullptr}, {"item", item}});
}

void RealtimeEvents::tell_error(std::string_view message,
                                std::string_view param,
                                std::string_view event_id) {
    send({{"type", "error"},
          {"error",
           json::object{{"type", "invalid_request_error"},
                        {"code", nullptr},
                        {"message", message},
                        {"param", or_null(param)},
                        {"event_id", or_null(event_id)}}}});
}

json::object RealtimeEvents::spoken_item(std::string_view status) const {
    return {{"id", spoken_item_},
            {"object", "realtime.item"},
            {"type", "message"},
            {"status", status},
            {"role", "assistant"},
            {"content",
             json::array{json::object{{"type", "output_audio"}, {"transcript", transcript_}}}}};
}

json::object RealtimeEvents::response(std::string_view status) const {
    json::array output;
    if (!transcript_.empty()) output.push_back(spoken_item(status));
    return {{"id", response_id_},
            {"object", "realtime.response"},
            {"status", status},
            {"status_details", nullptr},
            {"output", std::move(output)},
            {"output_modalities", json::array{"audio"}},
            {"metadata", nullptr}};
}

void RealtimeEvents::begin_response() {
    if (!response_id_.empty()) return;
    expected_ = false;
    transcript_.clear();
    response_id_ = next_id("resp");
    spoken_item_ = next_id("item");
    send({{"type", "response.created"}, {"response", response("in_progress")}});
    auto item = spoken_item("in_progress");
    item["content"] = json::array{};
    send({{"type", "response.output_item.added"},
          {"response_id", response_id_},
          {"output_index", 0},
          {"item", std::move(item)}});
    send({{"type", "response.content_part.added"},
          {"response_id", response_id_},
          {"item_id", spoken_item_},
          {"output_index", 0},
          {"content_index", 0},
          {"part", json::object{{"type", "audio"}, {"transcript", ""}}}});
}

void RealtimeEvents::end_response(std::string_view status) {
    if (response_id_.empty()) return;
    const auto tell = [&](const char* type, json::object members) {
        members["type"] = type;
        members["response_id"] = response_id_;
        members["output_index"] = 0;
        send(std::move(members));
    };
    tell("response.output_audio.done", {{"item_id", spoken_item_}, {"content_index", 0}});
    tell("response.output_audio_transcript.done",
         {{"item_id", spoken_item_}, {"content_index", 0}, {"transcript", transcript_}});
    tell("response.content_part.done",
         {{"item_id", spoken_item_},
          {"content_index", 0},
          {"part", json::object{{"type", "audio"}, {"transcript", transcript_}}}});
    tell("response.output_item.done",
         {{"item", spoken_item(status == "completed" ? "completed" : "incomplete")}});
    send({{"type", "response.done"}, {"response", response(status)}});
    response_id_.clear();
}

json::object RealtimeEvents::session(const json::object& message) const {
    const json::object pcm{{"type", "audio/pcm"}, {"rate", 24'000}};
    json::value turns;
    if (string_or_empty(message, "turn_detection") == "voice") {
        turns = json::object{
            {"type", "server_vad"}, {"create_response", true}, {"interrupt_response", true}};
    }
    return {{"type", "realtime"},
            {"object", "realtime.session"},
            {"id", "sess_" + session_id_},
            {"model", model_},
            {"output_modalities", json::array{"audio"}},
            {"audio",
             json::object{{"input",
                           json::object{{"format", pcm},
                                        {"transcription", nullptr},
                                        {"turn_detection", std::move(turns)}}},
                          {"output", json::object{{"format", pcm}, {"voice", "default"}}}}}};
}

}  // namespace utter::platform
