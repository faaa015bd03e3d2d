#include <utility>

#include "utter/platform/domain/events.hpp"
#include "utter/platform/door/routes.hpp"
#include "utter/platform/door/routing.hpp"

namespace utter::platform {
namespace {

using web::problem;
using web::Request;
using web::Response;

json::object to_json(const TrainingJob& job) {
    const auto time = [](const std::optional<Time>& at) {
        return at ? json::value(text_of(*at)) : json::value();
    };
    return {{"id", job.id},
            {"voice_id", job.voice_id},
            {"state", to_string(job.state)},
            {"percent", job.percent},
            {"attempts", job.attempts},
            {"cancel_requested", job.cancel_requested},
            {"error", job.error.empty() ? json::value() : json::value(job.error)},
            {"created_at", text_of(job.created_at)},
            {"started_at", time(job.started_at)},
            {"finished_at", time(job.finished_at)}};
}

Response train(Services& services, const Request& request) {
    const auto job = services.jobs.enqueue(request.param("id"));
    if (!job) return problem(job.error());
    services.wake_trainer();
    auto response = web::json_response(to_json(*job), 202);
    response.headers.emplace_back("Location", "/training/" + job->id);
    return response;
}

Response list_jobs(Services& services, const Request& request) {
    const auto page = page_of(request);
    if (!page) return problem(page.error());
    const auto jobs = services.jobs.list(std::string(request.query_value("voice_id")), *page);
    if (!jobs) return problem(jobs.error());
    return page_response(*jobs, [](const TrainingJob& job) { return to_json(job); });
}

Response get_job(Services& services, const Request& request) {
    const auto job = services.jobs.get(request.param("job_id"));
    if (!job) return problem(job.error());
    return web::json_response(to_json(*job));
}

Response cancel_job(Services& services, const Request& request) {
    const auto job = services.jobs.cancel(request.param("job_id"));
    if (!job) return problem(job.error());
    services.wake_trainer();
    if (job->state == JobState::cancelled) {
        const VoiceEvent event = voice_event::TrainingCancelled{job->voice_id, job->id};
        services.bus.publish(Message(std::string(topic_of(event)), payload_of(event)));
    }
    return web::json_response(to_json(*job), job->state == JobState::cancelled ? 200 : 202);
}

}  // namespace

void add_training_routes(web::Router& router, Services& services) {
    const auto add = [&](const char* method, const char* pattern, StoreHandler handler) {
        add_store_route(router, services, method, pattern, "training", handler);
    };
    add("POST", "/voices/{id}/train", &train);
    add("GET", "/training", &list_jobs);
    add("GET", "/training/{job_id}", &get_job);
    add("DELETE", "/training/{job_id}", &cancel_job);
}

}  // namespace utter::platform
