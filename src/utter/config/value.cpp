#include "utter/config/value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <optional>

#include "utter/config/units.hpp"

namespace utter::config {
namespace {

bool inside(const Range& range, double value) {
    return value >= range.min && value <= range.max;
}

template <class T>
std::optional<T> number_in(std::string_view text) {
    T value{};
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
    return value;
}

// One overload per slot type: takes the value if it is of the right kind and in range.
struct Assign {
    const Row& row;
    const FileValue& value;

    bool operator()(bool* slot) const {
        const auto* given = std::get_if<bool>(&value);
        if (given != nullptr) *slot = *given;
        return given != nullptr;
    }

    template <std::unsigned_integral T>
        requires(sizeof(T) < sizeof(std::size_t))
    bool operator()(T* slot) const {
        const auto* given = std::get_if<std::int64_t>(&value);
        if (given == nullptr || !inside(row.range, static_cast<double>(*given))) return false;
        *slot = static_cast<T>(*given);
        return true;
    }

    bool operator()(std::size_t* slot) const {
        std::optional<std::uint64_t> bytes;
        if (const auto* text = std::get_if<std::string>(&value)) bytes = parse_size(*text);
        if (const auto* given = std::get_if<std::int64_t>(&value);
            given != nullptr && *given >= 0) {
            bytes = static_cast<std::uint64_t>(*given);
        }
        if (!bytes || !inside(row.range, static_cast<double>(*bytes))) return false;
        *slot = *bytes;
        return true;
    }

    bool operator()(double* slot) const {
        double given = std::nan("");
        if (const auto* real = std::get_if<double>(&value)) given = *real;
        if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            given = static_cast<double>(*whole);
        }
        // Not-a-number is inside nothing.
        if (!inside(row.range, given)) return false;
        *slot = given;
        return true;
    }

    bool operator()(std::chrono::milliseconds* slot) const {
        const auto* text = std::get_if<std::string>(&value);
        const auto duration = text == nullptr ? std::nullopt : parse_duration(*text);
        if (!duration || !inside(row.range, static_cast<double>(duration->count()))) return false;
        *slot = *duration;
        return true;
    }

    bool operator()(std::string* slot) const {
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr || !row.rule->accepts(*text)) return false;
        *slot = *text;
        return true;
    }

    bool operator()(std::vector<std::string>* slot) const {
        const auto* list = std::get_if<std::vector<std::string>>(&value);
        if (list == nullptr || !inside(row.range, static_cast<double>(list->size()))) return false;
        if (!std::ranges::all_of(*list, row.rule->accepts)) return false;
        *slot = *list;
        return true;
    }

    bool operator()(Names* slot) const {
        const auto* one = std::get_if<std::string>(&value);
        const FileValue list = one == nullptr ? value : FileValue(std::vector<std::string>{*one});
        return Assign{row, list}(&slot->list);
    }

    bool operator()(log::Level* slot) const {
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr) return false;
        const auto level = log::parse_level(*text);
        if (level) *slot = *level;
        return level.has_value();
    }
};

// One overload per slot type: what a variable's or flag's text means for it.
struct FromText {
    std::string_view text;

    FileValue operator()(const bool*) const {
        if (text == "true" || text == "1") return true;
        if (text == "false" || text == "0") return false;
        return {};
    }

    template <std::unsigned_integral T>
    FileValue operator()(const T*) const {
        if (const auto whole = number_in<std::int64_t>(text)) return *whole;
        return std::string(text);  // a size with its unit; refused for the others
    }

    FileValue operator()(const double*) const {
        const auto real = number_in<double>(text);
        return real ? FileValue(*real) : FileValue();
    }

    FileValue operator()(const std::vector<std::string>*) const {
        std::vector<std::string> list;
        auto rest = text;
        while (!rest.empty()) {
            const auto comma = rest.find(',');
            list.emplace_back(rest.substr(0, comma));
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
            if (rest.empty()) list.emplace_back();  // a trailing comma is a mistake, not nothing
        }
        return list;
    }

    FileValue operator()(const Names* slot) const { return (*this)(&slot->list); }

    template <class T>
    FileValue operator()(const T*) const {
        return std::string(text);
    }
};

}  // namespace

bool assign(const Row& row, Settings& settings, const FileValue& value) {
    return std::visit(Assign{row, value}, row.slot(settings));
}

bool assign_text(const Row& row, Settings& settings, std::string_view text) {
    const auto slot = row.slot(settings);
    const FileValue value =
        std::visit([text](const auto* target) { return FromText{text}(target); }, slot);
    return assign(row, settings, value);
}

}  // namespace utter::config
