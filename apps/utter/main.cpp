#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "command_line.hpp"
#include "exit_code.hpp"

int main(int argc, char** argv) {
    try {
        const std::string name =
            argc > 0 ? std::filesystem::path(argv[0]).filename().string() : "utter";
        const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
        return utter::app::run_command_line(name, arguments);
    } catch (const std::exception& error) {
        std::cerr << "utter: " << error.what() << '\n';
        return utter::app::exit_failed;
    }
}
