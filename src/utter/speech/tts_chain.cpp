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

    Result<void> failure() const {
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

Result<void> TtsChain::stream(const SynthesisRequest& request, const SoundSink& sink) {
    return ask_all(request, [&sink](TtsEngine& engine, const SynthesisRequest& asked) {
        bool handed_on = false;
        auto result = engine.stream(asked, [&](audio::AudioBuffer piece) {
            handed_on = true;
            return sink(std::move(piece));
        });
        return Spoken{std::move(result), handed_on};
    });
}

Result<audio::AudioBuffer> TtsChain::synthesize(const SynthesisRequest& request) {
    audio::AudioBuffer whole;
    const auto spoken =
        ask_all(request, [&whole](TtsEngine& engine, const SynthesisRequest& asked) {
            auto sound = engine.synthesize(asked);
            if (!sound) return Spoken{std::unexpected(sound.error()), false};
            whole = std::move(*sound);
            return Spoken{{}, false};
        });
    if (!spoken) return std::unexpected(spoken.error());
    return whole;
}

Result<void> TtsChain::ask_all(const SynthesisRequest& request, const Speak& speak) {
    std::vector<Member*> admitted;
    std::vector<Member*> left_out;
    for (auto& member : members_) {
        (member.quarantine.admits() ? admitted : left_out).push_back(&member);
    }
    Attempt attempt;
    if (auto answer = ask(admitted, request, speak, attempt)) return *std::move(answer);
    const bool somebody_missing = !left_out.empty() || !attempt.failed.empty();
    if (somebody_missing && !attempt.voices_missed.empty()) {
        std::erase_if(admitted, [&attempt](const Member* member) {
            return std::ranges::find(attempt.failed, member) != attempt.failed.end();
        });
        auto by_language = request;
        by_language.voice.clear();
        if (auto answer = ask(admitted, by_language, speak, attempt)) return *std::move(answer);
    }
    if (auto answer = ask(left_out, request, speak, attempt)) return *std::move(answer);
    return attempt.failure();
}

std::optional<Result<void>> TtsChain::ask(const std::vector<Member*>& members,
                                          SynthesisRequest request,
                                          const Speak& speak,
                                          Attempt& attempt) {
    for (auto* const member : members) {
        const auto name = member->engine->name();
        auto [spoken, handed_on] = speak(*member->engine, request);
        if (!spoken && is_outage(spoken.error())) {
            const auto pause = member->quarantine.failed();
            log::warning("tts.engine_failed",
                         {{"engine", name},
                          {"reason", spoken.error().detail},
                          {"midway", handed_on},
                          {"left_out_ms", pause.count()}});
            if (handed_on) return spoken;
            attempt.outages += (attempt.outages.empty() ? "" : ". ") + spoken.error().detail;
            attempt.failed.push_back(member);
            continue;
        }
        if (member->quarantine.succeeded()) log::info("tts.engine_back", {{"engine", name}});
        if (!spoken) {
            attempt.last = spoken.error();
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
        return spoken;
    }
    return std::nullopt;
}

}  // namespace utter::speech
