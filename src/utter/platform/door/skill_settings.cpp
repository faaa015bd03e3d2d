#include "utter/platform/door/skill_settings.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <span>
#include <system_error>
#include <utility>

#include "utter/config/skill_settings.hpp"
#include "utter/core/log.hpp"
#include "utter/platform/storage/durable_file.hpp"

namespace utter::platform {
namespace {

// FNV-1a, without the sign: two writers are told apart by it, nobody is kept out.
std::int64_t revision_of(const json::object& settings) {
    std::uint64_t hash = 14695981039346656037U;
    for (const auto c : json::serialize(settings)) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    }
    return static_cast<std::int64_t>(hash >> 1U);
}

std::unexpected<Error> wrong(std::string_view name, std::string_view expected) {
    return fail(ErrorCode::invalid_argument,
                '\'' + std::string(name) + "' must be " + std::string(expected));
}

// "Celsius|c;Fahrenheit|f": what people read, and what the skill is given.
bool is_option(std::string_view options, std::string_view value) {
    while (!options.empty()) {
        const auto end = std::min(options.find(';'), options.size());
        const auto option = options.substr(0, end);
        const auto bar = option.rfind('|');
        if ((bar == std::string_view::npos ? option : option.substr(bar + 1)) == value) return true;
        options.remove_prefix(std::min(end + 1, options.size()));
    }
    return false;
}

Result<void> check_field(const json::object& field, const json::value& value) {
    const auto name = string_or_empty(field, "name");
    const auto type = string_or_empty(field, "type");
    if (type == "number" && !value.is_number()) return wrong(name, "a number");
    if (type == "checkbox" && !value.is_bool()) return wrong(name, "true or false");
    if ((type == "text" || type == "email" || type == "password") && !value.is_string()) {
        return wrong(name, "a string");
    }
    if (type == "select") {
        const auto options = string_or_empty(field, "options");
        const auto* text = value.if_string();
        if (text == nullptr || !is_option(options, *text)) {
            return wrong(name, "one of " + std::string(options));
        }
    }
    return {};
}

}  // namespace

Result<void> check_settings(const json::object& settings, const json::array& sections) {
    for (const auto& section : sections) {
        const auto* fields =
            section.is_object() ? section.get_object().if_contains("fields") : nullptr;
        if (fields == nullptr || !fields->is_array()) continue;
        for (const auto& field : fields->get_array()) {
            if (!field.is_object()) continue;
            const auto* value = settings.if_contains(string_or_empty(field.get_object(), "name"));
            if (value == nullptr) continue;
            if (auto fits = check_field(field.get_object(), *value); !fits) return fits;
        }
    }
    return {};
}

const SkillSettings::OwnSkill* SkillSettings::find_own(std::string_view skill_id) const {
    const auto found = std::ranges::find(places_.own, skill_id, &OwnSkill::skill_id);
    return found == places_.own.end() ? nullptr : &*found;
}

Result<SkillSettings::Values> SkillSettings::get(std::string_view skill_id) const {
    auto settings = config::settings_of_skill(places_.configured, places_.folder, skill_id);
    if (!settings) return std::unexpected(settings.error());
    const auto revision = revision_of(*settings);
    return Values{std::move(*settings), sections_of(skill_id), revision};
}

Result<SkillSettings::Values> SkillSettings::put(std::string_view skill_id,
                                                 const json::object& settings,
                                                 std::optional<std::int64_t> revision) const {
    const auto before = get(skill_id);
    if (!before) return before;
    if (revision && *revision != before->revision) {
        return fail(ErrorCode::conflict, "somebody else changed the settings of this skill");
    }
    if (auto fits = check_settings(settings, before->sections); !fits) {
        return std::unexpected(fits.error());
    }
    if (auto written = write(skill_id, settings); !written) return std::unexpected(written.error());
    return get(skill_id);
}

void SkillSettings::restore(std::string_view skill_id,
                            const json::object& before,
                            std::int64_t put) const {
    const auto now = get(skill_id);
    if (!now || now->revision != put) return;
    if (auto written = write(skill_id, before); !written) {
        log::error("platform.settings_not_restored",
                   {{"skill_id", skill_id}, {"reason", written.error().detail}});
    }
}

Result<void> SkillSettings::write(std::string_view skill_id, const json::object& settings) const {
    if (places_.folder.empty()) {
        return fail(ErrorCode::unavailable, "there is no home directory; set skills.settings_dir");
    }
    const auto file = config::skill_settings_file(places_.folder, skill_id);
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    if (error) return fail(ErrorCode::io, file.parent_path().string() + ": " + error.message());
    const auto text = json::serialize(settings) + '\n';
    return write_durably(file, std::as_bytes(std::span(text)));
}

json::array SkillSettings::sections_of(std::string_view skill_id) const {
    const auto* own = find_own(skill_id);
    if (own == nullptr && places_.folder.empty()) return {};
    const auto file = own != nullptr ? own->description
                                     : places_.folder / std::string(skill_id) / "settingsmeta.json";
    const auto read = config::read_json_file(file);
    const auto* data = read ? read->if_contains("skillMetadata") : nullptr;
    const auto* sections =
        data != nullptr && data->is_object() ? data->get_object().if_contains("sections") : nullptr;
    return sections != nullptr && sections->is_array() ? sections->get_array() : json::array{};
}

}  // namespace utter::platform
