#include "addon/probe_run.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "addon/convert.h"
#include "addon/js_error.h"
#include "probe/live.h"
#include "probe/session.h"

namespace flexlab::addon {
namespace {

constexpr std::chrono::milliseconds kExitPatience{1000};
constexpr std::chrono::milliseconds kExitPeriod{2};

/// A run and what JavaScript waits for. Its Napi members are touched on JavaScript's thread only.
struct ProbeRun {
  ProbeRun(Napi::Env env, probe::ProbePlan plan, Napi::Float64Array slots)
      : session(std::move(plan), slots.Data()),
        promise(Napi::Promise::Deferred::New(env)),
        memory(Napi::Persistent(slots.As<Napi::Object>())) {}

  probe::Session session;
  probe::ProbeResult result;
  Napi::Promise::Deferred promise;
  Napi::ObjectReference memory;
  Napi::ThreadSafeFunction toJavaScript;
  std::atomic<bool> ended{false};
};

/// The run on its way; JavaScript's thread only.
std::shared_ptr<ProbeRun> current;

void deliver(Napi::Env env, Napi::Function /*none*/, std::shared_ptr<ProbeRun>* handed) {
  const std::unique_ptr<std::shared_ptr<ProbeRun>> owner(handed);
  if (env == nullptr) return;  // JavaScript is gone already
  const std::shared_ptr<ProbeRun> run = *owner;
  if (current == run) current.reset();
  run->memory.Reset();
  try {
    run->promise.Resolve(to_js(env, run->result));
  } catch (const Napi::Error& error) {
    run->promise.Reject(error.Value());
  }
  run->result = {};
}

/// The whole life of the supervising thread.
void supervise(const std::shared_ptr<ProbeRun>& run) {
  run->result = run->session.run();
  run->ended.store(true, std::memory_order_release);
  auto handed = std::make_unique<std::shared_ptr<ProbeRun>>(run);
  if (run->toJavaScript.BlockingCall(handed.get(), deliver) == napi_ok) {
    (void)handed.release();
  } else {
    run->memory.SuppressDestruct();  // JavaScript is gone, and its references with it
  }
  run->toJavaScript.Release();
}

}  // namespace

bool probe_is_running() noexcept { return current != nullptr; }

Napi::Object start_probe(Napi::Env env, probe::ProbePlan plan, Napi::Float64Array slots) {
  if (slots.ElementLength() < probe::live::kSlots) throw Napi::TypeError::New(env, "The live memory is too small.");
  const auto run = std::make_shared<ProbeRun>(env, std::move(plan), slots);
  run->toJavaScript = Napi::ThreadSafeFunction::New(env, Napi::Function(), "flexlab probe", 0, 1);
  current = run;
  std::thread(supervise, run).detach();

  Napi::Object probe = Napi::Object::New(env);
  probe.Set("result", run->promise.Promise());
  probe.Set(
      "stream",
      Napi::Function::New(
          env, [run](const Napi::CallbackInfo& info) { return to_js(info.Env(), run->session.stream()); }, "stream"));
  probe.Set("play", Napi::Function::New(
                        env,
                        [run](const Napi::CallbackInfo& info) {
                          try {
                            run->session.play(playback_of(info[0]));
                          } catch (const audio::Error& error) {
                            throw js_error(info.Env(), error);
                          }
                        },
                        "play"));
  probe.Set("cancel", Napi::Function::New(
                          env, [run](const Napi::CallbackInfo&) { run->session.cancel(); }, "cancel"));
  return probe;
}

void end_probe() noexcept {
  if (current == nullptr) return;
  current->session.cancel();
  const auto deadline = std::chrono::steady_clock::now() + kExitPatience;
  while (!current->ended.load(std::memory_order_acquire) && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(kExitPeriod);
  }
}

}  // namespace flexlab::addon
