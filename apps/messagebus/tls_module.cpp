#include "tls_module.hpp"

#include <utility>

#include "utter/bus/tls.hpp"

namespace utter::app {
namespace {

Result<void> add_to_server(bus::BusServerSettings& settings,
                           const std::string& certificate_file,
                           const std::string& key_file) {
    auto context = bus::TlsContext::server(certificate_file, key_file);
    if (!context) return std::unexpected(context.error());
    settings.make_tls = [context = std::move(*context)](int descriptor) {
        return context.wrap(descriptor, {});
    };
    return {};
}

}  // namespace
}  // namespace utter::app

extern "C" const utter::app::TlsModule utter_tls;
const utter::app::TlsModule utter_tls{&utter::bus::add_tls, &utter::app::add_to_server};
