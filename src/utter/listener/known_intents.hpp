#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/executor.hpp"
#include "utter/intent/definitions.hpp"

namespace utter::listener {

/// What an assistant could understand, in one language.
struct KnownDefinitions {
    std::vector<intent::TemplateDefinition> templates;
    std::vector<intent::EntityDefinition> entities;
};

/// Reads an answer to `ovos.intent.describe` into `out`; what is malformed is left out.
void read_description(const Message& answer, KnownDefinitions& out);

/// Learns what the assistant on the bus understands by asking it, so that it makes no difference
/// where the assistant runs and whose skills it has. All on the executor.
class KnownIntents {
  public:
    /// Both outlive this.
    KnownIntents(bus::Bus& bus, Executor& executor);

    /// Asks for everything anew; what is known stays until all answers are there.
    void refresh(const std::string& lang);

    [[nodiscard]] const KnownDefinitions& definitions() const noexcept { return known_; }
    [[nodiscard]] const std::string& lang() const noexcept { return lang_; }
    /// Another number whenever the definitions are others; 0: nothing is known yet.
    [[nodiscard]] std::uint64_t version() const noexcept { return version_; }

  private:
    void ask(std::string topic, json::object data);
    [[nodiscard]] bool is_mine(const Message& answer) const;
    void on_skills(const Message& answer);
    void on_description(const Message& answer);
    void finish();

    bus::Bus& bus_;
    std::uint64_t query_ = 0;
    std::size_t pending_ = 0;
    std::string asked_lang_;
    KnownDefinitions collected_;
    std::string collected_text_;  // what was collected, to see whether it is new
    KnownDefinitions known_;
    std::string known_text_;
    std::string lang_;
    std::uint64_t version_ = 0;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::listener
