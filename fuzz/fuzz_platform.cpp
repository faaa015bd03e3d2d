// What a client sends the platform: a form keeps its parts within the body, a target is decoded
// without a NUL, a session's message is understood or its fault named, and sound takes whole
// samples.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "utter/platform/live/protocol.hpp"
#include "utter/web/multipart.hpp"
#include "utter/web/request.hpp"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void read_as_form(std::string_view bytes) {
    const auto line = bytes.find('\n');
    const auto boundary = std::string(bytes.substr(0, line));
    const auto body = line == std::string_view::npos ? std::string_view() : bytes.substr(line + 1);
    const auto form =
        utter::web::read_form("multipart/form-data; boundary=\"" + boundary + '"', body);
    if (!form) {
        require(!form.error().detail.empty());
        return;
    }
    for (const auto& part : *form) {
        require(!part.name.empty());
        require(part.bytes.data() >= body.data());
        require(part.bytes.data() + part.bytes.size() <= body.data() + body.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    read_as_form(bytes);

    utter::web::Request request;
    if (utter::web::read_target(bytes, request)) {
        require(request.path.starts_with('/'));
        require(request.path.find('\0') == std::string::npos);
    }

    const auto message = utter::platform::parse_client_message(bytes);
    require(message || !message.error().detail.empty());

    for (const auto format :
         {utter::platform::SampleFormat::f32le, utter::platform::SampleFormat::s16le}) {
        std::vector<std::int16_t> samples;
        const auto taken = utter::platform::append_samples(bytes, format, samples);
        require(samples.size() == (taken ? size / utter::platform::bytes_of(format) : 0));
    }
    return 0;
}
