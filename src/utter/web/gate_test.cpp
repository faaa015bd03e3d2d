#include "utter/web/gate.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace utter::web {
namespace {

constexpr auto key = "0123456789abcdef0123456789abcdef";

class GateTest : public testing::Test {
  protected:
    GateTest() {
        file_ = testing::TempDir() + "utter-gate-" +
                testing::UnitTest::GetInstance()->current_test_info()->name();
        std::filesystem::remove(file_);
        const auto added = bus::add_key(file_, {key, "phone", ""});
        if (!added) throw std::runtime_error(added.error().detail);
    }
    ~GateTest() override { std::filesystem::remove(file_); }

    static Request request(Headers headers, std::string host = "localhost:8080") {
        Request made;
        made.method = "GET";
        made.path = "/voices";
        made.headers = std::move(headers);
        made.host = std::move(host);
        made.peer = "127.0.0.1";
        return made;
    }
    // The status of a refusal; 0: let in.
    static unsigned ask(Gate& gate, Request made, bool is_public = false) {
        const auto refused = gate.refuse(made, is_public);
        return refused ? refused->status : 0;
    }

    std::string file_;
};

TEST_F(GateTest, WithoutKeysLetsThisMachineInByItsOwnName) {
    Gate gate({});
    EXPECT_EQ(ask(gate, request({})), 0U);
    EXPECT_EQ(ask(gate, request({}, "evil.example:8080")), 403U);
    EXPECT_EQ(ask(gate, request({{"Origin", "http://localhost:5173"}})), 0U);
    EXPECT_EQ(ask(gate, request({{"Origin", "https://evil.example"}})), 403U);
    Gate open(
        {.keys_file = {}, .roles = {}, .origins = {"https://my.page"}, .only_local_names = false});
    EXPECT_EQ(ask(open, request({{"Origin", "https://my.page"}}, "utter.home")), 0U);
}

TEST_F(GateTest, WithKeysWantsOne) {
    Gate gate({.keys_file = file_, .roles = {}, .origins = {}});
    ASSERT_TRUE(gate.load_keys());
    EXPECT_EQ(ask(gate, request({})), 401U);
    EXPECT_EQ(ask(gate, request({}), true), 0U);
    EXPECT_EQ(ask(gate, request({{"Authorization", "Bearer nonsense-nonsense"}})), 401U);
    EXPECT_EQ(ask(gate, request({{"authorization", std::string("Bearer ") + key}})), 0U);
    EXPECT_EQ(
        ask(gate,
            request({{"Sec-WebSocket-Protocol", std::string("utter, bearer.") + key}}, "my.home")),
        0U);
}

TEST_F(GateTest, WithKeysItsOwnPageMayAskUnderAnyName) {
    Gate gate({.keys_file = file_, .roles = {}, .origins = {}});
    ASSERT_TRUE(gate.load_keys());
    const Headers headers{{"Origin", "http://utter.home:8080"},
                          {"Authorization", std::string("Bearer ") + key}};
    EXPECT_EQ(ask(gate, request(headers, "utter.home:8080")), 0U);
    EXPECT_EQ(ask(gate, request(headers, "other.home:8080")), 403U);
}

TEST_F(GateTest, SlowsDownWhoTriesKeys) {
    Gate gate({.keys_file = file_, .roles = {}, .origins = {}});
    ASSERT_TRUE(gate.load_keys());
    for (std::size_t i = 0; i < bus::FailedAttempts::attempts_max; ++i) {
        EXPECT_EQ(ask(gate, request({{"Authorization", "Bearer wrong"}})), 401U);
    }
    EXPECT_EQ(ask(gate, request({{"Authorization", std::string("Bearer ") + key}})), 429U);
}

}  // namespace
}  // namespace utter::web
