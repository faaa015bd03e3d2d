#pragma once

#include <string>

#include "environment.hpp"
#include "utter/speech/stt_engine.hpp"

namespace utter::app {

/// Teaches an engine what the enabled skills can be asked in `lang`, as their files on this machine
/// have it: the first thing to listen for, and no limit where the engine can hear anything.
void teach_sentences(speech::SttEngine& engine, const Program& program, const std::string& lang);

}  // namespace utter::app
