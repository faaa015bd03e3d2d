#include "speaking.hpp"

#include <memory>

#include "engines.hpp"
#include "utter/transform/chain.hpp"
#include "utter/transform/spoken_text.hpp"

namespace utter::app {

Result<audio::AudioBuffer> speak(const Program& program,
                                 const std::string& text,
                                 const std::string& lang) {
    transform::Chain<transform::Dialog> chain("dialog", program.settings.transformers.dialog);
    if (auto added = chain.add(std::make_unique<transform::SpokenText>(lang)); !added) {
        return std::unexpected(added.error());
    }
    transform::Dialog dialog{text, lang};
    json::object context;
    if (chain.run(chain.select({}), dialog, context)) {
        return fail(ErrorCode::unavailable, "a dialog transformer took the answer back");
    }
    auto engine = make_tts_engine(program.settings.tts);
    if (!engine) return std::unexpected(engine.error());
    return (*engine)->synthesize({.text = dialog.text,
                                  .lang = dialog.lang.value_or(lang),
                                  .voice = program.settings.tts.voice,
                                  .rate = program.settings.tts.rate});
}

}  // namespace utter::app
