#include "utter/intent/hassil/nodes.hpp"

#include <algorithm>

#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil {

namespace {

constexpr std::uint32_t parts_max = 1'000'000;

}  // namespace

NodeId NodePool::chunk(const std::u32string& text, bool drop_blanks) {
    const auto [entry, added] = chunk_ids_.try_emplace(text, static_cast<NodeId>(nodes_.size()));
    if (!added) return entry->second;
    Chunk chunk{.empty = text.empty(), .ends_word = text.ends_with(U' ')};
    for (const char32_t c : text) {
        if (!drop_blanks || !is_blank(c)) chunk.text.push_back(fold_case(c));
    }
    chunk.letters = static_cast<std::uint32_t>(trim(chunk.text).size());
    while (chunk.lead < chunk.text.size() && is_blank(chunk.text[chunk.lead])) ++chunk.lead;
    const bool blank = chunk.lead == chunk.text.size();
    std::uint64_t needs = 0;
    for (const char32_t c : trim(chunk.text)) needs |= is_blank(c) ? 0 : letter_bit(c);
    nodes_.push_back({.index = static_cast<std::uint32_t>(chunks_.size()),
                      .first = blank ? any_letter : letter_bit(chunk.text[chunk.lead]),
                      .needs = needs});
    chunks_.push_back(std::move(chunk));
    return entry->second;
}

NodeId NodePool::list(std::uint32_t list, std::uint16_t slot, bool end_of_word) {
    const std::vector<std::uint32_t> key{
        static_cast<std::uint32_t>(Node::Kind::list), list, slot, end_of_word ? 1U : 0U};
    const auto [entry, added] = group_ids_.try_emplace(key, static_cast<NodeId>(nodes_.size()));
    if (added) {
        nodes_.push_back({.kind = Node::Kind::list,
                          .end_of_word = end_of_word,
                          .slot = slot,
                          .index = list,
                          .parts = list_parts,
                          .first = any_letter});
    }
    return entry->second;
}

NodeId NodePool::group(Node::Kind kind, const std::vector<NodeId>& children) {
    if (kind != Node::Kind::alternatives && children.size() == 1) return children.front();
    std::vector<std::uint32_t> key{static_cast<std::uint32_t>(kind)};
    key.insert(key.end(), children.begin(), children.end());
    const auto [entry, added] = group_ids_.try_emplace(key, static_cast<NodeId>(nodes_.size()));
    if (added) {
        nodes_.push_back({.kind = kind,
                          .index = static_cast<std::uint32_t>(children_.size()),
                          .children = static_cast<std::uint32_t>(children.size()),
                          .parts = parts_of(children),
                          .first = first_of(kind, children),
                          .needs = needs_of(kind, children)});
        children_.insert(children_.end(), children.begin(), children.end());
    }
    return entry->second;
}

bool NodePool::may_be_blank(NodeId id) const noexcept {
    return nodes_[id].first == any_letter;
}

std::uint32_t NodePool::parts_of(const std::vector<NodeId>& children) const {
    std::uint32_t parts = 0;
    for (const NodeId child : children) parts = std::min(parts + nodes_[child].parts, parts_max);
    return parts;
}

std::uint64_t NodePool::needs_of(Node::Kind kind, const std::vector<NodeId>& children) const {
    if (children.empty()) return any_letter;
    const bool one_is_enough = kind == Node::Kind::alternatives;
    std::uint64_t needs = one_is_enough ? any_letter : 0;
    for (const NodeId child : children) {
        needs = one_is_enough ? needs & nodes_[child].needs : needs | nodes_[child].needs;
    }
    return needs;
}

std::uint64_t NodePool::first_of(Node::Kind kind, const std::vector<NodeId>& children) const {
    std::uint64_t first = 0;
    if (kind == Node::Kind::sequence) {
        // A blank beginning leaves it to what follows; a list may begin with anything.
        for (const NodeId child : children) {
            const auto& node = nodes_[child];
            const bool blank_chunk = node.kind == Node::Kind::chunk && may_be_blank(child);
            if (!blank_chunk) return node.first;
        }
        return children.empty() ? 0 : any_letter;
    }
    for (const NodeId child : children) first |= nodes_[child].first;
    return first;
}

}  // namespace utter::intent::hassil
