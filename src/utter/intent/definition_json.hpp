#pragma once

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/intent/definitions.hpp"

/// Definitions as the payloads of the registration topics. Spec: OVOS-INTENT-4 sections 5 to 7.
namespace utter::intent {

/// The payload of `ovos.intent.register.template`; empty optional parts are left out.
[[nodiscard]] json::object to_json(const TemplateDefinition& definition);
/// The payload of `ovos.entity.register`.
[[nodiscard]] json::object to_json(const EntityDefinition& definition);

/// Reads a payload; unknown fields are ignored. @return malformed naming the field that is missing
/// or of the wrong type.
[[nodiscard]] Result<TemplateDefinition> template_from_json(const json::object& data);
[[nodiscard]] Result<EntityDefinition> entity_from_json(const json::object& data);
[[nodiscard]] Result<KeywordDefinition> keyword_from_json(const json::object& data);

}  // namespace utter::intent
