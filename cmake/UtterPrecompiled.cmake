# Headers that most files include, compiled once for all targets instead of once for each file. Only
# builds that are made to be run once have it (the sanitizers'): in the others every file has to
# include what it uses, or it does not compile.

option(UTTER_PRECOMPILE "Precompile the headers that most files include" OFF)

set(utter_common_headers
    <algorithm> <array> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set>
    <span> <string> <string_view> <utility> <vector>
    <boost/json/value.hpp> <boost/json/serialize.hpp>)
set(utter_test_headers ${utter_common_headers} <gmock/gmock.h> <gtest/gtest.h>)

# utter_precompile(<target> libraries|tests)
function(utter_precompile target kind)
    if(NOT UTTER_PRECOMPILE)
        return()
    endif()
    set(holder utter_precompiled_${kind})
    if(NOT TARGET ${holder})
        # Of the kind that uses it: code for a program is compiled otherwise than for a library.
        file(WRITE "${CMAKE_BINARY_DIR}/${holder}.cpp" "int main() {}\n")
        if(kind STREQUAL "tests")
            set(headers ${utter_test_headers})
            add_executable(${holder} EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/${holder}.cpp")
            target_link_libraries(${holder} PRIVATE GTest::gmock)
            target_compile_options(${holder} PRIVATE -O0)  # as utter_test_program does
        else()
            set(headers ${utter_common_headers})
            add_library(${holder} OBJECT "${CMAKE_BINARY_DIR}/${holder}.cpp")
        endif()
        target_precompile_headers(${holder} PRIVATE ${headers})
        # Or it would not do for the next fresh clone, whose files are younger, when ccache has it.
        target_compile_options(${holder} PRIVATE
            $<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>)
    endif()
    target_precompile_headers(${target} REUSE_FROM ${holder})
endfunction()
