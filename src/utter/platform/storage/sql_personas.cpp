#include "utter/platform/storage/sql_personas.hpp"

#include <boost/json/serialize.hpp>
#include <utility>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/platform/storage/sql_voices.hpp"

namespace utter::platform {
namespace {

// Column values as SOCI points to them; NULL beside those that may be absent.
struct Row {
    explicit Row(const PersonaFields& fields)
        : voice_id(fields.voice_id),
          voice_id_there(fields.voice_id.empty() ? soci::i_null : soci::i_ok),
          memory(fields.memory),
          temperature(fields.temperature.value_or(0)),
          temperature_there(fields.temperature ? soci::i_ok : soci::i_null),
          max_tokens(fields.max_tokens.value_or(0)),
          max_tokens_there(fields.max_tokens ? soci::i_ok : soci::i_null) {
        json::array list;
        for (const auto& tool : fields.tools) list.emplace_back(tool);
        tools = json::serialize(list);
    }

    std::string voice_id;
    soci::indicator voice_id_there;
    SqlInt memory;
    double temperature;
    soci::indicator temperature_there;
    SqlInt max_tokens;
    soci::indicator max_tokens_there;
    std::string tools;
};

std::vector<std::string> tools_of(const std::string& text) {
    const auto list = parse_json(text);
    return list ? strings_under({{"tools", *list}}, "tools") : std::vector<std::string>();
}

template <class... Uses>
std::vector<Persona> select_personas(soci::session& sql,
                                     const std::string& condition,
                                     const Uses&... values) {
    Persona persona;
    auto& fields = persona.fields;
    Row row(fields);
    SqlInt created_at = 0;
    SqlInt updated_at = 0;
    SqlInt revision = 0;
    soci::statement statement(sql);
    (statement.exchange(soci::use(values)), ...);
    statement.exchange(soci::into(persona.id));
    statement.exchange(soci::into(fields.name));
    statement.exchange(soci::into(fields.description));
    statement.exchange(soci::into(fields.system_prompt));
    statement.exchange(soci::into(fields.provider));
    statement.exchange(soci::into(fields.model));
    statement.exchange(soci::into(row.voice_id, row.voice_id_there));
    statement.exchange(soci::into(row.memory));
    statement.exchange(soci::into(row.temperature, row.temperature_there));
    statement.exchange(soci::into(row.max_tokens, row.max_tokens_there));
    statement.exchange(soci::into(row.tools));
    statement.exchange(soci::into(created_at));
    statement.exchange(soci::into(updated_at));
    statement.exchange(soci::into(revision));
    statement.alloc();
    statement.prepare(
        "SELECT id, name, description, system_prompt, provider, model, voice_id, memory,"
        " temperature, max_tokens, tools, created_at, updated_at, revision FROM persona " +
        condition);
    statement.define_and_bind();
    statement.execute(false);
    std::vector<Persona> out;
    while (statement.fetch()) {
        fields.voice_id = row.voice_id_there == soci::i_ok ? row.voice_id : "";
        fields.memory = static_cast<std::uint32_t>(row.memory);
        fields.temperature.reset();
        if (row.temperature_there == soci::i_ok) fields.temperature = row.temperature;
        fields.max_tokens.reset();
        if (row.max_tokens_there == soci::i_ok) {
            fields.max_tokens = static_cast<std::uint32_t>(row.max_tokens);
        }
        fields.tools = tools_of(row.tools);
        persona.created_at = to_time(created_at);
        persona.updated_at = to_time(updated_at);
        persona.revision = revision;
        out.push_back(persona);
    }
    return out;
}

Result<Persona> find_persona(soci::session& sql, const std::string& id) {
    auto found =
        is_persona_id(id) ? select_personas(sql, "WHERE id = :id", id) : std::vector<Persona>();
    if (!found.empty()) return std::move(found.front());
    return fail(ErrorCode::not_found, "there is no persona '" + id + "'");
}

Result<Persona> find_revision(soci::session& sql,
                              const std::string& id,
                              std::optional<std::int64_t> revision) {
    auto persona = find_persona(sql, id);
    if (persona && revision && persona->revision != *revision) {
        return fail(ErrorCode::conflict,
                    "the persona has changed: its revision is " +
                        std::to_string(persona->revision) + ", not " + std::to_string(*revision));
    }
    return persona;
}

Result<void> check_voice(soci::session& sql, const std::string& voice_id) {
    if (voice_id.empty() || find_voice(sql, voice_id)) return {};
    return fail(ErrorCode::invalid_argument, "'voice_id' names no voice: '" + voice_id + "'");
}

}  // namespace

Result<Persona> SqlPersonas::create(const PersonaFields& fields) {
    if (auto right = to_result(check(fields)); !right) return std::unexpected(right.error());
    return context_.database.write([&](soci::session& sql) -> Result<Persona> {
        SqlInt personas = 0;
        sql << "SELECT COUNT(*) FROM persona", soci::into(personas);
        if (personas >= context_.settings.personas_max) {
            return fail(
                ErrorCode::limit,
                "there are " + std::to_string(personas) + " personas, and no more are allowed");
        }
        if (auto voice = check_voice(sql, fields.voice_id); !voice) {
            return std::unexpected(voice.error());
        }
        unsigned number = 1;
        auto id = persona_id_from(fields.name);
        while (find_persona(sql, id)) id = persona_id_from(fields.name, ++number);
        Row row(fields);
        const auto now = sql_now(context_.clock);
        sql << "INSERT INTO persona (id, name, description, system_prompt, provider, model,"
               " voice_id, memory, temperature, max_tokens, tools, created_at, updated_at,"
               " revision) VALUES (:id, :name, :description, :system_prompt, :provider, :model,"
               " :voice_id, :memory, :temperature, :max_tokens, :tools, :created_at, :updated_at,"
               " 1)",
            soci::use(id), soci::use(fields.name), soci::use(fields.description),
            soci::use(fields.system_prompt), soci::use(fields.provider), soci::use(fields.model),
            soci::use(row.voice_id, row.voice_id_there), soci::use(row.memory),
            soci::use(row.temperature, row.temperature_there),
            soci::use(row.max_tokens, row.max_tokens_there), soci::use(row.tools), soci::use(now),
            soci::use(now);
        return find_persona(sql, id);
    });
}

Result<Persona> SqlPersonas::get(const std::string& id) {
    return context_.database.read([&](soci::session& sql) { return find_persona(sql, id); });
}

Result<Page<Persona>> SqlPersonas::list(const PageRequest& page) {
    const auto cursor = cursor_of(page);
    if (!cursor) return std::unexpected(cursor.error());
    return context_.database.read([&](soci::session& sql) -> Result<Page<Persona>> {
        const SqlInt count = page.limit + 1;
        auto personas = select_personas(
            sql,
            "WHERE (created_at, id) > (:at, :id) ORDER BY created_at, id LIMIT :count",
            cursor->at,
            cursor->id,
            count);
        return make_page(std::move(personas), page, [](const Persona& persona) {
            return Cursor{to_sql(persona.created_at), persona.id};
        });
    });
}

Result<Persona> SqlPersonas::update(const std::string& id,
                                    const PersonaFields& fields,
                                    std::optional<std::int64_t> revision) {
    if (auto right = to_result(check(fields)); !right) return std::unexpected(right.error());
    return context_.database.write([&](soci::session& sql) -> Result<Persona> {
        if (auto persona = find_revision(sql, id, revision); !persona) return persona;
        if (auto voice = check_voice(sql, fields.voice_id); !voice) {
            return std::unexpected(voice.error());
        }
        Row row(fields);
        const auto now = sql_now(context_.clock);
        sql << "UPDATE persona SET name = :name, description = :description,"
               " system_prompt = :system_prompt, provider = :provider, model = :model,"
               " voice_id = :voice_id, memory = :memory, temperature = :temperature,"
               " max_tokens = :max_tokens, tools = :tools, updated_at = :updated_at,"
               " revision = revision + 1 WHERE id = :id",
            soci::use(fields.name), soci::use(fields.description), soci::use(fields.system_prompt),
            soci::use(fields.provider), soci::use(fields.model),
            soci::use(row.voice_id, row.voice_id_there), soci::use(row.memory),
            soci::use(row.temperature, row.temperature_there),
            soci::use(row.max_tokens, row.max_tokens_there), soci::use(row.tools), soci::use(now),
            soci::use(id);
        return find_persona(sql, id);
    });
}

Result<void> SqlPersonas::remove(const std::string& id, std::optional<std::int64_t> revision) {
    return context_.database.write([&](soci::session& sql) -> Result<void> {
        if (auto persona = find_revision(sql, id, revision); !persona) {
            return std::unexpected(persona.error());
        }
        change(sql, "DELETE FROM persona WHERE id = :id", id);
        return {};
    });
}

}  // namespace utter::platform
