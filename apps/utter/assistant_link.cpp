#include "assistant_link.hpp"

#include <unistd.h>

#include <string>
#include <utility>

#include "assistant.hpp"
#include "bus_settings.hpp"
#include "utter/bus/bus_client.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/orchestrator/round.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

constexpr auto connect_patience = 1000ms;  // a refused connection is known at once
constexpr auto probe_patience = 2000ms;
constexpr auto farewell_time = 500ms;
constexpr std::string_view mark_key = "cli_question";

}  // namespace

struct AssistantLink::Impl {
    runtime::EventLoop loop;
    // One conversation for all questions of a user, so that one call may speak of what another has
    // set; the answers of each are told apart by a mark of its own.
    std::string session_id = "cli-" + std::to_string(::getuid());
    std::string mark = orchestrator::make_utterance_id();
    std::unique_ptr<bus::BusClient> client;
    std::unique_ptr<PartsBus> parts_bus;  // on the client
    std::unique_ptr<bus::LocalBus> local;
    std::unique_ptr<Assistant> assistant;

    [[nodiscard]] bus::Bus& bus() const {
        return client ? parts_bus->get() : static_cast<bus::Bus&>(*local);
    }
};

AssistantLink::AssistantLink(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

AssistantLink::~AssistantLink() {
    if (!impl_->client) return;
    impl_->client->begin_close();
    impl_->loop.run_until([&] { return !impl_->client->connected(); }, farewell_time);
}

Result<std::unique_ptr<AssistantLink>> AssistantLink::open_bus(const Program& program,
                                                               std::chrono::milliseconds patience) {
    auto impl = std::make_unique<Impl>();
    auto settings = bus_client_settings(program.settings.bus);
    if (!settings) return std::unexpected(settings.error());
    auto client = bus::BusClient::start(impl->loop, std::move(*settings));
    if (!client) return std::unexpected(client.error());
    impl->client = std::move(*client);
    impl->parts_bus = std::make_unique<PartsBus>(impl->loop, *impl->client, program);
    const auto wait_more = patience > connect_patience;
    impl->loop.run_until(
        [&] {
            return impl->client->connected() || (!wait_more && !impl->client->last_error().empty());
        },
        patience);
    if (!impl->client->connected()) {
        auto reason = impl->client->last_error();
        if (reason.empty()) reason = program.settings.bus.effective_url() + ": no answer";
        return fail(ErrorCode::unavailable, reason + "; start an assistant with 'utter run'");
    }
    return std::unique_ptr<AssistantLink>(new AssistantLink(std::move(impl)));
}

Result<std::unique_ptr<AssistantLink>> AssistantLink::open(const Program& program, bool may_start) {
    auto running = open_bus(program, connect_patience);
    if (running) {
        const auto answer =
            (*running)->request(Message("ovos.skills.list", {}, (*running)->context()),
                                "ovos.skills.list.response",
                                probe_patience);
        if (answer) return running;
        return fail(ErrorCode::unavailable,
                    program.settings.bus.effective_url() +
                        ": there is a bus, but no orchestrator answers on it; start one with "
                        "'utter service core', or 'utter run' for everything");
    }
    if (!may_start || running.error().code != ErrorCode::unavailable) {
        return std::unexpected(running.error());
    }
    return open_own(program);
}

Result<std::unique_ptr<AssistantLink>> AssistantLink::open_own(const Program& program) {
    auto impl = std::make_unique<Impl>();
    impl->local = std::make_unique<bus::LocalBus>();
    auto alone = program;  // nobody else can reach this bus
    alone.settings.legacy.enabled = false;
    auto assistant = Assistant::start_for_one_question(impl->loop, *impl->local, alone);
    if (!assistant) return std::unexpected(assistant.error());
    impl->assistant = std::move(*assistant);
    return std::unique_ptr<AssistantLink>(new AssistantLink(std::move(impl)));
}

bool AssistantLink::is_own() const noexcept {
    return impl_->assistant != nullptr;
}
bus::Bus& AssistantLink::bus() noexcept {
    return impl_->bus();
}
runtime::EventLoop& AssistantLink::loop() noexcept {
    return impl_->loop;
}

json::object AssistantLink::context() const {
    return {{"source", "utter-cli"},
            {std::string(mark_key), impl_->mark},
            {"session", json::object{{"session_id", impl_->session_id}}}};
}

bool AssistantLink::is_ours(const Message& message) const {
    return message.context_string(mark_key) == impl_->mark;
}

std::optional<Message> AssistantLink::request(const Message& query,
                                              const std::string& topic,
                                              std::chrono::milliseconds patience) {
    std::optional<Message> answer;
    const auto subscription = bus().subscribe(topic, loop(), [&](const Message& message) {
        if (!answer && is_ours(message)) answer = message;
    });
    bus().publish(query);
    loop().run_until([&] { return answer.has_value(); }, patience);
    return answer;
}

}  // namespace utter::app
