// The only place that knows valijson.
#define VALIJSON_USE_EXCEPTIONS 1  // or it ends the program where it could say what is wrong

#include "utter/tools/json_schema.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace utter::tools {
namespace {

constexpr std::size_t nodes_max = 10'000;   // once references are written out
constexpr std::size_t references_max = 16;  // one in another

constexpr auto refused = std::to_array<std::string_view>({"pattern",
                                                          "patternProperties",
                                                          "unevaluatedProperties",
                                                          "unevaluatedItems",
                                                          "dependentRequired",
                                                          "dependentSchemas",
                                                          "minContains",
                                                          "maxContains",
                                                          "prefixItems",
                                                          "$dynamicRef",
                                                          "$recursiveRef"});
constexpr auto maps_of_schemas = std::to_array<std::string_view>({"properties", "dependencies"});
constexpr auto schemas_or_lists = std::to_array<std::string_view>({"items",
                                                                   "additionalItems",
                                                                   "additionalProperties",
                                                                   "allOf",
                                                                   "anyOf",
                                                                   "oneOf",
                                                                   "not",
                                                                   "if",
                                                                   "then",
                                                                   "else",
                                                                   "contains",
                                                                   "propertyNames"});
// What is written out where it is referred to, or says nothing about values.
constexpr auto left_out =
    std::to_array<std::string_view>({"$defs", "definitions", "$id", "id", "$schema", "format"});

bool is_in(const auto& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

// Copies a schema with its references written out, which is also where it is bounded.
class Writer {
  public:
    explicit Writer(const json::object& root) : root_(root) {}

    Result<json::value> write(const json::value& schema, std::size_t references) {
        if (++nodes_ > nodes_max) return fail(ErrorCode::limit, "the schema is too large");
        const auto* object = schema.if_object();
        if (object == nullptr) return schema;  // true or false; the parser refuses the rest
        if (const auto* reference = object->if_contains("$ref")) {
            return follow(*reference, references + 1);
        }
        json::object out;
        for (const auto& [key, value] : *object) {
            if (is_in(left_out, key)) continue;
            if (is_in(refused, key)) {
                return fail(ErrorCode::unsupported,
                            "the schema's keyword '" + std::string(key) + "' is not supported");
            }
            auto written = write_part(key, value, references);
            if (!written) return written;
            out[key] = std::move(*written);
        }
        return json::value(std::move(out));
    }

  private:
    Result<json::value> write_part(std::string_view key,
                                   const json::value& value,
                                   std::size_t references) {
        if (is_in(maps_of_schemas, key) && value.is_object()) {
            json::object out;
            for (const auto& [name, schema] : value.get_object()) {
                auto written = write(schema, references);
                if (!written) return written;
                out[name] = std::move(*written);
            }
            return json::value(std::move(out));
        }
        if (!is_in(schemas_or_lists, key)) return value;
        if (!value.is_array()) return write(value, references);
        json::array out;
        for (const auto& schema : value.get_array()) {
            auto written = write(schema, references);
            if (!written) return written;
            out.push_back(std::move(*written));
        }
        return json::value(std::move(out));
    }

    Result<json::value> follow(const json::value& reference, std::size_t references) {
        const auto* target = reference.if_string();
        if (target == nullptr || !target->starts_with("#/")) {
            return fail(ErrorCode::unsupported, "the schema's '$ref' must point into itself");
        }
        if (references > references_max) {
            return fail(ErrorCode::unsupported, "the schema refers to itself in a circle");
        }
        boost::system::error_code error;
        const json::value root(root_);
        const auto* found = root.find_pointer(std::string_view(*target).substr(1), error);
        if (found == nullptr) {
            return fail(ErrorCode::malformed, "the schema's '$ref' points nowhere");
        }
        return write(*found, references);
    }

    const json::object& root_;
    std::size_t nodes_ = 0;
};

}  // namespace

struct JsonSchema::Compiled {
    valijson::Schema schema;
};

Result<JsonSchema> JsonSchema::compile(const json::object& schema) {
    const auto written = Writer(schema).write(schema, 0);
    if (!written) return std::unexpected(written.error());
    auto compiled = std::make_shared<Compiled>();
    try {
        const valijson::adapters::BoostJsonAdapter adapter(*written);
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        parser.populateSchema(adapter, compiled->schema);
    } catch (const std::exception& error) {
        return fail(ErrorCode::malformed, std::string("this is no JSON Schema: ") + error.what());
    }
    return JsonSchema(std::move(compiled));
}

Result<void> JsonSchema::check(const json::value& value) const {
    valijson::ValidationResults results;
    try {
        valijson::Validator validator;
        const valijson::adapters::BoostJsonAdapter adapter(value);
        if (validator.validate(compiled_->schema, adapter, &results)) return {};
    } catch (const std::exception& error) {
        return fail(ErrorCode::malformed, std::string("it cannot be checked: ") + error.what());
    }
    // The innermost reason comes first.
    valijson::ValidationResults::Error error;
    std::string reason = "it is not as its schema wants it";
    if (results.popError(error)) {
        reason = error.description;
        std::string where;
        for (const auto& part : error.context) where += part;
        if (where != "<root>") reason += " (at " + where + ")";
    }
    return fail(ErrorCode::malformed, std::move(reason));
}

}  // namespace utter::tools
