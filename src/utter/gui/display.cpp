#include "utter/gui/display.hpp"

#include <algorithm>
#include <utility>

namespace utter::gui {

DataSnapshot Display::snapshot(const std::string& ns) const {
    return std::make_shared<const json::object>(data(ns));
}

json::object Display::data(std::string_view ns) const {
    const auto it = data_.find(ns);
    return it == data_.end() ? json::object() : it->second;
}

std::vector<std::string> Display::stack() const {
    std::vector<std::string> out;
    for (auto it = stack_.rbegin(); it != stack_.rend(); ++it) out.push_back(it->ns);
    return out;
}

std::string Display::page(std::string_view ns) const {
    const auto it = std::ranges::find(stack_, ns, &Shown::ns);
    return it == stack_.end() ? std::string() : it->page;
}

bool Display::set(const std::string& ns, const json::object& content, Tell& tell) {
    if (!data_.contains(ns) && data_.size() >= namespaces_max) return false;
    auto& data = data_[ns];
    bool whole = true;
    for (const auto& [key, value] : content) {
        if (value.is_null()) {
            data.erase(key);
        } else if (data.contains(key) || data.size() < keys_max) {
            data[key] = value;
        } else {
            whole = false;
        }
    }
    tell.update(ns, snapshot(ns));
    return whole;
}

bool Display::show(const std::string& ns,
                   std::string page,
                   std::vector<std::string> pages,
                   std::optional<Time> until,
                   Tell& tell) {
    const auto it = std::ranges::find(stack_, ns, &Shown::ns);
    if (it == stack_.end() && stack_.size() >= namespaces_max) return false;
    const bool on_top = it != stack_.end() && it + 1 == stack_.end();
    std::string covered;
    if (!on_top && !stack_.empty()) covered = stack_.back().ns;
    if (it != stack_.end()) stack_.erase(it);
    stack_.push_back({ns, std::move(page), std::move(pages), until});
    tell.show(stack_.back().page, ns, snapshot(ns));
    if (on_top) return true;
    // What is covered stays below, for when this one goes; on the screens it is gone.
    if (!covered.empty()) tell.deactivated(covered);
    tell.activated(ns);
    return true;
}

void Display::clear(const std::string& ns, Tell& tell) {
    const auto it = std::ranges::find(stack_, ns, &Shown::ns);
    if (it == stack_.end()) {
        data_.erase(ns);
    } else {
        remove(static_cast<std::size_t>(it - stack_.begin()), tell);
    }
}

void Display::remove(std::size_t at, Tell& tell) {
    const bool was_on_top = at + 1 == stack_.size();
    const auto ns = stack_[at].ns;
    stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(at));
    data_.erase(ns);
    if (!was_on_top) return;  // that it is gone was said when it was covered
    tell.deactivated(ns);
    if (stack_.empty()) {
        tell.idle();
        return;
    }
    const auto& top = stack_.back();
    tell.show(top.page, top.ns, snapshot(top.ns));
    tell.activated(top.ns);
}

void Display::expire(Time now, Tell& tell) {
    // From below: what is covered and due goes first, so that it does not come up again.
    for (std::size_t at = 0; at < stack_.size();) {
        if (stack_[at].until && *stack_[at].until <= now) {
            remove(at, tell);
        } else {
            ++at;
        }
    }
}

std::optional<Time> Display::next_expiry() const {
    std::optional<Time> next;
    for (const auto& shown : stack_) {
        if (shown.until && (!next || *shown.until < *next)) next = shown.until;
    }
    return next;
}

}  // namespace utter::gui
