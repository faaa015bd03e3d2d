#include "bus_settings.hpp"

#include "tls_module.hpp"

#include <pwd.h>

#include <charconv>
#include <fstream>
#include <utility>

namespace utter::app {
namespace {

Result<uid_t> find_user(const std::string& name) {
    uid_t number = 0;
    const auto [end, status] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (status == std::errc{} && end == name.data() + name.size()) return number;
    const auto* user = ::getpwnam(name.c_str());  // NOLINT(concurrency-mt-unsafe): at start only
    if (user == nullptr) {
        return fail(ErrorCode::invalid_argument,
                    "bus.socket_users names '" + name + "', and there is no such user");
    }
    return user->pw_uid;
}

std::optional<std::vector<TopicFilter>> filters(
    const std::optional<std::vector<std::string>>& topics) {
    if (!topics) return std::nullopt;
    return std::vector<TopicFilter>(topics->begin(), topics->end());
}

}  // namespace

Result<bus::BusServerSettings> bus_server_settings(const config::BusSettings& config) {
    bus::BusServerSettings settings;
    settings.host = config.host == "localhost" ? "127.0.0.1" : config.host;
    settings.port = config.port;
    settings.socket = config.socket;
    for (const auto& name : config.socket_users) {
        auto user = find_user(name);
        if (!user) return std::unexpected(user.error());
        settings.socket_users.push_back(*user);
    }
    settings.keys_file = config.keys_file;
    for (const auto& [name, role] : config.roles) {
        settings.roles[name] =
            std::make_shared<const bus::Role>(bus::Role{filters(role.publish), filters(role.see)});
    }
    settings.origins = config.origins;
    auto tls = server_tls(config.tls_certificate, config.tls_key);
    if (!tls) return std::unexpected(tls.error());
    settings.make_tls = std::move(*tls);
    settings.frame_bytes_max = config.frame_max_bytes;
    settings.client_queue_bytes_max = config.client_queue_max_bytes;
    settings.clients_max = config.clients_max;
    return settings;
}

Result<bus::BusClientSettings> bus_client_settings(const config::BusSettings& config) {
    bus::BusClientSettings settings;
    settings.url = config.effective_url();
    settings.frame_bytes_max = config.frame_max_bytes;
    settings.ca_file = config.ca_file;
    if (!config.key_file.empty() && !(std::ifstream(config.key_file) >> settings.key)) {
        return fail(ErrorCode::io, "bus.key_file: cannot read a key from " + config.key_file);
    }
    if (settings.url.starts_with("wss://")) {
        const auto tls = load_tls();
        if (!tls) return std::unexpected(tls.error());
        if (auto added = (*tls)->add_to_client(settings); !added) {
            return std::unexpected(added.error());
        }
    }
    return settings;
}

std::string bus_address(const config::BusSettings& config, std::uint16_t port) {
    return (config.tls_certificate.empty() ? "ws://" : "wss://") + config.host + ":" +
           std::to_string(port) + "/core";
}

}  // namespace utter::app
