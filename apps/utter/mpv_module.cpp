#include "media_module.hpp"

const utter::app::MediaBackendModule utter_media_backend{.open = &utter::media::MpvBackend::open};
