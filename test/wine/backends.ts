/** The backends that Wine brings sound from, each with the devices of the lab. MME cuts names off. */
export const backends = [
  { name: "Windows WASAPI", input: 'device = "Monitor of NullIn"', output: 'device = "NullOut"' },
  // With three small buffers, which is the default, these two give next to nothing.
  { name: "Windows DirectSound", input: 'device = "Monitor of NullIn"\nsuggestedLatencySeconds = 0.12', output: 'device = "NullOut"\nsuggestedLatencySeconds = 0.12' },
  { name: "MME", input: 'deviceRegex = "^Monitor of NullIn"\nsuggestedLatencySeconds = 0.12', output: 'deviceRegex = "^NullOut"\nsuggestedLatencySeconds = 0.12' },
] as const;

/** `both`: lines for either direction. */
export const configOf = ({ name, input, output }: (typeof backends)[number], both = ""): string =>
  `backend = "${name}"\n[input]\n${input}\n${both}\n[output]\n${output}\n${both}\n`;

/** The same with the output's own monitor as input: what is played comes back. */
export const loopOf = (backend: (typeof backends)[number], both = ""): string => configOf(backend, both).replace("Monitor of NullIn", "Monitor of NullOut");
