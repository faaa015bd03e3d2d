// What a Wyoming service or client sends: cut anywhere it reads the same, what was read is written
// and read again, and no event, offer or sound in it is more than the limits allow.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "same_json.hpp"
#include "utter/speech/engines/remote/words.hpp"
#include "utter/speech/engines/wyoming/address.hpp"
#include "utter/speech/engines/wyoming/event.hpp"
#include "utter/speech/engines/wyoming/pcm.hpp"
#include "utter/speech/engines/wyoming/service.hpp"
#include "utter/speech/engines/wyoming/speech_session.hpp"

namespace {

using namespace utter::speech::wyoming;
using utter::speech::remote::speakable_text;
using utter::speech::remote::transcript_words;

constexpr EventLimits limits{
    .header_bytes_max = 512, .data_bytes_max = 4096, .payload_bytes_max = 4096};

void require(bool condition) {
    if (!condition) std::abort();
}

struct Reading {
    std::vector<Event> events;
    bool failed = false;
    bool at_boundary = false;

    friend bool operator==(const Reading&, const Reading&) = default;
};

Reading read(std::string_view bytes, std::size_t piece) {
    EventDecoder decoder(limits);
    Reading reading;
    for (std::size_t at = 0; at < bytes.size() && !reading.failed; at += piece) {
        reading.failed = !decoder.feed(bytes.substr(at, piece), reading.events).has_value();
    }
    reading.at_boundary = decoder.at_boundary();
    return reading;
}

void use(const Event& event) {
    require(!event.type.empty() && event.payload.size() <= limits.payload_bytes_max);
    std::vector<Event> again;
    require(EventDecoder().feed(encode(event), again).has_value());
    require(again.size() == 1 && again.front().type == event.type &&
            again.front().payload == event.payload && same_json(again.front().data, event.data));
    if (const auto format = read_format(event.data)) {
        std::vector<float> samples;
        if (append_pcm(event.payload, *format, samples)) {
            require(samples.size() * format->frame_bytes() == event.payload.size());
            for (const float sample : samples) require(sample >= -1 && sample <= 1);
        }
    }
    for (const auto& offer : read_offers(event.data, "asr", "models")) {
        require(has_language(offer, "en-US") <= !nearest_language(offer, "en-US").empty());
    }
    const auto text = utter::string_or_empty(event.data, "text");
    const auto words = transcript_words(text, "en");
    require(transcript_words(words, "en").size() <= words.size());
    require(speakable_text(speakable_text(text)) == speakable_text(text));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto whole = read(bytes, bytes.size() + 1);
    require(read(bytes, 1) == whole);
    require(read(bytes, 7) == whole);
    for (const auto& event : whole.events) use(event);
    // As a client of ours: whatever it says is answered or passed over.
    SpeechOffer offer({});
    SpeechSession session(offer);
    for (const auto& event : whole.events) {
        const auto taken = session.take(event, [](const Event& answer) {
            require(answer.type == "info" || answer.type == "error");
            return utter::Result<void>();
        });
        require(taken.has_value());
    }
    if (const auto address = parse_address(bytes)) {
        require(address->path.empty() != address->host.empty());
    }
    return 0;
}
