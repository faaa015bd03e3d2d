#include "key_verbs.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "exit_code.hpp"
#include "utter/bus/access.hpp"
#include "utter/core/json.hpp"

namespace utter::app {
namespace {

constexpr std::string_view reload_hint =
    "a bus that is running takes it over on SIGHUP: pkill -HUP -f 'utter (run|service bus)'\n";

int failed(const Error& error, int code = exit_failed) {
    std::cerr << "utter key: " << error.detail << '\n';
    return code;
}

Result<std::string> file_of(const Program& program, const KeyOptions& options) {
    if (!options.file.empty()) return options.file;
    if (!program.settings.bus.keys_file.empty()) return program.settings.bus.keys_file;
    return fail(ErrorCode::invalid_argument,
                "there is no key file: set bus.keys_file, or name one with --file");
}

}  // namespace

int new_key(const Program& program, const KeyOptions& options) {
    const auto file = file_of(program, options);
    if (!file) return failed(file.error(), exit_usage);
    if (!options.role.empty() && !program.settings.bus.roles.contains(options.role)) {
        return failed({ErrorCode::invalid_argument,
                       "bus.roles has no role '" + options.role + "'; define it first"},
                      exit_usage);
    }
    const bus::ApiKey key{bus::make_key(), options.name, options.role};
    if (const auto added = bus::add_key(*file, key); !added) return failed(added.error());
    if (program.json) {
        std::cout << json::serialize(
                         json::object{{"key", key.secret}, {"name", key.name}, {"role", key.role}})
                  << '\n';
    } else {
        std::cout << key.secret << '\n';
    }
    std::cerr << "added to " << *file << "; it is not shown again\n" << reload_hint;
    return exit_ok;
}

int list_keys(const Program& program, const KeyOptions& options) {
    const auto file = file_of(program, options);
    if (!file) return failed(file.error(), exit_usage);
    const auto keys = bus::read_keys(*file);
    if (!keys) return failed(keys.error());
    if (program.json) {
        json::array list;
        for (const auto& key : *keys) {
            list.push_back(json::object{{"name", key.name}, {"role", key.role}});
        }
        std::cout << json::serialize(list) << '\n';
        return exit_ok;
    }
    for (const auto& key : *keys) {
        std::cout << (key.name.empty() ? "(unnamed)" : key.name) << '\t'
                  << (key.role.empty() ? "(everything)" : key.role) << '\n';
    }
    return exit_ok;
}

int revoke_key(const Program& program, const KeyOptions& options) {
    const auto file = file_of(program, options);
    if (!file) return failed(file.error(), exit_usage);
    if (const auto removed = bus::remove_key(*file, options.name); !removed) {
        return failed(removed.error());
    }
    std::cerr << "removed '" << options.name << "' from " << *file << '\n' << reload_hint;
    return exit_ok;
}

}  // namespace utter::app
