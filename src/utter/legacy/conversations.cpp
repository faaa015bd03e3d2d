#include "utter/legacy/conversations.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "utter/core/clock.hpp"
#include "utter/legacy/twin.hpp"
#include "utter/legacy/vocabulary.hpp"
#include "utter/session/session.hpp"

namespace utter::legacy {
namespace {

constexpr std::size_t edits_max = 64;  // of one session between two utterances

void erase_handler(json::object& session, std::string_view field, std::string_view skill_id) {
    auto* value = session.if_contains(field);
    if (value == nullptr || !value->is_array()) return;
    auto& list = value->get_array();
    for (auto it = list.begin(); it != list.end();) {
        const auto* handler = it->if_object();
        const bool found = handler != nullptr && string_or_empty(*handler, "skill_id") == skill_id;
        it = found ? list.erase(it) : it + 1;
    }
}

void push_handler(json::object& session,
                  std::string_view field,
                  std::string_view skill_id,
                  std::chrono::system_clock::time_point at) {
    erase_handler(session, field, skill_id);
    auto& value = session[field];
    if (!value.is_array()) value = json::array{};
    auto& list = value.get_array();
    list.insert(list.begin(),
                json::object{{"skill_id", skill_id}, {"activated_at", seconds_since_epoch(at)}});
}

bool lists_handler(const json::object& session, std::string_view field, std::string_view skill_id) {
    const auto* value = session.if_contains(field);
    if (value == nullptr || !value->is_array()) return false;
    return std::ranges::any_of(value->get_array(), [&](const json::value& member) {
        const auto* handler = member.if_object();
        return handler != nullptr && string_or_empty(*handler, "skill_id") == skill_id;
    });
}

}  // namespace

const std::vector<std::string>& Conversations::topics() {
    static const std::vector<std::string> topics{"skill.converse.get_response.enable",
                                                 "skill.converse.get_response.disable",
                                                 "ovos.utterance.speak",
                                                 "ovos.mic.listen",
                                                 "intent.service.skills.activate",
                                                 "intent.service.skills.deactivate",
                                                 "intent.service.active_skills.get",
                                                 "add_context",
                                                 "remove_context",
                                                 "clear_context"};
    return topics;
}

void Conversations::handle(const Message& message) {
    if (!session::carrier_is_sound(message.context())) return;
    const auto& topic = message.type();
    if (topic == "skill.converse.get_response.enable") {
        enable(message);
    } else if (topic == "skill.converse.get_response.disable") {
        disable(message);
    } else if (topic == "intent.service.skills.activate") {
        activate(message, true);
    } else if (topic == "intent.service.skills.deactivate") {
        activate(message, false);
    } else if (topic == "intent.service.active_skills.get") {
        answer_active_skills(message);
    } else if (topic.ends_with("_context")) {
        edit_context(message);
    } else {
        extend(message);
    }
}

json::object Conversations::with_edits(json::object session) {
    auto id = string_or_empty(session, "session_id");
    if (id.empty()) id = session::default_session_id;
    const auto it = books_.find(id);
    if (it == books_.end()) return session;
    auto& book = it->second;
    if (book.question && book.question->expires_at <= clock_.now()) book.question.reset();
    const bool touches_handlers = book.question.has_value() || !book.activations.empty();
    if (touches_handlers && id == session::default_session_id) {
        // A list that is carried replaces the stored one, so the stored one is where it starts.
        for (const auto* field : {"active_handlers", "converse_handlers"}) {
            const auto* stored = default_.if_contains(field);
            if (stored != nullptr) session.emplace(field, *stored);
        }
    }
    for (const auto& edit : std::exchange(book.activations, {})) {
        if (edit.active) {
            push_handler(session, "converse_handlers", edit.skill_id, edit.at);
        } else {
            erase_handler(session, "converse_handlers", edit.skill_id);
            erase_handler(session, "active_handlers", edit.skill_id);
        }
    }
    if (book.question) {
        const auto& question = *book.question;
        if (!lists_handler(session, "converse_handlers", question.skill_id)) {
            push_handler(session, "converse_handlers", question.skill_id, clock_.now());
        }
        session["response_mode"] =
            json::object{{"skill_id", question.skill_id},
                         {"expires_at", seconds_since_epoch(question.expires_at)}};
    }
    if (book.context_cleared) {
        if (const auto* stored = default_.if_contains("intent_context");
            stored != nullptr && stored->is_object() && id == session::default_session_id) {
            for (const auto& [key, value] : stored->get_object())
                book.context.emplace(key, nullptr);
        }
        session.erase("intent_context");
    }
    if (!book.context.empty()) {
        auto& entries = session["intent_context"];
        if (!entries.is_object()) entries = json::object{};
        for (const auto& [key, value] : book.context) entries.get_object()[key] = value;
    }
    book.context.clear();
    book.context_cleared = false;
    if (!book.question) books_.erase(it);
    return session;
}

void Conversations::abort_question(const Message& stop, std::string_view skill_id) {
    if (!session::carrier_is_sound(stop.context())) return;
    const auto it = books_.find(session::session_id_of(stop.context()));
    if (it == books_.end()) return;
    const auto question = it->second.question;
    if (!question || (!skill_id.empty() && question->skill_id != skill_id)) return;
    it->second.question.reset();
    publish_(question->asked.forward("mycroft.skills.abort_question",
                                     {{"skill_id", question->skill_id}}));
}

void Conversations::round_ended(std::string_view utterance_id) {
    if (utterance_id.empty()) return;
    for (auto& [id, book] : books_) {
        if (book.question && book.question->asked.context_string("utterance_id") == utterance_id) {
            book.question.reset();
        }
    }
}

Conversations::Book& Conversations::book_of(const Message& message) {
    const auto id = session::session_id_of(message.context());
    if (books_.size() >= sessions_max && !books_.contains(id)) {
        books_.erase(std::ranges::min_element(
            books_, {}, [](const auto& entry) { return entry.second.touched; }));
    }
    auto& book = books_[id];
    book.touched = clock_.now();
    return book;
}

void Conversations::enable(const Message& message) {
    const auto skill_id = message.data_string("skill_id");
    if (skill_id.empty()) return;
    book_of(message).question =
        Question{std::string(skill_id), clock_.now() + response_time_max, without_markers(message)};
}

void Conversations::disable(const Message& message) {
    const auto it = books_.find(session::session_id_of(message.context()));
    if (it == books_.end()) return;
    auto& question = it->second.question;
    if (question && question->skill_id == message.data_string("skill_id")) question.reset();
}

// A question that is put again has all its time again.
void Conversations::extend(const Message& message) {
    const auto it = books_.find(session::session_id_of(message.context()));
    if (it == books_.end()) return;
    auto& question = it->second.question;
    if (!question) return;
    if (message.context_string("utterance_id") == question->asked.context_string("utterance_id")) {
        question->expires_at = clock_.now() + response_time_max;
    }
}

void Conversations::activate(const Message& message, bool active) {
    const auto skill_id = message.data_string("skill_id");
    if (skill_id.empty()) return;
    const auto asker = message.context_string("skill_id");
    if (!active && !asker.empty() && asker != skill_id) return;  // only for oneself
    auto& edits = book_of(message).activations;
    if (edits.size() < edits_max) edits.push_back({std::string(skill_id), active, clock_.now()});
    publish_(without_markers(message).forward(
        active ? "intent.service.skills.activated" : "intent.service.skills.deactivated",
        {{"skill_id", skill_id}}));
}

void Conversations::edit_context(const Message& message) {
    auto& book = book_of(message);
    if (message.type() == "clear_context") {
        book.context.clear();
        book.context_cleared = true;
        return;
    }
    const auto skill_id = message.context_string("skill_id");
    const auto name = message.data_string("context");
    if (name.empty() || book.context.size() >= edits_max) return;
    std::string key(skill_id);
    if (!key.empty()) key += ':';
    key += bare_name(name, skill_id);
    if (message.type() == "remove_context") {
        book.context[key] = nullptr;
    } else {
        book.context[key] = json::object{{"value", message.data_string("word")}};
    }
}

void Conversations::answer_active_skills(const Message& query) {
    json::array skills;
    const auto session = session::Session::read(query.context());
    const auto& object = session.is_default() ? default_ : session.object();
    if (const auto* list = object.if_contains("converse_handlers");
        list != nullptr && list->is_array()) {
        for (const auto& member : list->get_array()) {
            if (const auto* handler = member.if_object()) {
                skills.push_back(json::string(string_or_empty(*handler, "skill_id")));
            }
        }
    }
    publish_(query.reply("intent.service.active_skills.reply", {{"skills", std::move(skills)}}));
}

}  // namespace utter::legacy
