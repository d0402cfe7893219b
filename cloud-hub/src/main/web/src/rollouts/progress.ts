import type { Rollout, RolloutDevice, Stage } from '../api/types';
import { count, counted } from '../format';

/** The way of a deployment, in order; REJECTED leaves it at any point. */
export const STEPS: Stage[] = ['DOWNLOADING', 'VERIFYING', 'TRIALLING', 'SOAKING', 'SERVING'];

/** How many steps of the way a device has behind it or is on; 0 = none, 5 = serving. */
export function stepsDone(device: RolloutDevice): number {
  return device.stage ? STEPS.indexOf(device.stage) + 1 : 0;
}

export function allDevices(rollout: Rollout): RolloutDevice[] {
  return rollout.waves.flatMap((wave) => wave.devices);
}

/** Devices of a rollout by what is to be said of them. */
export function tally(rollout: Rollout): { serving: number; rejected: number; underWay: number; waiting: number } {
  const devices = allDevices(rollout);
  const at = (stage: Stage) => devices.filter((device) => device.stage === stage).length;
  const waiting = devices.filter((device) => device.stage === null).length;
  const serving = at('SERVING');
  const rejected = at('REJECTED');
  return { serving, rejected, underWay: devices.length - serving - rejected - waiting, waiting };
}

/** "12 of 40 serve it" */
export function doneOf(rollout: Rollout): string {
  return `${count(tally(rollout).serving)} of ${counted(allDevices(rollout).length, 'device')} ${
    allDevices(rollout).length === 1 ? 'serves' : 'serve'
  } it`;
}
