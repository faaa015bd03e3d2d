#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "utter/speech/quarantine.hpp"
#include "utter/speech/stt_engine.hpp"

namespace utter::speech {

/// SttEngine that lets the first of several engines hear that can, so that a server that dies is
/// replaced by the next engine in the same call.
///
/// An engine without the language (ErrorCode::unsupported), or one that cannot hear now
/// (is_outage()), hands over to the next. In the second case it is left out for a while that grows
/// with each failure; then the next call tries it again. When all others fail, those left out are
/// asked after all. A transcript without text is an answer like any other. When nobody can, the
/// errors of all are returned together.
class SttChain final : public SttEngine {
  public:
    /// @param engines in the order they are asked, at least one
    explicit SttChain(
        std::vector<std::unique_ptr<SttEngine>> engines,
        QuarantineSettings quarantine = {},
        const std::function<Quarantine::TimePoint()>& now = std::chrono::steady_clock::now);

    /// The names of its engines: "wyoming, pocketsphinx".
    [[nodiscard]] std::string_view name() const override { return name_; }
    /// Whether one of them could.
    [[nodiscard]] Result<void> check(std::string_view lang) const override;
    /// For all of them. @return the first error
    [[nodiscard]] Result<void> set_grammar(const SpeechGrammar& grammar) override;
    void set_phrases(const SpeechGrammar& phrases) override;
    [[nodiscard]] Result<Transcript> transcribe(const audio::AudioBuffer& speech,
                                                std::string_view lang) override;

  private:
    struct Member {
        std::unique_ptr<SttEngine> engine;
        Quarantine quarantine;

        Member(std::unique_ptr<SttEngine> asked,
               QuarantineSettings settings,
               const std::function<Quarantine::TimePoint()>& now)
            : engine(std::move(asked)), quarantine(settings, now) {}
    };

    std::string name_;
    std::deque<Member> members_;
};

}  // namespace utter::speech
