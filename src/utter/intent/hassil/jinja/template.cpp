#include "utter/intent/hassil/jinja/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "utter/intent/hassil/jinja/functions.hpp"
#include "utter/intent/hassil/jinja/syntax.hpp"
#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil::jinja {
namespace {

using Scope = std::map<std::string, Value, std::less<>>;

bool compare(const std::string& op, const Value& left, const Value& right) {
    if (op == "==") return equal(left, right);
    if (op == "!=") return !equal(left, right);
    if (op == "<") return less(left, right);
    if (op == ">") return less(right, left);
    if (op == "<=") return !less(right, left);
    if (op == ">=") return !less(left, right);
    return contains(right, left) == (op == "in");
}

Value arithmetic(const std::string& op, const Value& a, const Value& b) {
    if (op == "+" && a.text() != nullptr && b.text() != nullptr) return *a.text() + *b.text();
    if (op == "+" && a.list() != nullptr && b.list() != nullptr) {
        List out = *a.list();
        out.insert(out.end(), b.list()->begin(), b.list()->end());
        if (out.size() > value_size_max) throw JinjaFailure("a list grows too long");
        return out;
    }
    if (op == "*" && a.text() != nullptr && b.is_number()) {
        std::string out;
        for (auto n = b.integer(); n > 0 && !a.text()->empty(); --n) {
            out += *a.text();
            if (out.size() > value_size_max) throw JinjaFailure("a text grows too long");
        }
        return out;
    }
    const double left = a.number();
    const double right = b.number();
    const bool whole = !a.is_float() && !b.is_float();
    if ((op == "/" || op == "//" || op == "%") && right == 0)
        throw JinjaFailure("a division by zero");
    double result = 0;
    if (op == "+") result = left + right;
    if (op == "-") result = left - right;
    if (op == "*") result = left * right;
    if (op == "/") return left / right;
    if (op == "//") result = std::floor(left / right);
    if (op == "%") result = left - std::floor(left / right) * right;
    if (op == "**") result = std::pow(left, right);
    if (!whole || (op == "**" && right < 0)) return result;
    if (!(std::abs(result) <= 9e15)) throw JinjaFailure("a number grows too large");
    return static_cast<std::int64_t>(result);
}

class Renderer {
  public:
    explicit Renderer(const Value& values) {
        scopes_.emplace_back();
        for (const auto& [name, value] : *values.dict()) scopes_.front()[to_text(name)] = value;
        scopes_.front()["range"] = Callable(range);
        scopes_.front()["dict"] = Dict{};  // for dict.fromkeys()
    }

    std::string run(const Body& body) {
        std::string out;
        render(body, out);
        return out;
    }

  private:
    // Counts how deep the renderer is in itself, and how much it has done.
    class Step {
      public:
        explicit Step(Renderer& renderer) : depth_(renderer.depth_) {
            if (++renderer.steps_ > render_steps_max) throw JinjaFailure("takes too many steps");
            if (++depth_ > render_depth_max) {
                --depth_;
                throw JinjaFailure("nested too deeply");
            }
        }
        ~Step() { --depth_; }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

      private:
        std::size_t& depth_;
    };

    static Value range(const Args& args) {
        if (args.empty() || args.size() > 3) throw JinjaFailure("range takes one to three numbers");
        const auto from = args.size() == 1 ? 0 : args[0].integer();
        const auto to = args.size() == 1 ? args[0].integer() : args[1].integer();
        const auto by = args.size() == 3 ? args[2].integer() : 1;
        if (by == 0) throw JinjaFailure("range cannot step by 0");
        List out;
        for (auto i = from; by > 0 ? i < to : i > to; i += by) {
            if (out.size() >= value_size_max) throw JinjaFailure("a list grows too long");
            out.emplace_back(i);
        }
        return out;
    }

    void append(std::string& out, std::string_view text) {
        written_ += text.size();
        if (written_ > render_bytes_max) throw JinjaFailure("writes too much");
        out += text;
    }

    void render(const Body& body, std::string& out) {
        for (const auto& statement : body) render(statement, out);
    }

    void render(const Statement& statement, std::string& out) {
        const Step step(*this);
        switch (statement.kind) {
            case Statement::Kind::text:
                append(out, statement.text);
                break;
            case Statement::Kind::output:
                append(out, to_text(evaluate(*statement.expression)));
                break;
            case Statement::Kind::branch:
                for (const auto& [condition, body] : statement.arms) {
                    if (condition != nullptr && !is_true(evaluate(*condition))) continue;
                    render(body, out);
                    break;
                }
                break;
            case Statement::Kind::loop:
                loop(statement, out);
                break;
            case Statement::Kind::set:
                set(statement);
                break;
            case Statement::Kind::macro:
                scopes_.back()[statement.text] = macro(statement);
                break;
        }
    }

    void loop(const Statement& statement, std::string& out) {
        List items;
        for (auto& item : items_of(evaluate(*statement.expression))) {
            if (statement.condition != nullptr) {
                scopes_.emplace_back();
                assign(statement.targets, item);
                const bool wanted = is_true(evaluate(*statement.condition));
                scopes_.pop_back();
                if (!wanted) continue;
            }
            items.push_back(std::move(item));
        }
        const auto size = static_cast<std::int64_t>(items.size());
        for (std::int64_t i = 0; i < size; ++i) {
            const Step step(*this);
            scopes_.emplace_back();
            scopes_.back()["loop"] = Dict{{"index", i + 1},
                                          {"index0", i},
                                          {"revindex", size - i},
                                          {"first", i == 0},
                                          {"last", i + 1 == size},
                                          {"length", size}};
            assign(statement.targets, items[static_cast<std::size_t>(i)]);
            render(statement.body, out);
            scopes_.pop_back();
        }
        if (size == 0) render(statement.otherwise, out);
    }

    void set(const Statement& statement) {
        Value value;
        if (statement.expression != nullptr) {
            value = evaluate(*statement.expression);
        } else {
            std::string text;
            render(statement.body, text);
            value = std::move(text);
        }
        assign(statement.targets, value);
    }

    void assign(const std::vector<std::string>& targets, const Value& value) {
        if (targets.size() > 1) {
            const auto items = items_of(value);
            if (items.size() != targets.size())
                throw JinjaFailure("as many values as names are needed");
            for (std::size_t i = 0; i < items.size(); ++i) assign({targets[i]}, items[i]);
            return;
        }
        const auto& target = targets.front();
        const auto dot = target.find('.');
        if (dot == std::string::npos) {
            scopes_.back()[target] = value;
        } else {
            auto object = lookup(target.substr(0, dot));
            set_member(object, target.substr(dot + 1), value);
        }
    }

    Value macro(const Statement& statement) {
        return Callable([this, &statement](const Args& args) {
            std::string out;
            // A macro sees what the template defines, not what its caller does.
            std::vector<Scope> outer(scopes_.begin() + 1, scopes_.end());
            scopes_.resize(1);
            scopes_.emplace_back();
            for (std::size_t i = 0; i < statement.parameters.size(); ++i) {
                const auto& [name, preset] = statement.parameters[i];
                scopes_.back()[name] = i < args.size()     ? args[i]
                                       : preset != nullptr ? evaluate(*preset)
                                                           : Value();
            }
            render(statement.body, out);
            scopes_.resize(1);
            scopes_.insert(scopes_.end(), outer.begin(), outer.end());
            return Value(std::move(out));
        });
    }

    Value lookup(const std::string& name) const {
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
            if (const auto found = scope->find(name); found != scope->end()) return found->second;
        }
        return {};
    }

    Value evaluate(const Node& node) {
        const Step step(*this);
        switch (node.kind) {
            case Node::Kind::constant:
                return node.value;
            case Node::Kind::name:
                return lookup(node.text);
            case Node::Kind::list: {
                List out;
                for (const auto& item : node.items) out.push_back(evaluate(*item));
                return out;
            }
            case Node::Kind::dict: {
                Value out = Dict{};
                for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
                    auto key = evaluate(*node.items[i]);
                    set_member(out, key, evaluate(*node.items[i + 1]));
                }
                return out;
            }
            case Node::Kind::attribute:
                return attribute(evaluate(*node.items[0]), node.text);
            case Node::Kind::index:
                return index(evaluate(*node.items[0]), evaluate(*node.items[1]));
            case Node::Kind::slice:
                return slice(node);
            case Node::Kind::call:
                return call(node);
            case Node::Kind::filter: {
                const auto value = evaluate(*node.items[0]);
                return apply_filter(node.text, value, arguments(node));
            }
            case Node::Kind::test: {
                const auto value = evaluate(*node.items[0]);
                return apply_test(node.text, value, arguments(node).args);
            }
            case Node::Kind::negative: {
                const auto value = evaluate(*node.items[0]);
                return value.is_float() ? Value(-value.number()) : Value(-value.integer());
            }
            case Node::Kind::negation:
                return !is_true(evaluate(*node.items[0]));
            case Node::Kind::binary:
                return binary(node);
            case Node::Kind::comparison: {
                auto left = evaluate(*node.items[0]);
                for (std::size_t i = 0; i < node.ops.size(); ++i) {
                    auto right = evaluate(*node.items[i + 1]);
                    if (!compare(node.ops[i], left, right)) return false;
                    left = std::move(right);
                }
                return true;
            }
            case Node::Kind::choice:
                if (is_true(evaluate(*node.items[1]))) return evaluate(*node.items[0]);
                return node.items[2] == nullptr ? Value() : evaluate(*node.items[2]);
        }
        return {};
    }

    static Value attribute(const Value& value, const std::string& name) {
        if (value.is_undefined())
            throw JinjaFailure(fmt::format("something without a value has no '{}'", name));
        return member(value, name);
    }

    static Value index(const Value& value, const Value& key) {
        if (value.is_undefined()) throw JinjaFailure("something without a value has no items");
        if (value.dict() != nullptr) return member(value, key);
        if (!key.is_number()) return {};
        const auto items = items_of(value);
        auto at = key.integer();
        if (at < 0) at += static_cast<std::int64_t>(items.size());
        if (at < 0 || at >= static_cast<std::int64_t>(items.size())) return {};
        return items[static_cast<std::size_t>(at)];
    }

    Value slice(const Node& node) {
        const auto value = evaluate(*node.items[0]);
        const auto items = items_of(value);
        const auto size = static_cast<std::int64_t>(items.size());
        const auto bound = [&](const NodePtr& part, std::int64_t preset) {
            if (part == nullptr) return preset;
            const auto given = evaluate(*part);
            if (given.is_none()) return preset;
            const auto at = given.integer();
            return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
        };
        if (node.items[3] != nullptr && evaluate(*node.items[3]).integer() != 1) {
            throw JinjaFailure("a slice takes every item");
        }
        const auto from = bound(node.items[1], 0);
        const auto to = bound(node.items[2], size);
        List out;
        for (auto i = from; i < to; ++i) out.push_back(items[static_cast<std::size_t>(i)]);
        if (value.text() == nullptr) return out;
        return apply_filter("join", out, {});
    }

    Call arguments(const Node& node) {
        Call out;
        for (std::size_t i = 1; i < node.items.size(); ++i)
            out.args.push_back(evaluate(*node.items[i]));
        for (const auto& [name, value] : node.keywords)
            out.keywords.emplace_back(name, evaluate(*value));
        return out;
    }

    Value call(const Node& node) {
        const Node& callee = *node.items[0];
        if (callee.kind == Node::Kind::name &&
            (callee.text == "namespace" || callee.text == "dict")) {
            Dict out;
            for (const auto& [name, value] : node.keywords)
                out.emplace_back(name, evaluate(*value));
            return out;
        }
        Value target;
        if (callee.kind == Node::Kind::attribute) {
            const auto object = evaluate(*callee.items[0]);
            const auto given = arguments(node);
            if (auto result = call_method(object, callee.text, given)) return *result;
            target = attribute(object, callee.text);
            if (target.callable() != nullptr) return (*target.callable())(given.args);
        } else {
            target = evaluate(callee);
            if (target.callable() != nullptr) {
                const auto function = *target.callable();
                return function(arguments(node).args);
            }
        }
        throw JinjaFailure(fmt::format("'{}' cannot be called", callee.text));
    }

    Value binary(const Node& node) {
        const auto left = evaluate(*node.items[0]);
        if (node.text == "and") return is_true(left) ? evaluate(*node.items[1]) : left;
        if (node.text == "or") return is_true(left) ? left : evaluate(*node.items[1]);
        const auto right = evaluate(*node.items[1]);
        if (node.text == "~") {
            auto out = to_text(left) + to_text(right);
            if (out.size() > value_size_max) throw JinjaFailure("a text grows too long");
            return out;
        }
        return arithmetic(node.text, left, right);
    }

    std::vector<Scope> scopes_;
    std::size_t steps_ = 0;
    std::size_t depth_ = 0;
    std::size_t written_ = 0;
};

}  // namespace

struct Template::Tree {
    Body body;
};

Result<Template> Template::parse(std::string_view text) {
    auto body = parse_template(text);
    if (!body) return std::unexpected(body.error());
    Template out;
    out.tree_ = std::make_shared<const Tree>(Tree{std::move(*body)});
    return out;
}

Result<std::string> Template::render(const Value& values) const {
    if (values.dict() == nullptr)
        return fail(ErrorCode::invalid_argument, "an answer is rendered with a dict");
    try {
        return Renderer(values).run(tree_->body);
    } catch (const JinjaFailure& failure) {
        return fail(ErrorCode::malformed, failure.what());
    }
}

}  // namespace utter::intent::hassil::jinja
