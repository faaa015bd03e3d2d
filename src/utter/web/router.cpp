#include "utter/web/router.hpp"

#include <algorithm>
#include <stdexcept>

namespace utter::web {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    if (path.starts_with('/')) path.remove_prefix(1);
    while (true) {
        const auto end = std::min(path.find('/'), path.size());
        segments.emplace_back(path.substr(0, end));
        if (end == path.size()) return segments;
        path.remove_prefix(end + 1);
    }
}

bool is_placeholder(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

bool takes_rest(std::string_view segment) {
    return is_placeholder(segment) && segment.ends_with("...}");
}

std::string name_of(std::string_view placeholder) {
    placeholder = placeholder.substr(1, placeholder.size() - 2);
    if (placeholder.ends_with("...")) placeholder.remove_suffix(3);
    return std::string(placeholder);
}

// How well a pattern fits a path, segment by segment: 0 not at all. A string that compares greater
// is the better fit.
std::string fit(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    std::string rank;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (takes_rest(pattern[i])) return rank + '1';
        if (i >= path.size()) return {};
        if (is_placeholder(pattern[i])) {
            if (path[i].empty()) return {};
            rank += '2';
        } else if (pattern[i] == path[i]) {
            rank += '3';
        } else {
            return {};
        }
    }
    return pattern.size() == path.size() ? rank : std::string();
}

}  // namespace

void Router::add(Route route) {
    for (const auto& entry : entries_) {
        if (entry->route.method == route.method && entry->route.pattern == route.pattern) {
            throw std::logic_error("two routes for " + route.method + ' ' + route.pattern);
        }
    }
    auto segments = segments_of(route.pattern);
    entries_.push_back(std::make_unique<Entry>(Entry{std::move(route), std::move(segments)}));
}

Router::Found Router::find(std::string_view method,
                           std::string_view path,
                           std::map<std::string, std::string, std::less<>>& params) const {
    const auto segments = segments_of(path);
    std::string best;
    for (const auto& entry : entries_) best = std::max(best, fit(entry->segments, segments));
    Found found;
    if (best.empty()) return found;
    for (const auto& entry : entries_) {
        if (fit(entry->segments, segments) != best) continue;
        found.allowed.push_back(entry->route.method);
        if (entry->route.method != method && !(method == "HEAD" && entry->route.method == "GET")) {
            continue;
        }
        found.route = &entry->route;
        for (std::size_t i = 0; i < entry->segments.size(); ++i) {
            const auto& segment = entry->segments[i];
            if (!is_placeholder(segment)) continue;
            std::string value = i < segments.size() ? segments[i] : std::string();
            if (takes_rest(segment)) {
                for (auto j = i + 1; j < segments.size(); ++j) value += '/' + segments[j];
            }
            params.insert_or_assign(name_of(segment), std::move(value));
        }
    }
    return found;
}

std::vector<std::pair<std::string, std::string>> Router::list() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& entry : entries_) {
        all.emplace_back(entry->route.method, entry->route.pattern);
    }
    return all;
}

}  // namespace utter::web
