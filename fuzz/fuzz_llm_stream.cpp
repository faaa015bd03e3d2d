// The body of a language model's streamed answer, in both wire formats: cut anywhere it reads the
// same, and its text is always UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "utter/llm/providers/ollama/ollama_decoder.hpp"
#include "utter/llm/providers/openai/openai_decoder.hpp"
#include "utter/llm/utf8_joiner.hpp"

namespace {

using namespace utter::llm;

void require(bool condition) {
    if (!condition) std::abort();
}

struct Reading {
    std::string text;
    std::vector<ToolCall> calls;
    std::size_t ends = 0;
    bool failed = false;

    friend bool operator==(const Reading&, const Reading&) = default;
};

template <class Decoder>
Reading read(std::string_view body, std::size_t piece) {
    Decoder decoder;
    std::vector<ChatPiece> out;
    Reading reading;
    for (std::size_t at = 0; at < body.size() && !reading.failed; at += piece) {
        reading.failed = !decoder.feed(body.substr(at, piece), out).has_value();
    }
    if (!reading.failed) reading.failed = !decoder.finish(out).has_value();
    for (const auto& part : out) {
        require(reading.ends == 0);
        if (const auto* text = std::get_if<std::string>(&part)) {
            require(!text->empty() && Utf8Joiner().feed(*text) == *text);
            reading.text += *text;
        } else if (const auto* call = std::get_if<ToolCall>(&part)) {
            reading.calls.push_back(*call);
        } else {
            ++reading.ends;
        }
    }
    return reading;
}

template <class Decoder>
void check(std::string_view body) {
    const auto whole = read<Decoder>(body, body.size() + 1);
    require(read<Decoder>(body, 1) == whole);
    require(read<Decoder>(body, 7) == whole);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    check<OpenaiDecoder>(bytes);
    check<OllamaDecoder>(bytes);
    return 0;
}
