#include "calculator_skill.hpp"

#include <unicode/numberformatter.h>

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "sum.hpp"
#include "support/icu_text.hpp"

namespace utter::skills {
namespace {

using skill::Answer;
using skill::Question;

constexpr double sure = 0.95;  // the whole utterance was read
constexpr int decimals_default = 4;
constexpr int decimals_max = 9;

std::string spoken(double value, int decimals, const std::string& lang) {
    UErrorCode error = U_ZERO_ERROR;
    const bool tiny = value != 0 && std::abs(value) < 0.001;
    const auto precision =
        tiny && decimals > 0
            ? icu::number::Precision::maxSignificantDigits(decimals)
            : static_cast<icu::number::Precision>(icu::number::Precision::maxFraction(decimals));
    return to_speech(icu::number::NumberFormatter::withLocale(icu_locale(lang))
                         .precision(precision)
                         .formatDouble(value, error)
                         .toString(error));
}

class CalculatorSkill final : public skill::Skill {
  public:
    [[nodiscard]] Result<void> start(skill::SkillContext& context) override {
        context_ = &context;
        if (const auto* decimals = context.settings().if_contains("decimals")) {
            const auto wanted = decimals->is_int64() ? decimals->get_int64() : -1;
            if (wanted < 0 || wanted > decimals_max) {
                return fail(ErrorCode::invalid_argument,
                            "'decimals' must be a whole number of 0 to 9");
            }
            decimals_ = static_cast<int>(wanted);
        }
        context.on_question(
            [this](const Question& question) { return result(question).has_value(); },
            [this](const Question& question) { return answer(question); });
        return {};
    }

  private:
    [[nodiscard]] std::optional<SumResult> result(const Question& question) {
        auto known = words_.find(question.lang);
        if (known == words_.end()) {
            auto words = make_sum_words(question.lang, [&](const std::string& name) {
                return context_->vocabulary(name, question.lang);
            });
            known = words_.emplace(question.lang, std::move(words)).first;
        }
        return work_out(question.utterance, question.lang, known->second);
    }

    [[nodiscard]] std::optional<Answer> answer(const Question& question) {
        const auto found = result(question);
        if (!found) return std::nullopt;
        const auto say = [&](const char* dialog, const skill::Slots& slots) {
            return Answer{context_->render_dialog(dialog, slots, question.lang), sure};
        };
        if (std::isnan(found->value)) return say("divided_by_zero", {});
        const auto value = spoken(found->value, decimals_, question.lang);
        if (!found->from) return say("result", {{"value", value}});
        return say("converted",
                   {{"amount", spoken(*found->from, decimals_, question.lang)},
                    {"from", found->from_unit},
                    {"value", value},
                    {"to", found->to_unit}});
    }

    skill::SkillContext* context_ = nullptr;
    int decimals_ = decimals_default;
    std::map<std::string, SumWords> words_;  // by language; as many as the host lets in
};

}  // namespace

std::unique_ptr<skill::Skill> make_calculator_skill() {
    return std::make_unique<CalculatorSkill>();
}

}  // namespace utter::skills
