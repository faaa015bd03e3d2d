#include "utter/intent/hassil/jinja/functions.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil::jinja {
namespace {

[[noreturn]] void unknown(std::string_view kind, std::string_view name) {
    throw JinjaFailure(fmt::format("there is no {} '{}'", kind, name));
}

std::string changed(std::string_view text, icu::UnicodeString& (icu::UnicodeString::*change)()) {
    auto wide = icu::UnicodeString::fromUTF8(std::string(text));
    (wide.*change)();
    std::string out;
    return wide.toUTF8String(out);
}
std::string lower(std::string_view text) {
    return changed(text, &icu::UnicodeString::toLower);
}
std::string upper(std::string_view text) {
    return changed(text, &icu::UnicodeString::toUpper);
}

std::string capitalize(std::string_view text) {
    const auto points = decode(text);
    if (points.empty()) return {};
    const auto first = static_cast<char32_t>(u_totitle(static_cast<UChar32>(points.front())));
    return encode(std::u32string_view(&first, 1)) +
           lower(encode(std::u32string_view(points).substr(1)));
}

// Each letter behind something that is none becomes large, the others small.
std::string title(std::string_view text) {
    std::string out;
    std::u32string word;
    const auto flush = [&] {
        out += capitalize(encode(word));
        word.clear();
    };
    for (const char32_t c : decode(text)) {
        if (u_isalpha(static_cast<UChar32>(c)) != 0) {
            word.push_back(c);
        } else {
            flush();
            out += encode(std::u32string_view(&c, 1));
        }
    }
    flush();
    return out;
}

std::string strip(std::string_view text,
                  const Value& characters,
                  bool left = true,
                  bool right = true) {
    auto points = decode(text);
    const auto set = characters.text() == nullptr ? std::u32string() : decode(*characters.text());
    const auto drops = [&](char32_t c) {
        return characters.text() == nullptr ? is_blank(c) : set.contains(c);
    };
    std::u32string_view rest = points;
    while (left && !rest.empty() && drops(rest.front())) rest.remove_prefix(1);
    while (right && !rest.empty() && drops(rest.back())) rest.remove_suffix(1);
    return encode(rest);
}

std::string replace(std::string_view text,
                    const std::string& from,
                    const std::string& to,
                    std::int64_t times) {
    std::string out;
    std::size_t at = 0;
    while (!from.empty() && times-- != 0) {
        const auto found = text.find(from, at);
        if (found == std::string_view::npos) break;
        out += text.substr(at, found - at);
        out += to;
        at = found + from.size();
        if (out.size() > value_size_max) throw JinjaFailure("a text grows too long");
    }
    out += text.substr(at);
    return out;
}

List split(std::string_view text, const Value& separator, std::int64_t times) {
    List out;
    if (separator.text() == nullptr || separator.text()->empty()) {
        std::u32string word;
        for (const char32_t c : decode(text)) {
            if (!is_blank(c)) {
                word.push_back(c);
            } else if (!word.empty()) {
                out.emplace_back(encode(std::exchange(word, {})));
            }
        }
        if (!word.empty()) out.emplace_back(encode(word));
        return out;
    }
    for (auto found = text.find(*separator.text()); found != std::string_view::npos && times-- != 0;
         found = text.find(*separator.text())) {
        out.emplace_back(std::string(text.substr(0, found)));
        text.remove_prefix(found + separator.text()->size());
    }
    out.emplace_back(std::string(text));
    return out;
}

std::string join(const Value& value, std::string_view separator, const Value& attribute) {
    std::string out;
    bool first = true;
    for (const auto& item : items_of(value)) {
        if (!first) out += separator;
        first = false;
        out += to_text(attribute.is_undefined() ? item : member(item, attribute));
        if (out.size() > value_size_max) throw JinjaFailure("a text grows too long");
    }
    return out;
}

std::optional<double> parse_number(const std::string& text) {
    const auto bare = strip(text, {});
    double number = 0;
    const auto* last = bare.data() + bare.size();
    const auto* first = bare.data() + (bare.starts_with('+') ? 1 : 0);
    const auto result = std::from_chars(first, last, number);
    if (bare.empty() || result.ec != std::errc{} || result.ptr != last || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<double> as_number(const Value& value) {
    if (value.is_number()) return value.number();
    if (const auto* text = value.text()) return parse_number(*text);
    return std::nullopt;
}

Value to_int(const Value& value, const Value& preset) {
    const auto number = as_number(value);
    if (number && std::abs(*number) < 9e15) return static_cast<std::int64_t>(*number);
    return preset.is_undefined() ? Value(std::int64_t{0}) : preset;
}

Value to_float(const Value& value, const Value& preset) {
    if (const auto number = as_number(value)) return *number;
    return preset.is_undefined() ? Value(0.0) : preset;
}

Value round(const Value& value, const Call& call) {
    const auto digits_value = call.get(0, "precision");
    const auto digits =
        digits_value.is_undefined() ? 0 : std::clamp<std::int64_t>(digits_value.integer(), -15, 15);
    const auto method_value = call.get(1, "method");
    const auto method = method_value.text() == nullptr ? "common" : *method_value.text();
    if (method == "common") {
        if (!value.is_float()) return value.integer();
        if (digits <= 0) {
            const double scale = std::pow(10.0, static_cast<double>(-digits));
            return std::nearbyint(value.number() / scale) * scale;
        }
        return std::strtod(fmt::format("{:.{}f}", value.number(), digits).c_str(), nullptr);
    }
    const double scale = std::pow(10.0, static_cast<double>(digits));
    const double scaled = value.number() * scale;
    return (method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / scale;
}

// A sort key: texts without regard to case, unless asked.
Value sort_key(const Value& item, const Value& attribute, bool case_sensitive) {
    Value key = attribute.is_undefined() ? item : member(item, attribute);
    if (!case_sensitive && key.text() != nullptr) return lower(*key.text());
    return key;
}

List sort(const Value& value, const Call& call) {
    const bool reverse = is_true(call.get(0, "reverse"));
    const bool case_sensitive = is_true(call.get(1, "case_sensitive"));
    const auto attribute = call.get(2, "attribute");
    auto items = items_of(value);
    std::ranges::stable_sort(items, [&](const Value& a, const Value& b) {
        const auto key_a = sort_key(a, attribute, case_sensitive);
        const auto key_b = sort_key(b, attribute, case_sensitive);
        return reverse ? less(key_b, key_a) : less(key_a, key_b);
    });
    return items;
}

List map(const Value& value, const Call& call) {
    List out;
    const auto attribute = call.get(value_size_max, "attribute");
    const auto preset = call.get(value_size_max, "default");
    for (const auto& item : items_of(value)) {
        if (!attribute.is_undefined()) {
            auto found = member(item, attribute);
            out.push_back(found.is_undefined() ? preset : std::move(found));
        } else if (!call.args.empty() && call.args.front().text() != nullptr) {
            const Call rest{{call.args.begin() + 1, call.args.end()}, call.keywords};
            out.push_back(apply_filter(*call.args.front().text(), item, rest));
        } else {
            throw JinjaFailure("map needs an attribute or a filter");
        }
    }
    return out;
}

// select, reject (by test) and selectattr, rejectattr (by an attribute's).
List select(const Value& value, const Call& call, bool wanted, bool by_attribute) {
    const std::size_t test = by_attribute ? 1 : 0;
    List out;
    for (const auto& item : items_of(value)) {
        const auto subject = by_attribute ? member(item, call.get(0, "")) : item;
        bool holds = is_true(subject);
        if (call.args.size() > test) {
            const auto* name = call.args[test].text();
            if (name == nullptr) throw JinjaFailure("a test is named by a text");
            holds = apply_test(
                *name,
                subject,
                {call.args.begin() + static_cast<std::ptrdiff_t>(test) + 1, call.args.end()});
        }
        if (holds == wanted) out.push_back(item);
    }
    return out;
}

// '{0:02d}'.format(...): fields by number or in order, with a width, zeros and a precision.
std::string format(const std::string& text, const Args& args) {
    std::string out;
    std::size_t next = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
        if ((text[i] == '{' || text[i] == '}') && doubled) {
            out.push_back(text[i++]);
            continue;
        }
        if (text[i] != '{') {
            out.push_back(text[i]);
            continue;
        }
        const auto close = text.find('}', i);
        if (close == std::string::npos) throw JinjaFailure("a field in a format does not end");
        const auto field = text.substr(i + 1, close - i - 1);
        const auto colon = std::min(field.find(':'), field.size());
        std::size_t index = colon == 0 ? next++ : 0;
        if (colon > 0 && std::from_chars(field.data(), field.data() + colon, index).ptr !=
                             field.data() + colon) {
            throw JinjaFailure(fmt::format("a field '{}' is not known", field));
        }
        if (index >= args.size()) throw JinjaFailure("a format has more fields than values");
        const auto spec = colon < field.size() ? field.substr(colon + 1) : std::string();
        if (spec.empty()) {
            out += to_text(args[index]);
        } else {
            static constexpr std::string_view known = "0123456789.dfs";
            if (spec.size() > 6 || spec.find_first_not_of(known) != std::string::npos) {
                throw JinjaFailure(fmt::format("a format '{}' is not known", spec));
            }
            try {
                const auto pattern = "{:" + spec + "}";
                if (const auto* string = args[index].text()) {
                    out += fmt::format(fmt::runtime(pattern), *string);
                } else if (spec.ends_with('f')) {
                    out += fmt::format(fmt::runtime(pattern), args[index].number());
                } else {
                    out += fmt::format(fmt::runtime(pattern), args[index].integer());
                }
            } catch (const fmt::format_error& error) {
                throw JinjaFailure(fmt::format("a format '{}': {}", spec, error.what()));
            }
        }
        if (out.size() > value_size_max) throw JinjaFailure("a text grows too long");
        i = close;
    }
    return out;
}

std::string text_or(const Value& value, std::string_view preset) {
    return value.text() == nullptr ? std::string(preset) : *value.text();
}

std::int64_t times_of(const Value& value) {
    return value.is_number() ? value.integer() : -1;
}

std::optional<Value> text_method(const std::string& text, std::string_view name, const Call& call) {
    const auto argument = call.get(0, "");
    if (name == "lower" || name == "casefold") return lower(text);
    if (name == "upper") return upper(text);
    if (name == "title") return title(text);
    if (name == "capitalize") return capitalize(text);
    if (name == "strip") return strip(text, argument);
    if (name == "lstrip") return strip(text, argument, true, false);
    if (name == "rstrip") return strip(text, argument, false, true);
    if (name == "split") return split(text, argument, times_of(call.get(1, "maxsplit")));
    if (name == "replace")
        return replace(text,
                       text_or(argument, ""),
                       text_or(call.get(1, ""), ""),
                       times_of(call.get(2, "count")));
    if (name == "join") return join(argument, text, {});
    if (name == "startswith" || name == "endswith") {
        const auto edges = argument.list() == nullptr ? List{argument} : *argument.list();
        return std::ranges::any_of(edges, [&](const Value& edge) {
            if (edge.text() == nullptr) throw JinjaFailure("a text begins and ends with texts");
            return name == "endswith" ? text.ends_with(*edge.text())
                                      : text.starts_with(*edge.text());
        });
    }
    if (name == "format") return format(text, call.args);
    if (name == "isdigit")
        return !text.empty() &&
               std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (name == "count") {
        return static_cast<std::int64_t>(split(text, argument, -1).size()) - 1;
    }
    if (name == "find") {
        const auto found = text.find(text_or(argument, ""));
        return found == std::string::npos
                   ? std::int64_t{-1}
                   : static_cast<std::int64_t>(decode(text.substr(0, found)).size());
    }
    return std::nullopt;
}

std::optional<Value> dict_method(const Value& value, std::string_view name, const Call& call) {
    if (name == "get") {
        const auto found = member(value, call.get(0, "key"));
        if (!found.is_undefined()) return found;
        return call.args.size() > 1 ? call.args[1] : Value(None{});
    }
    List out;
    if (name == "keys") return items_of(value);
    if (name == "values") {
        for (const auto& entry : *value.dict()) out.push_back(entry.second);
        return out;
    }
    if (name == "items") {
        for (const auto& entry : *value.dict()) out.emplace_back(List{entry.first, entry.second});
        return out;
    }
    if (name == "fromkeys") {
        Value made = Dict{};
        for (const auto& key : items_of(call.get(0, ""))) {
            set_member(made, key, call.args.size() > 1 ? call.args[1] : Value(None{}));
        }
        return made;
    }
    if (name == "update") {
        auto target = value;
        const auto more = call.get(0, "");
        if (more.dict() != nullptr) {
            for (const auto& [key, item] : Dict(*more.dict())) set_member(target, key, item);
        }
        return Value(None{});
    }
    return std::nullopt;
}

}  // namespace

Value Call::get(std::size_t index, std::string_view keyword) const {
    if (index < args.size()) return args[index];
    const auto found = std::ranges::find(keywords, keyword, &std::pair<std::string, Value>::first);
    return found == keywords.end() ? Value() : found->second;
}

Value apply_filter(std::string_view name, const Value& value, const Call& call) {
    if (name == "length" || name == "count") return static_cast<std::int64_t>(length(value));
    if (name == "list") return items_of(value);
    if (name == "join") return join(value, text_or(call.get(0, "d"), ""), call.get(1, "attribute"));
    if (name == "sort") return sort(value, call);
    if (name == "map") return map(value, call);
    if (name == "select") return select(value, call, true, false);
    if (name == "reject") return select(value, call, false, false);
    if (name == "selectattr") return select(value, call, true, true);
    if (name == "rejectattr") return select(value, call, false, true);
    if (name == "int") return to_int(value, call.get(0, "default"));
    if (name == "float") return to_float(value, call.get(0, "default"));
    if (name == "string") return to_text(value);
    if (name == "abs")
        return value.is_float() ? Value(std::abs(value.number()))
                                : Value(std::abs(value.integer()));
    if (name == "round") return round(value, call);
    if (name == "lower") return lower(to_text(value));
    if (name == "upper") return upper(to_text(value));
    if (name == "capitalize") return capitalize(to_text(value));
    if (name == "title") return title(to_text(value));
    if (name == "trim") return strip(to_text(value), call.get(0, "chars"));
    if (name == "replace") {
        return replace(to_text(value),
                       text_or(call.get(0, "old"), ""),
                       text_or(call.get(1, "new"), ""),
                       times_of(call.get(2, "count")));
    }
    if (name == "default" || name == "d") {
        const bool absent =
            value.is_undefined() || (is_true(call.get(1, "boolean")) && !is_true(value));
        if (!absent) return value;
        const auto preset = call.get(0, "default_value");
        return preset.is_undefined() ? Value("") : preset;
    }
    if (name == "first" || name == "last") {
        const auto items = items_of(value);
        if (items.empty()) return {};
        return name == "first" ? items.front() : items.back();
    }
    if (name == "reverse") {
        auto items = items_of(value);
        std::ranges::reverse(items);
        if (value.text() == nullptr) return items;
        return join(items, "", {});
    }
    if (name == "items" && value.dict() != nullptr) return *dict_method(value, "items", call);
    unknown("filter", name);
}

bool apply_test(std::string_view name, const Value& value, const Args& args) {
    const auto argument = args.empty() ? Value() : args.front();
    if (name == "defined") return !value.is_undefined();
    if (name == "undefined") return value.is_undefined();
    if (name == "none") return value.is_none();
    if (name == "number") return value.is_number();
    if (name == "integer") return std::holds_alternative<std::int64_t>(value.data);
    if (name == "float") return value.is_float();
    if (name == "string") return value.text() != nullptr;
    if (name == "mapping") return value.dict() != nullptr;
    if (name == "sequence" || name == "iterable")
        return value.text() != nullptr || value.list() != nullptr || value.dict() != nullptr;
    if (name == "true") return value.data == Value(true).data;
    if (name == "false") return value.data == Value(false).data;
    if (name == "odd") return value.integer() % 2 != 0;
    if (name == "even") return value.integer() % 2 == 0;
    if (name == "in") return contains(argument, value);
    if (name == "equalto" || name == "eq" || name == "sameas") return equal(value, argument);
    if (name == "ne") return !equal(value, argument);
    if (name == "lt" || name == "lessthan") return less(value, argument);
    if (name == "le") return !less(argument, value);
    if (name == "gt" || name == "greaterthan") return less(argument, value);
    if (name == "ge") return !less(value, argument);
    unknown("test", name);
}

std::optional<Value> call_method(const Value& value, std::string_view name, const Call& call) {
    if (const auto* text = value.text()) return text_method(*text, name, call);
    if (value.dict() != nullptr) return dict_method(value, name, call);
    if (auto* items = value.list()) {
        if (name == "append") {
            if (items->size() >= value_size_max) throw JinjaFailure("a list grows too long");
            items->push_back(call.get(0, ""));
            return Value(None{});
        }
        if (name == "index") {
            const auto found = std::ranges::find_if(
                *items, [&](const Value& item) { return equal(item, call.get(0, "")); });
            if (found == items->end()) throw JinjaFailure("the list does not hold this");
            return static_cast<std::int64_t>(found - items->begin());
        }
    }
    if (value.is_float() && name == "is_integer")
        return value.number() == std::floor(value.number());
    return std::nullopt;
}

}  // namespace utter::intent::hassil::jinja
