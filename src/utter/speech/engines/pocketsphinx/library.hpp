#pragma once

#include <pocketsphinx/pocketsphinx.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/speech/engines/pocketsphinx/pronunciations.hpp"

/// The library's own objects, as the decoder and the wake word both need them.
namespace utter::speech::pocketsphinx {

struct FreeDecoder {
    void operator()(ps_decoder_t* decoder) const { ps_free(decoder); }
};
struct FreeConfig {
    void operator()(cmd_ln_t* config) const { cmd_ln_free_r(config); }
};

/// A decoder and its configuration, into which it keeps pointers.
struct LibraryDecoder {
    std::unique_ptr<cmd_ln_t, FreeConfig> config;
    std::unique_ptr<ps_decoder_t, FreeDecoder> decoder;
};

/// Loads the acoustic model, for sound that a front end has cleaned already and of which nothing is
/// left out. @param arguments further ones of the library's command line. @return unavailable when
/// the model cannot be loaded.
[[nodiscard]] Result<LibraryDecoder> open_decoder(const std::filesystem::path& acoustic_model,
                                                  const std::vector<const char*>& arguments);

/// Gives the decoder every pronunciation of a word, as `word`, `word(2)`, ...
[[nodiscard]] Result<void> add_word(ps_decoder_t* decoder,
                                    const std::string& word,
                                    const Pronunciations& pronunciations);

/// A text as a file, for the library reads some things from files only; this one never touches a
/// disk. It lives as long as the object.
class MemoryFile {
  public:
    /// @return io when there can be none.
    [[nodiscard]] static Result<MemoryFile> create(const std::string& text);
    ~MemoryFile() {
        if (descriptor_ >= 0) close(descriptor_);
    }
    MemoryFile(MemoryFile&& other) noexcept : descriptor_(other.descriptor_) {
        other.descriptor_ = -1;
    }
    MemoryFile& operator=(MemoryFile&&) = delete;
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] std::string path() const {
        return "/proc/self/fd/" + std::to_string(descriptor_);
    }

  private:
    explicit MemoryFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace utter::speech::pocketsphinx
