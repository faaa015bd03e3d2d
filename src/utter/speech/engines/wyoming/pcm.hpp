#pragma once

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/engines/remote/pcm.hpp"

/// How Wyoming's events tell the format of their sound.
namespace utter::speech::wyoming {

using remote::append_pcm;
using remote::PcmFormat;
using remote::to_pcm16;

/// As `audio-start` and `audio-chunk` write it.
[[nodiscard]] json::object to_json(const PcmFormat& format);

/// @return malformed, naming the field that is missing or out of range
[[nodiscard]] Result<PcmFormat> read_format(const json::object& data);

}  // namespace utter::speech::wyoming
