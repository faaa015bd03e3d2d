#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "utter/config/skill_settings.hpp"
#include "utter/platform/door/bus_request.hpp"
#include "utter/platform/door/routes.hpp"
#include "utter/platform/door/routing.hpp"
#include "utter/platform/door/skill_settings.hpp"
#include "utter/runtime/offload.hpp"
#include "utter/session/session.hpp"

namespace utter::platform {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using web::problem;
using web::Request;
using web::Response;

constexpr auto patience = 2s;
/// For a skill to end what it does and to start with its new settings.
constexpr auto restart_patience = 10s;

const json::array& array_under(const Message& answer, std::string_view key) {
    static const json::array none;
    const auto* value = answer.data().if_contains(key);
    return value != nullptr && value->is_array() ? value->get_array() : none;
}

// A skill as the orchestrator tells of it, or one of ours that is not loaded.
json::object skill_row(const Services& services, json::object row, bool loaded) {
    const auto* own = services.skills.find_own(string_or_empty(row, "skill_id"));
    row["loaded"] = loaded;
    row["own"] = own != nullptr;
    row["enabled"] = own == nullptr || own->enabled;
    return row;
}

json::object unloaded_row(const Services& services, const std::string& skill_id) {
    return skill_row(services,
                     {{"skill_id", skill_id},
                      {"session_id", session::default_session_id},
                      {"capabilities", json::array{}},
                      {"intents", 0}},
                     false);
}

/// The skills that are loaded. @return nothing when the orchestrator does not answer
asio::awaitable<std::optional<json::array>> loaded_skills(Services& services) {
    Message question("ovos.skills.list");
    const auto answer = co_await request_on_bus(services, std::move(question), patience);
    if (!answer) co_return std::nullopt;
    json::array rows;
    for (const auto& skill : array_under(*answer, "skills")) {
        if (skill.is_object()) rows.push_back(skill_row(services, skill.get_object(), true));
    }
    co_return rows;
}

asio::awaitable<Response> list_skills(Services& services, Request /*request*/) {
    auto rows = co_await loaded_skills(services);
    if (!rows) co_return problem(503, "the orchestrator does not answer");
    std::set<std::string, std::less<>> there;
    for (const auto& row : *rows) there.emplace(string_or_empty(row.get_object(), "skill_id"));
    for (const auto& own : services.skills.own()) {
        if (there.contains(own.skill_id)) continue;
        rows->push_back(unloaded_row(services, own.skill_id));
    }
    co_return web::json_response({{"items", std::move(*rows)}, {"next", nullptr}});
}

/// The skill of the path. @return not_found, or unavailable when nobody knows
asio::awaitable<Result<json::object>> find_skill(Services& services, std::string skill_id) {
    if (!config::is_skill_id(skill_id)) {
        co_return fail(ErrorCode::not_found, "there is no skill of this id");
    }
    const auto rows = co_await loaded_skills(services);
    if (rows) {
        for (const auto& row : *rows) {
            if (string_or_empty(row.get_object(), "skill_id") == skill_id) {
                co_return row.get_object();
            }
        }
    }
    if (services.skills.find_own(skill_id) != nullptr) co_return unloaded_row(services, skill_id);
    if (!rows) co_return fail(ErrorCode::unavailable, "the orchestrator does not answer");
    co_return fail(ErrorCode::not_found, "there is no skill " + skill_id);
}

// An intent in each of its languages is one line.
json::array by_name(const json::array& intents) {
    std::map<std::string, json::object, std::less<>> found;
    for (const auto& value : intents) {
        const auto* intent = value.if_object();
        if (intent == nullptr) continue;
        auto& row = found[std::string(string_or_empty(*intent, "intent_name"))];
        if (row.empty()) {
            row = {{"intent_name", string_or_empty(*intent, "intent_name")},
                   {"method", string_or_empty(*intent, "method")},
                   {"enabled", false},
                   {"langs", json::array{}}};
        }
        const auto* enabled = intent->if_contains("enabled");
        if (enabled != nullptr && enabled->is_bool() && enabled->get_bool()) row["enabled"] = true;
        auto& langs = row["langs"].get_array();
        const json::value lang(json::string(string_or_empty(*intent, "lang")));
        if (std::find(langs.begin(), langs.end(), lang) == langs.end()) langs.push_back(lang);
    }
    json::array rows;
    for (auto& [name, row] : found) rows.push_back(std::move(row));
    return rows;
}

asio::awaitable<Response> get_skill(Services& services, Request request) {
    auto skill = co_await find_skill(services, request.param("skill_id"));
    if (!skill) co_return problem(skill.error());
    Message question("ovos.intent.list", {{"skill_id", request.param("skill_id")}});
    const auto answer = co_await request_on_bus(services, std::move(question), patience);
    if (!answer) co_return problem(503, "the orchestrator does not answer");
    (*skill)["intents"] = by_name(array_under(*answer, "intents"));
    co_return web::json_response(*skill);
}

Response settings_response(const std::string& skill_id, const SkillSettings::Values& values) {
    auto response = web::json_response(
        {{"skill_id", skill_id}, {"settings", values.settings}, {"sections", values.sections}});
    response.headers.emplace_back("ETag", etag_of(values.revision));
    return response;
}

// A file that cannot be read is not the fault of who asks.
Response storage_problem(const Error& error) {
    return problem(error.code == ErrorCode::malformed ? 409 : web::status_of(error.code),
                   error.detail);
}

asio::awaitable<Response> get_settings(Services& services, Request request) {
    const auto skill_id = request.param("skill_id");
    const auto skill = co_await find_skill(services, skill_id);
    if (!skill) co_return problem(skill.error());
    auto read = [&services, skill_id] { return services.skills.get(skill_id); };
    const auto values = co_await runtime::offload(services.store, read);
    if (!values) co_return storage_problem(values.error());
    co_return settings_response(skill_id, *values);
}

Result<json::object> settings_in(const Request& request) {
    auto body = request.json_body();
    if (!body) return body;
    for (const auto& [key, value] : *body) {
        if (key != "settings") {
            return fail(ErrorCode::invalid_argument,
                        '\'' + std::string(key) + "' is not known; there is settings");
        }
    }
    auto* settings = body->if_contains("settings");
    if (settings == nullptr || !settings->is_object()) {
        return fail(ErrorCode::invalid_argument, "'settings' must be an object");
    }
    return std::move(settings->get_object());
}

/// Tells the skill. One of ours answers whether it takes its settings; a Python skill reads its
/// file by itself and says nothing.
asio::awaitable<Result<void>> tell_skill(Services& services, std::string skill_id) {
    Message news("ovos.skills.settings_changed", {{"skill_id", skill_id}});
    const auto* own = services.skills.find_own(skill_id);
    if (own == nullptr || !own->enabled) {
        services.bus.publish(std::move(news));
        co_return Result<void>();
    }
    const auto answer = co_await request_on_bus(services, std::move(news), restart_patience);
    if (!answer) co_return Result<void>();  // its host is away; it reads them when it is back
    const auto* ok = answer->data().if_contains("ok");
    if (ok == nullptr || !ok->is_bool() || ok->get_bool()) co_return Result<void>();
    co_return fail(ErrorCode::invalid_argument, std::string(answer->data_string("error")));
}

asio::awaitable<Response> put_settings(Services& services, Request request) {
    const auto skill_id = request.param("skill_id");
    const auto revision = revision_of(request);
    if (!revision) co_return problem(revision.error());
    auto settings = settings_in(request);
    if (!settings) co_return problem(settings.error());
    const auto skill = co_await find_skill(services, skill_id);
    if (!skill) co_return problem(skill.error());
    using Values = SkillSettings::Values;
    using Change = Result<std::pair<Values, Values>>;
    auto change = [&services, skill_id, settings = std::move(*settings), revision = *revision] {
        auto before = services.skills.get(skill_id);
        if (!before) return Change(std::unexpected(before.error()));
        auto after = services.skills.put(skill_id, settings, revision);
        if (!after) return Change(std::unexpected(after.error()));
        return Change(std::pair(std::move(*before), std::move(*after)));
    };
    auto changed = co_await runtime::offload(services.store, change);
    if (!changed && changed.error().code == ErrorCode::malformed) {
        co_return storage_problem(changed.error());
    }
    if (!changed) co_return change_problem(changed.error(), request);
    auto told = co_await tell_skill(services, skill_id);
    if (!told) {
        auto restore = [&services, skill_id, both = *changed] {
            services.skills.restore(skill_id, both.first.settings, both.second.revision);
            return true;
        };
        co_await runtime::offload(services.store, restore);
        co_return problem(told.error());
    }
    co_return settings_response(skill_id, changed->second);
}

}  // namespace

void add_skill_routes(web::Router& router, Services& services) {
    const auto add =
        [&](const char* method, const char* pattern, const char* resource, LoopHandler handler) {
            add_loop_route(
                router, services, method, pattern, resource, handler, std::size_t{256} * 1024);
        };
    add("GET", "/skills", "skills", &list_skills);
    add("GET", "/skills/{skill_id}", "skills", &get_skill);
    add("GET", "/skills/{skill_id}/settings", "skills.settings", &get_settings);
    add("PUT", "/skills/{skill_id}/settings", "skills.settings", &put_settings);
}

}  // namespace utter::platform
