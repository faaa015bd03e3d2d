#include "utter/speech/stt_chain.hpp"

#include <cassert>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::speech {
namespace {

// Reasons of several engines as one error: an outage when any of them is out.
struct Reasons {
    std::string text;
    ErrorCode code = ErrorCode::unsupported;

    void add(const Error& error) {
        text += (text.empty() ? "" : "; ") + error.detail;
        if (error.code != ErrorCode::unsupported) code = error.code;
    }
};

}  // namespace

SttChain::SttChain(std::vector<std::unique_ptr<SttEngine>> engines,
                   QuarantineSettings quarantine,
                   const std::function<Quarantine::TimePoint()>& now) {
    assert(!engines.empty());
    for (auto& engine : engines) {
        name_ += (name_.empty() ? "" : ", ") + std::string(engine->name());
        members_.emplace_back(std::move(engine), quarantine, now);
    }
}

Result<void> SttChain::check(std::string_view lang) const {
    Reasons reasons;
    for (const auto& member : members_) {
        const auto checked = member.engine->check(lang);
        if (checked) return {};
        reasons.add(checked.error());
    }
    return fail(reasons.code, reasons.text);
}

Result<void> SttChain::set_grammar(const SpeechGrammar& grammar) {
    Result<void> all;
    for (auto& member : members_) {
        auto set = member.engine->set_grammar(grammar);
        if (all && !set) all = std::move(set);
    }
    return all;
}

void SttChain::set_phrases(const SpeechGrammar& phrases) {
    for (auto& member : members_) member.engine->set_phrases(phrases);
}

Result<Transcript> SttChain::transcribe(const audio::AudioBuffer& speech, std::string_view lang) {
    std::vector<Member*> order;
    std::vector<Member*> left_out;
    for (auto& member : members_) {
        (member.quarantine.admits() ? order : left_out).push_back(&member);
    }
    order.insert(order.end(), left_out.begin(), left_out.end());
    Reasons reasons;
    for (auto* const member : order) {
        const auto name = member->engine->name();
        auto heard = member->engine->transcribe(speech, lang);
        if (!heard && is_outage(heard.error())) {
            const auto pause = member->quarantine.failed();
            log::warning("stt.engine_failed",
                         {{"engine", name},
                          {"reason", heard.error().detail},
                          {"left_out_ms", pause.count()}});
            reasons.add(heard.error());
            continue;
        }
        if (member->quarantine.succeeded()) log::info("stt.engine_back", {{"engine", name}});
        if (heard || heard.error().code != ErrorCode::unsupported) return heard;
        reasons.add(heard.error());
    }
    return fail(reasons.code, reasons.text);
}

}  // namespace utter::speech
