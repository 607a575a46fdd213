import assert from "node:assert/strict";
import { CrashBudget } from "../../../extension/audio/crashBudget.ts";

describe("CrashBudget", () => {
  const allowance = { crashes: 4, windowMs: 180_000, backOffMs: [0, 250, 500, 1000] };

  it("waits longer after each crash, and stops after too many", () => {
    let now = 0;
    const budget = new CrashBudget(allowance, () => now);
    assert.equal(budget.delay(), 0);
    const delays = Array.from({ length: 5 }, () => {
      now += 10;
      budget.noteCrash();
      return budget.delay();
    });
    assert.deepEqual(delays, [0, 250, 500, 1000, null]);
  });

  it("counts the time that has passed since the crash", () => {
    let now = 0;
    const budget = new CrashBudget(allowance, () => now);
    budget.noteCrash();
    budget.noteCrash();
    now = 100;
    assert.equal(budget.delay(), 150);
    now = 10_000;
    assert.equal(budget.delay(), 0);
  });

  it("forgets crashes that are long ago", () => {
    let now = 0;
    const budget = new CrashBudget(allowance, () => now);
    for (let crash = 0; crash < 5; crash++) budget.noteCrash();
    assert.equal(budget.delay(), null);
    now = 180_000;
    assert.equal(budget.delay(), 0);
  });

  it("forgets them when it is told to", () => {
    const budget = new CrashBudget(allowance, () => 0);
    for (let crash = 0; crash < 5; crash++) budget.noteCrash();
    budget.clear();
    assert.equal(budget.delay(), 0);
  });
});
