#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/intent/hassil/answer.hpp"
#include "utter/intent/hassil/corpus.hpp"
#include "utter/intent/hassil/home.hpp"
#include "utter/intent/hassil/recognizer.hpp"

namespace utter::intent::hassil {

/// What the sentence folders of a home understand and answer in one language. One thread.
class Interpreter {
  public:
    /// Reads the language closest to `lang` from each folder: `sentences/<language>` and
    /// `responses/<language>` below it, or else `<language>`, where answers may stand beside the
    /// sentences. Later folders add to the earlier. Blocks on file reads.
    /// @param clock what answers take for now, the time zone of the home applied
    /// @return not_found when no folder has the language; malformed, limit or io naming file and
    /// line
    [[nodiscard]] static Result<std::unique_ptr<Interpreter>> load(
        std::span<const std::filesystem::path> folders,
        std::string_view lang,
        std::shared_ptr<const Home> home,
        LocalClock clock);

    /// The best match, or nothing. @param context joins that of the home, and hides it
    /// @param admits whether an intent may match; empty: every one
    [[nodiscard]] std::optional<Recognition> recognize(
        std::string_view text,
        const json::object& context,
        std::function<bool(std::string_view intent)> admits = {});
    /// Whether the last utterance was given up as too long or taking too many steps.
    [[nodiscard]] bool gave_up() const noexcept { return recognizer_.gave_up(); }

    /// As AnswerRenderer::render().
    [[nodiscard]] Result<std::string> answer(const Recognition& recognition) {
        return answers_.render(recognition);
    }

    [[nodiscard]] std::set<std::string> intents() const;

  private:
    Interpreter(std::shared_ptr<const Program> program,
                Responses responses,
                std::shared_ptr<const Home> home,
                LocalClock clock);

    std::shared_ptr<const Home> home_;
    Responses responses_;
    Recognizer recognizer_;
    AnswerRenderer answers_;
};

}  // namespace utter::intent::hassil
