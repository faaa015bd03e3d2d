#include "utter/speech/engines/sherpa/languages.hpp"

#include <algorithm>
#include <cctype>

namespace utter::speech::sherpa {
namespace {

std::string primary(std::string_view lang) {
    std::string out(lang.substr(0, lang.find_first_of("-_")));
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

}  // namespace

Result<void> check_language(std::string_view port,
                            const std::vector<std::string>& languages,
                            std::string_view lang) {
    const auto wanted = primary(lang);
    const auto is_wanted = [&wanted](const auto& one) { return primary(one) == wanted; };
    if (languages.empty() || std::ranges::any_of(languages, is_wanted)) return {};
    return fail(ErrorCode::unsupported,
                "sherpa-onnx's model is not there for '" + std::string(lang) + "', which " +
                    std::string(port) + ".sherpa.languages does not list");
}

}  // namespace utter::speech::sherpa
