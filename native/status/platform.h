#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

/// What the status page needs of the operating system; one implementation file for each.
namespace flexlab::status {

/// Memory with a name that processes of the same user find. Its owner is the process that made it; when that process
/// ends, however it ends, the memory counts as abandoned and goes away with the next look at it.
class SharedMemory {
 public:
  /// Zeroed memory, all of it really there (writing it will not fault for want of memory). Null when the name belongs
  /// to a living owner or the system gives none. A few system calls.
  [[nodiscard]] static std::unique_ptr<SharedMemory> create(const std::string& name, std::size_t bytes);
  /// For reading. Null when there is none of that name and size with a living owner; removes what is abandoned.
  [[nodiscard]] static std::unique_ptr<SharedMemory> open(const std::string& name, std::size_t bytes);

  SharedMemory() = default;
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;
  /// The owner's removes the name too.
  virtual ~SharedMemory() = default;

  /// Aligned to a page of the processor. Only the owner may write.
  [[nodiscard]] virtual void* data() const noexcept = 0;
};

[[nodiscard]] std::uint32_t process_id() noexcept;
/// File name of this process's program, without its folder: "reaper.exe". Empty when unknown.
[[nodiscard]] std::string program_name();

}  // namespace flexlab::status
