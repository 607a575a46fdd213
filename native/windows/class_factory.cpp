#include "windows/class_factory.h"

#include <exception>
#include <new>

#include "windows/com_object.h"
#include "windows/module.h"

namespace flexlab::windows {

ClassFactory::ClassFactory(Profile profile) : profile_(std::move(profile)) { module::add_use(); }
ClassFactory::~ClassFactory() { module::drop_use(); }

HRESULT ClassFactory::QueryInterface(REFIID iid, void** object) {
  if (object == nullptr) return E_POINTER;
  if (!IsEqualIID(iid, IID_IUnknown) && !IsEqualIID(iid, IID_IClassFactory)) {
    *object = nullptr;
    return E_NOINTERFACE;
  }
  *object = static_cast<IClassFactory*>(this);
  AddRef();
  return S_OK;
}

ULONG ClassFactory::AddRef() { return ++references_; }

ULONG ClassFactory::Release() {
  const ULONG left = --references_;
  if (left == 0) delete this;
  return left;
}

HRESULT ClassFactory::CreateInstance(IUnknown* outer, REFIID iid, void** object) {
  if (object == nullptr) return E_POINTER;
  *object = nullptr;
  if (outer != nullptr) return CLASS_E_NOAGGREGATION;
  try {
    ComObject* driver = new ComObject(profile_);
    const HRESULT result = driver->QueryInterface(iid, object);
    driver->Release();
    return result;
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  } catch (const std::exception&) {
    return E_FAIL;
  }
}

HRESULT ClassFactory::LockServer(BOOL lock) {
  if (lock != FALSE) {
    module::add_use();
  } else {
    module::drop_use();
  }
  return S_OK;
}

}  // namespace flexlab::windows
