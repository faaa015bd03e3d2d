#include "utter/intent/hassil/jinja/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil::jinja {
namespace {

std::string float_text(double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    if (number == std::floor(number) && std::abs(number) < 1e16)
        return fmt::format("{:.1f}", number);
    return fmt::format("{}", number);
}

std::string quoted_text(const std::string& text) {
    const char quote = text.contains('\'') && !text.contains('"') ? '"' : '\'';
    std::string out(1, quote);
    for (const char c : text) {
        if (c == quote || c == '\\') out.push_back('\\');
        if (c == '\n') {
            out += "\\n";
        } else {
            out.push_back(c);
        }
    }
    out.push_back(quote);
    return out;
}

}  // namespace

List* Value::list() const noexcept {
    const auto* shared = std::get_if<std::shared_ptr<List>>(&data);
    return shared == nullptr ? nullptr : shared->get();
}

Dict* Value::dict() const noexcept {
    const auto* shared = std::get_if<std::shared_ptr<Dict>>(&data);
    return shared == nullptr ? nullptr : shared->get();
}

const Callable* Value::callable() const noexcept {
    const auto* shared = std::get_if<std::shared_ptr<Callable>>(&data);
    return shared == nullptr ? nullptr : shared->get();
}

double Value::number() const {
    if (const auto* truth = std::get_if<bool>(&data)) return *truth ? 1 : 0;
    if (const auto* integer = std::get_if<std::int64_t>(&data))
        return static_cast<double>(*integer);
    if (const auto* number = std::get_if<double>(&data)) return *number;
    throw JinjaFailure(fmt::format("{} is no number", to_text(*this, true)));
}

std::int64_t Value::integer() const {
    if (const auto* integer = std::get_if<std::int64_t>(&data)) return *integer;
    const double value = number();
    if (std::abs(value) > 9e15) throw JinjaFailure("a number is too large");
    return static_cast<std::int64_t>(value);
}

bool is_true(const Value& value) noexcept {
    if (value.is_undefined() || value.is_none()) return false;
    if (value.is_number()) return value.number() != 0;
    if (const auto* text = value.text()) return !text->empty();
    if (const auto* list = value.list()) return !list->empty();
    if (const auto* dict = value.dict()) return !dict->empty();
    return true;
}

bool equal(const Value& a, const Value& b) {
    if (a.is_number() && b.is_number()) return a.number() == b.number();
    if (a.data.index() != b.data.index()) return false;
    if (const auto* text = a.text()) return *text == *b.text();
    if (const auto* items = a.list()) {
        return items == b.list() || std::ranges::equal(*items, *b.list(), equal);
    }
    if (const auto* members = a.dict()) {
        if (members == b.dict()) return true;
        return members->size() == b.dict()->size() &&
               std::ranges::all_of(*members, [&](const auto& entry) {
                   return contains(b, entry.first) && equal(member(b, entry.first), entry.second);
               });
    }
    return a.callable() == b.callable();
}

bool less(const Value& a, const Value& b) {
    if (a.is_number() && b.is_number()) return a.number() < b.number();
    if (a.text() != nullptr && b.text() != nullptr) return *a.text() < *b.text();
    if (a.list() != nullptr && b.list() != nullptr) {
        return std::ranges::lexicographical_compare(*a.list(), *b.list(), less);
    }
    throw JinjaFailure(fmt::format("{} and {} have no order", to_text(a, true), to_text(b, true)));
}

std::string to_text(const Value& value, bool quoted) {
    if (value.is_undefined()) return "";
    if (value.is_none()) return "None";
    if (const auto* truth = std::get_if<bool>(&value.data)) return *truth ? "True" : "False";
    if (const auto* integer = std::get_if<std::int64_t>(&value.data))
        return fmt::format("{}", *integer);
    if (const auto* number = std::get_if<double>(&value.data)) return float_text(*number);
    if (const auto* text = value.text()) return quoted ? quoted_text(*text) : *text;
    std::string out;
    if (const auto* items = value.list()) {
        for (const auto& item : *items) out += (out.empty() ? "" : ", ") + to_text(item, true);
        return "[" + out + "]";
    }
    if (const auto* members = value.dict()) {
        for (const auto& [key, item] : *members) {
            out += (out.empty() ? "" : ", ") + to_text(key, true) + ": " + to_text(item, true);
        }
        return "{" + out + "}";
    }
    return "<function>";
}

bool contains(const Value& container, const Value& item) {
    if (const auto* text = container.text()) {
        if (item.text() == nullptr) throw JinjaFailure("only a text can be in a text");
        return text->contains(*item.text());
    }
    const auto is_item = [&](const Value& other) { return equal(other, item); };
    if (const auto* items = container.list()) return std::ranges::any_of(*items, is_item);
    if (const auto* members = container.dict())
        return std::ranges::any_of(*members, is_item, &Dict::value_type::first);
    if (container.is_undefined()) return false;
    throw JinjaFailure(fmt::format("nothing can be in {}", to_text(container, true)));
}

Value member(const Value& value, const Value& key) {
    const auto* members = value.dict();
    if (members == nullptr) return {};
    const auto found =
        std::ranges::find_if(*members, [&](const auto& entry) { return equal(entry.first, key); });
    return found == members->end() ? Value() : found->second;
}

void set_member(Value& dict, const Value& key, Value value) {
    auto* members = dict.dict();
    if (members == nullptr) throw JinjaFailure("only a dict or a namespace has members to set");
    const auto found =
        std::ranges::find_if(*members, [&](const auto& entry) { return equal(entry.first, key); });
    if (found == members->end()) {
        members->emplace_back(key, std::move(value));
    } else {
        found->second = std::move(value);
    }
}

List items_of(const Value& value) {
    if (value.is_undefined()) return {};
    if (const auto* items = value.list()) return *items;
    List out;
    if (const auto* members = value.dict()) {
        for (const auto& entry : *members) out.push_back(entry.first);
        return out;
    }
    if (const auto* text = value.text()) {
        for (const char32_t c : decode(*text)) out.emplace_back(encode(std::u32string_view(&c, 1)));
        return out;
    }
    throw JinjaFailure(fmt::format("{} has no items", to_text(value, true)));
}

std::size_t length(const Value& value) {
    if (value.is_undefined()) return 0;
    if (const auto* text = value.text()) return decode(*text).size();
    if (const auto* items = value.list()) return items->size();
    if (const auto* members = value.dict()) return members->size();
    throw JinjaFailure(fmt::format("{} has no length", to_text(value, true)));
}

Value from_json(const json::value& value) {
    if (const auto* truth = value.if_bool()) return *truth;
    if (const auto* integer = value.if_int64()) return *integer;
    if (value.is_number()) return value.to_number<double>();
    if (const auto* text = value.if_string()) return std::string(*text);
    if (const auto* items = value.if_array()) {
        List out;
        for (const auto& item : *items) out.push_back(from_json(item));
        return out;
    }
    if (const auto* object = value.if_object()) {
        Dict out;
        for (const auto& entry : *object)
            out.emplace_back(std::string(entry.key()), from_json(entry.value()));
        return out;
    }
    return None{};
}

}  // namespace utter::intent::hassil::jinja
