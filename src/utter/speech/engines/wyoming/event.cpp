#include "utter/speech/engines/wyoming/event.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <utility>

namespace utter::speech::wyoming {
namespace {

// A length of the header: absent, null and 0 all mean that there is no such block.
Result<std::size_t> length_of(const json::object& header, std::string_view field, std::size_t max) {
    const auto* value = header.if_contains(field);
    if (value == nullptr || value->is_null()) return 0;
    std::uint64_t bytes = 0;
    if (const auto* plain = value->if_int64(); plain != nullptr && *plain >= 0) {
        bytes = static_cast<std::uint64_t>(*plain);
    } else if (const auto* large = value->if_uint64()) {
        bytes = *large;
    } else {
        return fail(ErrorCode::malformed,
                    "the event's '" + std::string(field) + "' must be a number of bytes");
    }
    if (bytes > max) {
        return fail(ErrorCode::limit,
                    "the event's '" + std::string(field) + "' is " + std::to_string(bytes) +
                        ", more than " + std::to_string(max));
    }
    return bytes;
}

Result<json::object> object_of(std::string_view text, std::string_view what) {
    auto value = parse_json(text);
    if (!value) {
        return fail(ErrorCode::malformed,
                    "the event's " + std::string(what) +
                        " is not JSON: " + std::move(value.error().detail));
    }
    if (value->is_null() && what == "data") return json::object();
    if (!value->is_object()) {
        return fail(ErrorCode::malformed,
                    "the event's " + std::string(what) + " must be an object, not " +
                        std::string(describe_type(*value)));
    }
    return std::move(value->get_object());
}

}  // namespace

std::string encode(const Event& event) {
    const auto data = event.data.empty() ? std::string() : json::serialize(event.data);
    json::object header{{"type", event.type}};
    if (!data.empty()) header["data_length"] = data.size();
    if (!event.payload.empty()) header["payload_length"] = event.payload.size();
    auto bytes = json::serialize(header);
    bytes.reserve(bytes.size() + 1 + data.size() + event.payload.size());
    return bytes.append(1, '\n').append(data).append(event.payload);
}

Result<void> EventDecoder::feed(std::string_view bytes, std::vector<Event>& out) {
    if (failed_) return std::unexpected(error_);
    buffer_ += bytes;
    const auto read = finish_event(out);
    buffer_.erase(0, taken_bytes_);
    taken_bytes_ = 0;
    if (!read) {
        failed_ = true;
        error_ = read.error();
        buffer_.clear();
    }
    return read;
}

Result<void> EventDecoder::finish_event(std::vector<Event>& out) {
    while (true) {
        if (!header_read_) {
            const auto complete = read_header();
            if (!complete) return std::unexpected(complete.error());
            if (!*complete) return {};
        }
        if (buffer_.size() - taken_bytes_ < data_bytes_ + payload_bytes_) return {};
        const std::string_view rest = std::string_view(buffer_).substr(taken_bytes_);
        if (data_bytes_ > 0) {
            auto data = object_of(rest.substr(0, data_bytes_), "data");
            if (!data) return std::unexpected(data.error());
            for (auto& [key, value] : *data) event_.data[key] = std::move(value);
        }
        event_.payload = rest.substr(data_bytes_, payload_bytes_);
        taken_bytes_ += data_bytes_ + payload_bytes_;
        out.push_back(std::exchange(event_, {}));
        header_read_ = false;
    }
}

Result<bool> EventDecoder::read_header() {
    const std::string_view rest = std::string_view(buffer_).substr(taken_bytes_);
    const auto end = rest.find('\n', std::min(searched_bytes_, rest.size()));
    const auto line_bytes = end == std::string_view::npos ? rest.size() : end;
    if (line_bytes > limits_.header_bytes_max) {
        return fail(ErrorCode::limit,
                    "the event's header is longer than " +
                        std::to_string(limits_.header_bytes_max) + " bytes");
    }
    if (end == std::string_view::npos) {
        searched_bytes_ = rest.size();
        return false;
    }
    searched_bytes_ = 0;
    auto header = object_of(rest.substr(0, end), "header");
    if (!header) return std::unexpected(header.error());
    event_.type = string_or_empty(*header, "type");
    if (event_.type.empty()) {
        return fail(ErrorCode::malformed, "the event's header has no text 'type'");
    }
    const auto data_bytes = length_of(*header, "data_length", limits_.data_bytes_max);
    if (!data_bytes) return std::unexpected(data_bytes.error());
    const auto payload_bytes = length_of(*header, "payload_length", limits_.payload_bytes_max);
    if (!payload_bytes) return std::unexpected(payload_bytes.error());
    if (auto* data = header->if_contains("data"); data != nullptr && !data->is_null()) {
        if (!data->is_object()) {
            return fail(ErrorCode::malformed, "the event's 'data' must be an object");
        }
        event_.data = std::move(data->get_object());
    }
    data_bytes_ = *data_bytes;
    payload_bytes_ = *payload_bytes;
    taken_bytes_ += end + 1;
    header_read_ = true;
    return true;
}

}  // namespace utter::speech::wyoming
