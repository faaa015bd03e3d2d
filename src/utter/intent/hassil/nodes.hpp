#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Templates in the form that is matched: nodes in one array, equal ones stored once, so that what
/// many templates have in common is matched once an utterance.
namespace utter::intent::hassil {

using NodeId = std::uint32_t;

/// Literal text.
struct Chunk {
    std::u32string text;        ///< case-folded; without white space when that is ignored
    std::uint32_t lead = 0;     ///< blanks it begins with
    std::uint32_t letters = 0;  ///< code points without those at the edges that are blank
    bool empty = false;         ///< as written: matches nothing and changes nothing
    bool ends_word = false;     ///< as written it ends in a space
};

struct Node {
    enum class Kind : std::uint8_t { chunk, sequence, alternatives, permutation, list };

    Kind kind = Kind::chunk;
    bool end_of_word = false;  ///< list
    std::uint16_t slot = 0;    ///< list: which slot its value is for
    std::uint32_t index = 0;   ///< chunk, list, or the first of its children
    std::uint32_t children = 0;
    std::uint32_t parts = 1;  ///< chunks in it; a list counts as `list_parts`
    std::uint64_t first = 0;  ///< what it may begin with (`letter_bit`), blanks apart
    std::uint64_t needs = 0;  ///< letters without which it cannot match
};

/// What a list counts as among the parts of a node.
inline constexpr std::uint32_t list_parts = 100;

/// A node that may begin with anything, or match without any letter.
inline constexpr std::uint64_t any_letter = ~std::uint64_t{0};

/// The bit that stands for a letter and some others in a set of 64.
[[nodiscard]] constexpr std::uint64_t letter_bit(char32_t folded) noexcept {
    return std::uint64_t{1} << ((folded * 0x9E3779B1U) >> 26U);
}

/// Grows only; ids stay valid.
class NodePool {
  public:
    /// @param text as written @param drop_blanks whether white space is ignored
    NodeId chunk(const std::u32string& text, bool drop_blanks);
    NodeId list(std::uint32_t list, std::uint16_t slot, bool end_of_word);
    NodeId group(Node::Kind kind, const std::vector<NodeId>& children);

    [[nodiscard]] const Node& node(NodeId id) const noexcept { return nodes_[id]; }
    [[nodiscard]] const Chunk& chunk_of(const Node& node) const noexcept {
        return chunks_[node.index];
    }
    [[nodiscard]] NodeId child(const Node& node, std::uint32_t i) const noexcept {
        return children_[node.index + i];
    }
    [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }

  private:
    [[nodiscard]] bool may_be_blank(NodeId id) const noexcept;
    [[nodiscard]] std::uint32_t parts_of(const std::vector<NodeId>& children) const;
    [[nodiscard]] std::uint64_t needs_of(Node::Kind kind,
                                         const std::vector<NodeId>& children) const;
    [[nodiscard]] std::uint64_t first_of(Node::Kind kind,
                                         const std::vector<NodeId>& children) const;

    std::vector<Node> nodes_;
    std::vector<NodeId> children_;
    std::vector<Chunk> chunks_;
    std::map<std::u32string, NodeId> chunk_ids_;
    std::map<std::vector<std::uint32_t>, NodeId> group_ids_;
};

}  // namespace utter::intent::hassil
