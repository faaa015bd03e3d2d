#include "utter/web/multipart.hpp"

#include <algorithm>

#include "utter/web/media_type.hpp"
#include "utter/web/request.hpp"

namespace utter::web {
namespace {

std::unexpected<Error> broken(std::string_view what) {
    return fail(ErrorCode::malformed, "the form is broken: " + std::string(what));
}

// The value of a parameter `; name=value` or `; name="value"`; empty when it is not there.
std::string parameter(std::string_view header, std::string_view name) {
    auto rest = header;
    while (true) {
        const auto semicolon = rest.find(';');
        if (semicolon == std::string_view::npos) return {};
        rest.remove_prefix(semicolon + 1);
        while (rest.starts_with(' ') || rest.starts_with('\t')) rest.remove_prefix(1);
        if (!rest.starts_with(name) || !rest.substr(name.size()).starts_with('=')) continue;
        rest.remove_prefix(name.size() + 1);
        if (!rest.starts_with('"')) {
            auto value = rest.substr(0, rest.find(';'));
            while (value.ends_with(' ')) value.remove_suffix(1);
            return std::string(value);
        }
        std::string value;
        for (std::size_t i = 1; i < rest.size() && rest[i] != '"'; ++i) {
            if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
            value += rest[i];
        }
        return value;
    }
}

Result<FormPart> read_part(std::string_view part) {
    const auto blank = part.find("\r\n\r\n");
    if (blank == std::string_view::npos) return broken("a part has no end of its headers");
    FormPart read;
    read.bytes = part.substr(blank + 4);
    auto head = part.substr(0, blank + 2);
    while (!head.empty()) {
        const auto end = head.find("\r\n");
        const auto line = head.substr(0, end);
        head.remove_prefix(end + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return broken("a header has no colon");
        const Headers named{{std::string(line.substr(0, colon)), "yes"}};
        auto value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        if (!find_header(named, "Content-Disposition").empty()) {
            read.name = parameter(value, "name");
            read.filename = parameter(value, "filename");
        } else if (!find_header(named, "Content-Type").empty()) {
            read.content_type = media_type_of(value);
        }
    }
    if (read.name.empty()) return broken("a part has no name");
    return read;
}

}  // namespace

Result<std::vector<FormPart>> read_form(std::string_view content_type, std::string_view body) {
    if (media_type_of(content_type) != "multipart/form-data") {
        return fail(ErrorCode::invalid_argument, "'Content-Type' must be multipart/form-data");
    }
    const auto boundary = parameter(content_type, "boundary");
    if (boundary.empty() || boundary.size() > 70) {
        return fail(ErrorCode::malformed, "'Content-Type' names no boundary of 1 to 70 characters");
    }
    const auto first = "--" + boundary;
    const auto next = "\r\n" + first;
    if (!body.starts_with(first)) {
        const auto begin = body.find(next);
        if (begin == std::string_view::npos) return broken("its boundary is not in it");
        body.remove_prefix(begin + 2);
    }
    body.remove_prefix(first.size());
    std::vector<FormPart> form;
    while (!body.starts_with("--")) {
        while (body.starts_with(' ') || body.starts_with('\t')) body.remove_prefix(1);
        if (!body.starts_with("\r\n")) return broken("a boundary has no end of line");
        body.remove_prefix(2);
        const auto end = body.find(next);
        if (end == std::string_view::npos) return broken("its last boundary is missing");
        if (form.size() == form_parts_max) {
            return fail(ErrorCode::limit, "the form has too many parts");
        }
        auto part = read_part(body.substr(0, end));
        if (!part) return std::unexpected(part.error());
        form.push_back(std::move(*part));
        body.remove_prefix(end + next.size());
    }
    return form;
}

const FormPart* find_part(const std::vector<FormPart>& form, std::string_view name) noexcept {
    const auto it = std::ranges::find(form, name, &FormPart::name);
    return it == form.end() ? nullptr : &*it;
}

}  // namespace utter::web
