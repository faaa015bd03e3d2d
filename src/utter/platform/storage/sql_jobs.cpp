#include "utter/platform/storage/sql_jobs.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/platform/storage/sql_voices.hpp"

namespace utter::platform {
namespace {

constexpr std::size_t error_bytes_max = 1'000;

std::optional<Time> time_or_none(SqlInt micros, soci::indicator there) {
    return there == soci::i_ok ? std::optional(to_time(micros)) : std::nullopt;
}

template <class... Uses>
std::vector<TrainingJob> select_jobs(soci::session& sql,
                                     const std::string& condition,
                                     const Uses&... values) {
    TrainingJob job;
    std::string state;
    SqlInt percent = 0;
    SqlInt attempts = 0;
    SqlInt cancel_requested = 0;
    SqlInt created_at = 0;
    SqlInt started_at = 0;
    SqlInt finished_at = 0;
    SqlInt not_before = 0;
    SqlInt lease_expires = 0;
    soci::indicator started = soci::i_null;
    soci::indicator finished = soci::i_null;
    soci::indicator leased = soci::i_null;
    soci::statement statement(sql);
    (statement.exchange(soci::use(values)), ...);
    statement.exchange(soci::into(job.id));
    statement.exchange(soci::into(job.voice_id));
    statement.exchange(soci::into(state));
    statement.exchange(soci::into(percent));
    statement.exchange(soci::into(attempts));
    statement.exchange(soci::into(cancel_requested));
    statement.exchange(soci::into(job.error));
    statement.exchange(soci::into(created_at));
    statement.exchange(soci::into(started_at, started));
    statement.exchange(soci::into(finished_at, finished));
    statement.exchange(soci::into(not_before));
    statement.exchange(soci::into(job.lease_owner));
    statement.exchange(soci::into(lease_expires, leased));
    statement.alloc();
    statement.prepare(
        "SELECT id, voice_id, state, percent, attempts, cancel_requested, error, created_at,"
        " started_at, finished_at, not_before, lease_owner, lease_expires FROM training_job " +
        condition);
    statement.define_and_bind();
    statement.execute(false);
    std::vector<TrainingJob> out;
    while (statement.fetch()) {
        job.state = job_state_from(state).value_or(JobState::failed);
        job.percent = static_cast<std::uint8_t>(percent);
        job.attempts = static_cast<std::uint32_t>(attempts);
        job.cancel_requested = cancel_requested != 0;
        job.created_at = to_time(created_at);
        job.started_at = time_or_none(started_at, started);
        job.finished_at = time_or_none(finished_at, finished);
        job.not_before = to_time(not_before);
        job.lease_expires = time_or_none(lease_expires, leased);
        out.push_back(job);
    }
    return out;
}

Result<TrainingJob> find_job(soci::session& sql, const std::string& id) {
    auto found = is_uuid(id) ? select_jobs(sql, "WHERE id = :id", id) : std::vector<TrainingJob>();
    if (!found.empty()) return std::move(found.front());
    return utter::fail(ErrorCode::not_found, "there is no training job '" + id + "'");
}

// Ends a job, whoever has it.
void finish(soci::session& sql,
            const TrainingJob& job,
            JobState state,
            const std::string& error,
            SqlInt now) {
    const std::string name(to_string(state));
    const SqlInt percent = state == JobState::succeeded ? 100 : job.percent;
    change(sql,
           "UPDATE training_job SET state = :state, percent = :percent, error = :error,"
           " finished_at = :now, lease_owner = '', lease_expires = NULL WHERE id = :id",
           name,
           percent,
           error,
           now,
           job.id);
    touch_voice(sql, job.voice_id, now);
}

void queue_again(soci::session& sql,
                 const TrainingJob& job,
                 SqlInt attempts,
                 const std::string& error,
                 SqlInt not_before) {
    change(sql,
           "UPDATE training_job SET state = 'queued', percent = 0, attempts = :attempts,"
           " error = :error, not_before = :not_before, lease_owner = '', lease_expires = NULL"
           " WHERE id = :id",
           attempts,
           error,
           not_before,
           job.id);
}

}  // namespace

Result<TrainingJob> SqlJobs::enqueue(const std::string& voice_id) {
    return context_.database.write([&](soci::session& sql) -> Result<TrainingJob> {
        const auto voice = find_voice(sql, voice_id);
        if (!voice) return std::unexpected(voice.error());
        if (voice->status == VoiceStatus::training) {
            return utter::fail(ErrorCode::conflict,
                               "the voice is in training already, by the job " + voice->job_id);
        }
        if (voice->sound < trainable_min) {
            return utter::fail(
                ErrorCode::invalid_argument,
                "the 'samples' of the voice have " +
                    std::to_string(std::chrono::duration<double>(voice->sound).count())
                        .substr(0, 4) +
                    " seconds of sound, and training needs " +
                    std::to_string(trainable_min.count() / 1000));
        }
        SqlInt waiting = 0;
        sql << "SELECT COUNT(*) FROM training_job WHERE state = 'queued'", soci::into(waiting);
        if (waiting >= context_.settings.jobs_waiting_max) {
            return utter::fail(
                ErrorCode::limit,
                std::to_string(waiting) + " training jobs wait already, and no more may");
        }
        // Later than the voice's newest, so that it is the newest whatever the clock does.
        const auto now = sql_now(context_.clock);
        SqlInt newest = 0;
        sql << "SELECT COALESCE(MAX(created_at), 0) FROM training_job WHERE voice_id = :voice_id",
            soci::use(voice_id), soci::into(newest);
        const auto created_at = std::max(now, newest + 1);
        const auto id = make_uuid();
        change(sql,
               "INSERT INTO training_job (id, voice_id, state, percent, attempts,"
               " cancel_requested, error, created_at, not_before, lease_owner)"
               " VALUES (:id, :voice_id, 'queued', 0, 0, 0, '', :created_at, :not_before, '')",
               id,
               voice_id,
               created_at,
               now);
        // The new one is not over, so of those kept it is one more.
        const SqlInt kept = SqlInt{context_.settings.jobs_kept_per_voice} + 1;
        change(sql,
               "DELETE FROM training_job WHERE voice_id = :voice_id AND id NOT IN (SELECT id FROM"
               " training_job WHERE voice_id = :same_voice_id ORDER BY created_at DESC, id DESC"
               " LIMIT :kept)",
               voice_id,
               voice_id,
               kept);
        touch_voice(sql, voice_id, now);
        return find_job(sql, id);
    });
}

Result<TrainingJob> SqlJobs::get(const std::string& job_id) {
    return context_.database.read([&](soci::session& sql) { return find_job(sql, job_id); });
}

Result<Page<TrainingJob>> SqlJobs::list(const std::string& voice_id, const PageRequest& page) {
    const auto cursor = cursor_of(page);
    if (!cursor) return std::unexpected(cursor.error());
    return context_.database.read([&](soci::session& sql) -> Result<Page<TrainingJob>> {
        const SqlInt count = page.limit + 1;
        const std::string order =
            "(created_at, id) > (:at, :id) ORDER BY created_at, id LIMIT :count";
        std::vector<TrainingJob> jobs;
        if (voice_id.empty()) {
            jobs = select_jobs(sql, "WHERE " + order, cursor->at, cursor->id, count);
        } else if (is_uuid(voice_id)) {
            jobs = select_jobs(sql,
                               "WHERE voice_id = :voice_id AND " + order,
                               voice_id,
                               cursor->at,
                               cursor->id,
                               count);
        }
        return make_page(std::move(jobs), page, [](const TrainingJob& job) {
            return Cursor{to_sql(job.created_at), job.id};
        });
    });
}

// Jobs whose worker is gone and that get no other: cancelled meanwhile, or tried often enough.
void SqlJobs::end_what_nobody_finishes(soci::session& sql, SqlInt now) {
    const SqlInt attempts_max = context_.settings.attempts_max;
    for (const auto& job : select_jobs(sql,
                                       "WHERE state = 'running' AND lease_expires <= :now"
                                       " AND (cancel_requested <> 0 OR attempts >= :attempts)",
                                       now,
                                       attempts_max)) {
        if (job.cancel_requested) {
            finish(sql, job, JobState::cancelled, job.error, now);
        } else {
            finish(sql,
                   job,
                   JobState::failed,
                   "the worker was lost in attempt " + std::to_string(job.attempts) +
                       ", which was the last one",
                   now);
        }
    }
}

Result<std::optional<TrainingJob>> SqlJobs::lease(const std::string& owner) {
    std::vector<FieldFault> faults;
    check_text(faults, "owner", owner, {.characters_max = 200, .required = true});
    if (auto right = to_result(faults); !right) return std::unexpected(right.error());
    return context_.database.write([&](soci::session& sql) -> Result<std::optional<TrainingJob>> {
        const auto now = sql_now(context_.clock);
        end_what_nobody_finishes(sql, now);
        const auto due = select_jobs(sql,
                                     "WHERE (state = 'queued' AND not_before <= :now)"
                                     " OR (state = 'running' AND lease_expires <= :now_too)"
                                     " ORDER BY not_before, created_at, id LIMIT 1",
                                     now,
                                     now);
        if (due.empty()) return std::optional<TrainingJob>();
        const auto& job = due.front();
        const auto expires = now + std::chrono::microseconds(context_.settings.lease).count();
        change(sql,
               "UPDATE training_job SET state = 'running', percent = 0, attempts = attempts + 1,"
               " started_at = COALESCE(started_at, :now), lease_owner = :owner,"
               " lease_expires = :expires WHERE id = :id",
               now,
               owner,
               expires,
               job.id);
        auto taken = find_job(sql, job.id);
        if (!taken) return std::unexpected(taken.error());
        return std::optional(std::move(*taken));
    });
}

Result<std::optional<Time>> SqlJobs::next_due() {
    return context_.database.read([&](soci::session& sql) -> Result<std::optional<Time>> {
        SqlInt due = 0;
        soci::indicator there = soci::i_null;
        sql << "SELECT MIN(CASE WHEN state = 'queued' THEN not_before ELSE lease_expires END)"
               " FROM training_job WHERE state IN ('queued', 'running')",
            soci::into(due, there);
        return time_or_none(due, there);
    });
}

// Does `change(sql, job, now)` to a job that `owner` has.
template <class Change>
Result<TrainingJob> SqlJobs::with_lease(const std::string& job_id,
                                        const std::string& owner,
                                        Change change) {
    return context_.database.write([&](soci::session& sql) -> Result<TrainingJob> {
        const auto job = find_job(sql, job_id);
        if (!job) return job;
        // A lease that has run out and that nobody took is still its owner's.
        if (job->state != JobState::running || job->lease_owner != owner) {
            return utter::fail(ErrorCode::conflict,
                               "the training job " + job_id + " is not in the hands of '" + owner +
                                   "': it is " + std::string(to_string(job->state)));
        }
        change(sql, *job, sql_now(context_.clock));
        return find_job(sql, job_id);
    });
}

Result<TrainingJob> SqlJobs::heartbeat(const std::string& job_id,
                                       const std::string& owner,
                                       std::uint8_t percent) {
    return with_lease(job_id, owner, [&](soci::session& sql, const TrainingJob& job, SqlInt now) {
        const SqlInt reached = std::min<std::uint8_t>(percent, 100);
        const auto expires = now + std::chrono::microseconds(context_.settings.lease).count();
        change(sql,
               "UPDATE training_job SET percent = :percent, lease_expires = :expires"
               " WHERE id = :id",
               reached,
               expires,
               job.id);
    });
}

Result<TrainingJob> SqlJobs::complete(const std::string& job_id,
                                      const std::string& owner,
                                      const TrainedProfile& trained) {
    const auto profile = parse_json(trained.profile);
    if (!profile || !profile->is_object()) {
        return utter::fail(ErrorCode::invalid_argument, "'profile' must be a JSON object");
    }
    std::vector<FieldFault> faults;
    check_text(faults, "embedding_path", trained.embedding_path, {.characters_max = 300});
    if (auto right = to_result(faults); !right) return std::unexpected(right.error());
    return with_lease(job_id, owner, [&](soci::session& sql, const TrainingJob& job, SqlInt now) {
        change(sql,
               "UPDATE voice SET profile = :profile, embedding_path = :embedding_path"
               " WHERE id = :id",
               trained.profile,
               trained.embedding_path,
               job.voice_id);
        finish(sql, job, JobState::succeeded, "", now);
    });
}

SqlInt SqlJobs::wait_before(std::uint32_t attempts) const {
    auto wait = context_.settings.retry_first;
    for (std::uint32_t i = 1; i < attempts && wait < context_.settings.retry_max; ++i) wait *= 2;
    return std::chrono::microseconds(std::min(wait, context_.settings.retry_max)).count();
}

Result<TrainingJob> SqlJobs::fail(const std::string& job_id,
                                  const std::string& owner,
                                  const Error& error) {
    auto why = is_utf8(error.detail) && error.detail.find('\0') == std::string::npos
                   ? error.detail
                   : std::string("the trainer failed without saying why");
    if (why.size() > error_bytes_max) why = "the trainer failed, and said too much to keep";
    return with_lease(job_id, owner, [&](soci::session& sql, const TrainingJob& job, SqlInt now) {
        if (job.cancel_requested) {
            finish(sql, job, JobState::cancelled, why, now);
        } else if (error.retryable && job.attempts < context_.settings.attempts_max) {
            queue_again(sql, job, job.attempts, why, now + wait_before(job.attempts));
        } else {
            finish(sql, job, JobState::failed, why, now);
        }
    });
}

Result<TrainingJob> SqlJobs::cancelled(const std::string& job_id, const std::string& owner) {
    return with_lease(job_id, owner, [&](soci::session& sql, const TrainingJob& job, SqlInt now) {
        finish(sql, job, JobState::cancelled, job.error, now);
    });
}

Result<TrainingJob> SqlJobs::release(const std::string& job_id, const std::string& owner) {
    return with_lease(job_id, owner, [&](soci::session& sql, const TrainingJob& job, SqlInt now) {
        if (job.cancel_requested) {
            finish(sql, job, JobState::cancelled, job.error, now);
        } else {
            queue_again(sql, job, SqlInt{job.attempts} - 1, job.error, now);
        }
    });
}

Result<TrainingJob> SqlJobs::cancel(const std::string& job_id) {
    return context_.database.write([&](soci::session& sql) -> Result<TrainingJob> {
        const auto job = find_job(sql, job_id);
        if (!job || job->state == JobState::cancelled) return job;
        if (is_final(job->state)) {
            return utter::fail(
                ErrorCode::conflict,
                "the training job is over already: it has " + std::string(to_string(job->state)));
        }
        if (job->state == JobState::queued) {
            finish(sql, *job, JobState::cancelled, job->error, sql_now(context_.clock));
        } else {
            change(sql, "UPDATE training_job SET cancel_requested = 1 WHERE id = :id", job->id);
        }
        return find_job(sql, job_id);
    });
}

}  // namespace utter::platform
