# Language level, warnings, sanitizers, ccache and the linker: everything every target shares.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

add_compile_options(-Wall -Wextra -Werror)
# libstdc++ 12 deprecates what its own std::stable_sort uses, and clang says so at every use. g++ 12,
# the baseline, still names what is deprecated in code of ours.
add_compile_options($<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
# Settings structs have a default for every member; naming only some of them is the point.
add_compile_options(-Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # False alarms of GCC 12 inside Boost and the standard library once they are inlined into ours.
    add_compile_options(-Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds
                        -Wno-stringop-overflow -Wno-stringop-overread)
endif()

if(UTTER_SANITIZE)
    add_compile_options(-fsanitize=${UTTER_SANITIZE} -fno-omit-frame-pointer
                        -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${UTTER_SANITIZE})
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
endif()
