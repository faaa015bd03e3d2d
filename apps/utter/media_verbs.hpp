#pragma once

#include <string>
#include <vector>

#include "environment.hpp"

namespace utter::app {

struct MediaOptions {
    std::vector<std::string> media;  ///< play: files and URIs
    bool repeat = false;             ///< play: begin anew behind the last
    double seconds = 0;              ///< seek: where to
    bool relative = false;           ///< seek: `seconds` from where it is, may be negative
    std::string session = "default";
};

/// `utter media play`: has the running player play them, and waits until it does. @return an
/// ExitCode: exit_failed when nothing of them can be played, exit_no_answer without a player.
[[nodiscard]] int play_media(const Program& program, const MediaOptions& options);

/// `utter media pause` and the like: a control request. @param verb as in its topic
/// @return an ExitCode: exit_no_answer without a player.
[[nodiscard]] int control_media(const Program& program,
                                const std::string& verb,
                                const MediaOptions& options);

/// `utter media status`: prints what plays. @return an ExitCode, as above.
[[nodiscard]] int show_media(const Program& program, const MediaOptions& options);

}  // namespace utter::app
