#include "voice_cleaner.hpp"

#include "module_loader.hpp"

namespace utter::app {

Result<CleanSound> make_voice_cleaner(const VoiceCleaning& cleaning) {
    const auto found = load_module("webrtc", "utter_voice");
    if (!found) return std::unexpected(found.error());
    const auto* const module = static_cast<const VoiceModule*>(*found);
    module->configure_log(log::options());
    return module->make_cleaner(cleaning);
}

}  // namespace utter::app
