// The only place that knows libcurl. Its multi interface runs on one thread; what others want of it
// goes through a queue under a lock.
#include "utter/http/curl_transport.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

namespace utter::http {
namespace {

constexpr int first_final_status = 200;  // below are 1xx, of which several may precede it
constexpr int poll_longest_ms = 60'000;  // libcurl shortens it to its own next timer

using EasyHandle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

Fault fault_of(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_CONNECT:
            return Fault::not_reached;
        case CURLE_OPERATION_TIMEDOUT:  // only connecting has a time limit of libcurl's
            return Fault::connect_timed_out;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            return Fault::not_trusted;
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return Fault::unusable;
        default:
            return Fault::broken_off;
    }
}

// One request as libcurl's thread has it.
class Transfer {
  public:
    Transfer(Request request, std::function<void(Event)> on_event)
        : request_(std::move(request)),
          on_event_(std::move(on_event)),
          easy_(curl_easy_init(), &curl_easy_cleanup),
          headers_(nullptr, &curl_slist_free_all) {
        if (!easy_) throw std::runtime_error("libcurl gave no handle");
        // Without this libcurl waits for leave to send a body.
        request_.headers.emplace_back("Expect:");
        for (const auto& header : request_.headers) {
            // libcurl returns the list's head, which is the one it was given but for the first.
            headers_.reset(curl_slist_append(headers_.release(), header.c_str()));
        }
        set(CURLOPT_URL, request_.url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        if (request_.body) {
            set(CURLOPT_POST, 1L);
            set(CURLOPT_POSTFIELDS, request_.body->data());
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body->size()));
        }
        if (request_.redirects_max > 0) {
            set(CURLOPT_FOLLOWLOCATION, 1L);
            set(CURLOPT_MAXREDIRS, static_cast<long>(request_.redirects_max));
            const bool secure = request_.url.starts_with("https:");
            set(CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
        }
        set(CURLOPT_HTTPHEADER, headers_.get());
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout.count()));
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
        set(CURLOPT_WRITEDATA, this);
    }

    [[nodiscard]] CURL* easy() const noexcept { return easy_.get(); }

    void finish(CURLcode code) {
        if (too_large_) {
            on_event_(Failure{Fault::too_large, "the response is larger than allowed"});
        } else if (code == CURLE_OK) {
            if (!head_sent_) send_head();
            on_event_(End{});
        } else {
            on_event_(Failure{fault_of(code), curl_easy_strerror(code)});
        }
    }

  private:
    template <class T>
    void set(CURLoption option, T value) {
        if (const auto code = curl_easy_setopt(easy_.get(), option, value); code != CURLE_OK) {
            throw std::runtime_error(curl_easy_strerror(code));
        }
    }

    [[nodiscard]] std::string header(const char* name) const {
        curl_header* found = nullptr;
        if (curl_easy_header(easy_.get(), name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK)
            return {};
        return found->value;
    }

    [[nodiscard]] std::string content_type() const {
        auto type = header("Content-Type");
        type.resize(std::min(type.find_first_of("; \t"), type.size()));
        for (char& c : type) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return type;
    }

    void send_head() {
        long status = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        if (status < first_final_status) return;
        Head head{.status = static_cast<int>(status),
                  .content_type = content_type(),
                  .content_range = header("Content-Range")};
        curl_off_t retry_after = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RETRY_AFTER, &retry_after);
        if (retry_after > 0) head.retry_after = std::chrono::seconds(retry_after);
        curl_off_t content_bytes = -1;
        curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &content_bytes);
        if (content_bytes >= 0) head.content_bytes = static_cast<std::uint64_t>(content_bytes);
        head_sent_ = true;
        on_event_(std::move(head));
    }

    // Whether the head is one that libcurl goes on from.
    [[nodiscard]] bool is_followed() const {
        long status = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        return request_.redirects_max > 0 && status >= 300 && status < 400;
    }

    // Called once for each header line; an empty one ends the head.
    static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self) {
        const std::string_view line(data, size);
        auto& transfer = *static_cast<Transfer*>(self);
        if ((line == "\r\n" || line == "\n") && !transfer.head_sent_ && !transfer.is_followed()) {
            transfer.send_head();
        }
        return size;
    }

    static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        if (!transfer.head_sent_) transfer.send_head();  // a redirect that leads nowhere
        transfer.received_bytes_ += size;
        if (transfer.received_bytes_ > transfer.request_.response_bytes_max) {
            transfer.too_large_ = true;
            return 0;  // ends the transfer
        }
        transfer.on_event_(std::string(data, size));
        return size;
    }

    Request request_;
    std::function<void(Event)> on_event_;
    EasyHandle easy_;
    HeaderList headers_;
    std::uint64_t received_bytes_ = 0;
    bool head_sent_ = false;
    bool too_large_ = false;
};

class CurlThread {
  public:
    CurlThread() : multi_(curl_multi_init()) {
        if (multi_ == nullptr) throw std::runtime_error("libcurl gave no multi handle");
        thread_ = std::thread([this] { run(); });
    }
    ~CurlThread() {
        stopping_ = true;
        curl_multi_wakeup(multi_);
        thread_.join();
        curl_multi_cleanup(multi_);
    }
    CurlThread(const CurlThread&) = delete;
    CurlThread& operator=(const CurlThread&) = delete;
    CurlThread(CurlThread&&) = delete;
    CurlThread& operator=(CurlThread&&) = delete;

    void start(std::uint64_t id, std::unique_ptr<Transfer> transfer) {
        command({id, std::move(transfer)});
    }
    /// Closes the transfer's connection, if it is still open.
    void end(std::uint64_t id) { command({id, nullptr}); }

  private:
    using Command = std::pair<std::uint64_t, std::unique_ptr<Transfer>>;  // null: end it

    void command(Command wanted) {
        {
            const std::lock_guard lock(mutex_);
            commands_.push_back(std::move(wanted));
        }
        curl_multi_wakeup(multi_);
    }

    void run() {
        while (!stopping_) {
            obey();
            int running = 0;
            curl_multi_perform(multi_, &running);
            collect();
            curl_multi_poll(multi_, nullptr, 0, poll_longest_ms, nullptr);
        }
        for (auto& [id, transfer] : transfers_) {
            curl_multi_remove_handle(multi_, transfer->easy());
        }
        transfers_.clear();
    }

    void obey() {
        std::deque<Command> commands;
        {
            const std::lock_guard lock(mutex_);
            commands.swap(commands_);
        }
        for (auto& [id, transfer] : commands) {
            if (transfer) {
                curl_multi_add_handle(multi_, transfer->easy());
                transfers_.emplace(id, std::move(transfer));
            } else if (const auto it = transfers_.find(id); it != transfers_.end()) {
                curl_multi_remove_handle(multi_, it->second->easy());
                transfers_.erase(it);
            }
        }
    }

    void collect() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL* const easy = message->easy_handle;
            const auto code = message->data.result;
            const auto it = std::ranges::find_if(
                transfers_, [easy](const auto& entry) { return entry.second->easy() == easy; });
            it->second->finish(code);
            curl_multi_remove_handle(multi_, easy);
            transfers_.erase(it);
        }
    }

    CURLM* multi_;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::deque<Command> commands_;                                  // guarded by mutex_
    std::map<std::uint64_t, std::unique_ptr<Transfer>> transfers_;  // of the thread alone
    std::thread thread_;
};

class CurlTransport final : public Transport {
  public:
    CurlTransport() {
        static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
        if (initialised != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
    }

    std::uint64_t start(Request request, std::function<void(Event)> on_event) override {
        std::call_once(started_, [this] { thread_ = std::make_unique<CurlThread>(); });
        const auto id = next_id_++;
        try {
            thread_->start(id, std::make_unique<Transfer>(std::move(request), on_event));
        } catch (const std::runtime_error& error) {
            on_event(Failure{Fault::unusable, error.what()});
        }
        return id;
    }

    void end(std::uint64_t id) override { thread_->end(id); }

  private:
    std::once_flag started_;
    std::atomic<std::uint64_t> next_id_ = 1;
    std::unique_ptr<CurlThread> thread_;
};

}  // namespace

std::unique_ptr<Transport> make_curl_transport() {
    return std::make_unique<CurlTransport>();
}

}  // namespace utter::http
