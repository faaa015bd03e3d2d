# One function for each kind of target, so that a folder's CMakeLists.txt only lists what is in it.

# utter_library(<name> SOURCES ... [DEPS ...] [PRIVATE_DEPS ...] [TESTS ...] [TEST_DEPS ...])
# Makes utter_<name> (alias utter::<name>) and, when TESTS are given, <name>_test beside it.
function(utter_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS;TESTS;TEST_DEPS" ${ARGN})
    add_library(utter_${name} STATIC ${ARG_SOURCES})
    add_library(utter::${name} ALIAS utter_${name})
    target_include_directories(utter_${name} PUBLIC "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(utter_${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS})
    if(ARG_TESTS)
        utter_test(${name}_test SOURCES ${ARG_TESTS} DEPS utter::${name} ${ARG_TEST_DEPS})
    endif()
endfunction()

# utter_test(<name> SOURCES ... DEPS ... [LABEL unit|integration])
function(utter_test name)
    cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPS" ${ARGN})
    if(NOT UTTER_BUILD_TESTS)
        return()
    endif()
    if(NOT ARG_LABEL)
        set(ARG_LABEL unit)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name} PRIVATE UTTER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 120)
endfunction()

# The fuzz build has no tests but the replay of the corpora.
if(UTTER_BUILD_FUZZERS)
    enable_testing()
endif()

# utter_fuzzer(<name> SOURCE fuzz_x.cpp CORPUS dir DEPS utter::...)
# The corpus is replayed by `ctest` in the fuzz build; longer runs are started by hand. The
# libraries under test are instrumented too, or the fuzzer would see nothing of them.
function(utter_fuzzer name)
    cmake_parse_arguments(ARG "" "SOURCE;CORPUS" "DEPS" ${ARGN})
    add_executable(${name} EXCLUDE_FROM_ALL ${ARG_SOURCE})
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(${name} PRIVATE ${ARG_DEPS})
    foreach(dep IN LISTS ARG_DEPS)
        get_target_property(library ${dep} ALIASED_TARGET)
        if(library AND NOT library IN_LIST UTTER_FUZZED_LIBRARIES)
            target_compile_options(${library} PRIVATE -fsanitize=fuzzer-no-link)
            list(APPEND UTTER_FUZZED_LIBRARIES ${library})
        endif()
    endforeach()
    set(UTTER_FUZZED_LIBRARIES ${UTTER_FUZZED_LIBRARIES} PARENT_SCOPE)
    # With files instead of a folder libFuzzer runs each once and writes nothing.
    file(GLOB corpus CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${ARG_CORPUS}/*")
    if(NOT corpus)
        message(FATAL_ERROR "${name}: the corpus ${ARG_CORPUS} is empty")
    endif()
    add_test(NAME ${name} COMMAND ${name} ${corpus})
    set_tests_properties(${name} PROPERTIES LABELS fuzz TIMEOUT 120)
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
