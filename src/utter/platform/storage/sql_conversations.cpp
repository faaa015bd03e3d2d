#include "utter/platform/storage/sql_conversations.hpp"

#include <algorithm>
#include <utility>

#include "utter/platform/domain/persona.hpp"

namespace utter::platform {
namespace {

template <class... Uses>
ConversationHistory select_turns(soci::session& sql,
                                 const std::string& condition,
                                 const Uses&... values) {
    ConversationTurn turn;
    SqlInt number = 0;
    SqlInt at = 0;
    std::string role;
    soci::statement statement(sql);
    (statement.exchange(soci::use(values)), ...);
    statement.exchange(soci::into(turn.session_id));
    statement.exchange(soci::into(number));
    statement.exchange(soci::into(turn.persona_id));
    statement.exchange(soci::into(role));
    statement.exchange(soci::into(turn.text));
    statement.exchange(soci::into(at));
    statement.exchange(soci::into(turn.owner));
    statement.alloc();
    statement.prepare(
        "SELECT session_id, number, persona_id, role, text, at, owner"
        " FROM conversation_turn " +
        condition);
    statement.define_and_bind();
    statement.execute(false);
    ConversationHistory out;
    while (statement.fetch()) {
        turn.role = turn_role_from(role).value_or(TurnRole::user);
        turn.at = to_time(at);
        turn.number = number;
        out.push_back(turn);
    }
    return out;
}

// The turns that `owner` may have, for the values of whose() in this order.
constexpr auto of_session = "session_id = :session_id AND (1 = :everybody OR owner = :owner)";

struct Whose {
    SqlInt everybody;
    std::string owner;
};

Whose whose(const std::optional<std::string>& owner) {
    return {owner ? 0 : 1, owner.value_or("")};
}

// A session's name as it may stand in a query.
Result<void> check_session(const std::string& session_id) {
    std::vector<FieldFault> faults;
    check_text(faults, "session_id", session_id, {.characters_max = 200, .required = true});
    return to_result(faults);
}

}  // namespace

Result<ConversationTurn> SqlConversations::append(const ConversationTurn& turn) {
    if (auto right = to_result(check(turn)); !right) return std::unexpected(right.error());
    return context_.database.write([&](soci::session& sql) -> Result<ConversationTurn> {
        auto stored = turn;
        if (stored.at == Time{}) stored.at = to_time(sql_now(context_.clock));
        SqlInt number = 0;
        sql << "SELECT COALESCE(MAX(number), 0) + 1 FROM conversation_turn"
               " WHERE session_id = :session_id",
            soci::use(turn.session_id), soci::into(number);
        const auto at = to_sql(stored.at);
        const std::string role(to_string(turn.role));
        change(sql,
               "INSERT INTO conversation_turn"
               " (session_id, number, persona_id, role, text, at, owner)"
               " VALUES (:session_id, :number, :persona_id, :role, :text, :at, :owner)",
               turn.session_id,
               number,
               turn.persona_id,
               role,
               turn.text,
               at,
               turn.owner);
        // Numbers are the session's, so an owner's own may have gaps: the rows are counted.
        const auto kept = static_cast<SqlInt>(context_.settings.turns_per_session_max);
        change(sql,
               "DELETE FROM conversation_turn WHERE session_id = :session_id AND owner = :owner"
               " AND number <= (SELECT number FROM conversation_turn"
               "  WHERE session_id = :same_session AND owner = :same_owner"
               "  ORDER BY number DESC LIMIT 1 OFFSET :kept)",
               turn.session_id,
               turn.owner,
               turn.session_id,
               turn.owner,
               kept);
        stored.number = number;
        return stored;
    });
}

Result<Page<ConversationTurn>> SqlConversations::list(const std::string& session_id,
                                                      const std::optional<std::string>& owner,
                                                      const PageRequest& page) {
    if (auto right = check_session(session_id); !right) return std::unexpected(right.error());
    const auto cursor = cursor_of(page);
    if (!cursor) return std::unexpected(cursor.error());
    return context_.database.read([&](soci::session& sql) -> Result<Page<ConversationTurn>> {
        const SqlInt count = page.limit + 1;
        const auto [everybody, name] = whose(owner);
        auto turns = select_turns(sql,
                                  "WHERE " + std::string(of_session) +
                                      " AND number > :number ORDER BY number LIMIT :count",
                                  session_id,
                                  everybody,
                                  name,
                                  cursor->at,
                                  count);
        return make_page(std::move(turns), page, [](const ConversationTurn& turn) {
            return Cursor{turn.number, "turn"};
        });
    });
}

Result<ConversationHistory> SqlConversations::recent(const std::string& session_id,
                                                     const std::string& owner,
                                                     const std::string& persona_id,
                                                     int count) {
    if (auto right = check_session(session_id); !right) return std::unexpected(right.error());
    if (count < 1 || count > page_limit_max) {
        return fail(ErrorCode::invalid_argument,
                    "'count' must be 1 to " + std::to_string(page_limit_max));
    }
    if (!persona_id.empty() && !is_persona_id(persona_id)) return ConversationHistory{};
    return context_.database.read([&](soci::session& sql) -> Result<ConversationHistory> {
        const SqlInt wanted = count;
        auto turns = select_turns(sql,
                                  "WHERE session_id = :session_id AND owner = :owner"
                                  " AND persona_id = :persona_id"
                                  " ORDER BY number DESC LIMIT :count",
                                  session_id,
                                  owner,
                                  persona_id,
                                  wanted);
        std::ranges::reverse(turns);
        return turns;
    });
}

Result<std::int64_t> SqlConversations::remove(const std::string& session_id,
                                              const std::optional<std::string>& owner) {
    if (auto right = check_session(session_id); !right) return std::unexpected(right.error());
    return context_.database.write([&](soci::session& sql) -> Result<std::int64_t> {
        const auto [everybody, name] = whose(owner);
        return change(sql,
                      "DELETE FROM conversation_turn WHERE " + std::string(of_session),
                      session_id,
                      everybody,
                      name);
    });
}

Result<std::int64_t> SqlConversations::remove_before(Time time) {
    return context_.database.write([&](soci::session& sql) -> Result<std::int64_t> {
        const auto at = to_sql(time);
        return change(sql, "DELETE FROM conversation_turn WHERE at < :at", at);
    });
}

}  // namespace utter::platform
