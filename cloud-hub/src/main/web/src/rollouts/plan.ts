import type { Device } from '../api/types';
import { counted } from '../format';

export type Waves = { waves: { count?: number }[] } | { wrong: string };

/** Reads "1, 10, rest". */
export function parseWaves(text: string): Waves {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return { wrong: 'Name at least one wave, such as "rest".' };
  const waves: { count?: number }[] = [];
  for (const [at, part] of parts.entries()) {
    if (part === 'rest' && at === parts.length - 1) waves.push({});
    else if (part === 'rest') return { wrong: '"rest" takes every device that is left, so it comes last.' };
    else if (/^[1-9]\d{0,5}$/.test(part)) waves.push({ count: Number(part) });
    else return { wrong: `"${part}" is neither a number of devices nor "rest".` };
  }
  return { waves };
}

/** How many devices each wave gets; waves that would get none are left out. */
export function waveSizes(waves: { count?: number }[], devices: number): number[] {
  let left = devices;
  const sizes = waves.map((wave) => {
    const size = Math.min(wave.count ?? left, left);
    left -= size;
    return size;
  });
  return sizes.filter((size) => size > 0);
}

/** What will happen, in sentences. */
export function forecast(model: string, version: number, devices: Device[], sizes: number[]): string[] {
  const reached = sizes.reduce((sum, size) => sum + size, 0);
  const already = devices.filter((device) => serves(device, model, version)).length;
  const silent = devices.filter((device) => device.state !== 'online').length;
  const sentences = [
    `${model} v${version} is offered to ${counted(reached, 'device')}, in ${counted(sizes.length, 'wave')}.`,
  ];
  if (sizes.length > 1) {
    sentences.push(
      `First to ${counted(sizes[0] ?? 0, 'device')}; each wave starts when all devices before it serve the version.`,
    );
  }
  if (reached < devices.length) {
    sentences.push(
      `${counted(devices.length - reached, 'device')} of the chosen get nothing: the waves end before them.`,
    );
  }
  if (already > 0)
    sentences.push(
      `${counted(already, 'device')} ${already === 1 ? 'serves' : 'serve'} it already and ${already === 1 ? 'counts' : 'count'} as done.`,
    );
  if (silent > 0)
    sentences.push(
      `${counted(silent, 'device')} ${silent === 1 ? 'is' : 'are'} not online and will hold ${silent === 1 ? 'its' : 'their'} wave up until back.`,
    );
  sentences.push(
    'Each device tries the version beside the one it serves and keeps the old one when the trial or the soak fails; the first rejection pauses the rollout.',
  );
  return sentences;
}

export function serves(device: Device, model: string, version: number): boolean {
  return device.serving.some((serving) => serving.model === model && serving.version === version);
}
