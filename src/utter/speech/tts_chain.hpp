#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "utter/speech/quarantine.hpp"
#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

/// TtsEngine that lets the first of several engines speak that can: one may have the better voice
/// for some languages, the next a voice for all; one may be a server that can die, the next is
/// built in.
///
/// An engine that does not know the request's voice (ErrorCode::not_found) or has none for its
/// language (unsupported) hands over to the next. In the second case the voice, if one was named,
/// was its own, so the next chooses by language. One that cannot speak now (is_outage()) hands over
/// too, and is left out for a while that grows with each failure; then the next request tries it
/// again. A voice that nobody left knows may be the missing engine's, so they choose by language.
/// When all others fail, those left out are asked after all.
///
/// One that fails after pieces of its sound were handed on ends that text with its error, as
/// nothing can take them back; the next text is for the next engine. synthesize(), which hands on
/// nothing unfinished, lets the next engine speak the whole text.
///
/// When nobody can, the last engine's error is returned: for an unknown voice, and for failures,
/// together with those before it. Thread-safe.
class TtsChain final : public TtsEngine {
  public:
    /// @param engines in the order they are asked, at least one; those that check a named voice
    ///        before the language, unless they are the last
    explicit TtsChain(
        std::vector<std::unique_ptr<TtsEngine>> engines,
        QuarantineSettings quarantine = {},
        const std::function<Quarantine::TimePoint()>& now = std::chrono::steady_clock::now);

    /// The names of its engines: "flite, espeak".
    [[nodiscard]] std::string_view name() const override { return name_; }
    /// Whether one of them could.
    [[nodiscard]] Result<void> check(std::string_view lang) override;
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override;
    [[nodiscard]] Result<audio::AudioBuffer> synthesize(const SynthesisRequest& request) override;

  private:
    struct Member {
        std::unique_ptr<TtsEngine> engine;
        Quarantine quarantine;

        Member(std::unique_ptr<TtsEngine> asked,
               QuarantineSettings settings,
               const std::function<Quarantine::TimePoint()>& now)
            : engine(std::move(asked)), quarantine(settings, now) {}
    };
    struct Attempt;

    struct Spoken {
        Result<void> result;
        bool handed_on;  // pieces that nothing can take back
    };
    using Speak = std::function<Spoken(TtsEngine&, const SynthesisRequest&)>;

    [[nodiscard]] Result<void> ask_all(const SynthesisRequest& request, const Speak& speak);
    // Asks them in turn; nothing when none of them settles it.
    std::optional<Result<void>> ask(const std::vector<Member*>& members,
                                    SynthesisRequest request,
                                    const Speak& speak,
                                    Attempt& attempt);

    std::string name_;
    std::deque<Member> members_;
};

}  // namespace utter::speech
