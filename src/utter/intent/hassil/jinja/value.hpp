#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "utter/core/json.hpp"

/// Values of the Jinja2 subset that answers are written in, with Python's meaning of equality,
/// truth and text. Internal to the evaluator: failures are thrown as JinjaFailure and caught in
/// `Template::render`.
namespace utter::intent::hassil::jinja {

struct JinjaFailure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Value;
using Args = std::vector<Value>;
using List = std::vector<Value>;
using Dict = std::vector<std::pair<Value, Value>>;
using Callable = std::function<Value(const Args&)>;

struct Undefined {
    friend bool operator==(const Undefined&, const Undefined&) = default;
};
struct None {
    friend bool operator==(const None&, const None&) = default;
};

/// Lists, dicts and callables are shared, as in Python.
struct Value {
    std::variant<Undefined,
                 None,
                 bool,
                 std::int64_t,
                 double,
                 std::string,
                 std::shared_ptr<List>,
                 std::shared_ptr<Dict>,
                 std::shared_ptr<Callable>>
        data;

    Value() = default;
    Value(None none) : data(none) {}
    Value(bool truth) : data(truth) {}
    Value(std::int64_t number) : data(number) {}
    Value(double number) : data(number) {}
    Value(std::string text) : data(std::move(text)) {}
    Value(const char* text) : data(std::string(text)) {}
    Value(List items) : data(std::make_shared<List>(std::move(items))) {}
    Value(Dict members) : data(std::make_shared<Dict>(std::move(members))) {}
    Value(Callable callable) : data(std::make_shared<Callable>(std::move(callable))) {}

    [[nodiscard]] bool is_undefined() const noexcept { return data.index() == 0; }
    [[nodiscard]] bool is_none() const noexcept { return data.index() == 1; }
    [[nodiscard]] bool is_number() const noexcept { return data.index() >= 2 && data.index() <= 4; }
    [[nodiscard]] bool is_float() const noexcept { return data.index() == 4; }
    [[nodiscard]] const std::string* text() const noexcept {
        return std::get_if<std::string>(&data);
    }
    [[nodiscard]] List* list() const noexcept;
    [[nodiscard]] Dict* dict() const noexcept;
    [[nodiscard]] const Callable* callable() const noexcept;
    /// Of a number, truth values included. @throws JinjaFailure
    [[nodiscard]] double number() const;
    [[nodiscard]] std::int64_t integer() const;
};

[[nodiscard]] bool is_true(const Value& value) noexcept;
[[nodiscard]] bool equal(const Value& a, const Value& b);
/// @throws JinjaFailure when the two have no order
[[nodiscard]] bool less(const Value& a, const Value& b);
/// As `str()` would write it; `quoted` as `repr()` would.
[[nodiscard]] std::string to_text(const Value& value, bool quoted = false);
[[nodiscard]] bool contains(const Value& container, const Value& item);
/// The member of a dict; undefined when there is none.
[[nodiscard]] Value member(const Value& value, const Value& key);
void set_member(Value& dict, const Value& key, Value value);
/// Items of a list, keys of a dict, characters of a text; undefined has none. @throws JinjaFailure
[[nodiscard]] List items_of(const Value& value);
[[nodiscard]] std::size_t length(const Value& value);

[[nodiscard]] Value from_json(const json::value& value);

}  // namespace utter::intent::hassil::jinja
