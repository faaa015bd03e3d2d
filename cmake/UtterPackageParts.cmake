# Read by cpack: the dashboard's package is made where the dashboard was.
if(EXISTS "${CPACK_DASHBOARD}/index.html")
    list(APPEND CPACK_COMPONENTS_ALL dashboard)
endif()
