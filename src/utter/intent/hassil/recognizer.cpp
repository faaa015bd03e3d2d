#include "utter/intent/hassil/recognizer.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <tuple>
#include <utility>

#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil {
namespace {

std::vector<std::string> words_of(std::u32string_view text) {
    std::vector<std::string> out;
    std::u32string word;
    for (const char32_t c : text) {
        if (!is_blank(c)) {
            word.push_back(c);
        } else if (!word.empty()) {
            out.push_back(encode(std::exchange(word, {})));
        }
    }
    if (!word.empty()) out.push_back(encode(word));
    return out;
}

json::value number_value(double number) {
    if (number == std::floor(number) && std::abs(number) < 1e15)
        return static_cast<std::int64_t>(number);
    return number;
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_truthy(const json::object& metadata, std::string_view key) {
    const auto* value = metadata.if_contains(key);
    return value != nullptr && !value->is_null() && *value != false && *value != 0 && *value != "";
}

}  // namespace

const RecognizedSlot* Recognition::slot(std::string_view name) const noexcept {
    const auto found = std::ranges::find(slots.rbegin(), slots.rend(), name, &RecognizedSlot::name);
    return found == slots.rend() ? nullptr : &*found;
}

std::u32string prepare(const SkipWords& skip_words, std::string_view text) {
    const auto bare = normalize(remove_punctuation(decode(text)));
    return skip_words.remove(std::u32string(trim(bare)));
}

Recognizer::Recognizer(std::shared_ptr<const Program> program)
    : program_(std::move(program)), lists_(program_->lists), search_(*program_, lists_) {}

Result<void> Recognizer::set_list(std::string_view name, TextList list) {
    const auto id = program_->list_id(name);
    if (!id) return {};  // no template names it
    auto compiled = program_->compile_list(std::move(list));
    if (!compiled) return std::unexpected(compiled.error());
    lists_[*id] = std::make_shared<const CompiledList>(std::move(*compiled));
    search_.lists_changed();
    return {};
}

std::optional<Recognition> Recognizer::recognize(std::string_view text,
                                                 const json::object& context,
                                                 const RecognizeOptions& options) {
    gave_up_ = text.size() > utterance_letters_max * 4;
    if (gave_up_) return std::nullopt;
    auto prepared = prepare(program_->skip_words, text);
    const auto words = words_of(prepared);
    gave_up_ = !search_.run(std::move(prepared));
    const auto best = choose(context, words, options);
    if (!best) return std::nullopt;
    return describe(search_.candidates()[*best], context);
}

ContextView Recognizer::view(const Candidate& candidate, const json::object& context) const {
    ContextView out;
    out.add(context);
    for (const auto& entity : search_.entities(candidate)) {
        if (entity.value != nullptr) out.add(entity.value->context);
    }
    return out;
}

bool Recognizer::stands(const Candidate& candidate,
                        const json::object& context,
                        const std::vector<std::string>& words) const {
    const Block& block = program_->set.blocks[program_->sentences[candidate.sentence].block];
    if (block.required_keywords) {
        const auto said = [&](const std::string& keyword) {
            return std::ranges::find(words, keyword) != words.end();
        };
        if (std::ranges::none_of(*block.required_keywords, said)) return false;
    }
    if (block.requires_context.empty() && block.excludes_context.empty()) return true;
    // The caller's context alone, then each value's, then all together.
    ContextView alone;
    alone.add(context);
    if (!may_agree(block.requires_context, block.excludes_context, alone)) return false;
    for (auto at = candidate.entities; at != no_entity; at = search_.before(at)) {
        const auto* value = search_.entity(at).value;
        if (value == nullptr || value->context.empty()) continue;
        ContextView of_value;
        of_value.add(value->context);
        if (!may_agree(block.requires_context, block.excludes_context, of_value)) return false;
    }
    return agrees(block.requires_context, block.excludes_context, view(candidate, context));
}

// Which candidate is best: section 5.9.
std::optional<std::size_t> Recognizer::choose(const json::object& context,
                                              const std::vector<std::string>& words,
                                              const RecognizeOptions& options) const {
    bool metadata_found = false;
    bool slot_found = false;
    std::optional<std::size_t> longest;  // text in the preferred slot, code points
    std::optional<std::size_t> best;
    std::pair<std::size_t, std::int64_t> best_score;
    const auto slot_id = std::ranges::find(program_->slot_names, options.preferred_slot) -
                         program_->slot_names.begin();
    for (std::size_t i = 0; i < search_.candidates().size(); ++i) {
        const auto& candidate = search_.candidates()[i];
        const Block& block = program_->set.blocks[program_->sentences[candidate.sentence].block];
        if (options.admits && !options.admits(block.intent)) continue;
        const bool has_metadata = !options.preferred_metadata.empty() &&
                                  is_truthy(block.metadata, options.preferred_metadata);
        if (metadata_found && !has_metadata) continue;
        const Entity* preferred = nullptr;
        std::size_t wildcards = 0;
        for (auto at = candidate.entities; at != no_entity; at = search_.before(at)) {
            const auto& entity = search_.entity(at);
            if (entity.wildcard) ++wildcards;
            if (preferred == nullptr && entity.slot == slot_id) preferred = &entity;
        }
        const bool fixed = preferred == nullptr && block.slots.contains(options.preferred_slot);
        const bool has_slot = fixed || (preferred != nullptr && !preferred->wildcard);
        if (slot_found && !has_slot && (metadata_found || !has_metadata)) continue;
        if (!stands(candidate, context, words)) continue;
        if (has_metadata && !metadata_found) {
            metadata_found = true;
            slot_found = false;
            longest.reset();
            best.reset();
        }
        if (has_slot && !slot_found) {
            slot_found = true;
            best.reset();
        }
        if (has_slot) {
            const auto value =
                fixed ? block.slots.at(options.preferred_slot) : value_of(*preferred);
            if (value.is_string()) {
                const std::size_t length = fixed ? 0 : preferred->end - preferred->begin;
                if (longest && length < *longest) continue;
                if (!longest || length > *longest) best.reset();
                longest = length;
            }
        }
        const std::pair score{wildcards, -static_cast<std::int64_t>(candidate.literal_count)};
        if (!best || score < best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

// As of a template: letters of sentences count in full, of known values nearly, of others half.
double Recognizer::score_of(const Candidate& candidate) const {
    constexpr double known = 0.9;
    constexpr double open = 0.5;
    auto letters = static_cast<double>(candidate.literal_count);
    double certain = letters;
    for (auto at = candidate.entities; at != no_entity; at = search_.before(at)) {
        const Entity& entity = search_.entity(at);
        const auto text = search_.text(entity);
        const bool is_number = entity.value == nullptr && !entity.wildcard;
        if (is_number && std::ranges::none_of(text, is_digit)) continue;  // its words are literals
        const auto blanks = std::ranges::count_if(text, is_blank);
        const auto said = static_cast<double>(std::ssize(text) - blanks);
        letters += said;
        certain += said * (entity.wildcard ? open : known);
    }
    return letters > 0 ? certain / letters : 0;
}

json::value Recognizer::value_of(const Entity& entity) const {
    const auto text = search_.text(entity);
    if (entity.wildcard) return json::string(encode(trim(text)));
    if (entity.value == nullptr) return number_value(entity.number);
    if (!entity.value->out.is_null()) return entity.value->out;
    return json::string(encode(text));
}

Recognition Recognizer::describe(const Candidate& candidate, const json::object& context) const {
    const auto& sentence = program_->sentences[candidate.sentence];
    const Block& block = program_->set.blocks[sentence.block];
    const auto all = view(candidate, context);
    Recognition out{.intent = block.intent,
                    .response = block.response,
                    .context = all.merged(),
                    .metadata = block.metadata,
                    .sentence = std::string(sentence.text),
                    .literal_count = candidate.literal_count,
                    .score = score_of(candidate)};
    for (const auto& entity : search_.entities(candidate)) {
        const auto text = search_.text(entity);
        out.slots.push_back({.name = program_->slot_names[entity.slot],
                             .value = value_of(entity),
                             .text = encode(entity.wildcard ? trim(text) : text),
                             .wildcard = entity.wildcard});
        if (entity.value != nullptr) out.slots.back().metadata = entity.value->metadata;
    }
    const std::size_t said = out.slots.size();
    const auto was_said = [&](std::string_view name) {
        return std::ranges::find(out.slots.begin(),
                                 out.slots.begin() + static_cast<std::ptrdiff_t>(said),
                                 name,
                                 &RecognizedSlot::name) !=
               out.slots.begin() + static_cast<std::ptrdiff_t>(said);
    };
    for (const auto& slot : block.slots) {
        if (!was_said(slot.key()))
            out.slots.push_back({.name = std::string(slot.key()), .value = slot.value()});
    }
    for (const auto& slot : context_slots(block.requires_context, all)) {
        if (!was_said(slot.name)) {
            out.slots.push_back({.name = std::string(slot.name),
                                 .value = *slot.value,
                                 .text = std::string(slot.text)});
        }
    }
    return out;
}

}  // namespace utter::intent::hassil
