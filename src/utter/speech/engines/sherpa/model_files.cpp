#include "utter/speech/engines/sherpa/model_files.hpp"

#include <algorithm>
#include <array>
#include <system_error>

namespace utter::speech::sherpa {
namespace {

namespace fs = std::filesystem;

// Where a system has eSpeak NG's own, for models that do not bring it.
constexpr std::array<const char*, 3> espeak_folders{"/usr/lib/x86_64-linux-gnu/espeak-ng-data",
                                                    "/usr/lib/aarch64-linux-gnu/espeak-ng-data",
                                                    "/usr/share/espeak-ng-data"};

bool is_model(const std::string& name) {
    return name.ends_with(".onnx") || name.ends_with(".ort");
}

class Folder {
  public:
    explicit Folder(const fs::path& path) : path_(path) {
        std::error_code error;
        for (fs::directory_iterator i(path, error), end; !error && i != end; i.increment(error)) {
            names_.push_back(i->path().filename().string());
        }
        std::ranges::sort(names_);
    }

    [[nodiscard]] bool empty() const { return names_.empty(); }

    /// The model whose name holds one of `parts`. Empty: there is none.
    [[nodiscard]] std::string model(std::initializer_list<std::string_view> parts) const {
        std::string found;
        for (const auto& name : names_) {
            const auto holds = [&name](auto part) { return name.contains(part); };
            if (!is_model(name) || std::ranges::none_of(parts, holds)) continue;
            if (found.empty() || name.contains("int8")) found = name;
        }
        return found.empty() ? "" : (path_ / found).string();
    }

    [[nodiscard]] std::string ending(std::string_view end) const {
        const auto found =
            std::ranges::find_if(names_, [end](const auto& name) { return name.ends_with(end); });
        return found == names_.end() ? "" : (path_ / *found).string();
    }

    [[nodiscard]] std::unexpected<Error> lacks(std::string_view what) const {
        return fail(ErrorCode::unavailable,
                    "the folder " + path_.string() + " has no " + std::string(what) +
                        "; it is to be a model as sherpa-onnx offers it, unpacked");
    }

  private:
    fs::path path_;
    std::vector<std::string> names_;
};

// Streaming models carry how much they look at in their names.
bool is_streaming(const fs::path& folder, const std::string& encoder) {
    return folder.filename().string().contains("streaming") ||
           fs::path(encoder).filename().string().contains("chunk");
}

std::string told_by_files(const fs::path& folder, const SttFiles& files) {
    const bool two = !files.encoder.empty() && !files.decoder.empty();
    if (two && !files.joiner.empty()) {
        return is_streaming(folder, files.encoder) ? "streaming_transducer" : "transducer";
    }
    if (two && fs::path(files.decoder).filename().string().contains("merged")) return "moonshine";
    if (two) return "whisper";
    const auto name = folder.filename().string();
    if (!files.model.empty() && name.contains("sense-voice")) return "sense_voice";
    if (!files.model.empty() && name.contains("paraformer")) return "paraformer";
    return {};
}

}  // namespace

const std::vector<std::string>& stt_types() {
    static const std::vector<std::string> types{
        "transducer", "streaming_transducer", "whisper", "moonshine", "sense_voice", "paraformer"};
    return types;
}

Result<SttFiles> find_stt_files(const fs::path& folder, std::string_view type) {
    const Folder files(folder);
    if (files.empty()) return files.lacks("files");
    SttFiles found{.type = std::string(type),
                   .encoder = files.model({"encoder"}),
                   .decoder = files.model({"decoder"}),
                   .joiner = files.model({"joiner"}),
                   .model = files.model({"model"}),
                   .tokens = files.ending("tokens.txt")};
    if (type == "auto") found.type = told_by_files(folder, found);
    if (found.type.empty()) {
        return files.lacks("files that tell its type, so stt.sherpa.type has to");
    }
    if (found.tokens.empty()) return files.lacks("tokens.txt");
    if (found.type == "sense_voice" || found.type == "paraformer") {
        if (found.model.empty()) return files.lacks("model.onnx");
        return found;
    }
    if (found.encoder.empty()) return files.lacks("encoder");
    if (found.decoder.empty()) return files.lacks("decoder");
    if (found.type.ends_with("transducer") && found.joiner.empty()) return files.lacks("joiner");
    return found;
}

Result<TtsFiles> find_tts_files(const fs::path& folder) {
    const Folder files(folder);
    if (files.empty()) return files.lacks("files");
    TtsFiles found{.model = files.model({""}),
                   .tokens = files.ending("tokens.txt"),
                   .voices = files.ending("voices.bin"),
                   .lexicon = files.ending("lexicon.txt"),
                   .espeak_data = files.ending("espeak-ng-data")};
    if (found.model.empty()) return files.lacks("model (.onnx)");
    if (found.tokens.empty()) return files.lacks("tokens.txt");
    if (found.lexicon.empty() && found.espeak_data.empty()) {
        std::error_code error;
        const auto* const system = std::ranges::find_if(
            espeak_folders, [&error](const char* path) { return fs::is_directory(path, error); });
        if (system == espeak_folders.end()) return files.lacks("espeak-ng-data");
        found.espeak_data = *system;
    }
    return found;
}

}  // namespace utter::speech::sherpa
