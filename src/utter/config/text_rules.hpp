#pragma once

#include "utter/config/schema.hpp"

/// What the texts among the settings have to look like. All bound the length and refuse control
/// characters; whether a named thing exists is for the part that uses it to find out.
namespace utter::config {

extern const TextRule any_text;
extern const TextRule language_tag;
extern const TextRule timezone_name;
extern const TextRule host_name;
extern const TextRule websocket_url;
extern const TextRule plugin_name;
extern const TextRule skill_id;

}  // namespace utter::config
