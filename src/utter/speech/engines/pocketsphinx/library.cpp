#include "utter/speech/engines/pocketsphinx/library.hpp"

#include <sphinxbase/err.h>
#include <sys/mman.h>

#include <cstddef>

namespace utter::speech::pocketsphinx {

Result<LibraryDecoder> open_decoder(const std::filesystem::path& acoustic_model,
                                    const std::vector<const char*>& arguments) {
    // The library writes pages of progress to standard error otherwise.
    err_set_logfp(nullptr);
    std::vector<const char*> all{
        "", "-hmm", acoustic_model.c_str(), "-remove_silence", "no", "-remove_noise", "no"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    LibraryDecoder made;
    // The library's signature is older than const; it only reads the arguments.
    made.config.reset(cmd_ln_parse_r(
        nullptr, ps_args(), static_cast<int>(all.size()), const_cast<char**>(all.data()), TRUE));
    if (!made.config) return fail(ErrorCode::internal, "the decoder refused its settings");
    made.decoder.reset(ps_init(made.config.get()));
    if (!made.decoder) {
        return fail(ErrorCode::unavailable,
                    "the acoustic model '" + acoustic_model.string() +
                        "' cannot be loaded; reinstall the model's package");
    }
    return made;
}

Result<void> add_word(ps_decoder_t* decoder,
                      const std::string& word,
                      const Pronunciations& pronunciations) {
    const auto& ways = pronunciations.of(word);
    for (std::size_t i = 0; i < ways.size(); ++i) {
        const auto label = i == 0 ? word : word + "(" + std::to_string(i + 1) + ")";
        if (ps_add_word(decoder, label.c_str(), ways[i].c_str(), 0) < 0) {
            return fail(ErrorCode::internal,
                        "the decoder refused a pronunciation of '" + word + "'");
        }
    }
    return {};
}

Result<MemoryFile> MemoryFile::create(const std::string& text) {
    MemoryFile file(memfd_create("pocketsphinx", MFD_CLOEXEC));
    if (file.descriptor_ < 0 ||
        write(file.descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        return fail(ErrorCode::io, "no memory file for the decoder can be made");
    }
    return file;
}

}  // namespace utter::speech::pocketsphinx
