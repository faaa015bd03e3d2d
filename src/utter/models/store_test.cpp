// Downloads from a real HTTP server, which behaves as servers do and as they should not.
#include "utter/models/store.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include "utter/http/curl_transport.hpp"
#include "utter/http/fake_endpoint.hpp"
#include "utter/models/sha256.hpp"

namespace utter::models {
namespace {

namespace fs = std::filesystem;
using http::FakeEndpoint;
using testing::HasSubstr;
using Peer = FakeEndpoint::Peer;

std::string digest_of(std::string_view bytes) {
    Sha256 digest;
    digest.add(bytes);
    return digest.finish();
}

TEST(Sha256, IsTheStandards) {
    EXPECT_EQ(digest_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(digest_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

std::string content() {
    std::string bytes;
    for (std::uint64_t i = 0; i < 300'000; ++i) bytes += static_cast<char>(i * i % 251);
    return bytes;
}

class ModelStore : public testing::Test {
  protected:
    void SetUp() override { fs::remove_all(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    Model model(const std::string& url) const {
        return {.name = "tiny",
                .kind = "stt",
                .engine = "some",
                .licence = "MIT",
                .languages = {},
                .files = {
                    {"deep/model.bin", url + "/model.bin", content_.size(), digest_of(content_)}}};
    }
    Result<void> fetch(const Model& model, std::uint64_t stop_at = UINT64_MAX) {
        return store_.fetch(model, *transport_, [stop_at](const Progress& progress) {
            return progress.file_bytes < stop_at;
        });
    }
    // A server that can go on in the middle, as the usual ones.
    void serve_range(Peer& peer, std::size_t breaks_off_after = std::string::npos) {
        const auto request = peer.read_request();
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        const auto at = request.find("Range: bytes=");
        const auto from = at == std::string::npos ? 0 : std::stoul(request.substr(at + 13));
        auto head = fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\nConnection: close\r\n",
                                from > 0 ? 206 : 200,
                                content_.size() - from);
        if (from > 0) {
            head += fmt::format(
                "Content-Range: bytes {}-{}/{}\r\n", from, content_.size() - 1, content_.size());
        }
        peer.send(head + "\r\n" + content_.substr(from, breaks_off_after));
    }
    FakeEndpoint::Script ranges() {
        return [this](Peer& peer) { serve_range(peer); };
    }
    [[nodiscard]] std::string stored() const {
        std::ifstream in(folder_ / "tiny/deep/model.bin", std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] fs::path part() const { return folder_ / "tiny/deep/model.bin.part"; }

    const std::string content_ = content();
    fs::path folder_ = fs::temp_directory_path() / ("utter_models_" + std::to_string(::getpid()));
    Store store_{folder_};
    std::unique_ptr<http::Transport> transport_ = http::make_curl_transport();
    std::mutex mutex_;
    std::vector<std::string> requests_;  // guarded by mutex_
};

TEST_F(ModelStore, FetchesAModelAndChecksIt) {
    const FakeEndpoint endpoint(ranges());
    const auto tiny = model(endpoint.url());
    EXPECT_EQ(store_.presence(tiny), Presence::absent);
    EXPECT_EQ(store_.verify(tiny).error().code, ErrorCode::not_found);
    std::uint64_t last = 0;
    const auto fetched = store_.fetch(tiny, *transport_, [&last](const Progress& progress) {
        EXPECT_GE(progress.model_bytes, last);
        last = progress.model_bytes;
        return true;
    });
    ASSERT_TRUE(fetched) << fetched.error().detail;
    EXPECT_EQ(last, content_.size());
    EXPECT_EQ(stored(), content_);
    EXPECT_FALSE(fs::exists(part()));
    EXPECT_EQ(store_.presence(tiny), Presence::present);
    EXPECT_TRUE(store_.verify(tiny));
    // What is there is not fetched again.
    EXPECT_TRUE(fetch(tiny));
    EXPECT_EQ(endpoint.connections(), 1);
    std::ofstream(folder_ / "tiny/deep/model.bin", std::ios::app) << "x";
    EXPECT_EQ(store_.verify(tiny).error().code, ErrorCode::malformed);
}

TEST_F(ModelStore, GoesOnWhereItWasStopped) {
    const FakeEndpoint endpoint(ranges());
    const auto tiny = model(endpoint.url());
    const auto stopped = fetch(tiny, 10'000);
    ASSERT_FALSE(stopped);
    EXPECT_THAT(stopped.error().detail, HasSubstr("stopped; what has come is kept"));
    EXPECT_EQ(store_.presence(tiny), Presence::partial);
    const auto kept = fs::file_size(part());
    EXPECT_GE(kept, 10'000U);
    EXPECT_LT(kept, content_.size());
    ASSERT_TRUE(fetch(tiny));
    EXPECT_EQ(stored(), content_);
    EXPECT_THAT(requests_.back(), HasSubstr(fmt::format("Range: bytes={}-\r\n", kept)));
}

TEST_F(ModelStore, GoesOnByItselfWhenAConnectionBreaks) {
    const FakeEndpoint endpoint([this](Peer& peer) { serve_range(peer, 100'000); });
    const auto fetched = fetch(model(endpoint.url()));
    ASSERT_TRUE(fetched) << fetched.error().detail;
    EXPECT_EQ(stored(), content_);
    EXPECT_EQ(endpoint.connections(), 3);
}

TEST_F(ModelStore, GivesUpWhenNothingMoreComes) {
    const FakeEndpoint endpoint([this](Peer& peer) { serve_range(peer, 0); });
    EXPECT_EQ(fetch(model(endpoint.url())).error().code, ErrorCode::unavailable);
    EXPECT_EQ(endpoint.connections(), 2);
}

TEST_F(ModelStore, BeginsAnewWithAServerThatCannotGoOn) {
    const FakeEndpoint endpoint([this](Peer& peer) {
        peer.read_request();
        peer.send(http::response(200, content_));
    });
    const auto tiny = model(endpoint.url());
    ASSERT_FALSE(fetch(tiny, 10'000));
    ASSERT_TRUE(fetch(tiny));
    EXPECT_EQ(stored(), content_);
}

TEST_F(ModelStore, BeginsAnewWhenThePartIsNoneOfTheServersFile) {
    fs::create_directories(part().parent_path());
    std::ofstream(part()) << "something";
    const FakeEndpoint endpoint([this](Peer& peer) {
        const auto request = peer.read_request();
        const bool range = request.contains("Range: ");
        peer.send(range ? http::response(416) : http::response(200, content_));
    });
    EXPECT_TRUE(fetch(model(endpoint.url())));
    EXPECT_EQ(stored(), content_);
    // One that is longer than the file cannot be its beginning.
    fs::remove(folder_ / "tiny/deep/model.bin");
    std::ofstream(part()) << content_ << "more";
    EXPECT_TRUE(fetch(model(endpoint.url())));
    EXPECT_EQ(stored(), content_);
}

TEST_F(ModelStore, KeepsNothingOfAnotherFile) {
    const FakeEndpoint endpoint([this](Peer& peer) {
        peer.read_request();
        peer.send(http::response(200, std::string(content_.size(), 'x')));
    });
    const auto wrong = fetch(model(endpoint.url()));
    EXPECT_EQ(wrong.error().code, ErrorCode::malformed);
    EXPECT_THAT(wrong.error().detail, HasSubstr("/model.bin sent a file with another checksum"));
    EXPECT_EQ(store_.presence(model(endpoint.url())), Presence::absent);
    const FakeEndpoint longer([this](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + content_ + "more");
    });
    EXPECT_EQ(fetch(model(longer.url())).error().code, ErrorCode::malformed);
    EXPECT_EQ(store_.presence(model(endpoint.url())), Presence::absent);
}

TEST_F(ModelStore, SaysWhatTheServerAnswers) {
    const FakeEndpoint endpoint([](Peer& peer) {
        peer.read_request();
        peer.send(http::response(404));
    });
    const auto missing = fetch(model(endpoint.url()));
    EXPECT_EQ(missing.error().code, ErrorCode::unavailable);
    EXPECT_THAT(missing.error().detail, HasSubstr("/model.bin answered HTTP 404"));
    EXPECT_EQ(endpoint.connections(), 1);
}

TEST_F(ModelStore, SaysWhenTheDiskIsFullBeforeItBegins) {
    const FakeEndpoint endpoint([](Peer&) {});
    auto huge = model(endpoint.url());
    huge.files[0].bytes = std::uint64_t{1} << 60U;
    const auto full = fetch(huge);
    EXPECT_EQ(full.error().code, ErrorCode::limit);
    EXPECT_THAT(full.error().detail, HasSubstr("its disk has room for"));
    EXPECT_EQ(endpoint.connections(), 0);
}

TEST_F(ModelStore, SaysWhenWritingFails) {
    const FakeEndpoint endpoint(ranges());
    const auto tiny = model(endpoint.url());
    // A limit on the size of files fails a write as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{.rlim_cur = 50'000, .rlim_max = before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto full = fetch(tiny);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT_EQ(full.error().code, ErrorCode::io);
    EXPECT_THAT(full.error().detail, HasSubstr("model.bin.part cannot be written"));
    // And goes on once there is room.
    EXPECT_TRUE(fetch(tiny));
    EXPECT_EQ(stored(), content_);
}

TEST_F(ModelStore, IsFetchedByOneProgramAtATime) {
    const FakeEndpoint endpoint(ranges());
    const auto tiny = model(endpoint.url());
    const auto outer = store_.fetch(tiny, *transport_, [&](const Progress&) {
        const auto inner = fetch(tiny);
        EXPECT_THAT(inner.error().detail, HasSubstr("is being downloaded by another program"));
        return false;
    });
    EXPECT_FALSE(outer);
}

}  // namespace
}  // namespace utter::models
