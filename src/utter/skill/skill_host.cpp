#include "utter/skill/skill_host.hpp"

#include <algorithm>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"
#include "utter/skill/loaded_skill.hpp"

namespace utter::skill {

SkillHost::SkillHost(SkillHostRuntime runtime, SkillHostSettings settings)
    : runtime_(std::move(runtime)),
      settings_(std::move(settings)),
      tools_(runtime_.bus, runtime_.loop, runtime_.timers) {
    on_ready_ = runtime_.bus.subscribe(
        "ovos.orchestrator.ready", runtime_.loop, [this](const Message&) { register_all(); });
}

SkillHost::~SkillHost() {
    on_ready_.reset();
    for (const auto& skill : skills()) {
        skill->stop();
        runtime_.bus.publish(Message("ovos.skill.deregister",
                                     {{"skill_id", skill->skill_id()}},
                                     {{"skill_id", skill->skill_id()}}));
    }
}

intent::LocaleSources locale_sources(const SkillEntry& entry,
                                     const std::filesystem::path& user_locale_dir) {
    intent::LocaleSources sources;
    sources.skill = entry.locale_dir;
    if (!user_locale_dir.empty()) sources.user = user_locale_dir / entry.skill_id / "locale";
    return sources;
}

std::vector<std::shared_ptr<SkillHost::Loaded>> SkillHost::skills() const {
    const std::lock_guard lock(skills_mutex_);
    return skills_;
}

std::vector<Error> SkillHost::load(std::span<const SkillEntry> catalogue) {
    std::vector<Error> problems;
    for (const auto& id : settings_.enabled) {
        const auto entry = std::ranges::find(catalogue, id, &SkillEntry::skill_id);
        auto loaded = entry == catalogue.end()
                          ? fail(ErrorCode::not_found, "no such skill is built into this program")
                          : load_one(*entry);
        if (loaded) continue;
        log::error("skill.not_loaded", {{"skill_id", id}, {"reason", loaded.error().detail}});
        problems.push_back({loaded.error().code, "skill '" + id + "': " + loaded.error().detail});
    }
    return problems;
}

Result<void> SkillHost::load_one(const SkillEntry& entry) {
    const auto ids = loaded();
    if (std::ranges::find(ids, entry.skill_id) != ids.end()) {
        return fail(ErrorCode::invalid_argument, "listed twice in skills.enabled");
    }
    auto locale =
        intent::load_locale(entry.skill_id, locale_sources(entry, settings_.user_locale_dir));
    intent::log_report(entry.skill_id, locale.report);
    if (locale.report.skill_malformed) {
        return fail(ErrorCode::malformed, intent::to_string(locale.report.errors.front()));
    }
    if (locale.languages.empty()) {
        return fail(ErrorCode::not_found, "no locale files in " + entry.locale_dir.string());
    }
    auto skill = std::make_shared<Loaded>(
        runtime_, settings_, *this, tools_, entry.skill_id, std::move(locale));
    if (auto started = skill->start(entry); !started) return started;
    skill->publish_registrations();
    const std::lock_guard lock(skills_mutex_);
    skills_.push_back(std::move(skill));
    return {};
}

void SkillHost::register_all() {
    for (const auto& skill : skills()) skill->publish_registrations();
}

std::vector<std::string> SkillHost::loaded() const {
    std::vector<std::string> ids;
    for (const auto& skill : skills()) ids.push_back(skill->skill_id());
    return ids;
}

std::vector<SkillSummary> SkillHost::summaries(std::string_view lang) const {
    std::vector<SkillSummary> out;
    for (const auto& skill : skills()) {
        if (auto summary = skill->summary(lang)) out.push_back(std::move(*summary));
    }
    return out;
}

}  // namespace utter::skill
