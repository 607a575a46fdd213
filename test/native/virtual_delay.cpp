// Which delays the simulated path can hold.
#include <doctest/doctest.h>

#include <string>

#include "virtual/path.h"
#include "virtual_support.h"

using namespace flexlab::test;
using namespace flexlab::virtual_device;

TEST_CASE("drops may use up the delay, but not more") {
  const Device device = parse_scenario("d", "[[device]]\ndelayFrames = 600\n" + fault_text("drop", 700, 100) +
                                                fault_text("insert", 900, 100) + fault_text("drop", 1100, 120))
                            .devices.at(0);
  CHECK_FALSE(find_delay_problem(device, {.inputs = 2, .outputs = 2, .period = 480}).has_value());
  CHECK(find_delay_problem(device, {.inputs = 2, .outputs = 2, .period = 481}).has_value());
}

TEST_CASE("between two devices the delay holds a block, the resampling, and what callbacks may be late") {
  Device device;
  device.inAir = true;
  const PathShape shape{.inputs = 2, .outputs = 0, .period = 960, .connected = false};
  CHECK(delay_of(device, shape) == 960 + 33 + 480);
  CHECK_FALSE(find_delay_problem(device, shape).has_value());
  device.delayFrames = 960 + 33;
  CHECK_FALSE(find_delay_problem(device, shape).has_value());
  device.delayFrames = 960 + 32;
  CHECK(find_delay_problem(device, shape).value_or("").find("33 for resampling") != std::string::npos);
}
