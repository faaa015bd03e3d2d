#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/timers.hpp"
#include "utter/intent/locale.hpp"
#include "utter/skill/skill.hpp"
#include "utter/tools/tool_service.hpp"

namespace utter::skill {

struct SkillHostSettings {
    std::vector<std::string> enabled;    ///< skill ids to load, in this order
    std::vector<std::string> languages;  ///< BCP-47; only their resources are registered
    /// What a skill is given as its settings, read whenever it is started; empty: nothing.
    std::function<Result<json::object>(const std::string& skill_id)> settings_of;
    std::filesystem::path user_locale_dir;  ///< `<dir>/<skill_id>/locale`; empty: none
    std::string timezone = "UTC";           ///< IANA name
};

/// What the host runs on. All referred to must outlive it.
struct SkillHostRuntime {
    bus::Bus& bus;
    Executor& loop;  ///< where the host itself listens
    Timers& timers;
    const Clock& clock;
    /// Makes an executor for one skill, on which its handlers may take their time.
    std::function<std::unique_ptr<Executor>()> make_executor;
};

/// Loads skills, registers their intents on the bus, runs their handlers and reports how each
/// ended. Registers again whenever the orchestrator announces itself, and starts a skill anew that
/// `ovos.skills.settings_changed` names, with its new settings or, when it refuses them, the old
/// ones; the answer's `ok` says which. Spec: OVOS-INTENT-4 (producer), OVOS-PIPELINE-1 7 and 8
/// (handler side), OVOS-FALLBACK-1 10.
class SkillHost {
  public:
    SkillHost(SkillHostRuntime runtime, SkillHostSettings settings);
    /// Waits for the handlers that are running, and takes back what the skills registered.
    ~SkillHost();
    SkillHost(const SkillHost&) = delete;
    SkillHost& operator=(const SkillHost&) = delete;
    SkillHost(SkillHost&&) = delete;
    SkillHost& operator=(SkillHost&&) = delete;

    /// Loads every enabled skill of the catalogue and registers it. One that cannot be loaded is
    /// left out; the others run. @return what went wrong, each naming its skill.
    std::vector<Error> load(std::span<const SkillEntry> catalogue);

    /// Publishes every registration again, after the bus has been away.
    void register_all();

    [[nodiscard]] std::vector<std::string> loaded() const;

  private:
    class Loaded;

    [[nodiscard]] Result<void> load_one(const SkillEntry& entry);
    [[nodiscard]] Result<json::object> settings_of(const std::string& skill_id) const;
    /// Makes the skill and starts it.
    [[nodiscard]] Result<std::shared_ptr<Loaded>> start(const SkillEntry& entry,
                                                        json::object settings);
    void settings_changed(const Message& news);
    void answer(const Message& news, const Result<void>& started);
    /// On the loop, once nothing of the skill runs.
    [[nodiscard]] Result<void> start_anew(const std::string& id);
    [[nodiscard]] std::shared_ptr<Loaded> find(std::string_view skill_id) const;
    [[nodiscard]] std::vector<SkillSummary> summaries(std::string_view lang) const;

    [[nodiscard]] std::vector<std::shared_ptr<Loaded>> skills() const;

    SkillHostRuntime runtime_;
    SkillHostSettings settings_;
    tools::ToolService tools_;
    mutable std::mutex skills_mutex_;  // summaries are asked for from the skills' executors
    std::vector<std::shared_ptr<Loaded>> skills_;  // guarded by skills_mutex_
    std::vector<SkillEntry> not_loaded_;           // other settings may help them
    bus::Subscription on_ready_;
    bus::Subscription on_settings_;
    std::shared_ptr<const bool> alive_ = std::make_shared<bool>(true);  // for what is posted
};

/// Where the skill's resources are, those of the user first. @param user_locale_dir empty: none
[[nodiscard]] intent::LocaleSources locale_sources(const SkillEntry& entry,
                                                   const std::filesystem::path& user_locale_dir);

}  // namespace utter::skill
