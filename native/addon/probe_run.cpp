#include "addon/probe_run.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <thread>

#include "addon/asio.h"
#include "addon/convert.h"
#include "addon/js_error.h"
#include "probe/session.h"

namespace flexlab::addon {
namespace {

constexpr std::chrono::milliseconds kExitPatience{1000};
constexpr std::chrono::milliseconds kExitPeriod{2};

/// A run and what JavaScript waits for. Its Napi members are touched on JavaScript's thread only.
struct ProbeRun {
  ProbeRun(Napi::Env env, probe::ProbePlan plan)
      : session(std::move(plan), load_driver), promise(Napi::Promise::Deferred::New(env)) {}

  probe::Session session;
  probe::ProbeResult result;
  Napi::Promise::Deferred promise;
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
  }
  run->toJavaScript.Release();
}

}  // namespace

bool probe_is_running() noexcept { return current != nullptr; }

Napi::Object start_probe(Napi::Env env, probe::ProbePlan plan) {
  const auto run = std::make_shared<ProbeRun>(env, std::move(plan));
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
  probe.Set("look",
            Napi::Function::New(
                env, [run](const Napi::CallbackInfo& info) { run->session.look_at(view_of(info[0])); }, "look"));
  probe.Set("live", Napi::Function::New(
                        env,
                        [run](const Napi::CallbackInfo& info) -> Napi::Value {
                          if (!info[0].IsTypedArray()) throw Napi::TypeError::New(info.Env(), "No live memory.");
                          auto memory = info[0].As<Napi::Uint8Array>();
                          if (memory.ByteLength() < probe::live::kMostBytes) {
                            throw Napi::TypeError::New(info.Env(), "The live memory is too small.");
                          }
                          const std::span bytes(reinterpret_cast<std::byte*>(memory.Data()), memory.ByteLength());
                          return Napi::Number::New(info.Env(), static_cast<double>(run->session.write_live(bytes)));
                        },
                        "live"));
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
