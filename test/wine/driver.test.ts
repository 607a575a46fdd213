import { theLab } from "./labHooks.ts";
import { configuration } from "./suites/configuration.ts";
import { deviceLoss } from "./suites/deviceLoss.ts";
import { registration } from "./suites/registration.ts";
import { streaming } from "./suites/streaming.ts";

for (const suite of [registration, streaming, configuration, deviceLoss]) suite({ start: () => theLab(), patience: 1, isTransparent: true });
