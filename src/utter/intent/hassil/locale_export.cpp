#include "utter/intent/hassil/locale_export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "utter/intent/hassil/sentence_template.hpp"
#include "utter/intent/hassil/text.hpp"
#include "utter/intent/template.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent::hassil {
namespace {

// Rules that hold what the caller knows; their slots are open in a locale.
bool is_open_rule(std::string_view name) {
    static const std::set<std::string_view> names{
        "area", "name", "floor", "timer_duration", "timer_start"};
    return names.contains(name);
}

// "HassTurnOn" is hass_turn_on.
std::string snake_case(std::string_view name) {
    std::string out;
    for (const char c : name) {
        const bool large = c >= 'A' && c <= 'Z';
        if (large && !out.empty()) out.push_back('_');
        out.push_back(large ? static_cast<char>(c + 0x20) : c);
    }
    return out;
}

class Exporter {
  public:
    Exporter(const SentenceSet& set, const Responses& responses)
        : set_(set), responses_(responses) {}

    Result<void> run() {
        for (const auto& block : set_.blocks) {
            if (auto done = add_block(block); !done) return done;
        }
        for (const auto& [name, slots] : slots_of_list_) add_list(name, slots);
        for (const auto& [intent, texts] : responses_) {
            for (const auto& [key, text] : texts) add_response(intent, key, text);
        }
        if (!set_.skip_words.empty()) {
            lose("skip words",
                 "",
                 "a locale has none",
                 fmt::format("{}", fmt::join(set_.skip_words, ", ")));
        }
        return {};
    }

    Result<ExportReport> write(const std::filesystem::path& folder) {
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        for (const auto& [name, lines] : files_) {
            std::ofstream out(folder / name);
            for (const auto& line : lines) out << line << '\n';
            if (!out.flush())
                return fail(ErrorCode::io,
                            fmt::format("{} cannot be written", (folder / name).string()));
            const auto extension = std::filesystem::path(name).extension();
            if (extension == ".intent") ++report_.intents;
            if (extension == ".intent") report_.templates += lines.size();
            if (extension == ".entity") ++report_.entities;
            if (extension == ".voc") ++report_.vocabularies;
            if (extension == ".dialog") ++report_.dialogs;
        }
        return std::move(report_);
    }

  private:
    void lose(std::string kind,
              const std::string& intent,
              std::string reason,
              std::string original) {
        report_.lost.push_back({std::move(kind), intent, std::move(reason), std::move(original)});
    }

    void add_line(const std::string& file, std::string line) {
        auto& lines = files_[file];
        if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
    }

    Result<void> add_block(const Block& block) {
        for (const auto* rule : {&block.requires_context, &block.excludes_context}) {
            if (!rule->empty())
                lose("context",
                     block.intent,
                     "a template has no context rules",
                     json::serialize(*rule));
        }
        if (!block.slots.empty())
            lose("slots",
                 block.intent,
                 "a template has no fixed slots",
                 json::serialize(block.slots));
        for (const auto& text : block.sentences) {
            const auto parsed = parse_sentence(text);
            if (!parsed) {
                return fail(parsed.error().code,
                            fmt::format("{}:{}: {}: {}",
                                        block.file,
                                        block.line,
                                        block.intent,
                                        parsed.error().detail));
            }
            auto written = write_expression(*parsed, block, 0);
            if (!written) {
                lose("template", block.intent, written.error().detail, text);
                continue;
            }
            auto line = normalize(std::string_view(*written));
            line = std::string(intent::trim(line));
            const auto checked = line.size() > exported_bytes_max
                                     ? fail(ErrorCode::limit, "is too long when written out")
                                     : check(line);
            if (!checked) {
                lose("template", block.intent, checked.error().detail, text);
            } else {
                add_line(snake_case(block.intent) + ".intent", std::move(line));
            }
        }
        return {};
    }

    Result<void> check(const std::string& line) const {
        const auto parsed = Template::parse(line, Direction::input, vocabularies_);
        if (!parsed) return std::unexpected(to_error(parsed.error()));
        return {};
    }

    Result<std::string> write_expression(const Expression& expression,
                                         const Block& block,
                                         std::size_t depth) {
        if (depth > sentence_depth_max)
            return fail(ErrorCode::limit, "rules are nested too deeply");
        switch (expression.kind) {
            case Expression::Kind::chunk:
                return expression.text;
            case Expression::Kind::list:
                if (!is_name(expression.slot))
                    return fail(ErrorCode::unsupported,
                                fmt::format("'{}' is no slot name", expression.slot));
                slots_of_list_[expression.text].insert(expression.slot);
                return "{" + expression.slot + "}";
            case Expression::Kind::rule:
                return write_rule(expression.text, block, depth);
            case Expression::Kind::permutation:
                return write_orders(expression.items, block, depth);
            case Expression::Kind::sequence:
            case Expression::Kind::alternatives:
                break;
        }
        const bool either = expression.kind == Expression::Kind::alternatives;
        const bool optional = either && expression.items.back().kind == Expression::Kind::chunk &&
                              expression.items.back().text.empty();
        std::string out;
        for (std::size_t i = 0; i + (optional ? 1 : 0) < expression.items.size(); ++i) {
            auto part = write_expression(expression.items[i], block, depth + 1);
            if (!part) return part;
            if (either && i > 0) out += "|";
            out += *part;
            if (out.size() > exported_bytes_max)
                return fail(ErrorCode::limit, "is too long when written out");
        }
        if (!either) return out;
        return optional ? "[" + out + "]" : "(" + out + ")";
    }

    // Every order up to a bound, else the order it stands in.
    Result<std::string> write_orders(const std::vector<Expression>& items,
                                     const Block& block,
                                     std::size_t depth) {
        std::vector<std::string> parts;
        for (const auto& item : items) {
            auto part = write_expression(item, block, depth + 1);
            if (!part) return part;
            parts.push_back(std::move(*part));
        }
        if (parts.size() > exported_orders_max) return fmt::format("{}", fmt::join(parts, " "));
        std::ranges::sort(parts);
        std::string out;
        do {
            if (!out.empty()) out += "|";
            out += fmt::format("{}", fmt::join(parts, ""));
            if (out.size() > exported_bytes_max)
                return fail(ErrorCode::limit, "is too long when written out");
        } while (std::ranges::next_permutation(parts).found);
        return "(" + out + ")";
    }

    Result<std::string> write_rule(const std::string& name, const Block& block, std::size_t depth) {
        if (is_open_rule(name)) return "{" + name + "}";
        const auto own = block.rules.find(name);
        const auto common = set_.rules.find(name);
        if (own == block.rules.end() && common == set_.rules.end()) {
            return fail(ErrorCode::malformed, fmt::format("there is no rule '{}'", name));
        }
        const auto parsed = parse_sentence(own != block.rules.end() ? own->second : common->second);
        if (!parsed) return std::unexpected(parsed.error());
        if (own == block.rules.end() && add_vocabulary(name, *parsed)) return "<" + name + ">";
        auto body = write_expression(*parsed, block, depth + 1);
        if (!body) return body;
        return body;
    }

    // A common rule of plain texts is a vocabulary.
    bool add_vocabulary(const std::string& name, const Expression& body) {
        if (vocabularies_.contains(name)) return true;
        if (!is_name(name)) return false;
        const auto values = sample(body, exported_values_max);
        if (!values || values->size() < 2) return false;
        std::set<std::string> texts;
        for (const auto& value : *values) {
            const auto text = normalize(std::string_view(value));
            // A piece that is glued to a word, or nothing at all, is no phrase.
            if (intent::trim(text).empty() || intent::trim(text) != text) return false;
            texts.insert(text);
        }
        auto& phrases = vocabularies_[name];
        for (const auto& text : texts) {
            phrases.push_back(text);
            add_line(name + ".voc", text);
        }
        return true;
    }

    void add_list(const std::string& name, const std::set<std::string>& slots) {
        const auto list = set_.lists.find(name);
        if (list == set_.lists.end()) return;
        std::vector<std::string> lines;
        if (const auto* range = std::get_if<RangeList>(&list->second)) {
            for (auto number = range->from;
                 number <= range->to && lines.size() < exported_values_max;
                 number += range->step) {
                lines.push_back(fmt::format("{}", number));
            }
        } else if (const auto* texts = std::get_if<TextList>(&list->second)) {
            for (const auto& value : *texts) {
                const auto parsed = value.is_template
                                        ? parse_sentence(value.in)
                                        : Result<Expression>(Expression{.text = value.in});
                const auto samples =
                    parsed ? sample(*parsed, exported_values_max) : std::unexpected(parsed.error());
                if (!samples) {
                    lose("value", "", samples.error().detail, value.in);
                    continue;
                }
                for (const auto& text : *samples)
                    lines.emplace_back(intent::trim(normalize(std::string_view(text))));
                const bool same = value.out.is_null() ||
                                  (value.out.is_string() && value.out.get_string() == value.in);
                if (!same)
                    lose("value",
                         "",
                         "an entity has no 'out'",
                         fmt::format("{} -> {}", value.in, json::serialize(value.out)));
            }
        }
        for (const auto& slot : slots) {
            for (const auto& line : lines) add_line(slot + ".entity", line);
        }
    }

    // `{{ slots.x }}` and the like become `{x}`; what else Jinja2 does cannot be said.
    void add_response(const std::string& intent, const std::string& key, const std::string& text) {
        std::string out;
        std::string_view rest = text;
        while (!rest.empty()) {
            const auto open = rest.find('{');
            out += rest.substr(0, open);
            if (open == std::string_view::npos) break;
            const auto close = rest.find("}}", open);
            const auto inside = close == std::string_view::npos ? std::string_view()
                                                                : rest.substr(open, close - open);
            const auto slot = inside.starts_with("{{") ? slot_of(inside.substr(2)) : std::nullopt;
            if (!slot) {
                lose("response", intent, "jinja_template_unresolvable", text);
                return;
            }
            out += "{" + *slot + "}";
            rest.remove_prefix(close + 2);
        }
        out = std::string(intent::trim(normalize(std::string_view(out))));
        if (out.empty() || !Template::parse(out, Direction::output)) {
            lose("response", intent, "is no dialog", text);
            return;
        }
        add_line(snake_case(intent) + (key == "default" ? "" : "_" + key) + ".dialog", out);
    }

    static std::optional<std::string> slot_of(std::string_view expression) {
        expression = intent::trim(expression.substr(0, expression.find('|')));
        for (const std::string_view object : {"slots.", "state.", "query."}) {
            if (expression.starts_with(object) && is_name(expression.substr(object.size()))) {
                return std::string(expression.substr(object.size()));
            }
        }
        return std::nullopt;
    }

    const SentenceSet& set_;
    const Responses& responses_;
    std::map<std::string, std::vector<std::string>> files_;
    std::map<std::string, std::set<std::string>> slots_of_list_;
    Vocabularies vocabularies_;
    ExportReport report_;
};

}  // namespace

Result<ExportReport> export_locale(const SentenceSet& set,
                                   const Responses& responses,
                                   const std::filesystem::path& folder) {
    Exporter exporter(set, responses);
    if (auto done = exporter.run(); !done) return std::unexpected(done.error());
    return exporter.write(folder / set.language);
}

}  // namespace utter::intent::hassil
