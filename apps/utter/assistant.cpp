#include "assistant.hpp"

#include <chrono>
#include <utility>

#include "catalogue.hpp"
#include "personas.hpp"
#include "support/zones.hpp"
#include "utter/config/skill_settings.hpp"
#include "utter/core/log.hpp"
#include "utter/orchestrator/plugins/common_query/common_query_plugin.hpp"
#include "utter/orchestrator/plugins/converse/converse_plugin.hpp"
#include "utter/orchestrator/plugins/fallback/fallback_plugin.hpp"
#include "utter/orchestrator/plugins/hassil/hassil_plugin.hpp"
#include "utter/orchestrator/plugins/keyword/keyword_plugin.hpp"
#include "utter/orchestrator/plugins/media/media_plugin.hpp"
#include "utter/orchestrator/plugins/persona/persona_plugin.hpp"
#include "utter/orchestrator/plugins/phrasing/phrasing_plugin.hpp"
#include "utter/orchestrator/plugins/stop/stop_plugin.hpp"
#include "utter/orchestrator/plugins/template/template_plugin.hpp"
#include "utter/transform/cancel_phrase.hpp"
#include "utter/transform/number_digits.hpp"
#include "utter/transform/typed_slots.hpp"

namespace utter::app {
namespace {

orchestrator::HassilSettings hassil_settings(const Program& program, const Clock& clock) {
    const auto& config = program.settings.hassil;
    orchestrator::HassilSettings settings;
    settings.folders.assign(config.folders.begin(), config.folders.end());
    settings.home = config.home;
    settings.languages = languages(program.settings.locale);
    settings.answers = config.answers;
    settings.clock = [zone = find_timezone(program.settings.locale, program.environment), &clock] {
        const auto local = skills::local_time(zone, clock.now());
        const auto utc = std::chrono::floor<std::chrono::seconds>(clock.now().time_since_epoch());
        return local ? *local : std::chrono::local_seconds(utc);
    };
    return settings;
}

orchestrator::MediaPluginSettings media_plugin_settings(const Program& program) {
    orchestrator::MediaPluginSettings settings;
    settings.languages = languages(program.settings.locale);
    settings.locale.skill = program.data_dir / "media" / "locale";
    const auto own = config::skill_locale_dir(program.settings.skills, program.environment);
    if (!own.empty()) settings.locale.user = own / "media" / "locale";
    settings.finds_media = !program.settings.media.folders.empty();
    return settings;
}

}  // namespace

PartsBus::PartsBus(runtime::EventLoop& loop, bus::Bus& inner, const Program& program)
    : inner_(inner) {
    if (program.settings.legacy.enabled) legacy_ = std::make_unique<legacy::LegacyBus>(inner, loop);
}

bus::Bus& PartsBus::get() const noexcept {
    return legacy_ ? static_cast<bus::Bus&>(*legacy_) : inner_;
}

std::unique_ptr<legacy::CoreAdapter> PartsBus::make_core_adapter(runtime::EventLoop& loop,
                                                                 const Clock& clock,
                                                                 const Program& program) const {
    if (!legacy_) return nullptr;
    legacy::CoreAdapterSettings settings;
    settings.default_lang = languages(program.settings.locale).front();
    const auto state = config::skill_state_dir(program.settings.skills, program.environment);
    if (!state.empty()) settings.skills_file = state / "python-skills.json";
    return std::make_unique<legacy::CoreAdapter>(
        inner_, *legacy_, loop, loop, clock, std::move(settings));
}

Result<std::unique_ptr<orchestrator::Orchestrator>> make_orchestrator(runtime::EventLoop& loop,
                                                                      bus::Bus& bus,
                                                                      const Clock& clock,
                                                                      const Program& program,
                                                                      bool stays) {
    const auto& config = program.settings.orchestrator;
    orchestrator::OrchestratorSettings settings;
    settings.pipeline = pipeline(program.settings);
    settings.languages = languages(program.settings.locale);
    settings.utterance_transformers = program.settings.transformers.utterance;
    settings.match_timeout = config.match_timeout;
    settings.traces_max = config.traces;
    settings.handler_timeout = config.handler_timeout;
    if (stays) {
        const auto& given = program.settings.budgets;
        settings.budgets = {
            given.stt, given.matching, given.answer, given.tts, given.playback, given.turn};
    }
    const auto default_lang = settings.languages.front();
    settings.converse_time = config.converse_time;
    auto made = std::make_unique<orchestrator::Orchestrator>(loop, bus, clock, std::move(settings));
    std::vector<std::unique_ptr<orchestrator::Plugin>> plugins;
    plugins.push_back(std::make_unique<orchestrator::StopPlugin>(bus, loop, config.stop_window));
    plugins.push_back(std::make_unique<orchestrator::ConversePlugin>(
        bus,
        loop,
        clock,
        orchestrator::ConverseSettings{config.converse_window, config.converse_time}));
    plugins.push_back(std::make_unique<orchestrator::TemplatePlugin>(bus, loop));
    plugins.push_back(std::make_unique<orchestrator::KeywordPlugin>(bus, loop));
    if (!program.settings.hassil.folders.empty()) {
        plugins.push_back(std::make_unique<orchestrator::HassilPlugin>(
            bus, loop, hassil_settings(program, clock)));
    }
    plugins.push_back(
        std::make_unique<orchestrator::MediaPlugin>(bus, loop, media_plugin_settings(program)));
    intent::phrasing::PhrasingSettings phrasing;
    phrasing.confidence_min = config.phrasing_confidence;
    plugins.push_back(std::make_unique<orchestrator::PhrasingPlugin>(bus, loop, phrasing));
    plugins.push_back(std::make_unique<orchestrator::CommonQueryPlugin>(
        bus,
        loop,
        orchestrator::CommonQuerySettings{config.common_query_poll,
                                          config.common_query_window,
                                          config.common_query_max,
                                          config.common_query_confidence}));
    plugins.push_back(
        std::make_unique<orchestrator::PersonaPlugin>(bus, loop, persona_settings(loop, program)));
    plugins.push_back(
        std::make_unique<orchestrator::FallbackPlugin>(bus, loop, config.fallback_window));
    for (auto& plugin : plugins) {
        if (auto added = made->add_plugin(std::move(plugin)); !added) {
            return std::unexpected(added.error());
        }
    }
    std::vector<std::unique_ptr<transform::UtteranceTransformer>> transformers;
    transformers.push_back(std::make_unique<transform::CancelPhrase>(default_lang));
    transformers.push_back(std::make_unique<transform::NumberDigits>(default_lang));
    for (auto& transformer : transformers) {
        if (auto added = made->add(std::move(transformer)); !added) {
            return std::unexpected(added.error());
        }
    }
    made->add(std::make_unique<transform::SpokenSlots>(
        clock,
        find_timezone(program.settings.locale, program.environment),
        transform::SpokenSlots::Zones{&skills::local_time, &skills::moment_of}));
    made->start();
    return made;
}

std::unique_ptr<skill::SkillHost> make_skill_host(runtime::EventLoop& loop,
                                                  runtime::WorkerPool& pool,
                                                  bus::Bus& bus,
                                                  const Clock& clock,
                                                  const Program& program) {
    skill::SkillHostSettings settings;
    settings.enabled = program.settings.skills.enabled;
    settings.languages = languages(program.settings.locale);
    settings.settings_of =
        [&skills = program.settings.skills,
         directory = config::skill_settings_dir(program.settings.skills, program.environment)](
            const std::string& skill_id) {
            return config::settings_of_skill(skills, directory, skill_id);
        };
    settings.user_locale_dir =
        config::skill_locale_dir(program.settings.skills, program.environment);
    settings.timezone = find_timezone(program.settings.locale, program.environment);
    skill::SkillHostRuntime runtime{bus, loop, loop, clock, [&pool] { return pool.make_strand(); }};
    return std::make_unique<skill::SkillHost>(std::move(runtime), std::move(settings));
}

std::vector<skill::SkillEntry> skill_catalogue(const Program& program) {
    return skills::catalogue(program.data_dir / "skills");
}

Result<std::unique_ptr<Assistant>> Assistant::make(runtime::EventLoop& loop,
                                                   bus::Bus& bus,
                                                   const Program& program,
                                                   bool stays) {
    std::unique_ptr<Assistant> made(new Assistant);
    made->bus_ = std::make_unique<PartsBus>(loop, bus, program);
    made->legacy_ = made->bus_->make_core_adapter(loop, made->clock_, program);
    auto orchestrator = make_orchestrator(loop, made->bus_->get(), made->clock_, program, stays);
    if (!orchestrator) return std::unexpected(orchestrator.error());
    made->orchestrator_ = std::move(*orchestrator);
    auto scheduler = SchedulerPart::open(loop, made->bus_->get(), made->clock_, program);
    if (scheduler) {
        made->scheduler_ = std::move(*scheduler);
    } else if (stays) {
        return std::unexpected(scheduler.error());
    } else {
        log::warning("scheduler.not_available", {{"reason", scheduler.error().detail}});
    }
    const bool hears = stays && program.settings.listener.enabled;
    const auto reference =
        hears ? std::make_shared<audio::EchoReference>(listener::Ear::sample_rate_hz) : nullptr;
    if (stays && program.settings.speaker.enabled) {
        auto speaker = SpeakerPart::start(loop, made->bus_->get(), program, reference);
        if (!speaker) return std::unexpected(speaker.error());
        made->speaker_ = std::move(*speaker);
    }
    if (stays && program.settings.media.enabled) {
        made->media_ = std::make_unique<MediaPart>(made->bus_->get(), program);
    }
    if (stays && program.settings.gui.enabled) {
        made->gui_ = std::make_unique<GuiPart>(loop, made->bus_->get(), program);
    }
    made->host_ = make_skill_host(loop, made->pool_, made->bus_->get(), made->clock_, program);
    made->host_->load(skill_catalogue(program));
    if (stays) made->scheduler_->start();  // the skills hear what they missed
    if (made->legacy_) made->legacy_->start();
    if (hears) {
        auto listener = ListenerPart::start(loop, made->bus_->get(), program, reference);
        if (!listener) return std::unexpected(listener.error());
        made->listener_ = std::move(*listener);
    }
    return made;
}

Result<std::unique_ptr<Assistant>> Assistant::start(runtime::EventLoop& loop,
                                                    bus::Bus& bus,
                                                    const Program& program) {
    return make(loop, bus, program, true);
}

Result<std::unique_ptr<Assistant>> Assistant::start_for_one_question(runtime::EventLoop& loop,
                                                                     bus::Bus& bus,
                                                                     const Program& program) {
    return make(loop, bus, program, false);
}

}  // namespace utter::app
