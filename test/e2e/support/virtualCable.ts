/** Two channels each way through the Virtual backend. */
export const STEREO = `backend = "Virtual"
bufferSizeSamples = 480

[input]
channels = 2

[output]
channels = 2
`;

/** A scenario of one device that gives back what it plays. */
export const CABLE = `
[[device]]
name = "Virtual Cable"
inputs = 2
outputs = 2
rates = [48000]
defaultRate = 48000
isDefault = true
`;
