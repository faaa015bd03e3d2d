// A peer for the benchmark: uWebSockets sends every text frame to all clients by its own publish
// and subscribe. Built by bus.py against a checkout that its --uwebsockets names; not part of the
// build.

#include <App.h>

#include <cstdlib>
#include <iostream>

namespace {

struct PerSocket {};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: uws_broadcast PORT\n";
        return 2;
    }
    uWS::App app;
    app.ws<PerSocket>("/*",
                      {.compression = uWS::DISABLED,
                       .maxPayloadLength = 1024 * 1024,
                       .idleTimeout = 120,
                       .maxBackpressure = 64 * 1024 * 1024,
                       .open = [](auto* ws) { ws->subscribe("bus"); },
                       .message = [&app](auto*,
                                         std::string_view message,
                                         uWS::OpCode code) { app.publish("bus", message, code); }})
        .listen("127.0.0.1",
                std::atoi(argv[1]),
                [](auto* socket) {
                    if (socket == nullptr) std::exit(1);
                })
        .run();
}
