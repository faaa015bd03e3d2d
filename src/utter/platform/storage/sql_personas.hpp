#pragma once

#include "utter/platform/storage/persona_repository.hpp"
#include "utter/platform/storage/sql_context.hpp"

namespace utter::platform {

class SqlPersonas final : public PersonaRepository {
  public:
    explicit SqlPersonas(const SqlContext& context) : context_(context) {}

    [[nodiscard]] Result<Persona> create(const PersonaFields& fields) override;
    [[nodiscard]] Result<Persona> get(const std::string& id) override;
    [[nodiscard]] Result<Page<Persona>> list(const PageRequest& page) override;
    [[nodiscard]] Result<Persona> update(const std::string& id,
                                         const PersonaFields& fields,
                                         std::optional<std::int64_t> revision) override;
    [[nodiscard]] Result<void> remove(const std::string& id,
                                      std::optional<std::int64_t> revision) override;

  private:
    SqlContext context_;
};

}  // namespace utter::platform
