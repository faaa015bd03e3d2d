#include "utter/web/static_files.hpp"

#include <fstream>
#include <functional>
#include <iterator>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/web/media_type.hpp"

namespace utter::web {
namespace {

// Microphone for the talk page; nothing from elsewhere.
constexpr std::string_view policy =
    "default-src 'self'; connect-src 'self' ws: wss:; media-src 'self' blob:; img-src 'self' "
    "data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

}  // namespace

StaticFiles::StaticFiles(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
         it.increment(error)) {
        if (!it->is_regular_file(error) || it->file_size(error) > file_bytes_max) continue;
        if (files_.size() >= files_max) {
            log::warning("web.files_left_out", {{"folder", folder.string()}});
            break;
        }
        std::ifstream in(it->path(), std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(in), {}};
        auto name = it->path().lexically_relative(folder).generic_string();
        if (name.ends_with(".gz")) {
            files_[name.substr(0, name.size() - 3)].gzip = std::move(bytes);
            continue;
        }
        auto& file = files_[name];
        file.etag = '"' + std::to_string(std::hash<std::string>()(bytes)) + '"';
        file.bytes = std::move(bytes);
    }
    std::erase_if(files_, [](const auto& entry) { return entry.second.etag.empty(); });
}

Response StaticFiles::serve(const std::string& name, const Request& request) const {
    const auto it = files_.find(name.empty() ? "index.html" : name);
    if (it == files_.end()) return problem(404, "there is no such page");
    const auto& file = it->second;
    Response response;
    response.content_type = content_type_of_file(it->first);
    response.headers = {
        {"ETag", file.etag},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Content-Security-Policy", std::string(policy)},
        {"Vary", "Accept-Encoding"},
        {"Cache-Control",
         it->first.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache"}};
    if (request.header("If-None-Match") == file.etag) {
        response.status = 304;
        return response;
    }
    const bool gzip = !file.gzip.empty() &&
                      request.header("Accept-Encoding").find("gzip") != std::string_view::npos;
    if (gzip) response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = gzip ? file.gzip : file.bytes;
    return response;
}

}  // namespace utter::web
