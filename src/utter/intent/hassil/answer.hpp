#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "utter/core/result.hpp"
#include "utter/intent/hassil/corpus.hpp"
#include "utter/intent/hassil/jinja/template.hpp"
#include "utter/intent/hassil/recognizer.hpp"

namespace utter::intent::hassil {

/// What the clock on the wall shows.
using LocalClock = std::function<std::chrono::local_seconds()>;

/// The clock of the corpus' tests: Tuesday, 17 September 2013, 01:02.
[[nodiscard]] std::chrono::local_seconds test_clock();

/// Renders the answers to recognised utterances as Home Assistant would with the devices of a
/// corpus' fixtures (conformance/hassil.md, section 7). Templates are parsed once. One thread.
class AnswerRenderer {
  public:
    /// Both outlive the renderer.
    AnswerRenderer(const Fixtures& fixtures,
                   const Responses& responses,
                   LocalClock clock = &test_clock)
        : fixtures_(fixtures), responses_(responses), clock_(std::move(clock)) {}

    /// @return not_found when the language has no such answer; malformed with intent and key
    [[nodiscard]] Result<std::string> render(const Recognition& recognition);

  private:
    [[nodiscard]] jinja::Value values_for(const Recognition& recognition) const;

    const Fixtures& fixtures_;
    const Responses& responses_;
    LocalClock clock_;
    std::map<std::string, jinja::Template, std::less<>> parsed_;
};

}  // namespace utter::intent::hassil
