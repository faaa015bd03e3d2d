#include "utter/media/music_library.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/media/file_uri.hpp"

namespace utter::media {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 12> extensions{".mp3",
                                                      ".flac",
                                                      ".ogg",
                                                      ".oga",
                                                      ".opus",
                                                      ".m4a",
                                                      ".aac",
                                                      ".wav",
                                                      ".wma",
                                                      ".aiff",
                                                      ".aif",
                                                      ".mka"};

bool is_sound(const fs::path& file) {
    auto extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return std::ranges::find(extensions, extension) != extensions.end();
}

// "01 So What" and "12 - So What" are called "So What", but "99 Luftballons" is a name.
std::string title_of(const fs::path& file) {
    auto stem = file.stem().string();
    const auto after = stem.find_first_not_of("0123456789");
    if (after == 0 || after == std::string::npos) return stem;
    const auto name = stem.find_first_not_of(" -._", after);
    if (name == std::string::npos || name == after) return stem;
    const bool set_apart =
        stem.front() == '0' ||
        stem.substr(after, name - after).find_first_of("-._") != std::string::npos;
    return set_apart ? stem.substr(name) : stem;
}

// Says how well names fit what is looked for.
class Judge {
  public:
    Judge(std::string_view phrase, std::string_view lang) : normalizer_(lang) {
        wanted_ = normal(phrase);
        std::string_view rest = wanted_;
        while (!rest.empty()) {
            const auto space = rest.find(' ');
            words_.emplace_back(rest.substr(0, space));
            rest = space == std::string_view::npos ? "" : rest.substr(space + 1);
        }
    }

    // @param names the folders below the library's own, then the title; 0: not at all
    [[nodiscard]] int judge(const std::vector<std::string>& names) const {
        if (words_.empty()) return 50;
        std::string all = " ";
        int best = 0;
        for (const auto& name : names) {
            const auto text = normal(name);
            if (text == wanted_) best = std::max(best, &name == &names.back() ? 100 : 90);
            all += text + " ";
        }
        if (best > 0) return best;
        const bool has_all = std::ranges::all_of(
            words_, [&](const std::string& word) { return all.contains(" " + word + " "); });
        return has_all ? 60 : 0;
    }

  private:
    [[nodiscard]] std::string normal(std::string_view text) const {
        return normalizer_.text(text).value_or(std::string());
    }

    intent::Normalizer normalizer_;
    std::string wanted_;
    std::vector<std::string> words_;
};

}  // namespace

json::array MusicLibrary::search(std::string_view phrase, std::string_view lang) const {
    const Judge judge(phrase, lang);
    std::size_t looked_at = 0;
    struct Hit {
        int score;
        std::string path;
        json::object entry;
    };
    std::vector<Hit> hits;
    for (const auto& folder : folders_) {
        std::error_code error;
        fs::recursive_directory_iterator it(
            folder, fs::directory_options::skip_permission_denied, error);
        if (error) {
            log::warning("media.folder_unreadable",
                         {{"folder", folder.string()}, {"reason", error.message()}});
            continue;
        }
        for (; it != fs::recursive_directory_iterator() && looked_at < files_max;
             it.increment(error), ++looked_at) {
            if (error) break;
            if (!it->is_regular_file(error) || !is_sound(it->path())) continue;
            std::vector<std::string> names;
            for (const auto& part : it->path().parent_path().lexically_relative(folder)) {
                if (part != ".") names.push_back(part.string());
            }
            const auto title = title_of(it->path());
            json::object entry{{"uri", file_uri(fs::absolute(it->path(), error))},
                               {"title", title}};
            if (names.size() >= 2) entry["artist"] = names.front();
            names.push_back(title);
            const int score = judge.judge(names);
            if (score == 0) continue;
            entry["playback"] = 2;  // audio
            entry["match_confidence"] = score;
            hits.push_back({score, it->path().string(), std::move(entry)});
        }
    }
    std::ranges::sort(hits, [](const Hit& a, const Hit& b) {
        return a.score != b.score ? a.score > b.score : a.path < b.path;
    });
    json::array out;
    for (auto& hit : hits) {
        if (out.size() == results_max) break;
        out.push_back(std::move(hit.entry));
    }
    return out;
}

}  // namespace utter::media
