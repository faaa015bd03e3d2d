#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

Result<void> check_limits(const SynthesisRequest& request, std::size_t text_bytes_max) {
    if (!(request.rate >= 0.5 && request.rate <= 3.0)) {
        return fail(ErrorCode::invalid_argument, "the speaking rate must be 0.5 to 3.0");
    }
    if (request.text.size() > text_bytes_max) {
        return fail(
            ErrorCode::limit,
            "the text to speak is longer than " + std::to_string(text_bytes_max) + " bytes");
    }
    return {};
}

}  // namespace utter::speech
