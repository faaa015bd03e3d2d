#include "assistant.hpp"

#include <utility>

#include "catalogue.hpp"
#include "utter/orchestrator/plugins/fallback/fallback_plugin.hpp"
#include "utter/orchestrator/plugins/template/template_plugin.hpp"

namespace utter::app {

Result<std::unique_ptr<orchestrator::Orchestrator>> make_orchestrator(runtime::EventLoop& loop,
                                                                      bus::Bus& bus,
                                                                      const Clock& clock,
                                                                      const Program& program) {
    const auto& config = program.settings.orchestrator;
    orchestrator::OrchestratorSettings settings;
    settings.pipeline = config.pipeline;
    settings.languages = languages(program.settings.locale);
    settings.match_timeout = config.match_timeout;
    settings.handler_timeout = config.handler_timeout;
    auto made = std::make_unique<orchestrator::Orchestrator>(loop, bus, clock, std::move(settings));
    auto added = made->add_plugin(std::make_unique<orchestrator::TemplatePlugin>(bus, loop));
    if (added) {
        added = made->add_plugin(
            std::make_unique<orchestrator::FallbackPlugin>(bus, loop, config.fallback_window));
    }
    if (!added) return std::unexpected(added.error());
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
    settings.skill_settings = program.settings.skills.settings;
    settings.user_locale_dir =
        config::skill_locale_dir(program.settings.skills, program.environment);
    settings.timezone = find_timezone(program.settings.locale, program.environment);
    skill::SkillHostRuntime runtime{bus, loop, loop, clock, [&pool] { return pool.make_strand(); }};
    return std::make_unique<skill::SkillHost>(std::move(runtime), std::move(settings));
}

std::vector<skill::SkillEntry> skill_catalogue(const Program& program) {
    return skills::catalogue(program.data_dir / "skills");
}

Result<std::unique_ptr<Assistant>> Assistant::start(runtime::EventLoop& loop,
                                                    bus::Bus& bus,
                                                    const Program& program) {
    std::unique_ptr<Assistant> made(new Assistant);
    auto orchestrator = make_orchestrator(loop, bus, made->clock_, program);
    if (!orchestrator) return std::unexpected(orchestrator.error());
    made->orchestrator_ = std::move(*orchestrator);
    made->host_ = make_skill_host(loop, made->pool_, bus, made->clock_, program);
    made->host_->load(skill_catalogue(program));
    return made;
}

}  // namespace utter::app
