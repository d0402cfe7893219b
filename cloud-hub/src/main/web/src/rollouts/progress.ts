import type { Rollout, RolloutDevice, Stage, Wave } from '../api/types';
import { count, counted } from '../format';

/** The way of a deployment, in order; REJECTED leaves it at any point. */
export const STEPS: Stage[] = ['DOWNLOADING', 'VERIFYING', 'TRIALLING', 'SOAKING', 'SERVING'];

/** How many steps of the way a device has behind it or is on; 0 = none, 5 = serving. */
export function stepsDone(device: RolloutDevice): number {
  return device.stage ? STEPS.indexOf(device.stage) + 1 : 0;
}

/** How many devices of a rollout are where. */
export interface Tally {
  all: number;
  serving: number;
  rejected: number;
  /** Offered the version, and neither serving nor rejecting it yet. */
  underWay: number;
  /** In a wave that has not begun. */
  waiting: number;
}

export function tally({ waves }: Rollout): Tally {
  const sum = (number: (wave: Wave) => number) => waves.reduce((total, wave) => total + number(wave), 0);
  const all = sum((wave) => wave.size);
  const serving = sum((wave) => wave.serving);
  const rejected = sum((wave) => wave.rejected);
  const waiting = sum((wave) => (wave.state === 'waiting' ? wave.size - wave.serving : 0));
  return { all, serving, rejected, underWay: all - serving - rejected - waiting, waiting };
}

/** "12 of 40 devices serve it" */
export function doneOf(rollout: Rollout): string {
  const { all, serving } = tally(rollout);
  return `${count(serving)} of ${counted(all, 'device')} ${all === 1 ? 'serves' : 'serve'} it`;
}

/** Whether some devices of a rollout are not named in it. */
export function isShortened(rollout: Rollout): boolean {
  return rollout.waves.some((wave) => wave.devices.length < wave.size);
}

/** The devices of a wave, at most so many; of a larger wave those that need attention before those that are well. */
export function shownOf(wave: Wave, most: number): RolloutDevice[] {
  if (wave.devices.length <= most) return wave.devices;
  return wave.devices.toSorted((left, right) => urgency(left) - urgency(right)).slice(0, most);
}

function urgency({ stage }: RolloutDevice): number {
  if (stage === 'REJECTED') return 0;
  if (stage === null) return 3;
  return stage === 'SERVING' ? 2 : 1;
}

/** A newer, perhaps shortened state of a rollout, with the devices that only the older one names. */
export function merged(before: Rollout, after: Rollout): Rollout {
  const older = new Map(before.waves.map((wave) => [wave.number, wave.devices]));
  return {
    ...after,
    waves: after.waves.map((wave) => ({ ...wave, devices: joined(older.get(wave.number) ?? [], wave.devices) })),
  };
}

function joined(before: RolloutDevice[], after: RolloutDevice[]): RolloutDevice[] {
  const newer = new Map(after.map((device) => [device.deviceId, device]));
  const known = before.map((device) => newer.get(device.deviceId) ?? device);
  const added = after.filter((device) => !before.some((old) => old.deviceId === device.deviceId));
  return [...known, ...added];
}
