#include "tls_module.hpp"

#include <utility>

#include "utter/bus/tls.hpp"

namespace utter::app {
namespace {

Result<bus::MakeTransport> serve(const std::string& certificate_file, const std::string& key_file) {
    auto context = bus::TlsContext::server(certificate_file, key_file);
    if (!context) return std::unexpected(context.error());
    return [context = std::move(*context)](int descriptor) { return context.wrap(descriptor, {}); };
}

}  // namespace
}  // namespace utter::app

extern "C" const utter::app::TlsModule utter_tls;
const utter::app::TlsModule utter_tls{&utter::bus::add_tls, &utter::app::serve};
