#include "hearing.hpp"

#include <boost/json/serialize.hpp>
#include <iostream>
#include <utility>
#include <vector>

#include "engines.hpp"
#include "exit_code.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/core/log.hpp"
#include "utter/intent/definition_json.hpp"
#include "utter/listener/grammar_builder.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

constexpr auto query_patience = 2000ms;

struct Definitions {
    std::vector<intent::TemplateDefinition> templates;
    std::vector<intent::EntityDefinition> entities;
};

template <class Definition, class Read>
void collect(const Message& answer,
             std::string_view list,
             Read read,
             std::vector<Definition>& out) {
    const auto* rows = answer.data().if_contains(list);
    if (rows == nullptr || !rows->is_array()) return;
    for (const auto& row : rows->get_array()) {
        const auto* object = row.if_object();
        const auto* definition = object == nullptr ? nullptr : object->if_contains("definition");
        if (definition == nullptr || !definition->is_object()) continue;
        if (auto read_definition = read(definition->get_object())) {
            out.push_back(std::move(*read_definition));
        }
    }
}

// What the assistant could understand now, asked for over the bus so that it makes no difference
// where the assistant runs and whose skills it has.
Definitions registered_definitions(AssistantLink& link, const std::string& lang) {
    Definitions found;
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
        collect(*answer, "definitions", intent::template_from_json, found.templates);
        collect(*answer, "entities", intent::entity_from_json, found.entities);
    }
    return found;
}

}  // namespace

Result<speech::Transcript> hear(const Program& program,
                                AssistantLink& link,
                                const std::filesystem::path& wav,
                                const std::string& lang) {
    const auto sound = audio::read_wav(wav);
    if (!sound) return std::unexpected(sound.error());
    auto engine = make_stt_engine(program.settings.stt);
    if (!engine) return std::unexpected(engine.error());
    const auto definitions = registered_definitions(link, lang);
    const auto grammar =
        listener::build_speech_grammar(lang, definitions.templates, definitions.entities);
    if (auto set = (*engine)->set_grammar(grammar); !set) return std::unexpected(set.error());
    return (*engine)->transcribe(*sound, lang);
}

int transcribe(const Program& program, const std::filesystem::path& wav, const std::string& lang) {
    auto link = AssistantLink::open(program, true);
    if (!link) {
        std::cerr << "utter: " << link.error().detail << '\n';
        return exit_failed;
    }
    const auto heard =
        hear(program, **link, wav, lang.empty() ? program.settings.locale.lang : lang);
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
        std::cerr << "utter: nothing in " << wav.string() << " was understood as speech\n";
        return exit_not_understood;
    }
    return exit_ok;
}

}  // namespace utter::app
