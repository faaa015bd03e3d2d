#pragma once

#include "utter/platform/storage/job_queue.hpp"
#include "utter/platform/storage/sql_context.hpp"

namespace utter::platform {

class SqlJobs final : public JobQueue {
  public:
    explicit SqlJobs(const SqlContext& context) : context_(context) {}

    [[nodiscard]] Result<TrainingJob> enqueue(const std::string& voice_id) override;
    [[nodiscard]] Result<TrainingJob> get(const std::string& job_id) override;
    [[nodiscard]] Result<Page<TrainingJob>> list(const std::string& voice_id,
                                                 const PageRequest& page) override;
    [[nodiscard]] Result<std::optional<TrainingJob>> lease(const std::string& owner) override;
    [[nodiscard]] Result<std::optional<Time>> next_due() override;
    [[nodiscard]] Result<TrainingJob> heartbeat(const std::string& job_id,
                                                const std::string& owner,
                                                std::uint8_t percent) override;
    [[nodiscard]] Result<TrainingJob> complete(const std::string& job_id,
                                               const std::string& owner,
                                               const TrainedProfile& trained) override;
    [[nodiscard]] Result<TrainingJob> fail(const std::string& job_id,
                                           const std::string& owner,
                                           const Error& error) override;
    [[nodiscard]] Result<TrainingJob> cancelled(const std::string& job_id,
                                                const std::string& owner) override;
    [[nodiscard]] Result<TrainingJob> release(const std::string& job_id,
                                              const std::string& owner) override;
    [[nodiscard]] Result<TrainingJob> cancel(const std::string& job_id) override;

  private:
    template <class Change>
    [[nodiscard]] Result<TrainingJob> with_lease(const std::string& job_id,
                                                 const std::string& owner,
                                                 Change change);
    void end_what_nobody_finishes(soci::session& sql, SqlInt now);
    [[nodiscard]] SqlInt wait_before(std::uint32_t attempts) const;

    SqlContext context_;
};

}  // namespace utter::platform
