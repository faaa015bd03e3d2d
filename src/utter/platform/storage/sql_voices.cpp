#include "utter/platform/storage/sql_voices.hpp"

#include <utility>
#include <vector>

namespace utter::platform {
namespace {

// The status is read from the jobs, so no crash can leave a voice "in training" that no job trains.
constexpr auto voice_query =
    "SELECT v.id, v.name, v.description, v.lang, COALESCE(v.profile, ''), v.embedding_path,"
    " CASE WHEN v.profile IS NULL THEN 0 ELSE 1 END,"
    " v.created_at, v.updated_at, v.revision,"
    " (SELECT COUNT(*) FROM voice_sample s WHERE s.voice_id = v.id),"
    " (SELECT CAST(COALESCE(SUM(s.duration_ms), 0) AS BIGINT) FROM voice_sample s"
    "  WHERE s.voice_id = v.id),"
    " COALESCE((SELECT j.id FROM training_job j WHERE j.voice_id = v.id"
    "  ORDER BY j.created_at DESC, j.id DESC LIMIT 1), ''),"
    " COALESCE((SELECT j.state FROM training_job j WHERE j.voice_id = v.id"
    "  ORDER BY j.created_at DESC, j.id DESC LIMIT 1), '')"
    " FROM voice v ";

VoiceStatus status_of(std::string_view newest_job, bool trained) {
    if (newest_job == "queued" || newest_job == "running") return VoiceStatus::training;
    if (trained) return VoiceStatus::ready;
    return newest_job == "failed" ? VoiceStatus::failed : VoiceStatus::untrained;
}

// Runs voice_query with a condition on the given values.
template <class... Uses>
std::vector<Voice> select_voices(soci::session& sql,
                                 const std::string& condition,
                                 const Uses&... values) {
    Voice voice;
    TrainedProfile trained;
    SqlInt has_profile = 0;
    SqlInt created_at = 0;
    SqlInt updated_at = 0;
    SqlInt revision = 0;
    SqlInt samples = 0;
    SqlInt sound_ms = 0;
    std::string job_state;
    soci::statement statement(sql);
    (statement.exchange(soci::use(values)), ...);
    statement.exchange(soci::into(voice.id));
    statement.exchange(soci::into(voice.fields.name));
    statement.exchange(soci::into(voice.fields.description));
    statement.exchange(soci::into(voice.fields.lang));
    statement.exchange(soci::into(trained.profile));
    statement.exchange(soci::into(trained.embedding_path));
    statement.exchange(soci::into(has_profile));
    statement.exchange(soci::into(created_at));
    statement.exchange(soci::into(updated_at));
    statement.exchange(soci::into(revision));
    statement.exchange(soci::into(samples));
    statement.exchange(soci::into(sound_ms));
    statement.exchange(soci::into(voice.job_id));
    statement.exchange(soci::into(job_state));
    statement.alloc();
    statement.prepare(voice_query + condition);
    statement.define_and_bind();
    statement.execute(false);
    std::vector<Voice> out;
    while (statement.fetch()) {
        voice.trained = has_profile != 0 ? std::optional(trained) : std::nullopt;
        voice.status = status_of(job_state, has_profile != 0);
        voice.samples = static_cast<std::uint32_t>(samples);
        voice.sound = std::chrono::milliseconds(sound_ms);
        voice.created_at = to_time(created_at);
        voice.updated_at = to_time(updated_at);
        voice.revision = revision;
        out.push_back(voice);
    }
    return out;
}

template <class... Uses>
std::vector<VoiceSample> select_samples(soci::session& sql,
                                        const std::string& condition,
                                        const Uses&... values) {
    VoiceSample sample;
    SqlInt duration_ms = 0;
    SqlInt sample_rate_hz = 0;
    SqlInt bytes = 0;
    SqlInt uploaded_at = 0;
    soci::statement statement(sql);
    (statement.exchange(soci::use(values)), ...);
    statement.exchange(soci::into(sample.id));
    statement.exchange(soci::into(sample.voice_id));
    statement.exchange(soci::into(sample.name));
    statement.exchange(soci::into(sample.audio_path));
    statement.exchange(soci::into(duration_ms));
    statement.exchange(soci::into(sample_rate_hz));
    statement.exchange(soci::into(bytes));
    statement.exchange(soci::into(uploaded_at));
    statement.alloc();
    statement.prepare(
        "SELECT id, voice_id, name, audio_path, duration_ms, sample_rate_hz, bytes, uploaded_at"
        " FROM voice_sample " +
        condition);
    statement.define_and_bind();
    statement.execute(false);
    std::vector<VoiceSample> out;
    while (statement.fetch()) {
        sample.duration = std::chrono::milliseconds(duration_ms);
        sample.sample_rate_hz = static_cast<std::uint32_t>(sample_rate_hz);
        sample.bytes = static_cast<std::uint64_t>(bytes);
        sample.uploaded_at = to_time(uploaded_at);
        out.push_back(sample);
    }
    return out;
}

Result<VoiceSample> find_sample(soci::session& sql,
                                const std::string& voice_id,
                                const std::string& sample_id) {
    auto found =
        select_samples(sql, "WHERE voice_id = :voice_id AND id = :id", voice_id, sample_id);
    if (!found.empty()) return std::move(found.front());
    if (auto voice = find_voice(sql, voice_id); !voice) return std::unexpected(voice.error());
    return fail(ErrorCode::not_found, "the voice has no sample '" + sample_id + "'");
}

// The voice in the state that the caller has seen.
Result<Voice> find_revision(soci::session& sql,
                            const std::string& id,
                            std::optional<std::int64_t> revision) {
    auto voice = find_voice(sql, id);
    if (voice && revision && voice->revision != *revision) {
        return fail(ErrorCode::conflict,
                    "the voice has changed: its revision is " + std::to_string(voice->revision) +
                        ", not " + std::to_string(*revision));
    }
    return voice;
}

}  // namespace

Result<Voice> find_voice(soci::session& sql, const std::string& id) {
    // Text from outside may hold what PostgreSQL refuses as a value.
    auto found = is_uuid(id) ? select_voices(sql, "WHERE v.id = :id", id) : std::vector<Voice>();
    if (!found.empty()) return std::move(found.front());
    return fail(ErrorCode::not_found, "there is no voice '" + id + "'");
}

void touch_voice(soci::session& sql, const std::string& id, SqlInt now) {
    change(
        sql, "UPDATE voice SET revision = revision + 1, updated_at = :now WHERE id = :id", now, id);
}

Result<Voice> SqlVoices::create(const VoiceFields& fields) {
    if (auto right = to_result(check(fields)); !right) return std::unexpected(right.error());
    return context_.database.write([&](soci::session& sql) -> Result<Voice> {
        SqlInt voices = 0;
        sql << "SELECT COUNT(*) FROM voice", soci::into(voices);
        if (voices >= context_.settings.voices_max) {
            return fail(ErrorCode::limit,
                        "there are " + std::to_string(voices) + " voices, and no more are allowed");
        }
        const auto id = make_uuid();
        const auto now = sql_now(context_.clock);
        change(sql,
               "INSERT INTO voice (id, name, description, lang, created_at, updated_at, revision)"
               " VALUES (:id, :name, :description, :lang, :created_at, :updated_at, 1)",
               id,
               fields.name,
               fields.description,
               fields.lang,
               now,
               now);
        return find_voice(sql, id);
    });
}

Result<Voice> SqlVoices::get(const std::string& id) {
    return context_.database.read([&](soci::session& sql) { return find_voice(sql, id); });
}

Result<Page<Voice>> SqlVoices::list(const PageRequest& page) {
    const auto cursor = cursor_of(page);
    if (!cursor) return std::unexpected(cursor.error());
    return context_.database.read([&](soci::session& sql) -> Result<Page<Voice>> {
        const SqlInt count = page.limit + 1;
        auto voices = select_voices(sql,
                                    "WHERE (v.created_at, v.id) > (:at, :id)"
                                    " ORDER BY v.created_at, v.id LIMIT :count",
                                    cursor->at,
                                    cursor->id,
                                    count);
        return make_page(std::move(voices), page, [](const Voice& voice) {
            return Cursor{to_sql(voice.created_at), voice.id};
        });
    });
}

Result<Voice> SqlVoices::update(const std::string& id,
                                const VoiceFields& fields,
                                std::optional<std::int64_t> revision) {
    if (auto right = to_result(check(fields)); !right) return std::unexpected(right.error());
    return context_.database.write([&](soci::session& sql) -> Result<Voice> {
        if (auto voice = find_revision(sql, id, revision); !voice) return voice;
        change(sql,
               "UPDATE voice SET name = :name, description = :description, lang = :lang"
               " WHERE id = :id",
               fields.name,
               fields.description,
               fields.lang,
               id);
        touch_voice(sql, id, sql_now(context_.clock));
        return find_voice(sql, id);
    });
}

Result<void> SqlVoices::remove(const std::string& id, std::optional<std::int64_t> revision) {
    return context_.database.write([&](soci::session& sql) -> Result<void> {
        if (auto voice = find_revision(sql, id, revision); !voice) {
            return std::unexpected(voice.error());
        }
        const auto now = sql_now(context_.clock);
        change(sql,
               "UPDATE persona SET voice_id = NULL, revision = revision + 1, updated_at = :now"
               " WHERE voice_id = :id",
               now,
               id);
        change(sql, "DELETE FROM voice WHERE id = :id", id);
        return {};
    });
}

Result<void> SqlVoices::add_sample(const VoiceSample& sample) {
    std::vector<FieldFault> faults;
    if (!is_uuid(sample.id)) faults.push_back({"id", "must be a UUID in lower case"});
    check_text(faults, "name", sample.name, {.characters_max = 200});
    check_text(faults, "audio_path", sample.audio_path, {.characters_max = 300, .required = true});
    if (auto right = to_result(faults); !right) return right;
    return context_.database.write([&](soci::session& sql) -> Result<void> {
        const auto voice = find_voice(sql, sample.voice_id);
        if (!voice) return std::unexpected(voice.error());
        const auto& settings = context_.settings;
        if (voice->samples >= settings.samples_per_voice_max) {
            return fail(ErrorCode::limit,
                        "the voice has " + std::to_string(voice->samples) +
                            " samples, and no more are allowed");
        }
        if (voice->sound + sample.duration > settings.sound_per_voice_max) {
            return fail(ErrorCode::limit,
                        "with this sample the voice would have more than " +
                            std::to_string(settings.sound_per_voice_max.count()) +
                            " minutes of sound");
        }
        const SqlInt duration_ms = sample.duration.count();
        const SqlInt sample_rate_hz = sample.sample_rate_hz;
        const auto bytes = static_cast<SqlInt>(sample.bytes);
        const auto uploaded_at = to_sql(sample.uploaded_at);
        change(sql,
               "INSERT INTO voice_sample (id, voice_id, name, audio_path, duration_ms,"
               " sample_rate_hz, bytes, uploaded_at) VALUES (:id, :voice_id, :name, :audio_path,"
               " :duration_ms, :sample_rate_hz, :bytes, :uploaded_at)",
               sample.id,
               sample.voice_id,
               sample.name,
               sample.audio_path,
               duration_ms,
               sample_rate_hz,
               bytes,
               uploaded_at);
        touch_voice(sql, sample.voice_id, sql_now(context_.clock));
        return {};
    });
}

Result<VoiceSample> SqlVoices::get_sample(const std::string& voice_id,
                                          const std::string& sample_id) {
    return context_.database.read([&](soci::session& sql) -> Result<VoiceSample> {
        if (!is_uuid(voice_id) || !is_uuid(sample_id)) {
            return fail(ErrorCode::not_found,
                        "there is no sample '" + sample_id + "' of a voice '" + voice_id + "'");
        }
        return find_sample(sql, voice_id, sample_id);
    });
}

Result<Page<VoiceSample>> SqlVoices::list_samples(const std::string& voice_id,
                                                  const PageRequest& page) {
    const auto cursor = cursor_of(page);
    if (!cursor) return std::unexpected(cursor.error());
    return context_.database.read([&](soci::session& sql) -> Result<Page<VoiceSample>> {
        if (auto voice = find_voice(sql, voice_id); !voice) return std::unexpected(voice.error());
        const SqlInt count = page.limit + 1;
        auto samples = select_samples(sql,
                                      "WHERE voice_id = :voice_id"
                                      " AND (uploaded_at, id) > (:at, :id)"
                                      " ORDER BY uploaded_at, id LIMIT :count",
                                      voice_id,
                                      cursor->at,
                                      cursor->id,
                                      count);
        return make_page(std::move(samples), page, [](const VoiceSample& sample) {
            return Cursor{to_sql(sample.uploaded_at), sample.id};
        });
    });
}

Result<void> SqlVoices::remove_sample(const std::string& voice_id, const std::string& sample_id) {
    if (!is_uuid(voice_id) || !is_uuid(sample_id)) {
        return fail(ErrorCode::not_found,
                    "there is no sample '" + sample_id + "' of a voice '" + voice_id + "'");
    }
    return context_.database.write([&](soci::session& sql) -> Result<void> {
        if (auto sample = find_sample(sql, voice_id, sample_id); !sample) {
            return std::unexpected(sample.error());
        }
        change(sql, "DELETE FROM voice_sample WHERE id = :id", sample_id);
        touch_voice(sql, voice_id, sql_now(context_.clock));
        return {};
    });
}

}  // namespace utter::platform
