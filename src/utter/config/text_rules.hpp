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
extern const TextRule web_origin;
extern const TextRule user_name;
extern const TextRule plugin_name;
extern const TextRule skill_id;
extern const TextRule http_url;
extern const TextRule optional_http_url;
extern const TextRule sound_format;
extern const TextRule wyoming_url;
extern const TextRule worker_url;
extern const TextRule llm_type;
extern const TextRule sherpa_type;
extern const TextRule audio_output;
extern const TextRule audio_input;
extern const TextRule listen_mode;
extern const TextRule barge_in;
extern const TextRule echo_reference;
extern const TextRule music_policy;
extern const TextRule wake_word;
extern const TextRule tool_name;
extern const TextRule prose;

}  // namespace utter::config
