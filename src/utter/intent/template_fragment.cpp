#include "utter/intent/template_fragment.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace utter::intent::detail {
namespace {

using StateId = std::uint32_t;

constexpr std::uint16_t count_max = std::numeric_limits<std::uint16_t>::max();

std::uint16_t plus_one(std::uint16_t count) {
    return count == count_max ? count_max : static_cast<std::uint16_t>(count + 1);
}

// A piece of a sequence: text without white space, a slot, or a group.
struct Part {
    const TemplateNode* node = nullptr;  // slot or group
    std::string_view text;               // when there is no node

    [[nodiscard]] bool is(TemplateNode::Kind kind) const {
        return node != nullptr && node->kind == kind;
    }
};

// Parts that touch each other; between units there is white space or a slot's edge.
using Unit = std::vector<Part>;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::vector<Unit> split_into_units(const TemplateSequence& sequence) {
    std::vector<Unit> units;
    bool touching = false;
    const auto put = [&](Part part) {
        if (!touching) units.emplace_back();
        units.back().push_back(part);
        touching = true;
    };
    for (const TemplateNode& node : sequence.nodes) {
        if (node.kind == TemplateNode::Kind::slot) {
            touching = false;  // a slot's edge is a word's edge
            put({&node, {}});
            touching = false;
        } else if (node.kind == TemplateNode::Kind::group) {
            put({&node, {}});
        } else {
            const std::string_view text = node.text;
            std::size_t at = 0;
            while (at < text.size()) {
                if (is_blank(text[at])) {
                    touching = false;
                    ++at;
                    continue;
                }
                std::size_t end = at;
                while (end < text.size() && !is_blank(text[end])) ++end;
                put({nullptr, text.substr(at, end - at)});
                at = end;
            }
        }
    }
    return units;
}

// Every reading of touching parts, slots written as `{name}`.
std::vector<std::string> readings(std::span<const Part> parts);

std::vector<std::string> readings(const TemplateSequence& sequence) {
    std::vector<std::string> out{""};
    const auto append = [&](const std::vector<std::string>& tails) {
        std::vector<std::string> longer;
        longer.reserve(out.size() * tails.size());
        for (const auto& head : out) {
            for (const auto& tail : tails) longer.push_back(head + tail);
        }
        out = std::move(longer);
    };
    for (const TemplateNode& node : sequence.nodes) {
        if (node.kind == TemplateNode::Kind::group) {
            std::vector<std::string> branches;
            for (const auto& branch : node.branches) {
                for (auto& text : readings(branch)) branches.push_back(std::move(text));
            }
            append(branches);
        } else {
            append({node.kind == TemplateNode::Kind::slot ? '{' + node.text + '}' : node.text});
        }
    }
    return out;
}

std::vector<std::string> readings(std::span<const Part> parts) {
    TemplateSequence together;
    for (const Part& part : parts) {
        if (part.node != nullptr) {
            together.nodes.push_back(*part.node);
        } else {
            together.nodes.emplace_back().text = part.text;
        }
    }
    return readings(together);
}

// Builds from the end to the start, so that everything known of what follows is known in time.
class Builder {
  public:
    explicit Builder(const Normalizer& normalizer) : normalizer_(normalizer) {
        fragment_.states.emplace_back();  // the end
    }

    Result<TemplateFragment> build(const TemplateSequence& root) {
        fragment_.start = sequence(root, 0);
        if (fault_) return std::unexpected(*std::move(fault_));
        const auto& start = fragment_.states[fragment_.start];
        if (start.literals_min == 0) complain("A sample has no word of its own.");
        return std::move(fragment_);
    }

  private:
    FragmentState& state(StateId id) { return fragment_.states[id]; }

    void complain(const char* what) {
        if (fragment_.complaint.empty()) fragment_.complaint = what;
    }

    StateId add_state() {
        fragment_.states.emplace_back();
        return static_cast<StateId>(fragment_.states.size() - 1);
    }

    StateId sequence(const TemplateSequence& from, StateId out) {
        const auto units = split_into_units(from);
        for (auto unit = units.rbegin(); unit != units.rend(); ++unit) {
            if (fault_) return out;
            out = this->unit(*unit, out);
        }
        return out;
    }

    StateId unit(const Unit& parts, StateId out) {
        if (parts.size() > 1) return alternatives(readings(std::span(parts)), out);
        const Part& only = parts.front();
        if (only.is(TemplateNode::Kind::slot)) return slot(only.node->text, out);
        if (only.is(TemplateNode::Kind::group)) return group(*only.node, out);
        return words(only.text, out);
    }

    StateId words(std::string_view text, StateId out) {
        const auto found = normalizer_.words(text);
        if (!found) {
            fault_ = found.error();
            return out;
        }
        for (auto word = found->rbegin(); word != found->rend(); ++word) {
            const StateId before = add_state();
            const auto& after = state(out);
            auto& made = state(before);
            made.words.emplace_back(word->text, out);
            made.rest_min = plus_one(after.rest_min);
            made.literals_min = plus_one(after.literals_min);
            made.literals_max = plus_one(after.literals_max);
            out = before;
        }
        return out;
    }

    StateId slot(const std::string& name, StateId out) {
        if (state(out).slot_may_follow) complain("Two slots meet with no word between them.");
        const StateId before = add_state();
        const auto& after = state(out);
        auto& made = state(before);
        made.slots.emplace_back(name, out);
        made.rest_min = plus_one(after.rest_min);
        made.literals_min = after.literals_min;
        made.literals_max = after.literals_max;
        made.slot_may_follow = true;
        return before;
    }

    StateId group(const TemplateNode& node, StateId out) {
        std::vector<StateId> starts;
        starts.reserve(node.branches.size());
        for (const auto& branch : node.branches) starts.push_back(sequence(branch, out));
        return join(std::move(starts));
    }

    StateId alternatives(const std::vector<std::string>& texts, StateId out) {
        std::vector<StateId> starts;
        starts.reserve(texts.size());
        for (const std::string& text : texts) starts.push_back(reading(text, out));
        return join(std::move(starts));
    }

    // One reading with its slots in braces, from the back.
    StateId reading(std::string_view text, StateId out) {
        while (!text.empty()) {
            const auto close = text.rfind('}');
            const auto tail = close == std::string_view::npos ? 0 : close + 1;
            if (tail < text.size()) {
                out = words(text.substr(tail), out);
                text = text.substr(0, tail);
            } else {
                const auto open = text.rfind('{');
                out = slot(std::string(text.substr(open + 1, close - open - 1)), out);
                text = text.substr(0, open);
            }
        }
        return out;
    }

    StateId join(std::vector<StateId> starts) {
        std::ranges::sort(starts);
        const auto rest = std::ranges::unique(starts);
        starts.erase(rest.begin(), rest.end());
        if (starts.size() == 1) return starts.front();
        const StateId before = add_state();
        auto& made = state(before);
        made.rest_min = made.literals_min = count_max;
        for (const StateId start : starts) {
            const auto& branch = state(start);
            made.rest_min = std::min(made.rest_min, branch.rest_min);
            made.literals_min = std::min(made.literals_min, branch.literals_min);
            made.literals_max = std::max(made.literals_max, branch.literals_max);
            made.slot_may_follow = made.slot_may_follow || branch.slot_may_follow;
        }
        made.branches = std::move(starts);
        return before;
    }

    const Normalizer& normalizer_;
    TemplateFragment fragment_;
    std::optional<Error> fault_;
};

}  // namespace

Result<TemplateFragment> make_fragment(const TemplateSequence& root, const Normalizer& normalizer) {
    return Builder(normalizer).build(root);
}

}  // namespace utter::intent::detail
