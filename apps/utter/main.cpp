#include "utter/core/log.hpp"

int main() {
    utter::log::info("hello");
    return 0;
}
