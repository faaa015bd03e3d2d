#pragma once

#include <memory>

#include "utter/core/log.hpp"
#include "utter/core/result.hpp"
#include "utter/media/backends/mpv/mpv_backend.hpp"
#include "utter/media/player_export.hpp"

/// What plays media, and what shows it to the desktop, as modules of their own: libmpv brings two
/// hundred libraries, and most runs of the program play nothing.
namespace utter::app {

/// What the module `mpv` offers under the name `utter_media_backend`.
struct MediaBackendModule {
    Result<std::unique_ptr<media::PlayerBackend>> (*open)(const media::MpvSettings& settings,
                                                          media::BackendEvents events);
};

/// What the module `mpris` offers under the name `utter_media_export`.
struct MediaExportModule {
    /// To be called first: a module has a log of its own.
    void (*configure_log)(const log::Options& options);
    Result<std::unique_ptr<media::PlayerExport>> (*open)(media::ExportControl control);
};

}  // namespace utter::app

extern "C" const utter::app::MediaBackendModule utter_media_backend;
extern "C" const utter::app::MediaExportModule utter_media_export;
