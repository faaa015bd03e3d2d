#include "command_line.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <iostream>
#include <system_error>
#include <utility>

#include "ask.hpp"
#include "bus_verbs.hpp"
#include "completion.hpp"
#include "doctor.hpp"
#include "engine_states.hpp"
#include "engines.hpp"
#include "environment.hpp"
#include "exit_code.hpp"
#include "explain.hpp"
#include "hassil_verbs.hpp"
#include "hearing.hpp"
#include "intents_verbs.hpp"
#include "key_verbs.hpp"
#include "media_verbs.hpp"
#include "models_verbs.hpp"
#include "run.hpp"
#include "say.hpp"
#include "skills_verbs.hpp"
#include "utter/config/show.hpp"
#include "utter/core/log.hpp"
#include "utter/core/version.hpp"
#include "wyoming_verb.hpp"

namespace utter::app {
namespace {

const std::vector<cli::ProgramAlias> service_aliases{
    {"ovos-audio", {"service", "audio"}},
    {"ovos-core", {"service", "core"}},
    {"ovos-listener", {"service", "listener"}},
    {"ovos-skills", {"service", "skills"}},
    {"utter-platform", {"service", "platform"}},
};

// Everything a command line can say. Each verb fills in what it needs and sets `run`.
struct Arguments {
    std::vector<std::string> flags;  // --set
    std::string config_file;
    std::string bus_url;
    std::string log_level;
    bool json = false;

    std::string part;
    std::vector<std::string> words;
    std::vector<std::string> names;
    std::string audio;
    std::string speak;
    bool commands = false;
    std::string output;
    std::string file;
    std::string lang;
    double timeout_s = 0;
    WatchOptions watch;
    SendOptions send;
    KeyOptions key;
    IntentTestOptions intent_test;
    IntentLintOptions intent_lint;
    ExplainOptions explain;
    HassilOptions hassil;
    MediaOptions media;
    std::string wait;
    std::string shell;

    std::function<int(const config::ConfigLoad&, const Program&)> run;
};

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::chrono::milliseconds to_milliseconds(double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

int print_version(const Program& program) {
    if (program.json) {
        const auto stt = stt_engine_names();
        const auto tts = tts_engine_names();
        std::cout << json::serialize(
                         json::object{{"version", version},
                                      {"stt_engines", json::array(stt.begin(), stt.end())},
                                      {"tts_engines", json::array(tts.begin(), tts.end())}})
                  << '\n';
    } else {
        std::cout << "utter " << version << '\n';
    }
    return exit_ok;
}

int check_config(const config::ConfigLoad& load, const Program& program) {
    if (program.json) {
        json::array problems;
        for (const auto& problem : load.problems) problems.emplace_back(config::to_string(problem));
        std::cout << json::serialize(
                         json::object{{"ok", load.ok()}, {"problems", std::move(problems)}})
                  << '\n';
    } else {
        for (const auto& problem : load.problems) std::cerr << config::to_string(problem) << '\n';
        if (load.ok()) std::cout << "the configuration is sound\n";
    }
    return load.ok() ? exit_ok : exit_usage;
}

int show_config(const config::ConfigLoad& load, const Program& program) {
    if (program.json) {
        std::cout << json::serialize(config::show_json(load)) << '\n';
    } else {
        std::cout << config::show_text(load);
    }
    for (const auto& problem : load.problems) std::cerr << config::to_string(problem) << '\n';
    return load.ok() ? exit_ok : exit_usage;
}

void add_speech_verbs(CLI::App& app, Arguments& args) {
    auto* ask_verb = app.add_subcommand("ask", "Ask the assistant something and print its answer");
    ask_verb->add_option("TEXT", args.words, "What to ask")->type_name("TEXT");
    ask_verb->add_option("--audio", args.audio, "Ask with the speech in a WAV file")
        ->type_name("FILE");
    ask_verb
        ->add_option("--speak",
                     args.speak,
                     "Speak the answer into a WAV file (answer.wav when none is named)")
        ->type_name("FILE")
        ->expected(0, 1)
        ->default_str("answer.wav");
    ask_verb->add_option("--lang", args.lang, "Language of the question, as en-US")
        ->type_name("LANG");
    ask_verb->add_option("--timeout", args.timeout_s, "Seconds to wait for the answer (30)")
        ->type_name("SECONDS")
        ->check(CLI::PositiveNumber);
    ask_verb->footer(
        "Uses the assistant that is running, else answers in this process.\n\n"
        "Examples:\n  utter ask \"what time is it in Tokyo\"\n"
        "  utter ask --audio question.wav --speak answer.wav\n\n"
        "Exit status: 0 answered, 1 failed, 2 wrong usage, 3 not understood, 4 no answer.");
    ask_verb->callback([&args, ask_verb] {
        if (args.words.empty() == args.audio.empty()) {
            throw CLI::ValidationError("ask", "give either TEXT or --audio FILE");
        }
        AskOptions options;
        options.text = joined(args.words);
        if (!args.audio.empty()) options.audio = args.audio;
        if (ask_verb->count("--speak") > 0)
            options.speak = args.speak.empty() ? "answer.wav" : args.speak;
        options.lang = args.lang;
        if (args.timeout_s > 0) options.timeout = to_milliseconds(args.timeout_s);
        args.run = [options](const auto&, const Program& program) { return ask(program, options); };
    });

    auto* explain_verb =
        app.add_subcommand("explain", "Say how an utterance is decided, or was, and why");
    explain_verb->add_option("TEXT", args.words, "Decide on this, without carrying it out")
        ->type_name("TEXT");
    explain_verb->add_flag("--last", args.explain.last, "The last thing said to the assistant");
    explain_verb->add_flag("--replay",
                           args.explain.replay,
                           "Decide on it again under this command's configuration, and compare");
    explain_verb->add_option("--lang", args.explain.lang, "Language of the text, as en-US")
        ->type_name("LANG");
    explain_verb->add_option("--session", args.explain.session, "Session to decide for")
        ->type_name("JSON");
    explain_verb->footer(
        "Examples:\n  utter explain \"what time is it\"\n  utter explain --last\n"
        "  utter --set orchestrator.pipeline=keyword,fallback explain --last --replay");
    explain_verb->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            args.explain.text = joined(args.words);
            return explain(program, args.explain);
        };
    });

    auto* say_verb = app.add_subcommand("say", "Speak a text into a WAV file");
    say_verb->add_option("TEXT", args.words, "What to say")->type_name("TEXT")->required();
    say_verb->add_option("-o,--output", args.output, "WAV file to write; else standard output")
        ->type_name("FILE");
    say_verb->add_option("--lang", args.lang, "Language of the text, as en-US")->type_name("LANG");
    say_verb->footer(
        "Examples:\n  utter say \"good morning\" -o morning.wav\n"
        "  utter say --lang de-DE \"guten Morgen\" | aplay");
    say_verb->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            const auto output = args.output.empty()
                                    ? std::nullopt
                                    : std::optional<std::filesystem::path>(args.output);
            return say(program, joined(args.words), args.lang, output);
        };
    });

    auto* transcribe_verb = app.add_subcommand("transcribe", "Write down the speech in a WAV file");
    transcribe_verb->add_option("FILE", args.file, "WAV file")->type_name("FILE")->required();
    transcribe_verb->add_option("--lang", args.lang, "Language spoken, as en-US")
        ->type_name("LANG");
    transcribe_verb->add_flag(
        "--commands",
        args.commands,
        "Listen for what the skills can be asked, and refuse other speech, as ask --audio does");
    transcribe_verb->footer(
        "Writes down anything, and knows best what the skills can be asked and what they "
        "answer.\n\n"
        "Examples:\n  utter transcribe answer.wav\n"
        "  utter transcribe --commands question.wav");
    transcribe_verb->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return transcribe(program,
                              {.wav = args.file, .lang = args.lang, .commands = args.commands});
        };
    });
}

// The bus alone is a program of its own, beside this one: it needs a fraction of the libraries.
int become_messagebus(const Arguments& args) {
    std::error_code error;
    const auto program =
        (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "ovos-messagebus")
            .string();
    std::vector<std::string> words{"ovos-messagebus"};
    for (const auto& flag : args.flags) words.insert(words.end(), {"--set", flag});
    if (!args.config_file.empty()) words.insert(words.end(), {"--config", args.config_file});
    if (!args.log_level.empty()) words.insert(words.end(), {"--log-level", args.log_level});
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execv(program.c_str(), pointers.data());
    std::cerr << "utter: cannot start " << program << ": " << std::generic_category().message(errno)
              << '\n';
    return exit_failed;
}

void add_running_verbs(CLI::App& app, Arguments& args) {
    auto* run_verb = app.add_subcommand("run", "Run the whole assistant until it is stopped");
    run_verb->footer(
        "Serves its bus on ws://127.0.0.1:8181/core, and applications on http://127.0.0.1:8080. "
        "Example:\n"
        "  utter run --set bus.port=8182");
    run_verb->callback([&args] {
        args.run = [](const auto&, const Program& program) { return run_all(program); };
    });

    auto* service_verb = app.add_subcommand("service", "Run one part alone, over the bus");
    service_verb
        ->add_option("PART",
                     args.part,
                     "bus, core, skills, audio, listener or platform; or ovos-messagebus, "
                     "ovos-core, ovos-skills, ovos-audio, ovos-listener, utter-platform")
        ->required()
        ->type_name("PART")
        ->check(CLI::IsMember(std::vector<std::string>{"bus",
                                                       "core",
                                                       "skills",
                                                       "audio",
                                                       "listener",
                                                       "platform",
                                                       "ovos-messagebus",
                                                       "ovos-core",
                                                       "ovos-skills",
                                                       "ovos-audio",
                                                       "ovos-listener",
                                                       "utter-platform"}));
    service_verb->footer(
        "Each name in the second group is also a program of its own.\n\n"
        "Example:\n  utter service bus & utter service core & utter service skills & "
        "utter service audio & utter service listener & utter service platform");
    service_verb->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            const auto part = service_part(args.part);
            return part == "bus" ? become_messagebus(args) : run_service(program, part);
        };
    });
}

void add_wyoming_verb(CLI::App& app, Arguments& args) {
    auto* verb =
        app.add_subcommand("wyoming", "Hear, speak and wake for clients of the Wyoming protocol");
    verb->footer(
        "Offers the configured engines at wyoming.url until it is stopped. Example:\n"
        "  utter wyoming --set wyoming.url=unix:///run/user/1000/utter-wyoming.sock");
    verb->callback([&args] {
        args.run = [](const auto&, const Program& program) { return run_wyoming(program); };
    });
}

void add_bus_verbs(CLI::App& app, Arguments& args) {
    auto* bus_verb = app.add_subcommand("bus", "Look at the bus and talk on it");
    bus_verb->require_subcommand(1);

    auto* watch = bus_verb->add_subcommand("watch", "Print messages as they pass");
    watch->add_option("--topic", args.watch.topics, "Only these topics; '*' stands for anything")
        ->type_name("GLOB")
        ->allow_extra_args(false);
    watch->add_option("--count", args.watch.count, "Stop after so many messages")->type_name("N");
    watch->add_option("--timeout", args.timeout_s, "Stop after so many seconds")
        ->type_name("SECONDS")
        ->check(CLI::PositiveNumber);
    watch->footer(
        "Prints topic and data; with --json the frames as they are.\n\n"
        "Example:\n  utter bus watch --topic 'ovos.utterance.*'");
    watch->callback([&args] {
        args.watch.timeout = to_milliseconds(args.timeout_s);
        args.run = [&args](const auto&, const Program& program) {
            return watch_bus(program, args.watch);
        };
    });

    auto* send = bus_verb->add_subcommand("send", "Publish one message");
    send->add_option("TYPE", args.send.type, "The message's type")->type_name("TYPE")->required();
    send->add_option("JSON", args.send.data, "The message's data")->type_name("JSON");
    send->add_option("--context", args.send.context, "The message's context")->type_name("JSON");
    send->add_option("--wait", args.wait, "Then print the first message on this topic")
        ->type_name("GLOB");
    send->add_option("--timeout", args.timeout_s, "Seconds to wait (5)")
        ->type_name("SECONDS")
        ->check(CLI::PositiveNumber);
    send->footer("Example:\n  utter bus send ovos.skills.list --wait ovos.skills.list.response");
    send->callback([&args] {
        if (!args.wait.empty()) args.send.wait = args.wait;
        if (args.timeout_s > 0) args.send.timeout = to_milliseconds(args.timeout_s);
        args.run = [&args](const auto&, const Program& program) {
            return send_to_bus(program, args.send);
        };
    });
}

void add_key_verbs(CLI::App& app, Arguments& args) {
    auto* key_verb = app.add_subcommand("key", "Make, list and revoke the keys of the bus");
    key_verb->require_subcommand(1);
    key_verb->footer(
        "Keys stand in the file that bus.keys_file names; what a role may do, in bus.roles.\n\n"
        "Example:\n  utter key new kitchen --role satellite");
    const auto add_file = [&args](CLI::App* verb) {
        verb->add_option("--file", args.key.file, "The key file, if not the configured one")
            ->type_name("FILE");
    };

    auto* make = key_verb->add_subcommand("new", "Make a key and print it");
    make->add_option("NAME", args.key.name, "What to call its holder")
        ->type_name("NAME")
        ->required();
    make->add_option("--role", args.key.role, "Limit it to a role of bus.roles")->type_name("ROLE");
    add_file(make);
    make->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return new_key(program, args.key);
        };
    });

    auto* list = key_verb->add_subcommand("list", "Print names and roles of the keys");
    add_file(list);
    list->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return list_keys(program, args.key);
        };
    });

    auto* revoke = key_verb->add_subcommand("revoke", "Remove a key");
    revoke->add_option("NAME", args.key.name, "The key's name")->type_name("NAME")->required();
    add_file(revoke);
    revoke->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return revoke_key(program, args.key);
        };
    });
}

void add_hassil_verbs(CLI::App& intents, Arguments& args) {
    auto* check = intents.add_subcommand("check", "Run a corpus of sentences' own tests");
    check
        ->add_option(
            "--hassil", args.hassil.folder, "Folder with sentences/, tests/ and responses/")
        ->type_name("DIR")
        ->required();
    check->add_option("--lang", args.hassil.lang, "Language, as its folder is called")
        ->type_name("LANG");
    check->add_flag("--all", args.hassil.all, "Every language there is");
    check->footer(
        "Intent, slots, context and answer are counted apart, and every miss is named. With "
        "--all,\n"
        "--json prints an array of reports.\n\n"
        "Example:\n  utter intents check --hassil intents --lang de\n\n"
        "Exit status: 0 everything is right, 1 something is not, 2 wrong usage.");
    check->callback([&args] {
        if (args.hassil.all != args.hassil.lang.empty()) {
            throw CLI::ValidationError("check", "give either --lang LANG or --all");
        }
        args.run = [&args](const auto&, const Program& program) {
            return check_hassil(program, args.hassil);
        };
    });

    auto* import = intents.add_subcommand("import", "Write sentences as an OVOS locale");
    import
        ->add_option(
            "--hassil", args.hassil.folder, "Folder with sentences/ and, if any, responses/")
        ->type_name("DIR")
        ->required();
    import->add_option("--lang", args.hassil.lang, "Language, as its folder is called")
        ->type_name("LANG")
        ->required();
    import->add_option("-o,--output", args.hassil.output, "Where to write <language>/")
        ->type_name("DIR")
        ->required();
    import->footer(
        "One way: context rules, fixed slots, 'out' values and skip words have no place in a "
        "locale,\n"
        "nor have templates that OVOS-INTENT-1 refuses. All that is lost is printed.\n\n"
        "Example:\n  utter intents import --hassil intents --lang de -o my_skill/locale");
    import->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return import_hassil(program, args.hassil);
        };
    });
}

void add_intents_verbs(CLI::App& app, Arguments& args) {
    auto* intents = app.add_subcommand("intents", "Try and check the intents of skills");
    intents->require_subcommand(1);

    auto* test =
        intents->add_subcommand("test", "Say which intent takes a sentence, and which nearly does");
    test->add_option("TEXT", args.words, "What somebody says")->type_name("TEXT")->required();
    test->add_option("--lang", args.intent_test.lang, "Language of the text, as en-US")
        ->type_name("LANG");
    test->add_option("--skill", args.intent_test.folders, "A skill's folder, with its locale")
        ->type_name("DIR")
        ->allow_extra_args(false);
    test->add_option("--register",
                     args.intent_test.registrations,
                     "Intents as 'utter bus watch --json' shows them registered")
        ->type_name("FILE")
        ->allow_extra_args(false);
    test->add_option("--expect", args.intent_test.expect, "Fail unless this intent matches")
        ->type_name("INTENT");
    test->footer(
        "Templates, keywords and natural phrasing are asked as orchestrator.pipeline lists them,\n"
        "with the assistant's settings. Given --skill or --register, only what they hold is asked\n"
        "and no assistant has to run; else the running assistant is, or one with the enabled\n"
        "skills. utter explain tells what the whole pipeline decides.\n\n"
        "Examples:\n  utter intents test \"set a timer for ten minutes\"\n"
        "  utter intents test --skill . --lang de-DE --expect brew \"mach mir einen Tee\"\n\n"
        "Exit status: 0 matched, 1 not, 2 wrong usage, 4 no answer.");
    test->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            args.intent_test.text = joined(args.words);
            return test_intent(program, args.intent_test);
        };
    });

    add_hassil_verbs(*intents, args);

    auto* lint = intents->add_subcommand("lint", "Check the locale folders of skills");
    lint->add_option("DIR", args.intent_lint.folders, "Skill folders; else the enabled skills")
        ->type_name("DIR");
    lint->add_flag("--strict", args.intent_lint.strict, "Fail for warnings too");
    lint->footer(
        "Intents are compared across all the skills given.\n\n"
        "Example:\n  utter intents lint --strict skills/*.utter\n\n"
        "Exit status: 0 clean, 1 errors found, 2 wrong usage.");
    lint->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return lint_intents(program, args.intent_lint);
        };
    });
}

void add_information_verbs(CLI::App& app, Arguments& args) {
    auto* skills = app.add_subcommand("skills", "Look at the skills");
    skills->require_subcommand(1);
    skills->add_subcommand("list", "List skills and what has become of them")->callback([&args] {
        args.run = [](const auto&, const Program& program) { return list_skills(program); };
    });

    auto* config_verb = app.add_subcommand("config", "Look at the configuration");
    config_verb->require_subcommand(1);
    config_verb->add_subcommand("show", "Print every setting and where it comes from")
        ->callback([&args] { args.run = show_config; });
    auto* check = config_verb->add_subcommand("check", "Say whether the configuration is sound");
    check->add_option("FILE", args.file, "Check this file instead of the installed ones")
        ->type_name("FILE");
    check->callback([&args] {
        if (!args.file.empty()) args.config_file = args.file;
        args.run = check_config;
    });
    config_verb->add_subcommand("reference", "Print the description of every setting, as Markdown")
        ->callback([&args] {
            args.run = [](const auto&, const auto&) {
                std::cout << config::reference_markdown();
                return static_cast<int>(exit_ok);
            };
        });

    auto* engines =
        app.add_subcommand("engines", "List the engines behind every port and their health");
    engines->footer(
        "USE is the place in the order they are asked; '-' is not asked. Configured services are\n"
        "asked whether they are there.\n\n"
        "Exit status: 0 something can hear and something can speak, 1 not, 2 wrong usage.");
    engines->callback([&args] {
        args.run = [](const auto&, const Program& program) { return list_engines(program); };
    });
    app.add_subcommand("doctor", "Look at what this machine has and say what it lacks")
        ->callback([&args] { args.run = doctor; });
    app.add_subcommand("version", "Print the version")->callback([&args] {
        args.run = [](const auto&, const Program& program) { return print_version(program); };
    });

    auto* completion = app.add_subcommand("completion", "Print a completion script for a shell");
    completion->add_option("SHELL", args.shell, "bash, zsh or fish")
        ->required()
        ->type_name("SHELL")
        ->check(CLI::IsMember(std::vector<std::string>{"bash", "zsh", "fish"}));
    completion->footer("Example, for bash:\n  source <(utter completion bash)");
    completion->callback([&app, &args] {
        args.run = [&app, &args](const auto&, const auto&) {
            std::cout << cli::completion_script(
                app, cli::parse_shell(args.shell).value(), "utter", service_aliases);
            return static_cast<int>(exit_ok);
        };
    });
}

void add_models_verbs(CLI::App& app, Arguments& args) {
    auto* models = app.add_subcommand("models", "List, download and check models of engines");
    models->require_subcommand(1);
    models->footer(
        "Models are kept in models.dir, a folder each; a setting that takes a model takes its "
        "name.\n\n"
        "Example:\n  utter models fetch pocketsphinx-en-us");

    models->add_subcommand("list", "List the models there are and which are here")
        ->callback([&args] {
            args.run = [](const auto&, const Program& program) { return list_models(program); };
        });

    auto* fetch = models->add_subcommand("fetch", "Download models");
    fetch->add_option("NAME", args.names, "Models by their names")->type_name("NAME")->required();
    fetch->footer(
        "A download that was stopped or broken off goes on where it was, when the server can. A "
        "file\n"
        "takes its place only when its checksum is right.\n\n"
        "Exit status: 0 all are here, 1 not, 2 wrong usage.");
    fetch->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return fetch_models(program, args.names);
        };
    });

    auto* verify = models->add_subcommand("verify", "Compare the checksums of models");
    verify->add_option("NAME", args.names, "Models by their names; else all that are here")
        ->type_name("NAME");
    verify->footer("Exit status: 0 all are right, 1 not, 2 wrong usage.");
    verify->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return verify_models(program, args.names);
        };
    });
}

void add_media_verbs(CLI::App& app, Arguments& args) {
    auto* media = app.add_subcommand("media", "Play media and control what plays");
    media->require_subcommand(1);
    media->footer(
        "Talks to the media player on the bus, which `utter run` has.\n\n"
        "Examples:\n  utter media play music/*.flac\n  utter media play http://example.org/radio\n"
        "  utter media pause\n\n"
        "Exit status: 0 done, 1 nothing can be played, 2 wrong usage, 4 no player.");
    const auto add_session = [&args](CLI::App* verb) {
        verb->add_option("--session", args.media.session, "Whose player, if not the device's own")
            ->type_name("ID");
    };

    auto* play = media->add_subcommand("play", "Play files and streams, one after the other");
    play->add_option("MEDIA", args.media.media, "Files and URIs")->type_name("MEDIA")->required();
    play->add_flag("--repeat", args.media.repeat, "Begin anew behind the last");
    add_session(play);
    play->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return play_media(program, args.media);
        };
    });
    const std::array<std::pair<const char*, const char*>, 9> controls{{
        {"pause", "Hold what plays"},
        {"resume", "Go on with what is held, or play again what was stopped"},
        {"stop", "Stop"},
        {"next", "Go on to the next"},
        {"previous", "Go back to the one before"},
        {"shuffle", "Play in random order, or no longer"},
        {"repeat", "Begin anew behind the last, or no longer"},
        {"like", "Remember what plays among the liked songs"},
        {"unlike", "Forget it there"},
    }};
    for (const auto& [verb, help] : controls) {
        auto* control = media->add_subcommand(verb, help);
        add_session(control);
        const std::string name(verb);
        control->callback([&args, name] {
            const bool toggles = name == "shuffle" || name == "repeat";
            args.run = [&args, topic = toggles ? name + ".toggle" : name](const auto&,
                                                                          const Program& program) {
                return control_media(program, topic, args.media);
            };
        });
    }
    auto* seek = media->add_subcommand("seek", "Go to another place of what plays");
    seek->add_option("SECONDS", args.media.seconds, "Seconds from its beginning")
        ->type_name("SECONDS")
        ->required();
    seek->add_flag("--relative", args.media.relative, "Seconds from where it is; may be negative");
    add_session(seek);
    seek->footer("Example:\n  utter media seek --relative -- -10");
    seek->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return control_media(program, "seek", args.media);
        };
    });
    auto* status = media->add_subcommand("status", "Print what plays");
    add_session(status);
    status->callback([&args] {
        args.run = [&args](const auto&, const Program& program) {
            return show_media(program, args.media);
        };
    });
}

void add_common_options(CLI::App& app, Arguments& args) {
    app.add_flag("--json", args.json, "Print data as JSON");
    app.add_option("--set", args.flags, "Set a configuration key for this run: bus.port=8182")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    app.add_option("--config", args.config_file, "Read this configuration file and no other")
        ->type_name("FILE");
    app.add_option("--bus", args.bus_url, "The bus to use: ws://host:port/core")->type_name("URL");
    app.add_option("--log-level", args.log_level, "DEBUG, INFO, WARNING or ERROR")
        ->type_name("LEVEL");
    app.fallthrough();
}

config::ConfigLoad load_config(const Arguments& args, config::Environment environment) {
    if (!args.config_file.empty()) environment["UTTER_CONFIG"] = args.config_file;
    auto flags = args.flags;
    if (!args.bus_url.empty()) flags.push_back("bus.url=" + args.bus_url);
    if (!args.log_level.empty()) flags.push_back("log.level=" + args.log_level);
    return config::load_settings(
        config::standard_sources(std::move(environment), std::move(flags)));
}

// Verbs that print an answer keep quiet about the rest, unless told otherwise; the ones that run
// for hours tell what they do.
log::Level log_level(const Arguments& args, const config::ConfigLoad& load, bool long_running) {
    const bool chosen = !args.log_level.empty() || load.origins.contains("log.level");
    return chosen || long_running ? load.settings.log.level : log::Level::warning;
}

}  // namespace

int run_command_line(const std::string& program_name, std::vector<std::string> arguments) {
    const auto alias =
        std::ranges::find(service_aliases, program_name, &cli::ProgramAlias::program);
    if (alias != service_aliases.end()) {
        arguments.insert(arguments.begin(), {"service", program_name});
    }
    CLI::App app{"A voice operating system that runs on hardware you control", "utter"};
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "Print the help of every verb");
    app.set_version_flag("--version", "utter " + std::string(version));
    app.footer("Start with: utter run, and in another terminal: utter ask \"what can you do\"");
    Arguments args;
    add_common_options(app, args);
    add_running_verbs(app, args);
    add_speech_verbs(app, args);
    add_wyoming_verb(app, args);
    add_bus_verbs(app, args);
    add_key_verbs(app, args);
    add_intents_verbs(app, args);
    add_media_verbs(app, args);
    add_models_verbs(app, args);
    add_information_verbs(app, args);
    try {
        std::ranges::reverse(arguments);  // CLI11 takes them from the back
        app.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? exit_ok : exit_usage;
    }

    auto environment = config::current_environment();
    const auto load = load_config(args, environment);
    const auto* verb = app.get_subcommands().front();
    const auto name = verb->get_name();
    Program program{load.settings, environment, find_data_dir(environment), args.json};
    program.settings.tts.trained_dir =
        config::voices_dir(program.settings.trainer, environment).string();
    for (auto* model : {&program.settings.stt.pocketsphinx.model_dir,
                        &program.settings.stt.sherpa.model,
                        &program.settings.tts.sherpa.model}) {
        *model = config::model_path(*model, load.settings.models, environment).string();
    }
    log::configure({log_level(args, load, name == "run" || name == "service" || name == "wyoming"),
                    load.settings.log.pii});
    const bool needs_config =
        name != "config" && name != "version" && name != "completion" && name != "doctor";
    if (needs_config && !load.ok()) {
        for (const auto& problem : load.problems) {
            std::cerr << "utter: " << config::to_string(problem) << '\n';
        }
        return exit_usage;
    }
    return args.run(load, program);
}

}  // namespace utter::app
