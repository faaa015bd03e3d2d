// A file of registrations: any bytes are either registrations, which intents are made of or not, or
// refused naming the line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "utter/intent/definition_json.hpp"
#include "utter/intent/keyword_matcher.hpp"
#include "utter/intent/registration_lines.hpp"
#include "utter/intent/template_matcher.hpp"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

// What is understood says the same when it is written and read again.
template <typename Definition>
void check_round_trip(const Definition& definition,
                      utter::Result<Definition> (*read)(const utter::json::object&)) {
    const auto again = read(utter::intent::to_json(definition));
    require(again && *again == definition);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace utter::intent;
    std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
    const auto messages = read_registration_lines(in, "fuzz.jsonl");
    if (!messages) {
        require(messages.error().detail.starts_with("fuzz.jsonl:"));
        return 0;
    }
    TemplateMatcher templates;
    KeywordMatcher keywords;
    for (const auto& message : *messages) {
        if (message.type() == "ovos.entity.register") {
            const auto entity = entity_from_json(message.data());
            if (!entity) continue;
            check_round_trip<EntityDefinition>(*entity, entity_from_json);
            const auto added = templates.add(*entity);
            require(added || !added.error().detail.empty());
        } else if (message.type() == "ovos.intent.register.template") {
            const auto made = template_from_json(message.data());
            if (!made) continue;
            check_round_trip<TemplateDefinition>(*made, template_from_json);
            const auto added = templates.add(*made);
            require(added || !added.error().detail.empty());
        } else {
            const auto made = keyword_from_json(message.data());
            if (!made) continue;
            const auto added = keywords.add(*made);
            require(added || !added.error().detail.empty());
        }
    }
    return 0;
}
