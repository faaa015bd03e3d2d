#include "utter/platform/storage/test_database.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <vector>

#include "utter/platform/storage/sql_connection.hpp"

namespace utter::platform::testing {
namespace {

// PostgreSQL refuses to run as root.
const passwd* server_user() {
    return ::getuid() == 0 ? ::getpwnam("postgres") : nullptr;
}

// Starts a program as the server's user, its output in a file. @return its process id
int start_program(const std::vector<std::string>& words, const std::filesystem::path& output) {
    const auto* const user = server_user();
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const auto child = ::fork();
    if (child != 0) return child;
    const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    if (user != nullptr && (::initgroups(user->pw_name, user->pw_gid) != 0 ||
                            ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) {
        ::_exit(127);
    }
    if (::chdir("/") != 0) ::_exit(127);
    // The test may be killed; its server must not outlive it.
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
}

std::filesystem::path find_programs() {
    std::error_code ignored;
    std::filesystem::path newest;
    for (const auto& version :
         std::filesystem::directory_iterator("/usr/lib/postgresql", ignored)) {
        const auto programs = version.path() / "bin";
        if (std::filesystem::exists(programs / "initdb") && programs > newest) newest = programs;
    }
    if (!newest.empty()) return newest;
    const auto* const path = ::getenv("PATH");
    std::string_view rest = path != nullptr ? path : "";
    while (!rest.empty()) {
        const auto end = rest.find(':');
        const std::filesystem::path programs(rest.substr(0, end));
        if (std::filesystem::exists(programs / "initdb", ignored)) return programs;
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return {};
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "utter-storage-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Result<PostgresServer*> PostgresServer::instance() {
    static const auto server = []() -> Result<std::unique_ptr<PostgresServer>> {
        const auto programs = find_programs();
        if (programs.empty()) return fail(ErrorCode::unavailable, "PostgreSQL is not installed");
        if (::getuid() == 0 && server_user() == nullptr) {
            return fail(ErrorCode::unavailable, "PostgreSQL needs a user other than root");
        }
        std::unique_ptr<PostgresServer> made(new PostgresServer(programs));
        if (auto ready = made->initialise(); !ready) return std::unexpected(ready.error());
        if (auto ready = made->start(); !ready) return std::unexpected(ready.error());
        return made;
    }();
    if (!server) return std::unexpected(server.error());
    return server->get();
}

PostgresServer::~PostgresServer() {
    crash();
}

Result<void> PostgresServer::initialise() {
    if (const auto* const user = server_user(); user != nullptr) {
        if (::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) {
            return fail(ErrorCode::io, "the server's folder cannot be given to its user");
        }
    }
    const auto child = start_program({programs_ / "initdb",
                                      "-D",
                                      folder_.path() / "data",
                                      "-A",
                                      "trust",
                                      "-U",
                                      "utter",
                                      "-E",
                                      "UTF8",
                                      "--no-sync"},
                                     folder_.path() / "log");
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) return fail(ErrorCode::unavailable, "initdb failed");
    return {};
}

Result<void> PostgresServer::start() {
    process_ = start_program({programs_ / "postgres",
                              "-D",
                              folder_.path() / "data",
                              "-k",
                              folder_.path(),
                              "-c",
                              "listen_addresses=",
                              "-c",
                              "fsync=off"},
                             folder_.path() / "log");
    // Nothing but an answer says that it is ready; it looks again every 20 ms, for 20 s.
    for (int i = 0; i < 1'000; ++i) {
        if (SqlConnection::open(url("postgres"))) return {};
        if (::waitpid(process_, nullptr, WNOHANG) != 0) break;
        ::poll(nullptr, 0, 20);
    }
    process_ = 0;
    return fail(ErrorCode::unavailable, "the PostgreSQL server does not start");
}

void PostgresServer::crash() {
    if (process_ == 0) return;
    // Without a word to the disk; recovery follows.
    ::kill(process_, SIGQUIT);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
}

std::string PostgresServer::url(const std::string& database) const {
    return "postgresql://utter@/" + database + "?host=" + folder_.path().string();
}

std::string PostgresServer::make_database() {
    const auto name = "test" + std::to_string(++databases_);
    const auto made =
        SqlConnection::open(url("postgres")).value()->read([&](soci::session& sql) -> Result<void> {
            sql << "CREATE DATABASE " + name;
            return {};
        });
    return made ? url(name) : std::string();
}

Result<std::unique_ptr<TestDatabase>> TestDatabase::make(Backend backend) {
    std::unique_ptr<TestDatabase> made(new TestDatabase(backend));
    if (backend == Backend::sqlite) {
        // A name with what a connection string could stumble over.
        made->database_ = made->folder_.path() / "a = b" / "platform.db";
        return made;
    }
    const auto server = PostgresServer::instance();
    if (!server) return std::unexpected(server.error());
    made->database_ = (*server)->make_database();
    return made;
}

}  // namespace utter::platform::testing
