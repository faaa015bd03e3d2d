#include "utter/speech/tts_chain.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::speech {

// What has become of one request so far.
struct TtsChain::Attempt {
    std::vector<const Member*> failed;
    std::string voices_missed;  // why nobody had the voice
    std::string outages;
    Error last;

    Result<audio::AudioBuffer> failure() const {
        if (!outages.empty()) return fail(ErrorCode::unavailable, outages);
        if (last.code == ErrorCode::not_found) return fail(last.code, voices_missed);
        return std::unexpected(last);
    }
};

TtsChain::TtsChain(std::vector<std::unique_ptr<TtsEngine>> engines,
                   QuarantineSettings quarantine,
                   const std::function<Quarantine::TimePoint()>& now) {
    assert(!engines.empty());
    for (auto& engine : engines) {
        name_ += (name_.empty() ? "" : ", ") + std::string(engine->name());
        members_.emplace_back(std::move(engine), quarantine, now);
    }
}

Result<void> TtsChain::check(std::string_view lang) {
    std::string reasons;
    for (auto& member : members_) {
        auto checked = member.engine->check(lang);
        if (checked) return {};
        if (members_.size() == 1) return checked;
        reasons += (reasons.empty() ? "" : "; ") + checked.error().detail;
    }
    return fail(ErrorCode::unavailable, reasons);
}

Result<audio::AudioBuffer> TtsChain::synthesize(const SynthesisRequest& request) {
    std::vector<Member*> admitted;
    std::vector<Member*> left_out;
    for (auto& member : members_) {
        (member.quarantine.admits() ? admitted : left_out).push_back(&member);
    }
    Attempt attempt;
    if (auto answer = ask(admitted, request, attempt)) return *std::move(answer);
    const bool somebody_missing = !left_out.empty() || !attempt.failed.empty();
    if (somebody_missing && !attempt.voices_missed.empty()) {
        std::erase_if(admitted, [&attempt](const Member* member) {
            return std::ranges::find(attempt.failed, member) != attempt.failed.end();
        });
        auto by_language = request;
        by_language.voice.clear();
        if (auto answer = ask(admitted, by_language, attempt)) return *std::move(answer);
    }
    if (auto answer = ask(left_out, request, attempt)) return *std::move(answer);
    return attempt.failure();
}

TtsChain::Answer TtsChain::ask(const std::vector<Member*>& members,
                               SynthesisRequest request,
                               Attempt& attempt) {
    for (auto* const member : members) {
        const auto name = member->engine->name();
        auto sound = member->engine->synthesize(request);
        if (!sound && is_outage(sound.error())) {
            const auto pause = member->quarantine.failed();
            log::warning("tts.engine_failed",
                         {{"engine", name},
                          {"reason", sound.error().detail},
                          {"left_out_ms", pause.count()}});
            attempt.outages += (attempt.outages.empty() ? "" : ". ") + sound.error().detail;
            attempt.failed.push_back(member);
            continue;
        }
        if (member->quarantine.succeeded()) log::info("tts.engine_back", {{"engine", name}});
        if (!sound) {
            attempt.last = sound.error();
            if (attempt.last.code == ErrorCode::not_found) {
                attempt.voices_missed +=
                    (attempt.voices_missed.empty() ? "" : ". ") + attempt.last.detail;
                continue;
            }
            if (attempt.last.code == ErrorCode::unsupported) {
                request.voice.clear();
                continue;
            }
        }
        return sound;
    }
    return std::nullopt;
}

}  // namespace utter::speech
