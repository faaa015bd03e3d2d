#include "hearing.hpp"

#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "engines.hpp"
#include "exit_code.hpp"
#include "skill_locales.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/core/log.hpp"
#include "utter/listener/grammar_builder.hpp"
#include "utter/listener/known_intents.hpp"
#include "utter/listener/spoken_text.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

constexpr auto query_patience = 2000ms;

// What the assistant could understand now, asked for over the bus so that it makes no difference
// where the assistant runs and whose skills it has.
listener::KnownDefinitions registered_definitions(AssistantLink& link, const std::string& lang) {
    listener::KnownDefinitions found;
    const auto skills = link.request(Message("ovos.skills.list", {}, link.context()),
                                     "ovos.skills.list.response",
                                     query_patience);
    const auto* rows = skills ? skills->data().if_contains("skills") : nullptr;
    if (rows == nullptr || !rows->is_array()) return found;
    for (const auto& row : rows->get_array()) {
        const auto* object = row.if_object();
        if (object == nullptr) continue;
        const auto answer = link.request(
            Message("ovos.intent.describe",
                    {{"skill_id", string_or_empty(*object, "skill_id")}, {"lang", lang}},
                    link.context()),
            "ovos.intent.describe.response",
            query_patience);
        if (!answer) continue;
        listener::read_description(*answer, found);
    }
    return found;
}

// What the configured skills say, as their files on this machine have it.
void add_dialogs(const Program& program,
                 const std::string& lang,
                 std::vector<intent::TemplateDefinition>& out) {
    visit_enabled_locales(program, lang, [&](const auto& skill_id, const auto& resources) {
        for (const auto& [name, dialog] : resources.dialogs) {
            intent::TemplateDefinition said;
            said.skill_id = skill_id;
            said.intent_name = name;
            said.lang = resources.lang;
            for (const auto& phrase : dialog.phrases) {
                for (const auto& text : phrase.expand()) {
                    said.samples.push_back(listener::spoken_text(text, lang));
                }
            }
            out.push_back(std::move(said));
        }
    });
}

struct Listening {
    audio::AudioBuffer sound;
    std::unique_ptr<speech::SttEngine> engine;
    listener::KnownDefinitions definitions;
};

Result<Listening> listen(const Program& program,
                         AssistantLink& link,
                         const std::filesystem::path& wav,
                         const std::string& lang) {
    auto sound = audio::read_wav(wav);
    if (!sound) return std::unexpected(sound.error());
    auto engine = make_stt_engine(program.settings.stt);
    if (!engine) return std::unexpected(engine.error());
    return Listening{*std::move(sound), *std::move(engine), registered_definitions(link, lang)};
}

}  // namespace

Result<speech::Transcript> hear_command(const Program& program,
                                        AssistantLink& link,
                                        const std::filesystem::path& wav,
                                        const std::string& lang) {
    const auto listening = listen(program, link, wav, lang);
    if (!listening) return std::unexpected(listening.error());
    const auto& [sound, engine, definitions] = *listening;
    const auto grammar =
        listener::build_speech_grammar(lang, definitions.templates, definitions.entities);
    if (auto set = engine->set_grammar(grammar); !set) return std::unexpected(set.error());
    return engine->transcribe(sound, lang);
}

Result<speech::Transcript> hear_anything(const Program& program,
                                         AssistantLink& link,
                                         const std::filesystem::path& wav,
                                         const std::string& lang) {
    auto listening = listen(program, link, wav, lang);
    if (!listening) return std::unexpected(listening.error());
    auto& [sound, engine, definitions] = *listening;
    add_dialogs(program, lang, definitions.templates);
    engine->set_phrases(
        listener::build_speech_phrases(lang, definitions.templates, definitions.entities));
    return engine->transcribe(sound, lang);
}

int transcribe(const Program& program, const TranscribeOptions& options) {
    auto link = AssistantLink::open(program, true);
    if (!link) {
        std::cerr << "utter: " << link.error().detail << '\n';
        return exit_failed;
    }
    const auto lang = options.lang.empty() ? program.settings.locale.lang : options.lang;
    const auto heard = options.commands ? hear_command(program, **link, options.wav, lang)
                                        : hear_anything(program, **link, options.wav, lang);
    if (!heard) {
        std::cerr << "utter: " << heard.error().detail << '\n';
        return exit_failed;
    }
    if (program.json) {
        std::cout << json::serialize(json::object{{"text", heard->text},
                                                  {"lang", heard->lang},
                                                  {"source", heard->source},
                                                  {"confidence", heard->confidence}})
                  << '\n';
    } else if (!heard->text.empty()) {
        std::cout << heard->text << '\n';
    }
    if (heard->text.empty()) {
        std::cerr << "utter: nothing in " << options.wav.string() << " was understood as speech\n";
        return exit_not_understood;
    }
    return exit_ok;
}

}  // namespace utter::app
