#include "utter/models/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <utility>

#include "utter/core/json.hpp"

namespace utter::models {
namespace {

constexpr std::int64_t version_known = 1;
constexpr std::size_t registry_bytes_max = std::size_t{4} * 1024 * 1024;
constexpr std::uint64_t file_bytes_max = std::uint64_t{1} << 40U;

// Where in the registry something is, for the errors: "models[2].files[0].url".
struct Place {
    std::string_view file;
    std::string member;

    [[nodiscard]] std::unexpected<Error> wrong(std::string_view key, std::string_view what) const {
        return fail(
            ErrorCode::malformed,
            fmt::format(
                "{}: '{}{}{}' must be {}", file, member, member.empty() ? "" : ".", key, what));
    }
    [[nodiscard]] Place at(std::string_view list, std::size_t index) const {
        return {file, fmt::format("{}{}{}[{}]", member, member.empty() ? "" : ".", list, index)};
    }
};

bool is_name(std::string_view text) {
    const auto plain = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    };
    return !text.empty() && text.size() <= 100 && text.front() != '.' &&
           std::ranges::all_of(text, plain);
}

// Below a folder, wherever that is.
bool is_relative(const std::filesystem::path& path) {
    return !path.empty() && path.is_relative() &&
           std::ranges::all_of(path, [](const auto& part) { return is_name(part.string()); });
}

bool is_sha256(std::string_view text) {
    return text.size() == 64 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

Result<std::string> text_under(const json::object& object,
                               std::string_view key,
                               const Place& place) {
    const auto text = string_or_empty(object, key);
    if (text.empty()) return place.wrong(key, "a text");
    return std::string(text);
}

Result<ModelFile> read_file(const json::value& value, const Place& place) {
    const auto* object = value.if_object();
    if (object == nullptr) return place.wrong("", "an object");
    ModelFile file;
    file.path = string_or_empty(*object, "path");
    if (!is_relative(file.path)) return place.wrong("path", "a relative path of plain names");
    file.url = string_or_empty(*object, "url");
    if (!file.url.starts_with("https://") && !file.url.starts_with("http://")) {
        return place.wrong("url", "a URL that starts with https:// or http://");
    }
    file.sha256 = string_or_empty(*object, "sha256");
    if (!is_sha256(file.sha256)) return place.wrong("sha256", "64 lowercase hexadecimal digits");
    const auto* bytes = object->if_contains("bytes");
    const auto* number = bytes == nullptr ? nullptr : bytes->if_int64();
    if (number == nullptr || *number < 1 || std::cmp_greater(*number, file_bytes_max)) {
        return place.wrong("bytes", "a whole number from 1 to 2^40");
    }
    file.bytes = static_cast<std::uint64_t>(*number);
    return file;
}

Result<Model> read_model(const json::value& value, const Place& place) {
    const auto* object = value.if_object();
    if (object == nullptr) return place.wrong("", "an object");
    Model model;
    model.name = string_or_empty(*object, "name");
    if (!is_name(model.name)) {
        return place.wrong("name", "a name of letters, digits, '-', '_' and '.'");
    }
    for (const auto& [key, target] : {std::pair("kind", &model.kind),
                                      std::pair("engine", &model.engine),
                                      std::pair("licence", &model.licence)}) {
        auto text = text_under(*object, key, place);
        if (!text) return std::unexpected(text.error());
        *target = *std::move(text);
    }
    model.languages = strings_under(*object, "languages");
    const auto* files = object->if_contains("files");
    if (files == nullptr || !files->is_array() || files->get_array().empty()) {
        return place.wrong("files", "a list of files");
    }
    for (std::size_t i = 0; i < files->get_array().size(); ++i) {
        auto file = read_file(files->get_array()[i], place.at("files", i));
        if (!file) return std::unexpected(file.error());
        model.files.push_back(*std::move(file));
    }
    return model;
}

}  // namespace

std::uint64_t Model::bytes() const {
    std::uint64_t sum = 0;
    for (const auto& file : files) sum += file.bytes;
    return sum;
}

Result<std::vector<Model>> parse_registry(std::string_view text, std::string_view name) {
    const Place root{name, {}};
    const auto parsed = parse_json(text);
    if (!parsed) {
        return fail(ErrorCode::malformed, fmt::format("{}: {}", name, parsed.error().detail));
    }
    const auto* object = parsed->if_object();
    const auto* version = object == nullptr ? nullptr : object->if_contains("version");
    if (version == nullptr || !version->is_int64() || version->get_int64() != version_known) {
        return root.wrong("version", "1; a newer registry needs a newer program");
    }
    const auto* list = object->if_contains("models");
    if (list == nullptr || !list->is_array()) return root.wrong("models", "a list of models");
    std::vector<Model> models;
    for (std::size_t i = 0; i < list->get_array().size(); ++i) {
        const auto place = root.at("models", i);
        auto model = read_model(list->get_array()[i], place);
        if (!model) return std::unexpected(model.error());
        if (std::ranges::find(models, model->name, &Model::name) != models.end()) {
            return place.wrong("name", "another one than before: '" + model->name + "'");
        }
        models.push_back(*std::move(model));
    }
    return models;
}

Result<std::vector<Model>> read_registry(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return fail(ErrorCode::io, "the registry of models " + file.string() + " cannot be read");
    std::string text(registry_bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > registry_bytes_max) {
        return fail(ErrorCode::malformed, file.string() + " is larger than 4 MiB");
    }
    return parse_registry(text, file.string());
}

}  // namespace utter::models
