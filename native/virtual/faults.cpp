#include "virtual/faults.h"

#include <algorithm>
#include <cmath>

namespace flexlab::virtual_device {
namespace {

/// How many delivered frames a repeat may have to look back, waiting behind other faults included.
std::int64_t memory_for(const std::vector<Fault>& faults) {
  std::int64_t frames = 1;
  bool repeats = false;
  for (const Fault& fault : faults) {
    if (fault.kind == FaultKind::Insert || fault.kind == FaultKind::Repeat) frames += fault.frames;
    if (fault.kind == FaultKind::Repeat) repeats = true;
  }
  return repeats ? frames : 1;
}

constexpr std::uint32_t kCorruptSeed = 0x0badf00d;

}  // namespace

double hashed_fraction(std::uint64_t position, std::uint32_t channel, std::uint32_t seed) noexcept {
  // SplitMix64 (Steele, Lea, Flood 2014) of the counter.
  std::uint64_t z = position * 0x9e3779b97f4a7c15ULL + (std::uint64_t{channel} << 32) + seed + 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1p-53;
}

FaultReach reach_of(const std::vector<Fault>& faults) {
  FaultReach reach;
  std::int64_t moved = 0;
  for (const Fault& fault : faults) {
    if (fault.kind == FaultKind::Drop) moved += fault.frames;
    if (fault.kind == FaultKind::Insert || fault.kind == FaultKind::Repeat) moved -= fault.frames;
    const std::int64_t around = fault.kind == FaultKind::Reorder ? fault.frames : 0;
    reach.lead = std::max(reach.lead, moved + around);
    reach.lag = std::max(reach.lag, around - moved);
  }
  return reach;
}

FaultInjector::FaultInjector(const std::vector<Fault>& faults, int channels)
    : channels_(channels), delivered_(channels, memory_for(faults)), remembers_(memory_for(faults) > 1) {
  for (const Fault& fault : faults) {
    switch (fault.kind) {
      case FaultKind::Drop:
      case FaultKind::Insert:
      case FaultKind::Repeat:
      case FaultKind::Reorder: moves_.push_back(fault); break;
      case FaultKind::Zero:
      case FaultKind::Corrupt: damages_.push_back(fault); break;
      case FaultKind::Stall:
      case FaultKind::Vanish: break;
    }
  }
  std::ranges::stable_sort(moves_, {}, &Fault::at);
  extras_.reserve(2 * moves_.size());
}

void FaultInjector::deliver(FrameSource& source, double* const* channels, std::int64_t frames) noexcept {
  std::int64_t done = 0;
  while (done < frames) {
    begin_moves(source);
    std::int64_t run = frames - done;
    if (nextMove_ < moves_.size()) run = std::min(run, moves_[nextMove_].at - position_);
    if (nextExtra_ < extras_.size()) {
      Extra& extra = extras_[nextExtra_];
      run = std::min(run, extra.frames);
      if (extra.from == kSource) {
        source.pull(channels, done, run);
      } else {
        for (int channel = 0; channel < channels_; ++channel) {
          for (std::int64_t i = 0; i < run; ++i) {
            channels[channel][done + i] = extra.from == kSilence ? 0.0 : delivered_.at(channel, extra.from + i);
          }
        }
        if (extra.from >= 0) extra.from += run;
      }
      extra.frames -= run;
      if (extra.frames == 0) {
        source.skip(extra.skipAfter);
        ++nextExtra_;
      }
    } else {
      source.pull(channels, done, run);
    }
    damage(channels, done, run);
    if (remembers_) {
      for (int channel = 0; channel < channels_; ++channel) {
        for (std::int64_t i = 0; i < run; ++i) delivered_.at(channel, position_ + i) = channels[channel][done + i];
      }
    }
    done += run;
    position_ += run;
  }
}

void FaultInjector::begin_moves(FrameSource& source) noexcept {
  for (; nextMove_ < moves_.size() && moves_[nextMove_].at <= position_; ++nextMove_) {
    const Fault& move = moves_[nextMove_];
    // The capacity was reserved: no allocation.
    switch (move.kind) {
      case FaultKind::Drop: source.skip(move.frames); break;
      case FaultKind::Reorder:
        source.skip(move.frames);
        extras_.push_back({move.frames, kSource, -2 * move.frames});
        extras_.push_back({move.frames, kSource, move.frames});
        break;
      case FaultKind::Repeat: extras_.push_back({move.frames, move.at - move.frames}); break;
      default: extras_.push_back({move.frames, kSilence}); break;
    }
  }
}

void FaultInjector::damage(double* const* channels, std::int64_t offset, std::int64_t frames) const noexcept {
  for (const Fault& fault : damages_) {
    const std::int64_t begin = std::max(fault.at, position_);
    const std::int64_t end = std::min(fault.at + fault.frames, position_ + frames);
    for (int channel = 0; channel < channels_; ++channel) {
      if (fault.channel && *fault.channel != channel) continue;
      for (std::int64_t position = begin; position < end; ++position) {
        double& sample = channels[channel][offset + position - position_];
        if (fault.kind == FaultKind::Zero) {
          sample = 0;
        } else {
          // Never less than a quarter of full scale away from what it was, so that it can always be told.
          const double amount =
              hashed_fraction(static_cast<std::uint64_t>(position), static_cast<std::uint32_t>(channel), kCorruptSeed);
          sample -= std::copysign(0.25 + 0.5 * amount, sample);
        }
      }
    }
  }
}

}  // namespace flexlab::virtual_device
