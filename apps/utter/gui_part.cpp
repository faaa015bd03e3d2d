#include "gui_part.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/gui/adapters/text/text_adapter.hpp"

namespace utter::app {
namespace {

using File = std::shared_ptr<std::FILE>;

File open_screen(const std::string& path) {
    File file(std::fopen(path.c_str(), "a"), [](std::FILE* open) {
        if (open != nullptr) std::fclose(open);
    });
    if (!file) throw std::runtime_error("gui.text_output: " + path + " cannot be written to");
    return file;
}

// On a terminal a screen takes the place of the one before; in a file it follows it.
void write_screen(std::FILE& file, const std::string& screen) {
    constexpr const char* clear = "\x1b[2J\x1b[H";
    std::fputs(::isatty(::fileno(&file)) != 0 ? clear : "\f\n", &file);
    std::fputs(screen.c_str(), &file);
    if (!screen.empty()) std::fputc('\n', &file);
    std::fflush(&file);
}

}  // namespace

GuiPart::GuiPart(runtime::EventLoop& loop, bus::Bus& bus, const Program& program) {
    const auto& settings = program.settings.gui;
    service_ = std::make_unique<gui::GuiService>(
        gui::GuiRuntime{.bus = bus,
                        .executor = loop,
                        .timers = loop,
                        .now = [] { return std::chrono::steady_clock::now(); }},
        gui::GuiSettings{.idle = settings.idle});
    if (!settings.text_output.empty()) {
        service_->add("text", [&]() -> std::unique_ptr<gui::GuiAdapter> {
            auto file = open_screen(settings.text_output);
            writer_ = std::make_unique<runtime::WorkerPool>(1);
            return std::make_unique<gui::TextAdapter>(
                settings.text_sessions,
                [writer = writer_.get(), file = std::move(file)](std::string screen) {
                    writer->post(
                        [file, screen = std::move(screen)] { write_screen(*file, screen); });
                });
        });
    }
    service_->start();
}

}  // namespace utter::app
