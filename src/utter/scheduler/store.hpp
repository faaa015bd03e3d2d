#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/scheduler/database.hpp"
#include "utter/scheduler/schedule.hpp"

namespace utter::scheduler {

/// Where schedules survive. Each call is one transaction and has reached the disk when it returns.
/// For one thread at a time. Spec: OVOS-SCHEDULER-1 section 5.1.
class Store {
  public:
    /// Opens the database and brings its tables up to date; a newer program's are refused.
    /// @param path empty: in memory
    [[nodiscard]] static Result<Store> open(const std::filesystem::path& path);

    /// Every stored schedule. One that cannot be read any more (its zone is gone, say) is left
    /// where it is, logged, and left out.
    [[nodiscard]] Result<std::vector<Schedule>> load();

    /// The newest point of time that has certainly passed: the last write, or the due instant of
    /// the last fire. Nothing in a store never written to. Spec: section 7.2.
    [[nodiscard]] Result<std::optional<Time>> passed();

    /// What a write leaves as passed(); absent while the clock is not to be trusted.
    struct Stamp {
        Time now;
        std::optional<Time> fired;
    };

    [[nodiscard]] Result<void> put(const Schedule& schedule, const std::optional<Stamp>& stamp);
    [[nodiscard]] Result<void> remove(const std::string& skill_id,
                                      const std::string& id,
                                      const std::optional<Stamp>& stamp);

  private:
    explicit Store(Database database) : database_(std::move(database)) {}
    [[nodiscard]] Result<void> migrate();
    template <class Write>
    [[nodiscard]] Result<void> in_transaction(const std::optional<Stamp>& stamp, Write write);
    [[nodiscard]] Result<void> record(const Stamp& stamp);

    Database database_;
};

}  // namespace utter::scheduler
