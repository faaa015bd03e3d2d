#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/http/blocking.hpp"
#include "utter/http/transport.hpp"

namespace utter::speech {

/// Which OpenAI-compatible service an engine uses and how.
struct OpenaiSettings {
    std::string url;       ///< up to and without "/audio/": "https://api.openai.com/v1"
    std::string key_file;  ///< file whose first word is the key, read for each request; empty: none
    std::string model;
    std::vector<std::string>
        languages;  ///< BCP-47, what the model can; empty: not known to lack any
    http::Timeouts timeouts;
};

}  // namespace utter::speech

namespace utter::speech::openai {

/// Why a service did not do what it was asked for.
struct Refusal {
    int status = 0;
    std::string text;   ///< the server's own, short and without the key; may be empty
    std::string field;  ///< of the request, which the server blames; empty: it names none
};

/// Reads the body of a response that is no success: OpenAI's `error`, FastAPI's `detail`, or any
/// text. @param key is taken out of it
[[nodiscard]] Refusal read_refusal(const http::Answer& answer, std::string_view key);

/// The service an engine talks to. Thread-safe; requests do not wait for each other.
class Service {
  public:
    /// @param section the settings' section, "stt.openai", for the errors
    /// @param transport null: there is no HTTP here
    Service(OpenaiSettings settings,
            std::string section,
            std::unique_ptr<http::Transport> transport);

    [[nodiscard]] const OpenaiSettings& settings() const { return settings_; }

    /// Whether the service answers and takes the key, asked by GET /models within the time for
    /// connecting; a server that has no such list is there all the same.
    [[nodiscard]] Result<void> check() const;

    /// @return unsupported, naming the language, for one that the settings do not list
    [[nodiscard]] Result<void> check_language(std::string_view lang) const;

    /// One POST, begun. @param path after the URL: "/audio/speech"
    struct Begun {
        std::unique_ptr<http::BlockingExchange> exchange;
        std::string key;
    };
    [[nodiscard]] Result<Begun> post(std::string_view path,
                                     const std::string& content_type,
                                     std::string body,
                                     std::uint64_t response_bytes_max) const;

    /// The error with the service's name and the setting that names it.
    [[nodiscard]] std::unexpected<Error> failure(const Error& error) const;
    [[nodiscard]] std::unexpected<Error> failure(ErrorCode code, std::string_view text) const;
    [[nodiscard]] std::unexpected<Error> failure(const Refusal& refusal) const;

  private:
    [[nodiscard]] Result<http::Request> request(std::string_view path, std::string& key) const;

    OpenaiSettings settings_;
    std::string section_;
    std::unique_ptr<http::Transport> transport_;
};

/// Takes the rest of a response whose head was no success.
[[nodiscard]] Result<Refusal> take_refusal(Service::Begun& begun, http::Head head);

/// The language as ISO 639 has it, which the services want: "en" for "en-US".
[[nodiscard]] std::string primary_language(std::string_view lang);

}  // namespace utter::speech::openai
