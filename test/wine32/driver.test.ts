// What the 64-bit driver is held to on this machine, the 32-bit one is held to on an emulated one.
import { PATIENCE } from "../wine/emulatedMachine.ts";
import { theLab } from "../wine/labHooks.ts";
import { configuration } from "../wine/suites/configuration.ts";
import { deviceLoss } from "../wine/suites/deviceLoss.ts";
import { registration } from "../wine/suites/registration.ts";
import { streaming } from "../wine/suites/streaming.ts";

for (const suite of [registration, streaming, configuration, deviceLoss]) suite({ start: () => theLab("emulated"), patience: PATIENCE, isTransparent: false });
