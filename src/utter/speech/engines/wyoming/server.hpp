#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/speech/engines/wyoming/address.hpp"
#include "utter/speech/engines/wyoming/connection.hpp"
#include "utter/speech/engines/wyoming/speech_session.hpp"

namespace utter::speech::wyoming {

struct ServerSettings {
    Address address;                    ///< port 0: any free one
    std::size_t connections_max = 16;   ///< more are told so and closed
    std::chrono::seconds idle_max{60};  ///< a client that neither talks nor listens so long goes
};

/// Serves Wyoming clients, each on a thread of its own.
class Server {
  public:
    /// Listens and begins to accept. A socket's file that nobody listens on any more is replaced.
    /// @param offer outlives the server
    /// @return io, naming the address, when it cannot be listened on
    [[nodiscard]] static Result<std::unique_ptr<Server>> open(ServerSettings settings,
                                                              SpeechOffer& offer);
    /// Closes every connection and waits for what is being heard or spoken now.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;

    /// Where it listens, as clients write it.
    [[nodiscard]] std::string url() const;

  private:
    struct Client {
        int descriptor = -1;
        bool done = false;
        std::thread thread;
    };

    Server(ServerSettings settings, SpeechOffer& offer, int listener);

    void accept_all();
    void serve(Client& client);
    void forget_done();

    ServerSettings settings_;
    SpeechOffer& offer_;
    int listener_;
    std::mutex mutex_;
    std::list<Client> clients_;  // guarded
    std::thread acceptor_;
};

}  // namespace utter::speech::wyoming
