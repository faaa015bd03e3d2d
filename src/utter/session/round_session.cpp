#include "utter/session/round_session.hpp"

#include <utility>

#include "utter/core/log.hpp"
#include "utter/session/intent_context.hpp"

namespace utter::session {
namespace {

const json::value* carrier_of(const json::object& context) {
    const auto* carrier = context.if_contains("session");
    return carrier == nullptr || carrier->is_null() ? nullptr : carrier;
}

}  // namespace

RoundSession::RoundSession(DefaultStore& store, const json::object& context) {
    if (session_id_of(context) != default_session_id) {
        own_ = Session::read(context);
        return;
    }
    store_ = &store;
    if (const auto* carrier = carrier_of(context)) {
        store.session_.merge_intake(carrier->get_object());
    }
}

Session& RoundSession::working() noexcept {
    return store_ != nullptr ? store_->session_ : own_;
}

void RoundSession::begin_matching(std::chrono::system_clock::time_point now) {
    working().change_context([&](json::object& map) { prune_context(map, now); });
}

void RoundSession::end_matching(const Session& seen) {
    working().change_context([&](json::object& map) { spend_turn(map, seen.context()); });
}

bool RoundSession::commit(const json::object& updated) {
    auto& session = working();
    auto snapshot = Session::from_object(updated);
    if (snapshot.id() != session.id()) return false;
    snapshot.reimpose_overrides(session);
    session = std::move(snapshot);
    return true;
}

void RoundSession::adopt(const json::object& context) {
    if (!carrier_is_sound(context) || session_id_of(context) != current().id()) {
        log::warning("session.transformation_ignored",
                     {{"session_id", current().id()},
                      {"reason", "what a transformer left is no session, or another one"}});
        return;
    }
    auto transformed = Session::read(context);
    transformed.order_handlers();
    working() = std::move(transformed);
}

void RoundSession::push_handler(std::string_view skill_id,
                                bool activates,
                                std::chrono::system_clock::time_point now) {
    auto& session = working();
    if (activates) session.push_handler("active_handlers", skill_id, now);
    session.push_handler("converse_handlers", skill_id, now);
}

void RoundSession::complete(const Session& baseline, const json::object& context) {
    const auto* carrier = carrier_of(context);
    if (carrier == nullptr) return;
    if (!carrier->is_object()) {
        log::warning("session.completion_ignored",
                     {{"reason", "field 'context.session' must be an object"},
                      {"got", describe_type(*carrier)}});
        return;
    }
    const auto returned = Session::from_object(carrier->get_object());
    if (returned.id() != baseline.id()) {
        log::warning("session.completion_ignored",
                     {{"reason", "it carries another session"},
                      {"session_id", baseline.id()},
                      {"got", returned.id()}});
        return;
    }
    working().merge_completion(baseline, returned);
}

}  // namespace utter::session
