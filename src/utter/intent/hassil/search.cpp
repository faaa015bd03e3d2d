#include "utter/intent/hassil/search.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil {
namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
constexpr std::size_t memos_min = 4'096;
// Smaller nodes are matched again sooner than looked up.
constexpr std::uint32_t remembered_parts_min = 12;

bool is_break(char32_t c) noexcept {
    return c == U'-' || c == U'_';
}
bool is_digit(char32_t c) noexcept {
    return c >= U'0' && c <= U'9';
}

// The number that `text` begins with and its length, which is 0 when there is none.
std::pair<double, std::size_t> leading_number(std::u32string_view text, bool fractions) noexcept {
    std::size_t at = 0;
    while (at < text.size() && is_blank(text[at])) ++at;
    char bytes[32];
    std::size_t size = 0;
    const auto take = [&](char c) {
        if (size < sizeof bytes) bytes[size++] = c;
        ++at;
    };
    if (at < text.size() && text[at] == U'-') take('-');
    const std::size_t digits = at;
    while (at < text.size() && is_digit(text[at])) take(static_cast<char>(text[at]));
    if (at == digits) return {0, 0};
    if (fractions && at + 1 < text.size() && (text[at] == U'.' || text[at] == U',') &&
        is_digit(text[at + 1])) {
        take('.');
        while (at < text.size() && is_digit(text[at])) take(static_cast<char>(text[at]));
    }
    double number = 0;
    // A number too long for the buffer lies outside of every range.
    if (size == sizeof bytes || std::from_chars(bytes, bytes + size, number).ec != std::errc{})
        number = 1e300;
    return {number, at};
}

std::uint64_t first_of(const CompiledList* list) {
    if (list == nullptr) return 0;
    const auto* texts = std::get_if<CompiledTextList>(list);
    if (texts == nullptr) return any_letter;
    std::uint64_t first = 0;
    for (const auto& value : texts->values) first |= texts->nodes.node(value.node).first;
    return first;
}

}  // namespace

Search::Search(const Program& program,
               const std::vector<std::shared_ptr<const CompiledList>>& lists)
    : program_(program), lists_(lists), memos_(memos_min) {
    lists_changed();
}

// Children have lower ids than their parents.
void Search::lists_changed() {
    const auto& nodes = program_.nodes;
    first_.resize(nodes.size());
    for (NodeId id = 0; id < nodes.size(); ++id) {
        const Node& node = nodes.node(id);
        first_[id] = node.kind == Node::Kind::chunk ? node.first : 0;
        if (node.kind == Node::Kind::list) first_[id] = first_of(lists_[node.index].get());
        for (std::uint32_t i = 0; i < node.children; ++i) {
            const NodeId child = nodes.child(node, i);
            const bool blank =
                nodes.node(child).kind == Node::Kind::chunk && first_[child] == any_letter;
            if (node.kind == Node::Kind::sequence && blank) {
                if (i + 1 == node.children) first_[id] = any_letter;
                continue;
            }
            first_[id] |= first_[child];
            if (node.kind == Node::Kind::sequence) break;
        }
    }
}

bool Search::run(std::u32string text) {
    states_.clear();
    remembered_.clear();
    links_.clear();
    candidates_.clear();
    memo_count_ = 0;
    ++run_;
    steps_ = 0;
    if (text.size() > utterance_letters_max) return false;
    if (program_.set.ignore_whitespace) {
        std::erase_if(text, is_blank);
    } else {
        text.push_back(U' ');
    }
    text_[0] = std::move(text);
    text_[1] = text_[0];
    has_breaks_ = std::ranges::any_of(text_[0], is_break);
    std::ranges::replace_if(text_[1], is_break, U' ');
    const std::size_t size = text_[0].size();
    done_from_ = size;
    while (done_from_ > 0 &&
           (is_blank(text_[0][done_from_ - 1]) || is_punctuation(text_[0][done_from_ - 1]))) {
        --done_from_;
    }
    for (int broken = 0; broken < 2; ++broken) {
        folded_[broken].resize(size);
        std::ranges::transform(text_[broken], folded_[broken].begin(), fold_case);
        auto& letters = letters_[broken];
        letters.assign(size + 1, 0);
        for (std::size_t i = size; i-- > 0;) {
            const char32_t c = folded_[broken][i];
            letters[i] = letter_bit(c) | (is_blank(c) || is_break(c) ? letters[i + 1] : 0);
        }
    }
    rest_.assign(size + 1, 0);
    for (std::size_t i = size; i-- > 0;) rest_[i] = rest_[i + 1] | letter_bit(folded_[0][i]);
    states_.push_back({});
    visit(0, 0, 1);
    std::ranges::stable_sort(candidates_, {}, &Candidate::sentence);
    if (steps_ <= search_steps_max) return true;
    candidates_.clear();
    return false;
}

bool Search::step() noexcept {
    return ++steps_ <= search_steps_max;
}

bool Search::may_begin(std::uint64_t first, const State& state) const noexcept {
    return first == any_letter || (first & letters_[state.broken][state.at]) != 0 ||
           open_wildcard(state) != nullptr;
}

bool Search::may_match(const NodePool& pool, NodeId id, const State& state) const noexcept {
    const Node& node = pool.node(id);
    if ((node.needs & ~rest_[state.at]) != 0) return false;
    return may_begin(&pool == &program_.nodes ? first_[id] : node.first, state);
}

// From the states in [begin, end), which have matched the way to `index`.
void Search::visit(std::uint32_t index, std::size_t begin, std::size_t end) {
    const Branch& branch = program_.branches[index];
    for (const auto sentence : branch.sentences) {
        for (std::size_t i = begin; i < end; ++i) finish(sentence, states_[i]);
    }
    if (branch.by_first.empty()) {
        for (const auto& edge : branch.edges) follow(edge, begin, end);
        return;
    }
    std::uint64_t letters = 0;
    for (std::size_t i = begin; i < end; ++i) {
        letters |= open_wildcard(states_[i]) != nullptr
                       ? any_letter
                       : letters_[states_[i].broken][states_[i].at];
    }
    if (std::popcount(letters) == 1) {
        for (const auto edge :
             branch.by_first[static_cast<std::size_t>(std::countr_zero(letters))]) {
            follow(branch.edges[edge], begin, end);
        }
        return;
    }
    for (const auto& edge : branch.edges) {
        const auto first = first_[edge.node];
        if (first == any_letter || (first & letters) != 0) follow(edge, begin, end);
    }
}

void Search::follow(const Branch::Edge& edge, std::size_t begin, std::size_t end) {
    const auto first = first_[edge.node];
    const std::size_t from = states_.size();
    for (std::size_t i = begin; i < end && steps_ <= search_steps_max; ++i) {
        const State state = states_[i];  // a copy: states_ grows
        if ((edge.needs & ~rest_[state.at]) == 0 && may_begin(first, state)) {
            match(program_.nodes, edge.node, state, from);
        }
    }
    if (states_.size() > from && steps_ <= search_steps_max) visit(edge.to, from, states_.size());
    states_.resize(from);
}

void Search::finish(std::uint32_t sentence, const State& state) {
    std::int32_t entities = state.entities;
    if (state.at < done_from_ || open_wildcard(state) != nullptr) {
        const auto* wildcard = open_wildcard(state);
        if (wildcard == nullptr) return;
        if (trim(std::u32string_view(text_[state.broken]).substr(state.at)).empty()) return;
        entities = close_wildcard(
            state, state.at, static_cast<std::uint32_t>(text_[0].size()), state.broken);
    }
    for (auto at = entities; at != no_entity && step(); at = before(at)) {
        if (entity(at).wildcard && trim(text(entity(at))).empty()) return;
    }
    candidates_.push_back({sentence, state.literal_count, entities});
}

void Search::match(const NodePool& pool, NodeId id, State state, std::size_t from) {
    if (!step()) return;
    const Node& node = pool.node(id);
    if (node.kind == Node::Kind::chunk) {
        match_chunk(pool.chunk_of(node), state, from);
    } else if (node.parts >= remembered_parts_min && &pool == &program_.nodes &&
               open_wildcard(state) == nullptr) {
        match_remembered(id, 0, state, from);
    } else {
        match_node(pool, id, state, from);
    }
}

// While no wildcard is open, what a node leads to depends on the place alone.
void Search::match_remembered(NodeId id, std::uint32_t left, const State& state, std::size_t from) {
    const std::uint64_t key = (std::uint64_t{id} << 32U) | (std::uint64_t{left} << 16U) |
                              (std::uint64_t{state.at} << 2U) |
                              (std::uint64_t{state.broken} << 1U) | (state.start_of_word ? 1U : 0U);
    Memo found = memo(key);
    if (found.run != run_) {
        const std::size_t begin = states_.size();
        State fresh = state;
        fresh.literal_count = 0;
        fresh.entities = no_entity;
        if (left == 0) {
            match_node(program_.nodes, id, fresh, begin);
        } else {
            match_orders(program_.nodes, id, left, fresh, begin);
        }
        found = {key, run_, static_cast<std::uint32_t>(remembered_.size()), 0};
        remembered_.insert(
            remembered_.end(), states_.begin() + static_cast<std::ptrdiff_t>(begin), states_.end());
        found.end = static_cast<std::uint32_t>(remembered_.size());
        states_.resize(begin);
        memo(key) = found;
        ++memo_count_;
    }
    for (auto i = found.begin; i < found.end && step(); ++i) {
        State next = remembered_[i];
        next.literal_count += state.literal_count;
        next.entities = join(state.entities, next.entities);
        add(next, from);
    }
}

Search::Memo& Search::memo(std::uint64_t key) {
    if (memo_count_ * 2 > memos_.size()) {
        std::vector<Memo> old(memos_.size() * 4);
        old.swap(memos_);
        for (const auto& entry : old) {
            if (entry.run == run_) memo(entry.key) = entry;
        }
    }
    const std::size_t mask = memos_.size() - 1;
    auto at = static_cast<std::size_t>((key * 0x9E3779B97F4A7C15U) >> 32U) & mask;
    while (memos_[at].run == run_ && memos_[at].key != key) at = (at + 1) & mask;
    return memos_[at];
}

void Search::match_node(const NodePool& pool, NodeId id, const State& state, std::size_t from) {
    const Node& node = pool.node(id);
    switch (node.kind) {
        case Node::Kind::chunk:
            match_chunk(pool.chunk_of(node), state, from);
            break;
        case Node::Kind::sequence:
            match_sequence(pool, node, state, from);
            break;
        case Node::Kind::alternatives:
            for (std::uint32_t i = 0; i < node.children; ++i) {
                const NodeId child = pool.child(node, i);
                if (may_match(pool, child, state)) match(pool, child, state, from);
            }
            break;
        case Node::Kind::permutation:
            match_orders(pool, id, (1U << node.children) - 1, state, from);
            break;
        case Node::Kind::list:
            match_list(node, state, from);
            break;
    }
}

void Search::match_sequence(const NodePool& pool,
                            const Node& node,
                            const State& state,
                            std::size_t from) {
    if (node.children == 0) return;
    const std::size_t base = states_.size();
    states_.push_back(state);
    std::size_t begin = base;
    for (std::uint32_t i = 0; i < node.children; ++i) {
        const std::size_t end = states_.size();
        const NodeId child = pool.child(node, i);
        for (std::size_t j = begin; j < end && steps_ <= search_steps_max; ++j) {
            if (may_match(pool, child, states_[j])) match(pool, child, states_[j], end);
        }
        begin = end;
        if (states_.size() == end) break;
    }
    // The last results move to where the caller looks for them.
    const std::size_t end = states_.size();
    std::size_t kept = base;
    for (std::size_t i = begin; i < end; ++i) {
        const State next = states_[i];
        if (!is_known(next, from, kept)) states_[kept++] = next;
    }
    states_.resize(kept);
}

// Each of the items whose bits are in `left` first, then the others.
void Search::match_orders(
    const NodePool& pool, NodeId id, std::uint32_t left, const State& state, std::size_t from) {
    const Node node = pool.node(id);
    if (std::has_single_bit(left)) {
        match(pool,
              pool.child(node, static_cast<std::uint32_t>(std::countr_zero(left))),
              state,
              from);
        return;
    }
    for (std::uint32_t bits = left; bits != 0 && steps_ <= search_steps_max; bits &= bits - 1) {
        const std::size_t begin = states_.size();
        const NodeId item = pool.child(node, static_cast<std::uint32_t>(std::countr_zero(bits)));
        if (may_match(pool, item, state)) match(pool, item, state, begin);
        const std::size_t held = held_.size();
        held_.insert(
            held_.end(), states_.begin() + static_cast<std::ptrdiff_t>(begin), states_.end());
        const std::size_t held_end = held_.size();
        states_.resize(begin);
        const std::uint32_t others = left & ~(bits & (~bits + 1));
        for (std::size_t i = held; i < held_end && step(); ++i) {
            const State next = held_[i];
            if (&pool == &program_.nodes && open_wildcard(next) == nullptr) {
                match_remembered(id, others, next, from);
            } else {
                match_orders(pool, id, others, next, from);
            }
        }
        held_.resize(held);
    }
}

void Search::match_chunk(const Chunk& chunk, State state, std::size_t from) {
    if (chunk.empty) {
        add(state, from);
        return;
    }
    std::u32string_view literal = chunk.text;
    const State before_blanks = state;
    if (state.start_of_word && !program_.set.ignore_whitespace) {
        literal.remove_prefix(chunk.lead);
        while (state.at < text_[0].size() && is_blank(text_[state.broken][state.at])) ++state.at;
    }
    const auto* wildcard = open_wildcard(state);
    if (wildcard != nullptr) {
        if (chunk.letters == 0) {
            state.start_of_word = true;
            add(state, from);
        } else {
            match_up_to(chunk, literal, state, from);
        }
        return;
    }
    const auto begins = [&](std::uint8_t broken) {
        return std::u32string_view(folded_[broken]).substr(state.at).starts_with(literal);
    };
    if (begins(state.broken)) {
        state.at += static_cast<std::uint32_t>(literal.size());
        state.literal_count += chunk.letters;
        state.start_of_word = chunk.ends_word;
        add(state, from);
    } else if (chunk.letters == 0 &&
               trim(std::u32string_view(text_[state.broken]).substr(state.at)).empty()) {
        add(before_blanks, from);
    } else if (has_breaks_ && state.broken == 0 && begins(1)) {
        state.at += static_cast<std::uint32_t>(literal.size());
        state.broken = 1;
        add(state, from);
    }
}

// The open wildcard takes what stands before each later occurrence of the literal.
void Search::match_up_to(const Chunk& chunk,
                         std::u32string_view literal,
                         const State& state,
                         std::size_t from) {
    const bool at_boundary = open_wildcard(state)->end_of_word && !program_.set.ignore_whitespace;
    auto at = find(state, literal, 0, at_boundary);
    if (at == 0) at = find(state, literal, 1, at_boundary);
    for (; at != nowhere && step(); at = find(state, literal, at + 1, false)) {
        State next = state;
        next.at = state.at + static_cast<std::uint32_t>(at);
        next.start_of_word = true;
        next.entities = close_wildcard(state, state.at, next.at, state.broken);
        match_chunk(chunk, next, from);
    }
}

// Where the literal occurs first, from `after` on; relative to the state's place.
std::size_t Search::find(const State& state,
                         std::u32string_view literal,
                         std::size_t after,
                         bool at_boundary) const noexcept {
    const auto rest = std::u32string_view(folded_[state.broken]).substr(state.at);
    for (auto at = rest.find(literal, after); at != std::u32string_view::npos;
         at = rest.find(literal, at + 1)) {
        // The text is judged from `after` on, as if nothing stood before.
        const bool word_before = at > after && is_word(rest[at - 1]);
        if (!at_boundary || word_before != is_word(rest[at])) return at;
    }
    return nowhere;
}

void Search::match_list(const Node& node, const State& state, std::size_t from) {
    const auto& list = lists_[node.index];
    if (list == nullptr || state.at >= text_[0].size()) return;
    if (const auto* texts = std::get_if<CompiledTextList>(list.get())) {
        match_texts(*texts, node, state, from);
    } else if (const auto* range = std::get_if<CompiledRange>(list.get())) {
        match_range(*range, node, state, from);
    } else {
        State next = state;
        next.entities = append(state.entities,
                               {.slot = node.slot,
                                .wildcard = true,
                                .open = true,
                                .end_of_word = node.end_of_word,
                                .broken = state.broken});
        add(next, from);
    }
}

void Search::match_texts(const CompiledTextList& list,
                         const Node& node,
                         const State& state,
                         std::size_t from) {
    const auto letters = letters_[state.broken][state.at];
    if (open_wildcard(state) == nullptr && std::popcount(letters) == 1) {
        for (const auto value :
             list.by_first[static_cast<std::size_t>(std::countr_zero(letters))]) {
            match_value(list, value, node, state, from);
        }
        return;
    }
    for (std::uint32_t value = 0; value < list.values.size(); ++value) {
        if (may_match(list.nodes, list.values[value].node, state))
            match_value(list, value, node, state, from);
    }
}

void Search::match_value(const CompiledTextList& list,
                         std::uint32_t index,
                         const Node& node,
                         const State& state,
                         std::size_t from) {
    const auto& value = list.values[index];
    if (text_[0].size() - state.at < value.letters_min) return;
    const std::size_t begin = states_.size();
    match(list.nodes, value.node, state, begin);
    const std::size_t end = states_.size();
    const bool had_wildcard = open_wildcard(state) != nullptr;
    std::size_t kept = begin;
    for (std::size_t i = begin; i < end; ++i) {
        State next = states_[i];
        Entity found{.slot = node.slot,
                     .broken = state.broken,
                     .begin = state.at,
                     .end = next.at,
                     .value = &value.source};
        if (had_wildcard) {
            const auto wild = text(entity(next.entities));
            const auto rest = std::u32string_view(text_[state.broken]).substr(state.at);
            if (rest.starts_with(wild)) found.begin += static_cast<std::uint32_t>(wild.size());
        }
        next.entities = append(next.entities, found);
        next.literal_count = state.literal_count;
        next.start_of_word = state.start_of_word;
        if (!is_known(next, from, kept)) states_[kept++] = next;
    }
    states_.resize(kept);
}

void Search::match_range(const CompiledRange& list,
                         const Node& node,
                         const State& state,
                         std::size_t from) {
    if (open_wildcard(state) != nullptr) {
        match_number_after_wildcard(list, node, state, from);
        return;
    }
    if (match_digits(list, node, state, from) || list.words == nullptr) return;
    numbers_.clear();
    const auto rest = std::u32string_view(text_[state.broken]).substr(state.at);
    list.words->find(rest, numbers_);
    for (const auto& [length, number] : numbers_) {
        if (!list.range.contains(number)) continue;
        State next = state;
        next.at += static_cast<std::uint32_t>(length);
        next.literal_count += static_cast<std::uint32_t>(trim(rest.substr(0, length)).size());
        next.start_of_word = false;
        next.entities = append(state.entities,
                               {.slot = node.slot,
                                .broken = state.broken,
                                .begin = state.at,
                                .end = next.at,
                                .number = number * list.range.multiplier.value_or(1)});
        add(next, from);
    }
}

// @return whether digits stand here, within the range or not
bool Search::match_digits(const CompiledRange& list,
                          const Node& node,
                          const State& state,
                          std::size_t from) {
    const auto [number, length] =
        leading_number(std::u32string_view(text_[state.broken]).substr(state.at),
                       list.range.fractions != Fractions::none);
    if (length == 0) return false;
    if (list.range.digits && list.range.contains(number)) {
        State next = state;
        next.at += static_cast<std::uint32_t>(length);
        next.entities = append(state.entities,
                               {.slot = node.slot,
                                .broken = state.broken,
                                .begin = state.at,
                                .end = next.at,
                                .number = number * list.range.multiplier.value_or(1)});
        add(next, from);
    }
    return true;
}

// hassil gives such numbers wrong values; here the wildcard ends before the number, which is whole.
void Search::match_number_after_wildcard(const CompiledRange& list,
                                         const Node& node,
                                         const State& state,
                                         std::size_t from) {
    const auto& text = text_[state.broken];
    for (std::size_t at = state.at + 1; at < text.size() && step(); ++at) {
        if (is_word(text[at - 1]) || !is_word(text[at])) continue;
        State next = state;
        next.at = static_cast<std::uint32_t>(at);
        next.entities = close_wildcard(state, state.at, next.at, state.broken);
        if (!trim(this->text(entity(next.entities))).empty()) match_range(list, node, next, from);
    }
}

void Search::add(const State& state, std::size_t from) {
    if (!is_known(state, from, states_.size())) states_.push_back(state);
}

// Comparing counts as steps too: a hostile template leads to so many states that most of the time
// goes by here. Once the steps have run out nothing is kept, so every state may as well be known.
bool Search::is_known(const State& state, std::size_t from, std::size_t to) noexcept {
    for (std::size_t i = from; i < to; ++i) {
        const State& other = states_[i];
        if (other.at == state.at && other.literal_count == state.literal_count &&
            other.broken == state.broken && other.start_of_word == state.start_of_word &&
            same(other.entities, state.entities)) {
            return true;
        }
    }
    steps_ += (to - from) / 8;
    return steps_ > search_steps_max;
}

bool Search::same(std::int32_t a, std::int32_t b) noexcept {
    while (a != b) {
        ++steps_;
        if (a == no_entity || b == no_entity || !(entity(a) == entity(b))) return false;
        a = before(a);
        b = before(b);
    }
    return true;
}

std::int32_t Search::append(std::int32_t before, const Entity& entity) {
    links_.push_back({entity, before});
    return static_cast<std::int32_t>(links_.size() - 1);
}

std::int32_t Search::join(std::int32_t head, std::int32_t tail) {
    if (head == no_entity) return tail;
    if (tail == no_entity) return head;
    const auto joined = join(head, before(tail));
    return append(joined, Entity(entity(tail)));
}

const Entity* Search::open_wildcard(const State& state) const noexcept {
    if (state.entities == no_entity || !entity(state.entities).open) return nullptr;
    return &entity(state.entities);
}

std::int32_t Search::close_wildcard(const State& state,
                                    std::uint32_t begin,
                                    std::uint32_t end,
                                    std::uint8_t broken) {
    Entity closed = entity(state.entities);
    closed.open = false;
    closed.begin = begin;
    closed.end = end;
    closed.broken = broken;
    return append(before(state.entities), closed);
}

std::vector<Entity> Search::entities(const Candidate& candidate) const {
    std::vector<Entity> out;
    for (auto at = candidate.entities; at != no_entity; at = before(at)) out.push_back(entity(at));
    std::ranges::reverse(out);
    return out;
}

std::u32string_view Search::text(const Entity& entity) const noexcept {
    return std::u32string_view(text_[entity.broken])
        .substr(entity.begin, entity.end - entity.begin);
}

}  // namespace utter::intent::hassil
