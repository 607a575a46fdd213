// Which devices are known to have clocks of their own.
#include <doctest/doctest.h>

#include <string>

#include "driver/same_hardware.h"

using namespace flexlab;
using driver::are_different_hardware;
using driver::hardware_of;

namespace {

bool are_different(PaHostApiTypeId backend, const std::string& input, const std::string& output) {
  return are_different_hardware(backend, {.name = input, .index = 0}, {.name = output, .index = 1});
}

}  // namespace

TEST_CASE("a device's name tells its hardware in the brackets at its end") {
  CHECK(hardware_of(paWASAPI, "Microphone (USB Audio CODEC)") == "usb audio codec");
  CHECK(hardware_of(paWASAPI, "Speakers (2- USB Audio CODEC)") == "usb audio codec");
  CHECK(hardware_of(paWASAPI, "Digital Audio (S/PDIF) (2- High Definition Audio Device)") ==
        "high definition audio device");
  CHECK(hardware_of(paWASAPI, "Speakers (Realtek(R) Audio)") == "realtek(r) audio");
  CHECK(hardware_of(paMME, "Speakers (Realtek(R) High Defin") == "realtek(r) high defin");
  CHECK(hardware_of(paALSA, "HDA Intel PCH: ALC257 Analog (hw:0,0)") == "hw:0");
  CHECK(hardware_of(paALSA, "a name (of somebody)").empty());
  CHECK(hardware_of(paDirectSound, "Primary Sound Driver").empty());
}

TEST_CASE("only what is known to be different hardware has clocks of its own") {
  CHECK(are_different(paWASAPI, "Microphone (Webcam)", "Speakers (USB Audio)"));
  CHECK(are_different(paALSA, "Webcam: USB Audio (hw:2,0)", "HDA Intel PCH: ALC257 Analog (hw:0,0)"));
  CHECK_FALSE(are_different(paWASAPI, "Microphone (USB Audio CODEC)", "Speakers (2- USB Audio CODEC)"));
  CHECK_FALSE(are_different(paMME, "Microphone (USB Audio Device)", "Headset Earphone (USB Audio Dev"));
  CHECK_FALSE(are_different(paALSA, "HDA Intel PCH: ALC257 Analog (hw:0,0)", "HDA Intel PCH: HDMI 0 (hw:0,3)"));
  CHECK_FALSE(are_different(paDirectSound, "Primary Sound Capture Driver", "Primary Sound Driver"));
  CHECK_FALSE(are_different(paALSA, "cable_in", "cable_out"));
  CHECK_FALSE(are_different(paJACK, "left", "right"));
  CHECK(are_different(paInDevelopment, "One", "Other"));
}
