#pragma once

#include "utter/platform/storage/sql_context.hpp"
#include "utter/platform/storage/voice_repository.hpp"

namespace utter::platform {

class SqlVoices final : public VoiceRepository {
  public:
    explicit SqlVoices(const SqlContext& context) : context_(context) {}

    [[nodiscard]] Result<Voice> create(const VoiceFields& fields) override;
    [[nodiscard]] Result<Voice> get(const std::string& id) override;
    [[nodiscard]] Result<Page<Voice>> list(const PageRequest& page) override;
    [[nodiscard]] Result<Voice> update(const std::string& id,
                                       const VoiceFields& fields,
                                       std::optional<std::int64_t> revision) override;
    [[nodiscard]] Result<void> remove(const std::string& id,
                                      std::optional<std::int64_t> revision) override;
    [[nodiscard]] Result<void> add_sample(const VoiceSample& sample) override;
    [[nodiscard]] Result<VoiceSample> get_sample(const std::string& voice_id,
                                                 const std::string& sample_id) override;
    [[nodiscard]] Result<Page<VoiceSample>> list_samples(const std::string& voice_id,
                                                         const PageRequest& page) override;
    [[nodiscard]] Result<void> remove_sample(const std::string& voice_id,
                                             const std::string& sample_id) override;

  private:
    SqlContext context_;
};

/// A voice, or not_found.
[[nodiscard]] Result<Voice> find_voice(soci::session& sql, const std::string& id);

/// Counts a change of something the voice shows, its samples and jobs included.
void touch_voice(soci::session& sql, const std::string& id, SqlInt now);

}  // namespace utter::platform
