# One function for each kind of target, so that a folder's CMakeLists.txt only lists what is in it.

# utter_library(<name> [ONE_THREAD] SOURCES ... [DEPS ...] [PRIVATE_DEPS ...] [TESTS ...]
#               [TEST_DEPS ...])
# Makes utter_<name> (alias utter::<name>) and, when TESTS are given, <name>_test beside it.
# ONE_THREAD: the tests run on one thread alone, so the ThreadSanitizer build does without them.
function(utter_library name)
    cmake_parse_arguments(ARG "ONE_THREAD" "" "SOURCES;DEPS;PRIVATE_DEPS;TESTS;TEST_DEPS" ${ARGN})
    add_library(utter_${name} STATIC ${ARG_SOURCES})
    add_library(utter::${name} ALIAS utter_${name})
    target_include_directories(utter_${name} PUBLIC "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(utter_${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS})
    utter_precompile(utter_${name} libraries)
    if(ARG_TESTS)
        if(ARG_ONE_THREAD)
            set(one_thread ONE_THREAD)
        endif()
        utter_test(${name}_test ${one_thread}
            SOURCES ${ARG_TESTS} DEPS utter::${name} ${ARG_TEST_DEPS})
    endif()
endfunction()

# utter_test_program(<name> SOURCES ... DEPS ...)
# An executable of tests; who calls it says how ctest runs it.
function(utter_test_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name} PRIVATE UTTER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    # What is tested is optimised; a test compiled like it takes twice as long to build.
    target_compile_options(${name} PRIVATE -O0)
    utter_precompile(${name} tests)
endfunction()

# utter_test(<name> [ONE_THREAD] SOURCES ... DEPS ... [LABEL unit|integration])
function(utter_test name)
    cmake_parse_arguments(ARG "ONE_THREAD" "LABEL" "SOURCES;DEPS" ${ARGN})
    if(NOT UTTER_BUILD_TESTS OR (ARG_ONE_THREAD AND UTTER_SANITIZE STREQUAL "thread"))
        return()
    endif()
    if(NOT ARG_LABEL)
        set(ARG_LABEL unit)
    endif()
    utter_test_program(${name} SOURCES ${ARG_SOURCES} DEPS ${ARG_DEPS})
    gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 120)
endfunction()

# utter_fuzzer(<name> SOURCE fuzz_x.cpp CORPUS dir DEPS utter::...)
# The libraries under test are instrumented too (UTTER_SANITIZE has fuzzer-no-link), or the fuzzer
# would see nothing of them.
function(utter_fuzzer name)
    cmake_parse_arguments(ARG "" "SOURCE;CORPUS" "DEPS" ${ARGN})
    add_executable(${name} EXCLUDE_FROM_ALL ${ARG_SOURCE})
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(${name} PRIVATE ${ARG_DEPS})
    file(GLOB corpus CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${ARG_CORPUS}/*")
    if(NOT corpus)
        message(FATAL_ERROR "${name}: the corpus ${ARG_CORPUS} is empty")
    endif()
    if(NOT TARGET fuzzers)
        add_custom_target(fuzzers)
    endif()
    add_dependencies(fuzzers ${name})
endfunction()

# Fails the build when an include breaks the dependency arrows of docs/architecture.md.
function(utter_check_layers)
    add_custom_target(check_layers ALL
        COMMAND "${CMAKE_COMMAND}" -D SOURCE_DIR=${PROJECT_SOURCE_DIR}
                -P "${PROJECT_SOURCE_DIR}/cmake/CheckLayers.cmake"
        COMMENT "Checking the dependency arrows between folders"
        VERBATIM)
endfunction()
