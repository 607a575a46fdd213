#pragma once

#include <windows.h>
// After windows.h, which it needs.
#include <unknwn.h>

#include <atomic>

#include "windows/profile.h"

namespace flexlab::windows {

/// Makes the drivers of one entry in the hosts' list.
class ClassFactory final : public IClassFactory {
 public:
  /// Held once, by whoever called.
  explicit ClassFactory(Profile profile);

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override;
  ULONG STDMETHODCALLTYPE AddRef() override;
  ULONG STDMETHODCALLTYPE Release() override;
  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID iid, void** object) override;
  HRESULT STDMETHODCALLTYPE LockServer(BOOL lock) override;

 private:
  ~ClassFactory();

  const Profile profile_;
  std::atomic<ULONG> references_{1};
};

}  // namespace flexlab::windows
