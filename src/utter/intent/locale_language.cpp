#include "utter/intent/locale_language.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "utter/intent/intent_names.hpp"
#include "utter/intent/template.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent::detail {
namespace {

namespace fs = std::filesystem;

class LanguageLoader {
  public:
    LanguageLoader(std::string_view skill_id,
                   const std::string& lang,
                   const LanguageFiles& files,
                   LocaleReport& report)
        : skill_id_(skill_id), files_(files), report_(report) {
        loaded_.resources.lang = lang;
    }

    LoadedLanguage run() {
        // Vocabularies first: everything else may refer to them.
        load_vocabularies();
        each(LocaleRole::intent,
             [this](const auto& name, const auto& file) { intent(name, file); });
        each(LocaleRole::required,
             [this](const auto& name, const auto& file) { required(name, file); });
        each(LocaleRole::entity,
             [this](const auto& name, const auto& file) { entity(name, file); });
        each(LocaleRole::blacklist,
             [this](const auto& name, const auto& file) { blacklist(name, file); });
        each(LocaleRole::dialog,
             [this](const auto& name, const auto& file) { dialog(name, file); });
        each(LocaleRole::prompt,
             [this](const auto& name, const auto& file) { prompt(name, file); });
        for (auto& [name, definition] : intents_) {
            loaded_.resources.templates.push_back(std::move(definition));
        }
        return std::move(loaded_);
    }

  private:
    template <class Function>
    void each(LocaleRole role, Function function) {
        for (const auto& [id, file] : files_) {
            if (id.first == role) function(id.second, file);
        }
    }

    [[nodiscard]] bool has(LocaleRole role, const std::string& name) const {
        return files_.contains({role, name});
    }

    void error(const fs::path& file, std::size_t line, std::size_t column, std::string detail) {
        report_.errors.push_back({file, line, column, std::move(detail)});
    }

    void warn(const fs::path& file, std::size_t line, std::size_t column, std::string detail) {
        report_.warnings.push_back({file, line, column, std::move(detail)});
    }

    std::vector<LocaleLine> lines(const fs::path& file) {
        auto bytes = read_locale_file(file);
        if (!bytes) {
            error(file, 0, 0, bytes.error().detail);
            return {};
        }
        auto lines = read_locale_lines(*bytes);
        if (!lines) {
            error(file, 0, 0, lines.error().detail);
            return {};
        }
        return *std::move(lines);
    }

    // Only worth saying when the lines before it were refused one by one.
    void nothing_left(const fs::path& file) {
        error(file, 0, 0, "No usable line is left; the file is refused.");
    }

    std::optional<Template> parse(const fs::path& file,
                                  const LocaleLine& line,
                                  Direction direction,
                                  bool slots_allowed) {
        auto parsed = Template::parse(line.text, direction, vocabularies_);
        if (!parsed) {
            error(file, line.number, parsed.error().column, parsed.error().detail);
            if (parsed.error().fault == TemplateFault::undefined_reference) note_undefined(line);
            return std::nullopt;
        }
        if (!slots_allowed && !parsed->slots().empty()) {
            error(file, line.number, 0, "A slot cannot stand in a file of this role.");
            return std::nullopt;
        }
        for (const TemplateWarning& warning : parsed->warnings()) {
            warn(file, line.number, warning.column, warning.detail);
        }
        return *std::move(parsed);
    }

    void note_undefined(const LocaleLine& line) {
        for (std::string& name : vocabulary_references(line.text)) {
            if (!vocabularies_.contains(name)) {
                loaded_.facts.undefined_vocabularies.insert(std::move(name));
            }
        }
    }

    // The compact form of each usable line, without repeats.
    std::vector<std::string> compact_lines(const fs::path& file) {
        std::vector<std::string> samples;
        const auto all = lines(file);
        for (const LocaleLine& line : all) {
            if (const auto parsed = parse(file, line, Direction::input, false)) {
                add_compact(file, line, *parsed, samples);
            }
        }
        if (!all.empty() && samples.empty()) nothing_left(file);
        return samples;
    }

    void add_compact(const fs::path& file,
                     const LocaleLine& line,
                     const Template& parsed,
                     std::vector<std::string>& samples) {
        std::string compact = parsed.compact();
        if (compact.size() > template_bytes_max) {
            return error(file, line.number, 0, "With its vocabularies the line is too long.");
        }
        if (std::ranges::find(samples, compact) == samples.end()) {
            samples.push_back(std::move(compact));
        }
    }

    // A vocabulary is read once all it refers to are, so that a bad line costs only itself. What
    // is left over when no more can be read takes part in a cycle or waits for one.
    void load_vocabularies() {
        struct Pending {
            fs::path file;
            std::vector<LocaleLine> lines;
        };
        std::map<std::string, Pending> pending;
        each(LocaleRole::voc, [&](const std::string& name, const fs::path& file) {
            if (auto all = lines(file); !all.empty()) pending[name] = {file, std::move(all)};
        });
        const auto waits = [&](const LocaleLine& line) {
            return std::ranges::any_of(
                vocabulary_references(line.text),
                [&](const std::string& reference) { return pending.contains(reference); });
        };
        while (!pending.empty()) {
            auto ready = std::ranges::find_if(pending, [&](const auto& entry) {
                return std::ranges::none_of(entry.second.lines, waits);
            });
            if (ready == pending.end()) {
                for (auto& [name, rest] : pending) {
                    std::erase_if(rest.lines, [&](const LocaleLine& line) {
                        if (!waits(line)) return false;
                        error(rest.file, line.number, 0, "The line refers to itself in a circle.");
                        return true;
                    });
                }
                continue;
            }
            vocabulary(ready->first, ready->second.file, ready->second.lines);
            pending.erase(ready);
        }
    }

    void vocabulary(const std::string& name,
                    const fs::path& file,
                    const std::vector<LocaleLine>& all) {
        std::vector<std::string> samples;
        std::vector<std::string> kept;
        for (const LocaleLine& line : all) {
            if (const auto parsed = parse(file, line, Direction::input, false)) {
                add_compact(file, line, *parsed, samples);
                kept.push_back(line.text);
            }
        }
        if (samples.empty()) return nothing_left(file);
        vocabularies_[name] = std::move(kept);
        loaded_.resources.vocabularies[name] = std::move(samples);
    }

    void intent(const std::string& name, const fs::path& file) {
        if (auto checked = check_intent_identity(skill_id_, name); !checked) {
            return error(file, 0, 0, checked.error().detail);
        }
        TemplateDefinition definition;
        definition.skill_id = skill_id_;
        definition.intent_name = name;
        definition.lang = loaded_.resources.lang;
        std::set<std::string> slots;
        const auto all = lines(file);
        bool undefined = false;
        for (const LocaleLine& line : all) {
            const auto parsed = parse(file, line, Direction::input, true);
            if (!parsed) {
                undefined |= misses_vocabulary(line);
                continue;
            }
            add_compact(file, line, *parsed, definition.samples);
            slots.insert(parsed->slots().begin(), parsed->slots().end());
            types(file, line, *parsed, definition.slot_types);
        }
        if (undefined) {
            return error(file, 0, 0, "The intent is refused: a vocabulary it needs is missing.");
        }
        if (definition.samples.empty()) {
            if (!all.empty()) nothing_left(file);
            return;
        }
        for (const std::string& slot : slots) {
            if (!definition.slot_types.contains(slot)) loaded_.facts.untyped_slots.insert(slot);
        }
        loaded_.facts.intent_slots[name] = std::move(slots);
        intents_[name] = std::move(definition);
    }

    [[nodiscard]] bool misses_vocabulary(const LocaleLine& line) const {
        return std::ranges::any_of(vocabulary_references(line.text), [&](const std::string& name) {
            return !vocabularies_.contains(name);
        });
    }

    void types(const fs::path& file,
               const LocaleLine& line,
               const Template& parsed,
               std::map<std::string, std::string>& slot_types) {
        for (const auto& [slot, type] : parsed.slot_types()) {
            const auto [known, added] = slot_types.try_emplace(slot, type);
            if (!added && known->second != type) {
                std::string detail = "The slot '" + slot + "' has the type '";
                detail.append(known->second).append("' on another line, not '").append(type);
                warn(file, line.number, 0, detail.append("'."));
            }
        }
    }

    // A constraint that cannot be read must not be dropped silently, so the intent goes with it.
    void required(const std::string& name, const fs::path& file) {
        const auto found = intents_.find(name);
        if (!has(LocaleRole::intent, name)) {
            return error(file, 0, 0, "There is no '" + name + ".intent' the file belongs to.");
        }
        const auto all = lines(file);
        bool usable = !all.empty();
        std::vector<std::string> names;
        for (const LocaleLine& line : all) {
            if (!is_name(line.text)) {
                error(file, line.number, 1, "A line is one bare slot name.");
                usable = false;
            } else if (found != intents_.end() &&
                       !loaded_.facts.intent_slots[name].contains(line.text)) {
                error(file, line.number, 1, "No template declares the slot '" + line.text + "'.");
                usable = false;
            } else if (std::ranges::find(names, line.text) == names.end()) {
                names.push_back(line.text);
            }
        }
        if (found == intents_.end()) return;
        if (usable) {
            found->second.required_slots = std::move(names);
            return;
        }
        error(file, 0, 0, "The intent '" + name + "' is refused with its required slots.");
        intents_.erase(found);
    }

    void entity(const std::string& name, const fs::path& file) {
        auto samples = compact_lines(file);
        if (samples.empty()) return;
        loaded_.resources.entities.push_back(
            {std::string(skill_id_), name, loaded_.resources.lang, std::move(samples)});
    }

    void blacklist(const std::string& name, const fs::path& file) {
        auto phrases = compact_lines(file);
        if (phrases.empty()) return;
        if (has(LocaleRole::intent, name)) {
            const auto found = intents_.find(name);
            if (found != intents_.end()) found->second.blacklist = std::move(phrases);
            return;
        }
        bool guards = has(LocaleRole::entity, name) || has(LocaleRole::voc, name);
        for (auto& [intent_name, definition] : intents_) {
            if (!loaded_.facts.intent_slots[intent_name].contains(name)) continue;
            definition.slot_blacklist[name] = phrases;
            guards = true;
        }
        if (!guards) {
            return warn(file, 0, 0, "There is no intent, slot or vocabulary it belongs to.");
        }
        loaded_.resources.slot_blacklists[name] = std::move(phrases);
    }

    void dialog(const std::string& name, const fs::path& file) {
        Dialog dialog{name, {}, {}};
        const auto all = lines(file);
        std::size_t first_line = 0;
        for (const LocaleLine& line : all) {
            auto parsed = parse(file, line, Direction::output, true);
            if (!parsed) continue;
            if (dialog.phrases.empty()) {
                dialog.slots = parsed->slots();
                first_line = line.number;
            } else if (dialog.slots != parsed->slots()) {
                return error(file,
                             line.number,
                             0,
                             "The line has other slots than line " + std::to_string(first_line) +
                                 "; the dialog is refused.");
            }
            dialog.phrases.push_back(*std::move(parsed));
        }
        if (!dialog.phrases.empty()) {
            loaded_.resources.dialogs.emplace(name, std::move(dialog));
        } else if (!all.empty()) {
            nothing_left(file);
        }
    }

    void prompt(const std::string& name, const fs::path& file) {
        auto bytes = read_locale_file(file);
        if (!bytes) return error(file, 0, 0, bytes.error().detail);
        auto document = read_locale_document(*bytes);
        if (!document) return error(file, 0, 0, document.error().detail);
        loaded_.resources.prompts[name] = *std::move(document);
    }

    std::string_view skill_id_;
    const LanguageFiles& files_;
    LocaleReport& report_;
    Vocabularies vocabularies_;  // the usable lines, as written
    std::map<std::string, TemplateDefinition> intents_;
    LoadedLanguage loaded_;
};

}  // namespace

LoadedLanguage load_language(std::string_view skill_id,
                             const std::string& lang,
                             const LanguageFiles& files,
                             LocaleReport& report) {
    return LanguageLoader(skill_id, lang, files, report).run();
}

}  // namespace utter::intent::detail
