#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "assistant_link.hpp"
#include "environment.hpp"
#include "utter/core/json.hpp"
#include "utter/core/message.hpp"
#include "utter/core/result.hpp"
#include "utter/intent/lint_source.hpp"
#include "utter/intent/near_miss.hpp"

namespace utter::app {

/// The intent stages of an assistant, put to the test with a sentence: the assistant's own plugins,
/// in its order and with its settings, so that the test and the assistant cannot differ.
class IntentTrial {
  public:
    /// What decides is an orchestrator of our own with nothing but what is passed.
    /// @param lang the language that is asked in, spoken or not by the configuration
    [[nodiscard]] static Result<IntentTrial> with(const Program& program,
                                                  const std::string& lang,
                                                  std::span<const intent::LintSkill> skills,
                                                  std::span<const Message> registrations);
    /// What decides is the assistant that is running, or else one with the enabled skills.
    [[nodiscard]] static Result<IntentTrial> with_assistant(const Program& program,
                                                            const std::string& lang);

    /// The trace of a sentence, as `utter explain` gives it, of the intent stages alone.
    /// @return timeout when no answer came; invalid_argument when the assistant does not speak the
    /// language, or its pipeline has no such stage
    [[nodiscard]] Result<json::object> decide(const std::string& text);

    /// The registered intents nearest to a sentence, the nearest first. @return timeout as above
    [[nodiscard]] Result<std::vector<intent::NearMiss>> near_misses(const std::string& text,
                                                                    std::size_t max);

  private:
    IntentTrial(std::unique_ptr<AssistantLink> link,
                std::string lang,
                std::vector<std::string> asked)
        : link_(std::move(link)), lang_(std::move(lang)), stages_(std::move(asked)) {}

    [[nodiscard]] Result<Message> request(const std::string& topic,
                                          json::object data,
                                          json::object context);

    std::unique_ptr<AssistantLink> link_;
    std::string lang_;
    std::vector<std::string> stages_;  // of the configured pipeline, those that match intents
};

/// Reads registrations as `utter bus watch --json` prints them, a message a line; lines of other
/// topics are passed over. @return `malformed` naming file and line
[[nodiscard]] Result<std::vector<Message>> read_registrations(const std::filesystem::path& file);

}  // namespace utter::app
