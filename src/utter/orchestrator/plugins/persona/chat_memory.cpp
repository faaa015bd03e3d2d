#include "utter/orchestrator/plugins/persona/chat_memory.hpp"

#include <algorithm>

namespace utter::orchestrator {
namespace {

// Never in the middle of a character.
void shorten(std::string& text) {
    if (text.size() <= ChatMemory::text_bytes_max) return;
    auto size = ChatMemory::text_bytes_max;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    text.resize(size);
}

}  // namespace

ChatMemory::Conversation& ChatMemory::find(const std::string& session_id,
                                           const std::string& persona_id) {
    const auto it = std::ranges::find_if(conversations_, [&](const Conversation& one) {
        return one.session_id == session_id && one.persona_id == persona_id;
    });
    if (it != conversations_.end()) {
        conversations_.splice(conversations_.begin(), conversations_, it);
    } else {
        if (conversations_.size() >= conversations_max) conversations_.pop_back();
        conversations_.push_front({session_id, persona_id, {}});
    }
    return conversations_.front();
}

std::vector<llm::ChatMessage> ChatMemory::recall(const std::string& session_id,
                                                 const std::string& persona_id) {
    std::vector<llm::ChatMessage> out;
    for (const auto& [question, answer] : find(session_id, persona_id).turns) {
        out.push_back({llm::Role::user, question});
        out.push_back({llm::Role::assistant, answer});
    }
    return out;
}

void ChatMemory::remember(const std::string& session_id,
                          const std::string& persona_id,
                          std::uint32_t turns_max,
                          std::string question,
                          std::string answer) {
    shorten(question);
    shorten(answer);
    auto& turns = find(session_id, persona_id).turns;
    turns.emplace_back(std::move(question), std::move(answer));
    while (turns.size() > turns_max) turns.pop_front();
}

}  // namespace utter::orchestrator
