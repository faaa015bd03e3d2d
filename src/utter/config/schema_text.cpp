// How the rows of the table read: in messages, in `config show` and in the reference.

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <charconv>
#include <concepts>

#include "utter/config/schema.hpp"
#include "utter/config/units.hpp"

namespace utter::config {
namespace {

std::string number(double value) {
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end};
}

std::string real(double value) {
    auto text = number(value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

template <class T>
concept PlainInteger = std::same_as<T, std::uint16_t> || std::same_as<T, std::uint32_t>;

struct TypeName {
    std::string_view operator()(const bool*) const { return "boolean"; }
    std::string_view operator()(const PlainInteger auto*) const { return "integer"; }
    std::string_view operator()(const std::size_t*) const { return "size"; }
    std::string_view operator()(const double*) const { return "number"; }
    std::string_view operator()(const std::chrono::milliseconds*) const { return "duration"; }
    std::string_view operator()(const std::string*) const { return "text"; }
    std::string_view operator()(const std::vector<std::string>*) const { return "list of text"; }
    std::string_view operator()(const Names*) const { return "text or list of text"; }
    std::string_view operator()(const log::Level*) const { return "log level"; }
};

struct RangeText {
    const Row& row;

    std::string operator()(const bool*) const { return {}; }
    std::string operator()(const PlainInteger auto*) const { return between(number); }
    std::string operator()(const std::size_t*) const {
        return between([](double v) { return format_size(static_cast<std::uint64_t>(v)); });
    }
    std::string operator()(const double*) const { return between(real); }
    std::string operator()(const std::chrono::milliseconds*) const {
        return between([](double v) {
            return format_duration(std::chrono::milliseconds(static_cast<std::int64_t>(v)));
        });
    }
    std::string operator()(const std::string*) const { return std::string(row.rule->expects); }
    std::string operator()(const std::vector<std::string>*) const {
        return "at most " + number(row.range.max) + " " + std::string(row.rule->plural);
    }
    std::string operator()(const Names*) const {
        return std::string(row.rule->expects) + ", or a list of " + number(row.range.min) + " to " +
               number(row.range.max);
    }
    std::string operator()(const log::Level*) const { return "DEBUG, INFO, WARNING or ERROR"; }

    std::string between(auto&& format) const {
        return format(row.range.min) + " to " + format(row.range.max);
    }
};

struct Expectation {
    const Row& row;

    std::string operator()(const bool*) const { return "true or false"; }
    std::string operator()(const PlainInteger auto*) const {
        return "an integer from " + range_text(row);
    }
    std::string operator()(const std::size_t*) const {
        return "a size from " + range_text(row) + " such as \"16MiB\"";
    }
    std::string operator()(const double*) const { return "a number from " + range_text(row); }
    std::string operator()(const std::chrono::milliseconds*) const {
        return "a duration from " + range_text(row) + " such as \"500ms\"";
    }
    std::string operator()(const std::string*) const { return range_text(row); }
    std::string operator()(const std::vector<std::string>*) const {
        return "a list of " + range_text(row);
    }
    std::string operator()(const Names*) const { return range_text(row); }
    std::string operator()(const log::Level*) const { return range_text(row); }
};

struct JsonValue {
    boost::json::value operator()(const bool* slot) const { return *slot; }
    boost::json::value operator()(const PlainInteger auto* slot) const { return *slot; }
    boost::json::value operator()(const std::size_t* slot) const {
        return boost::json::string(format_size(*slot));
    }
    boost::json::value operator()(const double* slot) const { return *slot; }
    boost::json::value operator()(const std::chrono::milliseconds* slot) const {
        return boost::json::string(format_duration(*slot));
    }
    boost::json::value operator()(const std::string* slot) const {
        return boost::json::string(*slot);
    }
    boost::json::value operator()(const std::vector<std::string>* slot) const {
        return boost::json::array(slot->begin(), slot->end());
    }
    boost::json::value operator()(const Names* slot) const {
        if (slot->list.size() == 1) return boost::json::string(slot->list.front());
        return (*this)(&slot->list);
    }
    boost::json::value operator()(const log::Level* slot) const {
        return boost::json::string(log::to_string(*slot));
    }
};

}  // namespace

std::string_view type_name(const Row& row) {
    Settings defaults;
    return std::visit(TypeName{}, row.slot(defaults));
}

std::string range_text(const Row& row) {
    Settings defaults;
    return std::visit(RangeText{row}, row.slot(defaults));
}

std::string expectation(const Row& row) {
    Settings defaults;
    return std::visit(Expectation{row}, row.slot(defaults));
}

boost::json::value json_value(const Row& row, const Settings& settings) {
    Settings copy = settings;  // a slot points into something that may change
    return std::visit(JsonValue{}, row.slot(copy));
}

std::string toml_value(const Row& row, const Settings& settings) {
    const auto value = json_value(row, settings);
    // A JSON text is also a TOML text, and so is a list of them; only the reals differ.
    if (value.is_double()) return real(value.as_double());
    return boost::json::serialize(value);
}

}  // namespace utter::config
