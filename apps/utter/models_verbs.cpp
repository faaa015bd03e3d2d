#include "models_verbs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "exit_code.hpp"
#include "http_module.hpp"
#include "module_loader.hpp"
#include "utter/core/json.hpp"
#include "utter/models/registry.hpp"
#include "utter/models/store.hpp"

namespace utter::app {
namespace {

using models::Model;
using models::Presence;

volatile std::sig_atomic_t stop_wanted = 0;

// For as long as it lives, a signal to stop only says so.
class StopFlag {
  public:
    StopFlag() {
        stop_wanted = 0;
        for (const int signal : {SIGINT, SIGTERM})
            std::signal(signal, [](int) { stop_wanted = 1; });
    }
    ~StopFlag() {
        for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, SIG_DFL);
    }
    StopFlag(const StopFlag&) = delete;
    StopFlag& operator=(const StopFlag&) = delete;
    StopFlag(StopFlag&&) = delete;
    StopFlag& operator=(StopFlag&&) = delete;
};

std::string_view word(Presence presence) {
    switch (presence) {
        case Presence::absent:
            return "absent";
        case Presence::partial:
            return "partial";
        case Presence::present:
            return "present";
    }
    return "";
}

std::string size_text(std::uint64_t bytes) {
    constexpr double kib = 1024;
    const auto size = static_cast<double>(bytes);
    if (size < kib * kib) return fmt::format("{:.0f} KiB", size / kib);
    return fmt::format("{:.1f} MiB", size / (kib * kib));
}

int failed(const std::string& reason, ExitCode status = exit_failed) {
    std::cerr << "utter: " << reason << '\n';
    return status;
}

struct Shelf {
    std::vector<Model> models;
    models::Store store;
};

Result<Shelf> open_shelf(const Program& program) {
    const auto& settings = program.settings.models;
    const auto registry = settings.registry.empty() ? program.data_dir / "models.json"
                                                    : std::filesystem::path(settings.registry);
    auto read = models::read_registry(registry);
    if (!read) return std::unexpected(read.error());
    const auto folder = config::models_dir(settings, program.environment);
    if (folder.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "there is no folder for models: neither models.dir nor HOME is set");
    }
    return Shelf{*std::move(read), models::Store(folder)};
}

// The models of these names, in their order.
Result<std::vector<const Model*>> named(const Shelf& shelf, const std::vector<std::string>& names) {
    std::vector<const Model*> found;
    for (const auto& name : names) {
        const auto model = std::ranges::find(shelf.models, name, &Model::name);
        if (model == shelf.models.end()) {
            return fail(ErrorCode::not_found,
                        "the registry has no model '" + name + "'; see 'utter models list'");
        }
        found.push_back(&*model);
    }
    return found;
}

// On a terminal one line that changes, for everybody else nothing.
class ProgressLine {
  public:
    explicit ProgressLine(bool shown) : shown_(shown && ::isatty(STDERR_FILENO) == 1) {}

    void show(const models::Progress& progress) {
        constexpr std::chrono::milliseconds interval{100};
        const auto now = std::chrono::steady_clock::now();
        const auto all = progress.model.bytes();
        if (!shown_ || (now - last_ < interval && progress.model_bytes < all)) return;
        last_ = now;
        std::cerr << fmt::format(
            "\r{}: {} of {} ({:.0f} %) {}\x1b[K",
            progress.model.name,
            size_text(progress.model_bytes),
            size_text(all),
            100.0 * static_cast<double>(progress.model_bytes) / static_cast<double>(all),
            progress.file.path.filename().string());
        begun_ = true;
    }
    void end() {
        if (begun_) std::cerr << '\n';
        begun_ = false;
    }

  private:
    bool shown_;
    bool begun_ = false;
    std::chrono::steady_clock::time_point last_;
};

// What became of one model, for both kinds of output.
struct Outcome {
    const Model* model;
    std::filesystem::path folder;
    Result<void> result;
};

int report(const Program& program, const std::vector<Outcome>& outcomes, std::string_view done) {
    const bool ok =
        std::ranges::all_of(outcomes, [](const auto& one) { return one.result.has_value(); });
    if (program.json) {
        json::array rows;
        for (const auto& one : outcomes) {
            rows.push_back(json::object{
                {"name", one.model->name},
                {"ok", one.result.has_value()},
                {"folder", one.folder.string()},
                {"error",
                 one.result ? json::value(nullptr) : json::value(one.result.error().detail)}});
        }
        std::cout << json::serialize(json::object{{"ok", ok}, {"models", std::move(rows)}}) << '\n';
    } else {
        for (const auto& one : outcomes) {
            if (one.result) {
                std::cout << one.model->name << ": " << done << ' ' << one.folder.string() << '\n';
            } else {
                std::cerr << "utter: " << one.model->name << ": " << one.result.error().detail
                          << '\n';
            }
        }
    }
    return ok ? exit_ok : exit_failed;
}

Result<std::unique_ptr<http::Transport>> open_transport() {
    const auto found = load_module("http", "utter_http");
    if (!found) return std::unexpected(found.error());
    try {
        return static_cast<const HttpModule*>(*found)->make_transport();
    } catch (const std::runtime_error& error) {
        return fail(ErrorCode::unsupported, error.what());
    }
}

json::object to_json(const Model& model, const Shelf& shelf) {
    return {{"name", model.name},
            {"kind", model.kind},
            {"engine", model.engine},
            {"licence", model.licence},
            {"languages", json::array(model.languages.begin(), model.languages.end())},
            {"bytes", model.bytes()},
            {"state", word(shelf.store.presence(model))},
            {"folder", shelf.store.folder_of(model).string()}};
}

}  // namespace

int list_models(const Program& program) {
    const auto shelf = open_shelf(program);
    if (!shelf) return failed(shelf.error().detail);
    if (program.json) {
        json::array rows;
        for (const auto& model : shelf->models) rows.push_back(to_json(model, *shelf));
        std::cout << json::serialize(json::object{{"models", std::move(rows)}}) << '\n';
        return exit_ok;
    }
    constexpr auto row = "{:<30} {:<5} {:<14} {:<10} {:<14} {:>10}  {}\n";
    std::cout << fmt::format(row, "NAME", "PORT", "ENGINE", "LANGUAGE", "LICENCE", "SIZE", "STATE");
    for (const auto& model : shelf->models) {
        std::string languages;
        for (const auto& lang : model.languages) languages += (languages.empty() ? "" : ",") + lang;
        std::cout << fmt::format(row,
                                 model.name,
                                 model.kind,
                                 model.engine,
                                 languages.empty() ? "any" : languages,
                                 model.licence,
                                 size_text(model.bytes()),
                                 word(shelf->store.presence(model)));
    }
    return exit_ok;
}

int fetch_models(const Program& program, const std::vector<std::string>& names) {
    const auto shelf = open_shelf(program);
    if (!shelf) return failed(shelf.error().detail);
    const auto wanted = named(*shelf, names);
    if (!wanted) return failed(wanted.error().detail, exit_usage);
    const auto transport = open_transport();
    if (!transport) return failed(transport.error().detail);
    const StopFlag flag;
    ProgressLine line(!program.json);
    std::vector<Outcome> outcomes;
    for (const auto* const model : *wanted) {
        auto fetched = shelf->store.fetch(*model, **transport, [&line](const auto& progress) {
            line.show(progress);
            return stop_wanted == 0;
        });
        line.end();
        outcomes.push_back({model, shelf->store.folder_of(*model), std::move(fetched)});
        if (stop_wanted != 0) break;
    }
    return report(program, outcomes, "is in");
}

int verify_models(const Program& program, const std::vector<std::string>& names) {
    const auto shelf = open_shelf(program);
    if (!shelf) return failed(shelf.error().detail);
    auto wanted = named(*shelf, names);
    if (!wanted) return failed(wanted.error().detail, exit_usage);
    if (names.empty()) {
        for (const auto& model : shelf->models) {
            if (shelf->store.presence(model) != Presence::absent) wanted->push_back(&model);
        }
    }
    std::vector<Outcome> outcomes;
    for (const auto* const model : *wanted) {
        outcomes.push_back({model, shelf->store.folder_of(*model), shelf->store.verify(*model)});
    }
    return report(program, outcomes, "is right in");
}

}  // namespace utter::app
