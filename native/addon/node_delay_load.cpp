// Only on Windows: where the addon finds Node-API. Its import names node.exe, but the program that loads it may be
// called otherwise (Code.exe, electron.exe, a renamed node.exe): the names are looked up in whatever program this is.
#include <windows.h>
// After windows.h, which it needs.
#include <delayimp.h>

#include <cstring>

namespace {

FARPROC WINAPI find_node(unsigned notice, PDelayLoadInfo info) {
  if (notice != dliNotePreLoadLibrary || _stricmp(info->szDll, "node.exe") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(GetModuleHandleW(nullptr));
}

}  // namespace

// The name is the linker's.
// NOLINTNEXTLINE(readability-identifier-naming,bugprone-reserved-identifier)
PfnDliHook __pfnDliNotifyHook2 = find_node;
