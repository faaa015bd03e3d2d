#include "utter/intent/dialog.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <random>

#include "utter/intent/language.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent {
namespace {

/// The variant with its slots filled, or the first slot that has no value.
std::expected<std::string, std::string> fill(std::string_view variant, const SlotValues& values) {
    std::string out;
    while (true) {
        const std::size_t open = std::min(variant.find('{'), variant.size());
        out += variant.substr(0, open);
        if (open == variant.size()) return out;
        // A variant holds braces only as whole `{name}` tokens.
        const std::size_t close = variant.find('}', open);
        const std::string_view name = variant.substr(open + 1, close - open - 1);
        const auto value = values.find(name);
        if (value == values.end()) return std::unexpected(std::string(name));
        out += value->second;
        variant.remove_prefix(close + 1);
    }
}

}  // namespace

RandomIndex make_random_index() {
    auto engine = std::make_shared<std::mt19937>(std::random_device{}());
    return [engine](std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(*engine);
    };
}

std::size_t DialogRenderer::choose_phrase(const Dialog& dialog, std::string_view lang) {
    const std::size_t count = dialog.phrases.size();
    const auto [last, first_time] = last_phrase_.try_emplace({fold_tag(lang), dialog.name}, count);
    if (count == 1) return last->second = 0;
    if (last->second >= count) return last->second = random_(count);
    // One of the others: skip over the one spoken last.
    const std::size_t other = random_(count - 1);
    return last->second = other < last->second ? other : other + 1;
}

Result<std::string> DialogRenderer::render(const Dialog& dialog,
                                           std::string_view lang,
                                           const SlotValues& values) {
    if (dialog.phrases.empty()) {
        return fail(ErrorCode::not_found, "The dialog '" + dialog.name + "' has no phrase.");
    }
    const Template& phrase = dialog.phrases[choose_phrase(dialog, lang)];
    const std::size_t variants = phrase.variant_count();
    const std::size_t start = random_(variants);
    std::optional<std::string> missing;
    for (std::size_t i = 0; i < variants; ++i) {
        auto text = fill(phrase.variant((start + i) % variants), values);
        if (text) return *std::move(text);
        if (!missing) missing = std::move(text.error());
    }
    return fail(ErrorCode::not_found,
                "The dialog '" + dialog.name + "' needs a value for the slot '" +
                    missing.value_or("") + "'.");
}

std::string render_prompt(std::string_view prompt, const SlotValues& values) {
    std::string out;
    std::size_t done = 0;
    for (std::size_t open = prompt.find("{{"); open != std::string_view::npos;
         open = prompt.find("{{", open)) {
        const std::size_t close = prompt.find_first_of("{}", open + 2);
        const bool closed =
            close != std::string_view::npos && prompt.substr(close).starts_with("}}");
        const std::string_view name =
            closed ? prompt.substr(open + 2, close - open - 2) : std::string_view();
        const auto value = is_name(name) ? values.find(name) : values.end();
        if (value == values.end()) {
            // In `{{{x}}}` the name starts one brace further on.
            ++open;
            continue;
        }
        out += prompt.substr(done, open - done);
        out += value->second;
        done = open = close + 2;
    }
    out += prompt.substr(done);
    return out;
}

}  // namespace utter::intent
