#include "platform_part.hpp"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "assistant.hpp"
#include "bus_settings.hpp"
#include "engine_states.hpp"
#include "engines.hpp"
#include "platform_speech.hpp"
#include "sound_devices.hpp"
#include "tls_module.hpp"
#include "utter/core/log.hpp"
#include "utter/platform/door/persona_news.hpp"
#include "utter/platform/door/routes.hpp"
#include "utter/platform/storage/sql_storage.hpp"
#include "utter/platform/training/training_runner.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"
#include "utter/web/server.hpp"
#include "utter/web/static_files.hpp"

namespace utter::app {
namespace {

constexpr std::size_t speech_threads = 2;
constexpr std::chrono::milliseconds farewell{400};

platform::SessionManagerSettings session_settings(const Program& program) {
    const auto& config = program.settings.platform;
    return {.lang = program.settings.locale.lang,
            .sessions_max = config.sessions_max,
            .grace = config.grace,
            .limits = {}};
}

web::GateSettings gate_settings(const Program& program, const bus::BusServerSettings& bus) {
    const auto& config = program.settings.platform;
    return {.keys_file = bus.keys_file,
            .roles = bus.roles,
            .origins = bus.origins,
            .only_local_names = !config.insecure_bind_allowed};
}

json::array engines_of(const Program& program) {
    json::array all;
    for (const auto& engine : engine_states(program)) {
        all.push_back(
            json::object{{"port", engine.port},
                         {"name", engine.name},
                         {"installed", engine.installed},
                         {"place", engine.place ? json::value(*engine.place) : json::value()},
                         {"healthy", engine.healthy},
                         {"advice", engine.advice}});
    }
    return all;
}

platform::SkillSettings::Places skill_places(const Program& program) {
    const auto& config = program.settings.skills;
    platform::SkillSettings::Places places{
        .configured = config,
        .folder = config::skill_settings_dir(config, program.environment),
        .own = {}};
    for (const auto& entry : skill_catalogue(program)) {
        const auto enabled = std::ranges::find(config.enabled, entry.skill_id);
        places.own.push_back({.skill_id = entry.skill_id,
                              .enabled = enabled != config.enabled.end(),
                              .description = entry.locale_dir.parent_path() / "settingsmeta.json"});
    }
    return places;
}

boost::asio::awaitable<web::Response> serve_file(const web::StaticFiles& files,
                                                 std::string name,
                                                 web::Request request) {
    co_return files.serve(name, request);
}

// The configured trainer, loaded when there is first something to train.
class LazyTrainer final : public speech::VoiceTrainer {
  public:
    explicit LazyTrainer(const config::Settings& settings) : settings_(settings) {}

    [[nodiscard]] std::string_view name() const override { return voice_trainer_name(settings_); }
    [[nodiscard]] Result<void> check() const override {
        const auto opened = make_voice_trainer(settings_);
        if (!opened) return std::unexpected(opened.error());
        return (*opened)->check();
    }
    [[nodiscard]] Result<std::optional<speech::TrainedVoice>> train(
        const speech::TrainingRequest& request,
        const OnProgress& on_progress,
        std::stop_token stop) override {
        const auto opened = make_voice_trainer(settings_);
        if (!opened) return std::unexpected(opened.error());
        return (*opened)->train(request, on_progress, std::move(stop));
    }

    [[nodiscard]] Result<void> forget(std::string_view voice_id) override {
        const auto opened = make_voice_trainer(settings_);
        if (!opened) return std::unexpected(opened.error());
        return (*opened)->forget(voice_id);
    }

  private:
    const config::Settings& settings_;
};

}  // namespace

struct PlatformPart::Impl {
    Impl(bus::Bus& its_bus, const Program& its_program, const bus::BusServerSettings& doors)
        : bus(its_bus),
          program(its_program),
          speech(its_program),
          ports(speech.ports()),
          skills(skill_places(its_program)),
          gate(gate_settings(its_program, doors)),
          dashboard(its_program.data_dir / "dashboard") {}

    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<void> open_trainer(const platform::StorageSettings& stored);
    void serve_files();

    bus::Bus& bus;
    const Program& program;
    SystemClock clock;
    PlatformSpeech speech;
    platform::SpeechPorts ports;
    std::unique_ptr<platform::SqlStorage> storage;
    std::optional<platform::SampleStore> samples;
    platform::SkillSettings skills;
    runtime::EventLoop loop;
    std::unique_ptr<platform::SessionManager> sessions;
    std::optional<platform::Services> services;
    // What still runs on them at the end needs what is above.
    runtime::WorkerPool store{1};
    runtime::WorkerPool workers{speech_threads};
    runtime::WorkerPool uploads{1};
    web::Gate gate;
    web::Router router;
    web::StaticFiles dashboard;
    std::unique_ptr<web::Server> server;
    bus::Subscription orchestrator_ready;
    std::unique_ptr<platform::SqlStorage> training_storage;  // the runner's own connection
    std::unique_ptr<speech::VoiceTrainer> trainer;
    std::unique_ptr<platform::TrainingRunner> runner;
    std::uint16_t port = 0;
    std::thread thread;
};

Result<void> PlatformPart::Impl::open() {
    const auto& config = program.settings.platform;
    platform::StorageSettings stored;
    stored.database = config::platform_database(config, program.environment);
    platform::SampleStoreSettings sampled;
    sampled.folder = config::samples_dir(config, program.environment);
    sampled.bytes_max = config.sample_max_bytes;
    if (stored.database.empty() || sampled.folder.empty()) {
        return fail(ErrorCode::unavailable,
                    "there is no home directory; set platform.database and platform.samples_dir");
    }
    auto opened = platform::SqlStorage::open(stored, clock);
    if (!opened) return std::unexpected(opened.error());
    storage = std::move(*opened);
    if (auto trains = open_trainer(stored); !trains) {
        log::warning("platform.no_trainer", {{"reason", trains.error().detail}});
    }
    auto kept = platform::SampleStore::open(std::move(sampled), storage->voices(), clock);
    if (!kept) return std::unexpected(kept.error());
    samples.emplace(std::move(*kept));
    if (auto loaded = gate.load_keys(); !loaded) return std::unexpected(loaded.error());

    sessions = std::make_unique<platform::SessionManager>(
        platform::LiveSessionRuntime{
            .bus = bus,
            .executor = loop,
            .timers = loop,
            .worker = workers,
            .clock = clock,
            .speech = ports,
            .remember =
                [this](platform::ConversationTurn turn) {
                    store.post([this, turn = std::move(turn)] {
                        const auto kept_turn = storage->conversations().append(turn);
                        if (kept_turn) return;
                        log::warning("platform.turn_not_kept",
                                     {{"reason", kept_turn.error().detail}});
                    });
                }},
        session_settings(program));
    std::vector<std::string> providers;
    providers.reserve(program.settings.llm.size());
    for (const auto& [name, llm] : program.settings.llm) providers.push_back(name);
    services.emplace(platform::Services{.loop = loop,
                                        .store = store,
                                        .worker = workers,
                                        .uploads = uploads,
                                        .voices = storage->voices(),
                                        .personas = storage->personas(),
                                        .conversations = storage->conversations(),
                                        .jobs = storage->jobs(),
                                        .samples = *samples,
                                        .skills = skills,
                                        .sessions = *sessions,
                                        .bus = bus,
                                        .timers = loop,
                                        .clock = clock,
                                        .speech = ports,
                                        .lang = program.settings.locale.lang,
                                        .providers = std::move(providers),
                                        .wake_trainer =
                                            [this] {
                                                if (runner) runner->wake();
                                            },
                                        .forget_voice =
                                            [this](const std::string& voice_id) {
                                                if (!trainer) return;
                                                if (auto gone = trainer->forget(voice_id); !gone) {
                                                    log::warning("platform.voice_not_forgotten",
                                                                 {{"reason", gone.error().detail}});
                                                }
                                            },
                                        .engines = [this] { return engines_of(program); },
                                        .devices = [this] { return list_sound_devices(program); },
                                        .began = std::chrono::steady_clock::now(),
                                        .sample_bytes_max = config.sample_max_bytes});
    platform::add_platform_routes(router, *services);
    serve_files();
    auto tls = server_tls(config.tls_certificate, config.tls_key);
    if (!tls) return std::unexpected(tls.error());
    auto listening =
        web::Server::start(loop,
                           {.host = config.host == "localhost" ? "127.0.0.1" : config.host,
                            .port = config.port,
                            .make_tls = std::move(*tls),
                            .connections_max = config.connections_max},
                           gate,
                           router);
    if (!listening) return std::unexpected(listening.error());
    server = std::move(*listening);
    port = server->port();
    // Whoever hosts personas may start before or after us, and again.
    const auto tell = [this] { store.post([this] { tell_of_personas(*services); }); };
    orchestrator_ready =
        bus.subscribe("ovos.orchestrator.ready", loop, [tell](const Message&) { tell(); });
    tell();
    return {};
}

Result<void> PlatformPart::Impl::open_trainer(const platform::StorageSettings& stored) {
    auto opened = platform::SqlStorage::open(stored, clock);
    if (!opened) return std::unexpected(opened.error());
    trainer = std::make_unique<LazyTrainer>(program.settings);
    training_storage = std::move(*opened);
    runner = std::make_unique<platform::TrainingRunner>(
        platform::TrainingRunner::Parts{.jobs = training_storage->jobs(),
                                        .voices = training_storage->voices(),
                                        .trainer = *trainer,
                                        .clock = clock},
        platform::TrainingRunnerSettings{
            .owner = "utter-" + std::to_string(::getpid()) + '-' + make_uuid(),
            .samples_folder = config::samples_dir(program.settings.platform, program.environment)},
        [this](const platform::VoiceEvent& event) {
            bus.publish(
                Message(std::string(platform::topic_of(event)), platform::payload_of(event)));
        });
    return {};
}

void PlatformPart::Impl::serve_files() {
    const auto document = program.data_dir / "platform" / "openapi.json";
    const auto described = std::make_shared<const web::StaticFiles>(document.parent_path());
    router.add({.method = "GET",
                .pattern = "/openapi.json",
                .handler =
                    [described](web::Request request) {
                        return serve_file(*described, "openapi.json", std::move(request));
                    },
                .is_public = true});
    if (dashboard.empty()) return;
    router.add({.method = "GET",
                .pattern = "/{file...}",
                .handler =
                    [this](web::Request request) {
                        auto name = request.param("file");
                        return serve_file(dashboard, std::move(name), std::move(request));
                    },
                .is_public = true});
}

Result<std::unique_ptr<PlatformPart>> PlatformPart::start(bus::Bus& bus, const Program& program) {
    auto doors = bus_server_settings(program.settings.bus);
    if (!doors) return std::unexpected(doors.error());
    auto impl = std::make_unique<Impl>(bus, program, *doors);
    if (auto opened = impl->open(); !opened) return std::unexpected(opened.error());
    impl->thread = std::thread([&loop = impl->loop] { loop.run(); });
    return std::unique_ptr<PlatformPart>(new PlatformPart(std::move(impl)));
}

PlatformPart::PlatformPart(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

PlatformPart::~PlatformPart() {
    auto& impl = *impl_;
    impl.loop.stop();
    impl.thread.join();
    // What is left runs here.
    impl.orchestrator_ready.reset();
    impl.server->begin_close();
    impl.loop.run_until([&] { return impl.server->connections() == 0; }, farewell);
    impl.server.reset();
    impl.loop.run_until([] { return false; }, std::chrono::milliseconds(1));
    impl.sessions.reset();
}

std::string PlatformPart::address() const {
    const auto& config = impl_->program.settings.platform;
    const auto& host = config.host;
    const bool v6 = host.find(':') != std::string::npos;
    return (config.tls_certificate.empty() ? "http://" : "https://") +
           (v6 ? '[' + host + ']' : host) + ':' + std::to_string(impl_->port);
}

void PlatformPart::reload() {
    impl_->loop.post([impl = impl_.get()] {
        if (auto loaded = impl->gate.load_keys(); !loaded) {
            log::error("platform.keys_kept", {{"reason", loaded.error().detail}});
        }
        const auto& config = impl->program.settings.platform;
        auto tls = server_tls(config.tls_certificate, config.tls_key);
        if (tls) {
            impl->server->set_tls(std::move(*tls));
        } else {
            log::error("platform.certificate_not_loaded", {{"reason", tls.error().detail}});
        }
    });
}

}  // namespace utter::app
