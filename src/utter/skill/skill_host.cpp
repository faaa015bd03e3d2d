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
    on_settings_ = runtime_.bus.subscribe("ovos.skills.settings_changed",
                                          runtime_.loop,
                                          [this](const Message& news) { settings_changed(news); });
}

SkillHost::~SkillHost() {
    alive_.reset();
    on_ready_.reset();
    on_settings_.reset();
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
        if (entry != catalogue.end()) not_loaded_.push_back(*entry);
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
    auto settings = settings_of(entry.skill_id);
    if (!settings) return std::unexpected(settings.error());
    auto skill = start(entry, std::move(*settings));
    if (!skill) return std::unexpected(skill.error());
    (*skill)->publish_registrations();
    const std::lock_guard lock(skills_mutex_);
    skills_.push_back(std::move(*skill));
    return {};
}

Result<json::object> SkillHost::settings_of(const std::string& skill_id) const {
    if (!settings_.settings_of) return json::object{};
    return settings_.settings_of(skill_id);
}

Result<std::shared_ptr<SkillHost::Loaded>> SkillHost::start(const SkillEntry& entry,
                                                            json::object settings) {
    auto locale = std::make_unique<intent::LazyLocale>(
        entry.skill_id, locale_sources(entry, settings_.user_locale_dir));
    if (const auto* problem = locale->malformed()) {
        return fail(ErrorCode::malformed, intent::to_string(*problem));
    }
    if (locale->languages().empty()) {
        return fail(ErrorCode::not_found, "no locale files in " + entry.locale_dir.string());
    }
    auto skill = std::make_shared<Loaded>(
        runtime_, settings_, *this, tools_, entry, std::move(locale), std::move(settings));
    if (auto started = skill->start(); !started) return std::unexpected(started.error());
    return skill;
}

std::shared_ptr<SkillHost::Loaded> SkillHost::find(std::string_view skill_id) const {
    const std::lock_guard lock(skills_mutex_);
    for (const auto& skill : skills_) {
        if (skill->skill_id() == skill_id) return skill;
    }
    return nullptr;
}

void SkillHost::settings_changed(const Message& news) {
    const std::string id(news.data_string("skill_id"));
    const auto skill = find(id);
    if (!skill) {
        const auto entry = std::ranges::find(not_loaded_, id, &SkillEntry::skill_id);
        if (entry == not_loaded_.end()) return;  // another host's, or a Python skill
        const auto loaded = load_one(*entry);
        if (loaded) not_loaded_.erase(entry);
        return answer(news, loaded);
    }
    // A handler that runs may need the loop, so the loop does not wait for it.
    skill->finish([this, id, news, alive = std::weak_ptr(alive_)] {
        if (alive.expired()) return;
        runtime_.loop.post([this, id, news, alive] {
            if (!alive.expired()) answer(news, start_anew(id));
        });
    });
}

void SkillHost::answer(const Message& news, const Result<void>& started) {
    json::object data{{"skill_id", news.data_string("skill_id")}, {"ok", started.has_value()}};
    if (!started) data["error"] = started.error().detail;
    auto response = news.response(std::move(data));
    if (response) runtime_.bus.publish(std::move(*response));
}

Result<void> SkillHost::start_anew(const std::string& id) {
    const auto old = find(id);
    if (!old) return fail(ErrorCode::not_found, "the skill is not loaded");
    old->stop();
    runtime_.bus.publish(Message("ovos.skill.deregister", {{"skill_id", id}}, {{"skill_id", id}}));
    Result<void> outcome;
    auto settings = settings_of(id);
    auto made = settings ? start(old->entry(), std::move(*settings))
                         : Result<std::shared_ptr<Loaded>>(std::unexpected(settings.error()));
    if (!made) {
        log::error("skill.settings_refused", {{"skill_id", id}, {"reason", made.error().detail}});
        outcome = std::unexpected(made.error());
        made = start(old->entry(), old->settings());
    }
    {
        const std::lock_guard lock(skills_mutex_);
        const auto place = std::ranges::find(skills_, old);
        if (made) {
            *place = *made;
        } else {
            skills_.erase(place);
            not_loaded_.push_back(old->entry());
        }
    }
    if (made) {
        (*made)->publish_registrations();
    } else {
        log::error("skill.not_loaded", {{"skill_id", id}, {"reason", made.error().detail}});
    }
    return outcome;
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
