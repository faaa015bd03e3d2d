#include "utter/speech/engines/pocketsphinx/phrase_model.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "utter/speech/template_parser.hpp"
#include "utter/speech/word_graph.hpp"

namespace utter::speech::pocketsphinx {
namespace {

using Kind = TemplateNode::Kind;
using Words = std::vector<std::string>;

// Enough that the values of long slots show up, and a model of a few hundred kilobytes.
constexpr int draws_per_sentence = 60;
// Bounds the model for grammars of thousands of templates.
constexpr std::size_t sentences_max = 200'000;

// Not the mark at the start or end of a sentence.
bool is_word(const std::string& word) {
    return !word.starts_with('<');
}

// As decimal digits with a point, whatever the locale.
std::string written(double number) {
    constexpr int decimals = 4;
    std::array<char, 32> digits{};
    const auto done =
        std::to_chars(digits.begin(), digits.end(), number, std::chars_format::fixed, decimals);
    return {digits.begin(), done.ptr};
}

class Sampler {
  public:
    explicit Sampler(const SpeechGrammar& grammar) : grammar_(grammar) {}

    // Appends the words of one sentence of the template.
    Result<void> draw(const std::string& text, Words& words) {
        const auto node = parsed(text);
        if (!node) return std::unexpected(node.error());
        return draw(**node, words, 0);
    }

  private:
    Result<const TemplateNode*> parsed(const std::string& text) {
        auto found = parsed_.find(text);
        if (found == parsed_.end()) {
            auto node = parse_template(text);
            if (!node) return std::unexpected(node.error());
            found = parsed_.emplace(text, *std::move(node)).first;
        }
        return &found->second;
    }

    // NOLINTNEXTLINE(misc-no-recursion): the parser and the depth bound it
    Result<void> draw(const TemplateNode& node, Words& words, std::size_t depth) {
        switch (node.kind) {
            case Kind::word:
                words.push_back(node.text);
                return {};
            case Kind::sequence:
                for (const auto& child : node.children) {
                    if (auto done = draw(child, words, depth); !done) return done;
                }
                return {};
            case Kind::alternatives:
                return draw(node.children[below(node.children.size())], words, depth);
            case Kind::rule:
                break;
        }
        const auto rule = grammar_.rules.find(node.text);
        if (rule == grammar_.rules.end() || rule->second.empty()) {
            return fail(ErrorCode::malformed, "there is no grammar rule '" + node.text + "'");
        }
        if (depth == grammar_depth_max) {
            return fail(ErrorCode::malformed,
                        "grammar rule '" + node.text + "' refers to itself or is nested too deep");
        }
        const auto chosen = parsed(rule->second[below(rule->second.size())]);
        if (!chosen) return std::unexpected(chosen.error());
        return draw(**chosen, words, depth + 1);
    }

    // No std distribution, whose results differ between standard libraries.
    std::size_t below(std::size_t bound) { return random_() % bound; }

    const SpeechGrammar& grammar_;
    std::map<std::string, TemplateNode> parsed_;
    std::minstd_rand random_{1};
};

class Counts {
  public:
    void add(std::span<const std::string> words) {
        for (std::size_t order = 1; order <= grams_.size(); ++order) {
            for (std::size_t at = 0; at + order <= words.size(); ++at) {
                const auto gram = words.subspan(at, order);
                ++grams_[order - 1][Words(gram.begin(), gram.end())];
            }
        }
    }

    [[nodiscard]] std::string arpa() {
        for (const auto& grams : grams_) {
            for (const auto& [gram, count] : grams) {
                auto& context = contexts_[Words(gram.begin(), std::prev(gram.end()))];
                context.total += count;
                context.kinds += 1;
            }
        }
        std::string text = "\\data\\\n";
        for (std::size_t i = 0; i < grams_.size(); ++i) {
            text +=
                "ngram " + std::to_string(i + 1) + "=" + std::to_string(grams_[i].size()) + "\n";
        }
        for (std::size_t i = 0; i < grams_.size(); ++i) {
            text += "\n\\" + std::to_string(i + 1) + "-grams:\n";
            for (const auto& [gram, count] : grams_[i]) {
                text += written(log_probability(gram)) + '\t';
                for (const auto& word : gram) text += word + ' ';
                text.back() = '\t';
                if (i + 1 < grams_.size()) text += written(log_backoff(gram));
                text += '\n';
            }
        }
        return text + "\n\\end\\\n";
    }

  private:
    struct Context {
        double total = 0;
        double kinds = 0;  // of different words that follow
    };

    static constexpr double discount = 0.5;

    // What the words seen after this context leave to the others.
    [[nodiscard]] double left_over(const Words& context) const {
        const auto found = contexts_.find(context);
        return found == contexts_.end() ? 1 : discount * found->second.kinds / found->second.total;
    }

    // NOLINTNEXTLINE(misc-no-recursion): one step for each word of the gram
    [[nodiscard]] double probability(const Words& gram) const {
        const Words context(gram.begin(), std::prev(gram.end()));
        const double count = grams_[gram.size() - 1].at(gram);
        const double total = contexts_.at(context).total;
        if (context.empty()) return count / total;
        const Words shorter(std::next(gram.begin()), gram.end());
        return (count - discount) / total + left_over(context) * probability(shorter);
    }

    // A sentence's start is only ever a context, never heard.
    [[nodiscard]] double log_probability(const Words& gram) const {
        constexpr double never = -99;
        return gram == Words{"<s>"} ? never : std::log10(probability(gram));
    }
    [[nodiscard]] double log_backoff(const Words& gram) const {
        return std::log10(left_over(gram));
    }

    std::array<std::map<Words, int>, 3> grams_;
    std::map<Words, Context> contexts_;
};

}  // namespace

Result<std::string> make_phrase_model(const SpeechGrammar& grammar,
                                      const std::function<bool(const std::string& word)>& known) {
    Sampler sampler(grammar);
    Counts counts;
    bool any = false;
    const auto sentences =
        std::span(grammar.sentences)
            .first(std::min(grammar.sentences.size(), sentences_max / draws_per_sentence));
    for (const auto& sentence : sentences) {
        for (int i = 0; i < draws_per_sentence; ++i) {
            Words words{"<s>"};
            if (auto done = sampler.draw(sentence, words); !done) {
                return std::unexpected(done.error());
            }
            words.emplace_back("</s>");
            std::span<const std::string> rest = words;
            while (!rest.empty()) {
                const auto unknown = std::ranges::find_if(
                    rest, [&](const std::string& word) { return is_word(word) && !known(word); });
                const auto length = static_cast<std::size_t>(unknown - rest.begin());
                any = any || std::ranges::any_of(rest.first(length), is_word);
                counts.add(rest.first(length));
                rest = rest.subspan(std::min(length + 1, rest.size()));
            }
        }
    }
    return any ? counts.arpa() : std::string();
}

}  // namespace utter::speech::pocketsphinx
