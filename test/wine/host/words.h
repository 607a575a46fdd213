#pragma once

#include <string>

#include "asio.h"

/// getErrorMessage; tells when the driver wrote further than it may.
std::string error_message(asio::Object* driver);

/// getDriverName; likewise.
std::string driver_name(asio::Object* driver);

/// As a host's window would: some drivers post messages to the thread that made them.
void wait(double seconds);

/// Holds a file as a program does that lets nobody else at it, and lets go after a while.
void hold(const std::string& file, double seconds);
