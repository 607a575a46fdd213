#ifndef _WIN32
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "status/platform.h"

// POSIX shared memory. The owner holds a lock on it (flock) for as long as it lives: the kernel lets go of it even when
// the process is killed, and unlike a process id it is never somebody else's. A name is removed only by who holds the
// lock on what it stands for, so nobody can remove the successor of what was looked at.
namespace flexlab::status {
namespace {

std::string full_name(const std::string& name) { return "/" + name + "-" + std::to_string(getuid()); }

class File {
 public:
  explicit File(int descriptor) noexcept : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&&) = delete;

  explicit operator bool() const noexcept { return descriptor_ >= 0; }
  [[nodiscard]] int get() const noexcept { return descriptor_; }

  /// Waits while somebody else looks whether it is abandoned, which is a moment.
  [[nodiscard]] bool lock() const noexcept {
    int result = 0;
    do {
      result = flock(descriptor_, LOCK_EX);
    } while (result != 0 && errno == EINTR);
    return result == 0;
  }
  [[nodiscard]] bool try_lock() const noexcept { return flock(descriptor_, LOCK_EX | LOCK_NB) == 0; }
  [[nodiscard]] bool has_name() const noexcept {
    struct stat info {};
    return fstat(descriptor_, &info) == 0 && info.st_nlink > 0;
  }
  [[nodiscard]] std::size_t size() const noexcept {
    struct stat info {};
    return fstat(descriptor_, &info) == 0 ? static_cast<std::size_t>(info.st_size) : 0;
  }

 private:
  int descriptor_;
};

class PosixMemory final : public SharedMemory {
 public:
  PosixMemory(File file, void* data, std::size_t bytes, std::string ownName)
      : file_(std::move(file)), data_(data), bytes_(bytes), ownName_(std::move(ownName)) {}
  ~PosixMemory() override {
    if (!ownName_.empty()) shm_unlink(ownName_.c_str());
    munmap(data_, bytes_);
  }
  PosixMemory(const PosixMemory&) = delete;
  PosixMemory& operator=(const PosixMemory&) = delete;

  [[nodiscard]] void* data() const noexcept override { return data_; }

 private:
  File file_;  ///< of the owner: keeps the lock
  void* data_;
  std::size_t bytes_;
  std::string ownName_;  ///< empty for readers
};

std::unique_ptr<SharedMemory> map(File file, std::size_t bytes, int protection, std::string ownName) {
  void* data = mmap(nullptr, bytes, protection, MAP_SHARED, file.get(), 0);
  if (data == MAP_FAILED) return nullptr;
  return std::make_unique<PosixMemory>(std::move(file), data, bytes, std::move(ownName));
}

/// Removes the name when nobody owns it any more.
bool remove_if_abandoned(const std::string& path, const File& file) {
  if (!file.try_lock()) return false;
  if (file.has_name()) shm_unlink(path.c_str());
  return true;
}

}  // namespace

std::unique_ptr<SharedMemory> SharedMemory::create(const std::string& name, std::size_t bytes) {
  const std::string path = full_name(name);
  // Abandoned memory in the way is removed once; a name that is taken again at once is somebody's.
  for (int attempt = 0; attempt < 2; ++attempt) {
    File file(shm_open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file) {
      // Between our making and our locking it may have been taken for abandoned.
      if (!file.lock() || !file.has_name()) continue;
      if (posix_fallocate(file.get(), 0, static_cast<off_t>(bytes)) != 0) {
        shm_unlink(path.c_str());
        return nullptr;
      }
      return map(std::move(file), bytes, PROT_READ | PROT_WRITE, path);
    }
    if (errno != EEXIST) return nullptr;
    const File other(shm_open(path.c_str(), O_RDWR | O_CLOEXEC, 0));
    if (other && !remove_if_abandoned(path, other)) return nullptr;
  }
  return nullptr;
}

std::unique_ptr<SharedMemory> SharedMemory::open(const std::string& name, std::size_t bytes) {
  const std::string path = full_name(name);
  File file(shm_open(path.c_str(), O_RDONLY | O_CLOEXEC, 0));
  if (!file || remove_if_abandoned(path, file)) return nullptr;
  if (file.size() < bytes) return nullptr;  // being made
  return map(std::move(file), bytes, PROT_READ, "");
}

std::uint32_t process_id() noexcept { return static_cast<std::uint32_t>(getpid()); }

std::string program_name() {
#if defined(__linux__)
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : program.filename().string();
#else
  return {};
#endif
}

}  // namespace flexlab::status
#endif
