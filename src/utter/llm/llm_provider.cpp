#include "utter/llm/llm_provider.hpp"

namespace utter::llm {

std::string_view to_string(LlmErrorCode code) noexcept {
    switch (code) {
        case LlmErrorCode::refused:
            return "refused";
        case LlmErrorCode::timed_out:
            return "timed_out";
        case LlmErrorCode::stalled:
            return "stalled";
        case LlmErrorCode::bad_answer:
            return "bad_answer";
        case LlmErrorCode::cancelled:
            return "cancelled";
        case LlmErrorCode::unauthorised:
            return "unauthorised";
        case LlmErrorCode::rate_limited:
            return "rate_limited";
    }
    return "";
}

}  // namespace utter::llm
