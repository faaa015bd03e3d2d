#include "utter/legacy/reawakening.hpp"

#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "utter/core/json.hpp"
#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"

namespace utter::legacy {
namespace {

constexpr std::string_view alive_start = "mycroft.";
constexpr std::string_view alive_ending = ".is_alive";
constexpr std::string_view alive_answer = ".is_alive.response";

}  // namespace

Reawakening::Reawakening(std::filesystem::path file,
                         Timers& timers,
                         Executor& executor,
                         const Clock& clock,
                         const SkillsSeen& skills,
                         Publish publish)
    : file_(std::move(file)),
      timers_(timers),
      executor_(executor),
      clock_(clock),
      skills_(skills),
      publish_(std::move(publish)) {}

const std::vector<std::string>& Reawakening::topics() {
    static const std::vector<std::string> topics{"mycroft.*.is_alive.response",
                                                 "mycroft.skills.shutdown"};
    return topics;
}

void Reawakening::start() {
    std::ifstream in(file_, std::ios::binary);
    if (!in) return;
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const auto value = parse_json(text);
    if (!value || !value->is_object()) {
        log::warning("legacy.skills_file_ignored",
                     {{"file", file_.string()}, {"reason", "it is not a JSON object"}});
        return;
    }
    for (auto& id : strings_under(value->get_object(), "skills")) {
        if (is_identifier(id) && asleep_.size() < SkillsSeen::skills_max)
            asleep_.insert(std::move(id));
    }
    until_ = clock_.now() + ask_for;
    ask();
}

void Reawakening::save() {
    if (file_.empty()) return;
    const auto skills = skills_.python_skills();
    json::array ids(skills.begin(), skills.end());
    // One that has not come back yet may still be on its way.
    for (const auto& id : asleep_) {
        if (!skills_.is_python(id)) ids.push_back(json::string(id));
    }
    std::error_code error;
    std::filesystem::create_directories(file_.parent_path(), error);
    const auto fresh = file_.string() + ".new";
    {
        std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
        out << json::serialize(json::object{{"skills", std::move(ids)}}) << '\n';
        if (!out.flush()) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) std::filesystem::rename(fresh, file_, error);
    if (error) {
        log::warning("legacy.skills_file_not_written",
                     {{"file", file_.string()}, {"reason", error.message()}});
    }
}

void Reawakening::handle(const Message& message) {
    if (message.type() == "mycroft.skills.shutdown") {
        const auto id = message.data_string("id");
        const auto it = reloading_.find(id);
        if (it == reloading_.end()) return;
        publish_(Message("skillmanager.activate", {{"skill", *it}}));
        reloading_.erase(it);
        return;
    }
    std::string_view id = message.type();
    id.remove_prefix(alive_start.size());
    id.remove_suffix(alive_answer.size());
    const auto it = asleep_.find(id);
    if (it == asleep_.end()) return;
    const std::string skill_id(id);
    asleep_.erase(it);
    if (skills_.is_python(skill_id)) return;  // it was quicker
    log::info("legacy.skill_reloaded", {{"skill_id", skill_id}});
    reloading_.insert(skill_id);
    publish_(Message("skillmanager.deactivate", {{"skill", skill_id}}));
}

void Reawakening::ask() {
    std::erase_if(asleep_, [this](const std::string& id) { return skills_.is_python(id); });
    if (asleep_.empty()) return;
    if (clock_.now() >= until_) {
        asleep_.clear();
        save();
        return;
    }
    for (const auto& id : asleep_) publish_(Message(question(id)));
    timer_ = timers_.after(ask_every, executor_, [this] { ask(); });
}

std::string Reawakening::question(std::string_view skill_id) {
    return std::string(alive_start) + std::string(skill_id) + std::string(alive_ending);
}

}  // namespace utter::legacy
