#include "utter/speech/endpointer.hpp"

namespace utter::speech {

Endpointer::State Endpointer::next(bool voice) {
    if (over()) return state_;
    elapsed_ += block;
    if (voice) {
        voice_ += block;
        silence_ = std::chrono::milliseconds(0);
    } else {
        silence_ += block;
    }
    if (state_ == State::waiting) {
        if (silence_ >= onset_gap) voice_ = std::chrono::milliseconds(0);
        if (voice_ >= onset) {
            state_ = State::speaking;
            elapsed_ = voice_;
        } else if (elapsed_ >= settings_.wait && !voice) {
            state_ = State::no_voice;
        }
    } else if (silence_ >= settings_.pause) {
        state_ = State::finished;
    } else if (elapsed_ >= settings_.longest) {
        state_ = State::too_long;
    }
    return state_;
}

}  // namespace utter::speech
