#include "utter/workers/child_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "utter/workers/backoff.hpp"

namespace utter::workers {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto patience = 20s;  // for machines that are busy

class ChildProcessTest : public testing::Test {
  protected:
    ChildProcessTest() { std::filesystem::create_directories(folder_); }
    ~ChildProcessTest() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::filesystem::path file(const std::string& name) const {
        return folder_ / name;
    }
    // What a script wrote once it has written a whole line.
    [[nodiscard]] std::string line_in(const std::string& name) const {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < deadline) {
            std::ifstream in(file(name));
            std::string line;
            if (std::getline(in, line) && !in.eof()) return line;
            std::this_thread::yield();
        }
        return {};
    }
    [[nodiscard]] Result<ChildProcess> script(const std::string& text) const {
        return ChildProcess::start({"sh", "-c", text}, {"DIR=" + folder_.string()});
    }
    static bool gone_in_time(pid_t pid) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < deadline) {
            if (::kill(pid, 0) != 0) return true;
            // Ours, or left to whoever adopted it: a zombie is gone as well.
            std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
            std::string text((std::istreambuf_iterator<char>(stat)), {});
            if (text.contains(") Z ")) return true;
            std::this_thread::yield();
        }
        return false;
    }

    WakeUp never_;

  private:
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("utter-child-" + std::to_string(getpid()));
};

TEST_F(ChildProcessTest, TellsHowItEnded) {
    auto child = script("exit 3");
    ASSERT_TRUE(child) << child.error().detail;
    EXPECT_EQ(child->wait(never_, patience), ChildProcess::Event::ended);
    EXPECT_EQ(child->ending(), "status 3");
    EXPECT_EQ(child->wait(never_, patience), ChildProcess::Event::ended);
    auto killed = script("kill -9 $$");
    ASSERT_TRUE(killed);
    EXPECT_EQ(killed->wait(never_, patience), ChildProcess::Event::ended);
    EXPECT_EQ(killed->ending(), "signal 9");
}

TEST_F(ChildProcessTest, SaysWhyAProgramCannotBeExecuted) {
    const auto missing = ChildProcess::start({"/no/such/program"}, {});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_THAT(missing.error().detail, HasSubstr("/no/such/program"));
    EXPECT_EQ(ChildProcess::start({"/tmp"}, {}).error().code, ErrorCode::io);
    EXPECT_EQ(ChildProcess::start({}, {}).error().code, ErrorCode::invalid_argument);
}

TEST_F(ChildProcessTest, ReadsNothingAndHasItsVariables) {
    auto child = script("cat; echo \"$DIR\" > \"$DIR/out\"");
    ASSERT_TRUE(child);
    EXPECT_EQ(child->wait(never_, patience), ChildProcess::Event::ended);
    EXPECT_EQ(line_in("out"), file("").parent_path().string());
}

TEST_F(ChildProcessTest, IsWokenByAnotherThread) {
    auto child = script("exec sleep 1000");
    ASSERT_TRUE(child);
    EXPECT_EQ(child->wait(never_, 1ms), ChildProcess::Event::nothing);
    const WakeUp wake_up;
    const std::jthread other([&wake_up] { wake_up.wake(); });
    EXPECT_EQ(child->wait(wake_up, patience), ChildProcess::Event::woken);
    EXPECT_EQ(child->wait(wake_up, patience), ChildProcess::Event::woken);
}

TEST_F(ChildProcessTest, StopsWithItsWholeGroup) {
    auto child = script("sleep 1000 & echo $! > \"$DIR/grandchild\"; wait");
    ASSERT_TRUE(child);
    const auto grandchild = line_in("grandchild");
    ASSERT_NE(grandchild, "");
    child->stop(patience);
    EXPECT_EQ(child->ending(), "signal 15");
    EXPECT_TRUE(gone_in_time(std::stoi(grandchild)));
}

TEST_F(ChildProcessTest, IsKilledWhenItWillNotEnd) {
    auto child = script("trap '' TERM; echo up > \"$DIR/up\"; while :; do sleep 1000; done");
    ASSERT_TRUE(child);
    EXPECT_EQ(line_in("up"), "up");
    child->stop(50ms);
    EXPECT_EQ(child->ending(), "signal 9");
}

// A process that starts a child and is killed takes it along.
TEST_F(ChildProcessTest, LeavesNoOrphan) {
    const auto parent = ::fork();
    if (parent == 0) {
        auto child = script("echo $$ > \"$DIR/child\"; exec sleep 1000");
        ::pause();
        ::_exit(0);
    }
    const auto child = line_in("child");
    ASSERT_NE(child, "");
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    EXPECT_TRUE(gone_in_time(std::stoi(child)));
}

TEST(Backoff, DoublesUpToItsMost) {
    Backoff backoff(1s, 5s);
    EXPECT_EQ(backoff.next(), 1s);
    EXPECT_EQ(backoff.next(), 2s);
    EXPECT_EQ(backoff.next(), 4s);
    EXPECT_EQ(backoff.next(), 5s);
    EXPECT_EQ(backoff.next(), 5s);
    backoff.reset();
    EXPECT_EQ(backoff.next(), 1s);
}

}  // namespace
}  // namespace utter::workers
