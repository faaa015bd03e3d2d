# The Debian package: cpack -G DEB in a build folder of the preset `release`.
install(FILES packaging/systemd/utter.service DESTINATION lib/systemd/system)
install(FILES packaging/systemd/user/utter.service DESTINATION lib/systemd/user)
install(FILES packaging/systemd/utter.sysusers DESTINATION lib/sysusers.d RENAME utter.conf)
install(FILES LICENSE NOTICE README.md CHANGELOG.md docs/configuration.md docs/cli.md
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")
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

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME utter)
set(CPACK_PACKAGE_CONTACT "Utter <utter@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_SET_DESTDIR ON)  # for what belongs outside of the prefix
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALLED_DIRECTORIES "${PROJECT_SOURCE_DIR}/packaging/debian/etc" etc)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "pocketsphinx-en-us, espeak-ng-data, tzdata")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(script IN ITEMS conffiles postinst postrm prerm)
    list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${PROJECT_SOURCE_DIR}/packaging/debian/${script}")
endforeach()
include(CPack)
