# The Debian packages: cpack -G DEB in a build folder of the preset `release`. A component is a package:
# `program` is what installs without naming one, `data` what every machine can share of it, `server` makes it
# a service of the machine, `dashboard` is the page in the browser, where scripts/dashboard has built it.
set(packaging "${PROJECT_SOURCE_DIR}/packaging")

install(FILES packaging/systemd/user/utter.service DESTINATION lib/systemd/user)
install(FILES LICENSE NOTICE README.md CHANGELOG.md docs/configuration.md docs/cli.md
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")
# As Debian wants to have it; those that need the program point to its own.
install(FILES NOTICE DESTINATION share/doc/utter RENAME copyright)
install(FILES NOTICE DESTINATION share/doc/utter-data RENAME copyright COMPONENT data EXCLUDE_FROM_ALL)
foreach(part IN ITEMS server dashboard)
    install(CODE "
        file(MAKE_DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/doc\")
        file(CREATE_LINK utter \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/doc/utter-${part}\" SYMBOLIC)"
        COMPONENT ${part} EXCLUDE_FROM_ALL)
endforeach()
install(CODE "
    foreach(place IN ITEMS bash=bash-completion/completions/utter zsh=zsh/vendor-completions/_utter
                           fish=fish/vendor_completions.d/utter.fish)
        string(REGEX MATCH \"^([a-z]+)=(.+)$\" matched \"\${place}\")
        set(file \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/\${CMAKE_MATCH_2}\")
        get_filename_component(folder \"\${file}\" DIRECTORY)
        file(MAKE_DIRECTORY \"\${folder}\")
        execute_process(COMMAND \"$<TARGET_FILE:utter>\" completion \"\${CMAKE_MATCH_1}\"
                        OUTPUT_FILE \"\${file}\" COMMAND_ERROR_IS_FATAL ANY)
    endforeach()")

# Manual pages, which the programs write themselves; the names of the parts are the program's.
install(CODE "
    set(folder \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/man/man1\")
    file(MAKE_DIRECTORY \"\${folder}\")
    foreach(program IN ITEMS \"$<TARGET_FILE:utter>\" \"$<TARGET_FILE:ovos-messagebus>\")
        get_filename_component(name \"\${program}\" NAME)
        execute_process(COMMAND bash \"${packaging}/manual\" \"\${program}\" COMMAND gzip -9n
                        OUTPUT_FILE \"\${folder}/\${name}.1.gz\" COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
    foreach(alias IN ITEMS ${UTTER_ALIASES})
        file(CREATE_LINK utter.1.gz \"\${folder}/\${alias}.1.gz\" SYMBOLIC)
    endforeach()")

# One part alone: a template of systemd with the lines of the whole, and so as hardened.
file(READ "${packaging}/systemd/utter.service" unit)
string(REGEX REPLACE "^[^[]+" "# One part of the assistant: bus, core, skills, platform, listener, audio.\n" unit "${unit}")
string(REPLACE "voice assistant" "voice assistant: %i" unit "${unit}")
string(REPLACE "\nAfter=network-online.target" "\nAfter=network-online.target utter.service\nConflicts=utter.service"
       unit "${unit}")
string(REPLACE "utter run" "utter service %i" unit "${unit}")
# Of one that stops, the others still use it.
string(REPLACE "RuntimeDirectory=utter" "RuntimeDirectory=utter\nRuntimeDirectoryPreserve=yes" unit "${unit}")
# The bus comes first, and does not wait for itself.
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/packaging/utter@bus.service" CONTENT "${unit}" @ONLY)
string(REPLACE "\nAfter=" "\nAfter=utter@bus.service " unit "${unit}")
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/packaging/utter@.service" CONTENT "${unit}" @ONLY)

install(FILES packaging/systemd/utter.service "${CMAKE_BINARY_DIR}/packaging/utter@.service"
              "${CMAKE_BINARY_DIR}/packaging/utter@bus.service"
        DESTINATION lib/systemd/system COMPONENT server)
install(FILES packaging/systemd/utter.sysusers DESTINATION lib/sysusers.d RENAME utter.conf COMPONENT server)
# Not for who installs by hand or with Nix.
install(FILES packaging/debian/utter.toml DESTINATION /etc/utter COMPONENT server EXCLUDE_FROM_ALL)

install(DIRECTORY "${CMAKE_BINARY_DIR}/share/utter/dashboard" DESTINATION share/utter
        COMPONENT dashboard OPTIONAL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME utter)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "voice assistant that runs on hardware you control")
set(CPACK_PACKAGE_CONTACT "Utter <utter@localhost>")
set(CPACK_SET_DESTDIR ON)  # for what belongs outside of the prefix
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL program data server)
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_SOURCE_DIR}/cmake/UtterPackageParts.cmake")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(same_version "utter (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
    "The program for whoever sits at the machine: the assistant and its parts,
the client of another machine's, engines, skills, and a service of the user.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME utter)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS
    "utter-data (= ${PROJECT_VERSION}), pocketsphinx-en-us, espeak-ng-data, tzdata")
# For platform.database = "postgresql://..."
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "utter-server, utter-dashboard, libsoci-postgresql4.0")

set(CPACK_COMPONENT_DATA_DESCRIPTION
    "What skills hear and say in each language, the registry of models, and the
platform's interface.")
set(CPACK_DEBIAN_DATA_PACKAGE_NAME utter-data)
set(CPACK_DEBIAN_DATA_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_DATA_PACKAGE_ARCHITECTURE all)

set(CPACK_COMPONENT_SERVER_DESCRIPTION
    "The assistant as a service of the machine, the whole as one unit
or a unit for each part, with a user of their own.")
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME utter-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_SERVER_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS
    "${same_version}, systemd | systemd-standalone-sysusers, passwd")
set(CPACK_DEBIAN_SERVER_PACKAGE_RECOMMENDS "utter-dashboard (= ${PROJECT_VERSION})")
foreach(script IN ITEMS conffiles postinst postrm prerm)
    list(APPEND CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA "${packaging}/debian/${script}")
endforeach()

set(CPACK_COMPONENT_DASHBOARD_DESCRIPTION
    "The page that the platform serves: conversations, voices, personas, turns.")
set(CPACK_DEBIAN_DASHBOARD_PACKAGE_NAME utter-dashboard)
set(CPACK_DEBIAN_DASHBOARD_PACKAGE_SECTION web)
set(CPACK_DEBIAN_DASHBOARD_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_DASHBOARD_PACKAGE_DEPENDS "${same_version}")
set(CPACK_DASHBOARD "${CMAKE_BINARY_DIR}/share/utter/dashboard")
include(CPack)
