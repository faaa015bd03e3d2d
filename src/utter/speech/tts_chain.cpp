#include "utter/speech/tts_chain.hpp"

#include <cassert>
#include <string>
#include <utility>

namespace utter::speech {

TtsChain::TtsChain(std::vector<std::unique_ptr<TtsEngine>> engines) : engines_(std::move(engines)) {
    assert(!engines_.empty());
}

Result<audio::AudioBuffer> TtsChain::synthesize(const SynthesisRequest& request) {
    auto wanted = request;
    std::string voices_missed;
    for (const auto& engine : engines_) {
        auto sound = engine->synthesize(wanted);
        if (sound) return sound;
        const bool last = engine == engines_.back();
        if (sound.error().code == ErrorCode::not_found) {
            if (last) return fail(ErrorCode::not_found, voices_missed + sound.error().detail);
            voices_missed += sound.error().detail + ". ";
        } else if (sound.error().code == ErrorCode::unsupported && !last) {
            wanted.voice.clear();
        } else {
            return sound;
        }
    }
    std::unreachable();
}

}  // namespace utter::speech
