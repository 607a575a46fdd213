"use strict";
// Mocha's own spec output, and the numbers in a file when FLEXLAB_TEST_RESULT names one.
const { writeFileSync } = require("node:fs");
const mocha = require("mocha");
const Mocha = mocha.default ?? mocha;

module.exports = class extends Mocha.reporters.Spec {
  /**
   * @param {import("mocha").Runner} runner
   * @param {import("mocha").MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.FLEXLAB_TEST_RESULT;
    runner.once("end", () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      if (file) writeFileSync(file, JSON.stringify({ passes, failures: failures + pending }));
    });
  }
};
