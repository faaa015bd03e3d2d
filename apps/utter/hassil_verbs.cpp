#include "hassil_verbs.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <iostream>
#include <vector>

#include "exit_code.hpp"
#include "utter/intent/hassil/corpus.hpp"
#include "utter/intent/hassil/corpus_check.hpp"
#include "utter/intent/hassil/locale_export.hpp"

namespace utter::app {

int check_hassil(const Program& program, const HassilOptions& options) {
    std::vector<std::string> languages{options.lang};
    if (options.all) languages = intent::hassil::corpus_languages(options.folder);
    if (languages.empty()) {
        std::cerr << "utter: " << options.folder << " holds no sentences/<language>\n";
        return exit_failed;
    }
    json::array reports;
    bool passed = true;
    for (const auto& language : languages) {
        const auto report = intent::hassil::check_corpus(options.folder, language);
        if (!report) {
            std::cerr << "utter: " << language << ": " << report.error().detail << '\n';
            passed = false;
            continue;
        }
        passed = passed && report->passed();
        if (program.json) {
            reports.push_back(intent::hassil::to_json(*report));
        } else {
            std::cout << intent::hassil::to_text(*report);
        }
    }
    if (program.json && options.all) {
        std::cout << json::serialize(reports) << '\n';
    } else if (program.json && !reports.empty()) {
        std::cout << json::serialize(reports.front()) << '\n';
    }
    return passed ? exit_ok : exit_failed;
}

int import_hassil(const Program& program, const HassilOptions& options) {
    const std::filesystem::path corpus(options.folder);
    const auto failed = [](const Error& error) {
        std::cerr << "utter: " << error.detail << '\n';
        return exit_failed;
    };
    const auto set = intent::hassil::load_sentences(corpus / "sentences" / options.lang);
    if (!set) return failed(set.error());
    const auto responses = intent::hassil::load_responses(corpus / "responses" / options.lang);
    if (!responses) return failed(responses.error());
    const auto report = intent::hassil::export_locale(*set, *responses, options.output);
    if (!report) return failed(report.error());
    if (program.json) {
        json::array lost;
        for (const auto& item : report->lost) {
            lost.push_back(json::object{{"kind", item.kind},
                                        {"intent", item.intent},
                                        {"reason", item.reason},
                                        {"original", item.original}});
        }
        std::cout << json::serialize(json::object{{"language", set->language},
                                                  {"intents", report->intents},
                                                  {"templates", report->templates},
                                                  {"entities", report->entities},
                                                  {"vocabularies", report->vocabularies},
                                                  {"dialogs", report->dialogs},
                                                  {"lost", std::move(lost)}})
                  << '\n';
        return exit_ok;
    }
    for (const auto& item : report->lost) {
        std::cout << "lost: " << item.kind << (item.intent.empty() ? "" : " of ") << item.intent
                  << ": " << item.original << ": " << item.reason << '\n';
    }
    std::cout << report->intents << " intents of " << report->templates << " templates, "
              << report->entities << " entities, " << report->vocabularies << " vocabularies, "
              << report->dialogs << " dialogs; " << report->lost.size() << " things lost\n";
    return exit_ok;
}

}  // namespace utter::app
