#include "media_module.hpp"
#include "utter/media/exports/mpris/mpris_export.hpp"

const utter::app::MediaExportModule utter_media_export{.configure_log = &utter::log::configure,
                                                       .open = &utter::media::MprisExport::open};
