#include "completion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

namespace utter::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::UnorderedElementsAre;

// A program of every shape that occurs: nested verbs, flags, values, files, sets of words.
class Completion : public testing::Test {
  protected:
    void SetUp() override {
        app_.fallthrough();
        app_.add_option("-c,--config", config_, "Read this file")->check(CLI::ExistingFile);
        app_.add_option("--set", set_, "Set KEY=VALUE; don't quote");
        app_.add_flag("--json", json_, "Print JSON");
        app_.add_subcommand("run", "Run everything here");
        auto* service = app_.add_subcommand("service", "Run one part");
        service->add_option("name", name_, "Which")
            ->check(CLI::IsMember({"bus", "core", "skills"}));
        auto* transcribe = app_.add_subcommand("transcribe", "Turn sound files to text");
        transcribe->add_option("files", files_, "Sound files")->check(CLI::ExistingFile);
        transcribe->add_option("--out", out_, "Where to")->check(CLI::ExistingDirectory);
        auto* bus = app_.add_subcommand("bus", "Look at the bus");
        bus->require_subcommand(1);
        bus->add_subcommand("watch", "Print messages: all of them")
            ->add_flag("--raw", json_, "As they are");
        bus->add_subcommand("send", "Publish one message");
        auto* completion = app_.add_subcommand("completion", "Print a completion script");
        completion->add_option("shell", name_, "For which shell")
            ->check(CLI::IsMember({"bash", "zsh", "fish"}));
        app_.add_subcommand("hidden", "Not for people")->group("");

        directory_ = std::filesystem::path(testing::TempDir()) /
                     ("utter_completion_" +
                      std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::create_directories(directory_ / "folder");
        std::ofstream(directory_ / "sound.wav") << "x";
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::filesystem::path write_script(Shell shell) const {
        const auto path = directory_ / "script";
        std::ofstream(path) << completion_script(
            app_,
            shell,
            "utter",
            {{"ovos-messagebus", {"service", "bus"}}, {"utter-watch", {"bus", "watch"}}});
        return path;
    }

    // The lines a shell prints that runs `program` in the directory with the sound file.
    std::vector<std::string> lines_of(const std::string& shell, const std::string& program) const {
        const auto file = directory_ / "program";
        std::ofstream(file) << program;
        const auto command = "cd '" + directory_.string() + "' && HOME=" + directory_.string() +
                             " " + shell + " '" + file.string() + "' 2>&1";
        std::string output;
        auto* pipe = popen(command.c_str(), "r");
        std::array<char, 4096> part{};
        while (const auto size = std::fread(part.data(), 1, part.size(), pipe)) {
            output.append(part.data(), size);
        }
        EXPECT_EQ(pclose(pipe), 0) << output;
        std::vector<std::string> lines;
        std::istringstream in(output);
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        return lines;
    }

    // What bash offers for these words, of which the last is being typed.
    std::vector<std::string> bash(const std::vector<std::string>& words) const {
        std::string program = "source '" + write_script(Shell::bash).string() + "'\nCOMP_WORDS=(";
        for (const auto& word : words) program += "'" + word + "' ";
        program += ")\nCOMP_CWORD=" + std::to_string(words.size() - 1) +
                   "\n_utter\n((${#COMPREPLY[@]})) && printf '%s\\n' \"${COMPREPLY[@]}\"\nexit 0\n";
        return lines_of("bash --norc --noprofile", program);
    }

    // The same for zsh, with its completion builtins replaced by ones that print.
    std::vector<std::string> zsh(const std::vector<std::string>& words) const {
        std::string program =
            "compdef() { }\n_files() { print -l -- *(/) ; [[ $1 == -/ ]] || print -l -- *.wav }\n"
            "compadd() { shift; print -l -- \"$@\" }\ncompset() { }\n"
            "_describe() { print -l -- ${(P)@[-1]} }\n"
            "source '" +
            write_script(Shell::zsh).string() + "'\nwords=(";
        for (const auto& word : words) program += "'" + word + "' ";
        program += ")\nCURRENT=" + std::to_string(words.size()) + "\n_utter\nexit 0\n";
        return lines_of("zsh -f", program);
    }

    // Fish can be asked directly; each line is a candidate, a tab and its description.
    std::vector<std::string> fish(const std::string& line) const {
        return lines_of(
            "fish --no-config",
            "source '" + write_script(Shell::fish).string() + "'\ncomplete -C '" + line + "'\n");
    }

    static bool installed(const std::string& shell) {
        return std::system(("command -v " + shell + " >/dev/null 2>&1").c_str()) == 0;
    }

    CLI::App app_{"A voice operating system", "utter"};
    std::filesystem::path directory_;
    std::string config_, out_, name_;
    std::vector<std::string> set_, files_;
    bool json_ = false;
};

TEST_F(Completion, KnowsItsShells) {
    EXPECT_EQ(parse_shell("bash"), Shell::bash);
    EXPECT_EQ(parse_shell("zsh"), Shell::zsh);
    EXPECT_EQ(parse_shell("fish"), Shell::fish);
    EXPECT_EQ(parse_shell("tcsh"), std::nullopt);
}

TEST_F(Completion, BashOffersVerbs) {
    EXPECT_THAT(bash({"utter", ""}),
                UnorderedElementsAre("run", "service", "transcribe", "bus", "completion"));
    EXPECT_THAT(bash({"utter", "tr"}), UnorderedElementsAre("transcribe"));
    EXPECT_THAT(bash({"utter", "bus", ""}), UnorderedElementsAre("watch", "send"));
    EXPECT_THAT(bash({"/usr/bin/utter", "bus", "w"}), UnorderedElementsAre("watch"));
}

TEST_F(Completion, BashOffersOptionsOfTheVerb) {
    EXPECT_THAT(bash({"utter", "--"}),
                UnorderedElementsAre("--help", "--config", "--set", "--json"));
    EXPECT_THAT(bash({"utter", "bus", "watch", "--r"}), UnorderedElementsAre("--raw"));
    EXPECT_THAT(bash({"utter", "run", "--raw"}), IsEmpty());
}

TEST_F(Completion, BashOffersOptionsOfTheProgramAfterAVerb) {
    EXPECT_THAT(bash({"utter", "run", "--j"}), UnorderedElementsAre("--json"));
}

TEST_F(Completion, BashLooksPastOptionValues) {
    EXPECT_THAT(bash({"utter", "--config", "run", "bus", ""}),
                UnorderedElementsAre("watch", "send"));
    EXPECT_THAT(bash({"utter", "--set", "a.b", "=", "run", "bus", ""}),
                UnorderedElementsAre("watch", "send"));
    EXPECT_THAT(bash({"utter", "--config", "=", "run", "bus", ""}),
                UnorderedElementsAre("watch", "send"));
    EXPECT_THAT(bash({"utter", "--json", "bus", ""}), UnorderedElementsAre("watch", "send"));
}

TEST_F(Completion, BashOffersFilesWhereFilesGo) {
    EXPECT_THAT(bash({"utter", "transcribe", ""}), IsSupersetOf({"sound.wav", "folder"}));
    EXPECT_THAT(bash({"utter", "transcribe", "a.wav", "sou"}), UnorderedElementsAre("sound.wav"));
    EXPECT_THAT(bash({"utter", "-c", "sou"}), UnorderedElementsAre("sound.wav"));
    EXPECT_THAT(bash({"utter", "--config", "=", "sou"}), UnorderedElementsAre("sound.wav"));
    EXPECT_THAT(bash({"utter", "--config", "="}), Contains("sound.wav"));
    EXPECT_THAT(bash({"utter", "transcribe", "--out", ""}), UnorderedElementsAre("folder"));
    EXPECT_THAT(bash({"utter", "run", ""}), IsEmpty());
    EXPECT_THAT(bash({"utter", "--set", ""}), IsEmpty());
    EXPECT_THAT(bash({"utter", "transcribe", "--", "-", "sou"}), UnorderedElementsAre("sound.wav"));
}

TEST_F(Completion, BashOffersSetsOfWords) {
    EXPECT_THAT(bash({"utter", "completion", ""}), UnorderedElementsAre("bash", "zsh", "fish"));
    EXPECT_THAT(bash({"utter", "completion", "bash", ""}), IsEmpty());
    EXPECT_THAT(bash({"utter", "service", "c"}), UnorderedElementsAre("core"));
}

TEST_F(Completion, BashKnowsTheOtherNamesOfTheProgram) {
    EXPECT_THAT(bash({"ovos-messagebus", "--"}),
                UnorderedElementsAre("--help", "--config", "--set", "--json"));
    EXPECT_THAT(bash({"utter-watch", "--r"}), UnorderedElementsAre("--raw"));
    EXPECT_THAT(completion_script(app_, Shell::bash, "utter", {{"ovos-messagebus", {"service"}}}),
                HasSubstr("\ncomplete -F _utter utter ovos-messagebus\n"));
}

TEST_F(Completion, BashHidesWhatTheHelpHides) {
    EXPECT_THAT(bash({"utter", "hid"}), IsEmpty());
}

TEST_F(Completion, ZshOffersTheSame) {
    if (!installed("zsh")) GTEST_SKIP() << "zsh is not installed";
    EXPECT_THAT(zsh({"utter", ""}), Contains("transcribe:Turn sound files to text"));
    EXPECT_THAT(
        zsh({"utter", "bus", ""}),
        UnorderedElementsAre("watch:Print messages: all of them", "send:Publish one message"));
    EXPECT_THAT(zsh({"utter", "--config", "run", "bus", ""}), testing::SizeIs(2));
    EXPECT_THAT(zsh({"utter", "--config=run", "bus", ""}), testing::SizeIs(2));
    EXPECT_THAT(zsh({"utter", "-"}),
                IsSupersetOf({"--set:Set KEY=VALUE; don't quote", "-c:Read this file"}));
    EXPECT_THAT(zsh({"utter", "--config=so"}), Contains("sound.wav"));
    EXPECT_THAT(zsh({"utter", "transcribe", "a", ""}), Contains("sound.wav"));
    EXPECT_THAT(zsh({"utter", "transcribe", "--out", ""}), UnorderedElementsAre("folder"));
    EXPECT_THAT(zsh({"utter", "completion", ""}), UnorderedElementsAre("bash", "zsh", "fish"));
    EXPECT_THAT(zsh({"utter", "run", ""}), IsEmpty());
    EXPECT_THAT(zsh({"utter-watch", "-"}), Contains("--raw:As they are"));
}

TEST_F(Completion, FishOffersTheSame) {
    if (!installed("fish")) GTEST_SKIP() << "fish is not installed";
    EXPECT_THAT(fish("utter "), Contains("transcribe\tTurn sound files to text"));
    EXPECT_THAT(fish("utter "), Not(Contains(HasSubstr("sound.wav"))));
    EXPECT_THAT(
        fish("utter bus "),
        UnorderedElementsAre("watch\tPrint messages: all of them", "send\tPublish one message"));
    EXPECT_THAT(fish("utter --config run bus "), testing::SizeIs(2));
    EXPECT_THAT(fish("utter --s"), Contains("--set\tSet KEY=VALUE; don't quote"));
    EXPECT_THAT(fish("utter -c sou"), Contains("sound.wav"));
    EXPECT_THAT(fish("utter transcribe a sou"), Contains("sound.wav"));
    EXPECT_THAT(fish("utter transcribe --out "), Contains(HasSubstr("folder/")));
    EXPECT_THAT(fish("utter completion "), UnorderedElementsAre("bash", "zsh", "fish"));
    EXPECT_THAT(fish("utter run "), IsEmpty());
    EXPECT_THAT(fish("utter-watch --r"), UnorderedElementsAre("--raw\tAs they are"));
}

}  // namespace
}  // namespace utter::cli
