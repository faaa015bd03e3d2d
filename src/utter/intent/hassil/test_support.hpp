#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/hassil/recognizer.hpp"

/// For tests: sentences written in place, and what they make of an utterance.
namespace utter::intent::hassil::test {

inline Result<std::shared_ptr<const Program>> compile(std::string_view yaml) {
    auto node = parse_yaml(yaml, "test.yaml");
    if (!node) return std::unexpected(node.error());
    SentenceSet set;
    if (auto done = add_file(set, *node, "test.yaml"); !done) return std::unexpected(done.error());
    return Program::compile(std::move(set));
}

/// The problem that `yaml` has, or nothing.
inline std::string problem(std::string_view yaml) {
    auto program = compile(yaml);
    return program ? "" : program.error().detail;
}

/// Sentences with one intent `Test`; `more` is YAML on the top level.
inline std::string sentences(const std::vector<std::string>& templates,
                             const std::string& more = "") {
    std::string out = "language: en\nintents:\n  Test:\n    data:\n      - sentences:\n";
    for (const auto& text : templates) out += "          - \"" + text + "\"\n";
    return out + more;
}

class Ear {
  public:
    explicit Ear(const std::string& yaml) {
        auto program = compile(yaml);
        if (!program) {
            ADD_FAILURE() << program.error().detail;
            return;
        }
        recognizer_ = std::make_unique<Recognizer>(std::move(*program));
    }

    Recognizer& recognizer() { return *recognizer_; }
    std::optional<Recognition> hear(std::string_view text, const json::object& context = {}) {
        return recognizer_->recognize(text, context);
    }
    bool hears(std::string_view text) { return hear(text).has_value(); }
    /// The slot's value as JSON, or "-".
    std::string slot(std::string_view text,
                     std::string_view name,
                     const json::object& context = {}) {
        const auto result = hear(text, context);
        const auto* slot = result ? result->slot(name) : nullptr;
        if (slot == nullptr) return "-";
        if (slot->value.is_string()) return std::string(slot->value.get_string());
        return slot->value.is_number() ? std::to_string(slot->value.to_number<double>()) : "?";
    }

  private:
    std::unique_ptr<Recognizer> recognizer_;
};

inline TextList names(const std::vector<std::pair<std::string, json::object>>& values) {
    TextList out;
    for (const auto& [name, context] : values)
        out.push_back({.in = name, .out = json::string(name), .context = context});
    return out;
}

}  // namespace utter::intent::hassil::test
