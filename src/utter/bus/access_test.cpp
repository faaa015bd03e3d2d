#include "utter/bus/access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace utter::bus {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

constexpr auto* secret = "0123456789abcdef0123456789abcdef";
constexpr auto* other = "fedcba9876543210fedcba9876543210";

TEST(KeyFile, HasAKeyANameAndARoleALine) {
    const auto keys = parse_keys(std::string("# ours\n\n") + secret + "\n" + other +
                                 " kitchen satellite # by the oven\n");
    ASSERT_TRUE(keys.has_value());
    ASSERT_EQ(keys->size(), 2U);
    EXPECT_EQ((*keys)[0].name, "");
    EXPECT_EQ((*keys)[1].secret, other);
    EXPECT_EQ((*keys)[1].name, "kitchen");
    EXPECT_EQ((*keys)[1].role, "satellite");
}

TEST(KeyFile, NamesTheLineThatIsWrongAndNeverTheKey) {
    const std::string good = std::string(secret) + "\n";
    for (const std::string bad : {"short",
                                  "0123456789abcdef$$$$",
                                  "0123456789abcdef0123456789abcdef",
                                  "fedcba9876543210fedc a b c"}) {
        const auto keys = parse_keys(good + bad + "\n");
        ASSERT_FALSE(keys.has_value()) << bad;
        EXPECT_THAT(keys.error().detail, HasSubstr("line 2"));
        EXPECT_THAT(keys.error().detail, Not(HasSubstr(bad.substr(0, 8))));
    }
    EXPECT_FALSE(parse_keys(good + other + " a\n" + "aaaaaaaaaaaaaaaaaaaaa a\n").has_value());
}

class KeyFileOnDisk : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  testing::UnitTest::GetInstance()->current_test_info()->name();
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        path_ = folder_ / "keys";
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string text() const {
        std::ifstream file(path_);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::filesystem::path folder_;
    std::filesystem::path path_;
};

TEST_F(KeyFileOnDisk, KeysComeAndGoAndCommentsStay) {
    ASSERT_TRUE(add_key(path_, {make_key(), "first", ""}).has_value());
    std::ofstream(path_, std::ios::app) << "# the second one\n";
    ASSERT_TRUE(add_key(path_, {secret, "second", "satellite"}).has_value());
    EXPECT_EQ(read_keys(path_).value().size(), 2U);
    struct stat status{};
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);

    ASSERT_TRUE(remove_key(path_, "first").has_value());
    EXPECT_EQ(text(), std::string("# the second one\n") + secret + " second satellite\n");
    EXPECT_EQ(remove_key(path_, "first").error().code, ErrorCode::not_found);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(KeyFileOnDisk, ANameIsTakenOnce) {
    ASSERT_TRUE(add_key(path_, {make_key(), "a", ""}).has_value());
    const auto before = text();
    EXPECT_FALSE(add_key(path_, {make_key(), "a", ""}).has_value());
    EXPECT_EQ(text(), before);
}

TEST_F(KeyFileOnDisk, AFileThatEverybodyMayReadIsRefused) {
    ASSERT_TRUE(add_key(path_, {secret, "", ""}).has_value());
    ASSERT_EQ(::chmod(path_.c_str(), 0644), 0);
    EXPECT_THAT(read_keys(path_).error().detail, HasSubstr("chmod"));
    EXPECT_EQ(read_keys(folder_ / "none").error().code, ErrorCode::io);
}

TEST(Keys, AreNeverTheSameTwice) {
    const auto key = make_key();
    EXPECT_EQ(key.size(), 43U);
    EXPECT_NE(key, make_key());
    EXPECT_TRUE(parse_keys(key + "\n").has_value());
}

TEST(Keyring, FindsWhoHoldsAKey) {
    const Roles roles{{"satellite", std::make_shared<const Role>()}};
    const auto ring = Keyring::make({{secret, "me", ""}, {other, "", "satellite"}}, roles).value();
    const auto me = ring.find(secret).value_or(Principal{});
    EXPECT_EQ(me.name, "me");
    EXPECT_EQ(me.role, nullptr);
    EXPECT_NE(ring.find(other).value_or(Principal{}).role, nullptr);
    for (const std::string bad : {"", "0123456789abcdef", "0123456789abcdef0123456789abcdeF"}) {
        EXPECT_FALSE(ring.find(bad).has_value()) << bad;
    }
    const auto unknown = Keyring::make({{secret, "me", "admin"}}, roles);
    EXPECT_THAT(unknown.error().detail, HasSubstr("'admin'"));
}

TEST(Role, AllowsOnlyWhatAListNamesAndAllWithoutOne) {
    const Role open;
    EXPECT_TRUE(open.may_publish("any"));
    EXPECT_TRUE(open.may_see("any"));
    const Role narrow{{{"ovos.utterance.handle", "a.*"}}, {std::vector<TopicFilter>{}}};
    EXPECT_TRUE(narrow.may_publish("a.b"));
    EXPECT_FALSE(narrow.may_publish("ovos.utterance.handled"));
    EXPECT_FALSE(narrow.may_see("a.b"));
}

TEST(FailedAttempts, AnAddressHasToWaitAfterTooMany) {
    FailedAttempts failed;
    const FailedAttempts::Clock::time_point start{};
    for (std::size_t i = 0; i < FailedAttempts::attempts_max; ++i) {
        EXPECT_FALSE(failed.too_many("::1", start));
        failed.add("::1", start);
    }
    EXPECT_TRUE(failed.too_many("::1", start + 59s));
    EXPECT_FALSE(failed.too_many("::2", start));
    EXPECT_FALSE(failed.too_many("::1", start + 61s));
}

TEST(FailedAttempts, RemembersOnlySoManyAddresses) {
    FailedAttempts failed;
    FailedAttempts::Clock::time_point now{};
    for (std::size_t i = 0; i < FailedAttempts::attempts_max; ++i) failed.add("victim", now);
    for (std::size_t i = 0; i < FailedAttempts::addresses_max; ++i) {
        now += 1ms;
        failed.add(std::to_string(i), now);
    }
    EXPECT_FALSE(failed.too_many("victim", now));
}

}  // namespace
}  // namespace utter::bus
