#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/intent/hassil/interpreter.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

struct HassilSettings {
    std::vector<std::filesystem::path> folders;  ///< of sentences; a later one adds to the earlier
    std::filesystem::path home;                  ///< areas, devices, lists, context; empty: none
    std::vector<std::string> languages;          ///< enabled, BCP-47
    /// Whether what is matched is answered here. If not, somebody on the bus is the handler of
    /// `hassil:<intent>` and reports its end.
    bool answers = true;
    intent::hassil::LocalClock clock = &intent::hassil::test_clock;  ///< for answers
};

/// Matches Home Assistant's sentence files, as they are, and answers with the responses that stand
/// beside them. What is matched is dispatched as `hassil:<intent>`, so that a program on the bus
/// can do what was asked. The session's intent context counts as context of the sentences, and an
/// intent on its denylist (`hassil:<intent>`) leaves the sentence to the next that fits.
///
/// A language with a file that cannot be used is left out, and that is logged with file and line;
/// what was in force before stays. SIGHUP reads everything again.
class HassilPlugin final : public Plugin {
  public:
    static constexpr std::string_view own_id = "hassil";
    /// Matches that wait for their dispatch; beyond, the oldest is forgotten.
    static constexpr std::size_t waiting_max = 256;

    HassilPlugin(bus::Bus& bus, runtime::EventLoop& loop, HassilSettings settings);

    [[nodiscard]] std::string_view pipeline_id() const override { return own_id; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;
    [[nodiscard]] std::vector<PluginIntent> intents() const override;

    /// Reads all files again.
    void reload();

  private:
    using Interpreter = intent::hassil::Interpreter;
    /// What was understood, kept from the match to the dispatch.
    struct Waiting {
        std::string utterance_id;
        std::shared_ptr<Interpreter> interpreter;  ///< a reload may come in between
        intent::hassil::Recognition recognition;
    };

    void on_dispatch(const Message& dispatch);

    bus::Bus& bus_;
    HassilSettings settings_;
    std::shared_ptr<const intent::hassil::Home> home_;
    std::map<std::string, std::shared_ptr<Interpreter>, std::less<>> languages_;  // as enabled
    std::map<std::string, std::string, std::less<>> faults_;  // why a language is not there
    std::deque<Waiting> waiting_;
    std::vector<bus::Subscription> subscriptions_;
    std::shared_ptr<void> reload_signal_;
};

}  // namespace utter::orchestrator
