#pragma once

#include <map>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/intent/hassil/corpus.hpp"
#include "utter/intent/hassil/jinja/template.hpp"
#include "utter/intent/hassil/recognizer.hpp"

namespace utter::intent::hassil {

/// Renders the answers to recognised utterances as Home Assistant would with the devices of a
/// corpus' fixtures (conformance/hassil.md, section 7). Templates are parsed once. One thread.
class AnswerRenderer {
  public:
    /// Both outlive the renderer.
    AnswerRenderer(const Fixtures& fixtures, const Responses& responses)
        : fixtures_(fixtures), responses_(responses) {}

    /// @return not_found when the language has no such answer; malformed with intent and key
    [[nodiscard]] Result<std::string> render(const Recognition& recognition);

  private:
    [[nodiscard]] jinja::Value values_for(const Recognition& recognition) const;

    const Fixtures& fixtures_;
    const Responses& responses_;
    std::map<std::string, jinja::Template, std::less<>> parsed_;
};

}  // namespace utter::intent::hassil
