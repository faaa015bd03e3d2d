#pragma once

#include <filesystem>
#include <functional>
#include <map>
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
    std::map<std::string, json::object> skill_settings;  ///< by skill id
    std::filesystem::path user_locale_dir;               ///< `<dir>/<skill_id>/locale`; empty: none
    std::string timezone = "UTC";                        ///< IANA name
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
/// ended. Registers again whenever the orchestrator announces itself. Spec: OVOS-INTENT-4
/// (producer), OVOS-PIPELINE-1 7 and 8 (handler side), OVOS-FALLBACK-1 10.
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
    [[nodiscard]] std::vector<SkillSummary> summaries(std::string_view lang) const;

    [[nodiscard]] std::vector<std::shared_ptr<Loaded>> skills() const;

    SkillHostRuntime runtime_;
    SkillHostSettings settings_;
    tools::ToolService tools_;
    mutable std::mutex skills_mutex_;  // summaries are asked for from the skills' executors
    std::vector<std::shared_ptr<Loaded>> skills_;  // guarded by skills_mutex_
    bus::Subscription on_ready_;
};

/// Where the skill's resources are, those of the user first. @param user_locale_dir empty: none
[[nodiscard]] intent::LocaleSources locale_sources(const SkillEntry& entry,
                                                   const std::filesystem::path& user_locale_dir);

}  // namespace utter::skill
