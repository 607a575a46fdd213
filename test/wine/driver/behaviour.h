#pragma once

/// What becomes of a driver: the last byte of the class that it is made by. test/wine/foreignDrivers.ts names them.
enum Behaviour : unsigned char {
  kLoop = 1,        // plays into its own input
  kLoop24 = 2,      // the same with packed 24-bit samples, for hosts that take the time too
  kRefuses = 3,     // init says no, and why
  kMute = 4,        // init says no, and nothing else
  kHangs = 5,       // init never comes back
  kCrashes = 6,     // ends its host after some buffers
  kNeverCalls = 7,  // starts, and that is all
  kStops = 8,       // calls for a while
  kOddSamples = 9,  // speaks 64-bit floating point
  kNoBuffers = 10,  // cannot make buffers, and says why
  kNonsense = 11,   // buffers of -1 frames
};
