#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::speech::pocketsphinx {

/// Where the English models are. All but `open_language_model` exist; that one is checked when it
/// is needed, as many installations never do.
struct ModelFiles {
    std::filesystem::path acoustic_model;
    std::filesystem::path dictionary;
    std::filesystem::path phone_model;
    std::filesystem::path open_language_model;
};

/// Finds the models in `configured`, or when that is empty in the first data folder that has them.
/// @return unavailable, naming what is missing where and the package to install
[[nodiscard]] Result<ModelFiles> find_models(const std::filesystem::path& configured);

/// The folders find_models looks in when none is configured: `pocketsphinx/model/en-us` under each
/// entry of $XDG_DATA_DIRS, /usr/local/share and /usr/share.
[[nodiscard]] std::vector<std::filesystem::path> default_model_dirs();

/// Whether the models can hear this language: English of any region.
[[nodiscard]] bool is_supported(std::string_view lang);

}  // namespace utter::speech::pocketsphinx
