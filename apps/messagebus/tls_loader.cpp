#include "module_loader.hpp"
#include "tls_module.hpp"

namespace utter::app {

Result<const TlsModule*> load_tls() {
    const auto found = load_module("tls", "utter_tls");
    if (!found) {
        return fail(ErrorCode::unsupported,
                    "TLS is not part of this installation: " + found.error().detail);
    }
    return static_cast<const TlsModule*>(*found);
}

Result<bus::MakeTransport> server_tls(const std::string& certificate_file,
                                      const std::string& key_file) {
    if (certificate_file.empty()) return bus::MakeTransport();
    const auto tls = load_tls();
    if (!tls) return std::unexpected(tls.error());
    return (*tls)->serve(certificate_file, key_file);
}

}  // namespace utter::app
