# Cross-builds the Windows side for x86_64 with mingw-w64 (Debian's g++-mingw-w64-x86-64-posix: its std::thread is real).
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# toml++ is headers only, and the same on every system: the machine's own, alone in a folder, so that no other header of
# this machine gets into the build.
find_path(FLEXLAB_HOST_TOMLPLUSPLUS toml++/toml.h PATHS /usr/include /usr/local/include NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
if(FLEXLAB_HOST_TOMLPLUSPLUS)
  file(COPY "${FLEXLAB_HOST_TOMLPLUSPLUS}/toml++" DESTINATION "${CMAKE_BINARY_DIR}/headers")
  set(TOMLPLUSPLUS_INCLUDE_DIR "${CMAKE_BINARY_DIR}/headers" CACHE PATH "Folder of toml++")
endif()
