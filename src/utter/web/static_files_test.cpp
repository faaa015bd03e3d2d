#include "utter/web/static_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace utter::web {
namespace {

std::string_view header(const Response& response, std::string_view name) {
    return find_header(response.headers, name);
}

TEST(StaticFiles, ServesAFolderAndNothingAboveIt) {
    const std::filesystem::path folder = testing::TempDir() + "utter-static-files";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "assets");
    std::ofstream(folder / "index.html") << "<p>hello";
    std::ofstream(folder / "assets" / "a.js") << "1";
    std::ofstream(folder / "assets" / "a.js.gz") << "zipped";
    const StaticFiles files(folder);

    Request request;
    const auto page = files.serve("", request);
    EXPECT_EQ(page.body, "<p>hello");
    EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
    EXPECT_NE(header(page, "Content-Security-Policy"), "");

    request.headers = {{"Accept-Encoding", "br, gzip"}};
    const auto script = files.serve("assets/a.js", request);
    EXPECT_EQ(script.body, "zipped");
    EXPECT_EQ(header(script, "Content-Encoding"), "gzip");
    request.headers = {{"If-None-Match", std::string(header(script, "ETag"))}};
    EXPECT_EQ(files.serve("assets/a.js", request).status, 304U);
    for (const auto* name :
         {"../static_files_test.cpp", "assets", "assets/a.js.gz", "/etc/passwd"}) {
        EXPECT_EQ(files.serve(name, request).status, 404U) << name;
    }
    std::filesystem::remove_all(folder);
    EXPECT_TRUE(StaticFiles(folder).empty());
}

}  // namespace
}  // namespace utter::web
