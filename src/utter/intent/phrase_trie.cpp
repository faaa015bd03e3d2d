#include "utter/intent/phrase_trie.hpp"

namespace utter::intent::detail {

PhraseTrie::PhraseId PhraseTrie::acquire(std::string_view phrase) {
    NodeId at = 0;
    while (!phrase.empty()) {
        const auto word = phrase.substr(0, phrase.find(' '));
        phrase.remove_prefix(word.size() < phrase.size() ? word.size() + 1 : word.size());
        const Label known = words_.find(word);
        if (const auto next = ways_.find(way(at, known)); next != ways_.end()) {
            at = next->second;
            continue;
        }
        const Label label = words_.acquire(word);
        auto made = static_cast<NodeId>(nodes_.size());
        if (free_.empty()) {
            nodes_.emplace_back();
        } else {
            made = free_.back();
            free_.pop_back();
        }
        nodes_[made] = {at, label, 0, 0};
        ++nodes_[at].children;
        ways_.emplace(way(at, label), made);
        at = made;
    }
    ++nodes_[at].holders;
    return at;
}

void PhraseTrie::release(PhraseId phrase) {
    --nodes_[phrase].holders;
    NodeId at = phrase;
    while (at != 0 && nodes_[at].holders == 0 && nodes_[at].children == 0) {
        const Node gone = nodes_[at];
        ways_.erase(way(gone.parent, gone.label));
        words_.release(gone.label);
        --nodes_[gone.parent].children;
        free_.push_back(at);
        at = gone.parent;
    }
}

void PhraseTrie::find(const NormalText& text,
                      std::vector<Label>& labels,
                      std::vector<Hit>& hits) const {
    labels.clear();
    for (std::size_t i = 0; i < text.size(); ++i) labels.push_back(words_.find(text.word(i)));
    for (std::uint32_t first = 0; first < labels.size(); ++first) {
        NodeId at = 0;
        for (std::uint32_t last = first; last < labels.size(); ++last) {
            const auto next = ways_.find(way(at, labels[last]));
            if (next == ways_.end()) break;
            at = next->second;
            if (nodes_[at].holders > 0) hits.push_back({at, first, last + 1});
        }
    }
}

}  // namespace utter::intent::detail
