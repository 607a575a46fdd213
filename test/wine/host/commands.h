#pragma once

#include <string>

#include "asio.h"
#include "json.h"
#include "options.h"

// What a host does with a driver, each for one thing to prove. The driver is loaded, not yet initialised.

/// Every method once, in the order of a careful host.
Json methods(asio::Object* driver);

/// The answers of everything that comes at the wrong time, and of the right order afterwards.
Json order(asio::Object* driver, const Options& options);

/// Plays and listens for a while.
Json run(asio::Object* driver, const Options& options);

/// Starts and stops many times; every run has to bring callbacks.
Json cycles(asio::Object* driver, const Options& options);

/// Two drivers at once.
Json two(asio::Object* first, const Options& options);

/// Asks for another sample rate again and again while it runs, and follows each reset request that this brings.
Json storm(asio::Object* driver, const Options& options);

/// Runs on through whatever happens and does what a driver asks for: builds everything anew at a reset request, and
/// tries again and again when that fails. The driver is released at the end.
Json live(asio::Object*& driver, const std::string& name, const Options& options);

/// Whether the DLL goes when nobody holds it any more.
Json unload(const std::string& name);

/// Releases the driver and leaves COM, which unloads the DLL, while the host is still busy with a reset request.
Json abrupt(asio::Object*& driver, const std::string& name, const Options& options);
