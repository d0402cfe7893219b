import type { Rollout, RolloutDevice } from '../api/types';
import { toneOf, type Tone } from '../parts/tone';

/** Something that happened in a rollout. */
export interface Entry {
  at: string;
  says: string;
  detail?: string;
  tone: Tone;
}

/** What is known of a rollout's past from its present state: its own times, and the latest word of each device. */
export function pastOf(rollout: Rollout): Entry[] {
  const entries: Entry[] = [{ at: rollout.createdAt, says: 'Rollout created', tone: 'idle' }];
  if (rollout.startedAt && rollout.startedAt !== rollout.createdAt) {
    entries.push({ at: rollout.startedAt, says: 'Started', tone: 'busy' });
  }
  for (const wave of rollout.waves) {
    for (const device of wave.devices) entries.push(...wordOf(device));
  }
  if (rollout.endedAt) entries.push(stateEntry(rollout, rollout.endedAt));
  return newestFirst(entries);
}

/** The timeline after a newer state of the rollout came. What an older state told stays. */
export function continued(entries: Entry[], before: Rollout, after: Rollout, at: string): Entry[] {
  const added: Entry[] = [];
  const known = new Map(before.waves.flatMap((wave) => wave.devices).map((device) => [device.deviceId, device]));
  for (const device of after.waves.flatMap((wave) => wave.devices)) {
    const old = known.get(device.deviceId);
    if (old?.stage !== device.stage || old?.attempt !== device.attempt) added.push(...wordOf(device));
  }
  for (const [index, wave] of after.waves.entries()) {
    const old = before.waves[index];
    if (old && old.state !== wave.state)
      added.push({ at, says: `Wave ${wave.number} ${wave.state}`, tone: toneOf(wave.state) });
  }
  if (before.state !== after.state) added.push(stateEntry(after, after.endedAt ?? at));
  return newestFirst([...entries, ...added]);
}

function wordOf(device: RolloutDevice): Entry[] {
  if (!device.stage || !device.updatedAt) return [];
  const again = device.attempt > 1 ? ` (attempt ${device.attempt})` : '';
  const entry: Entry = {
    at: device.updatedAt,
    says: `${device.deviceId} ${device.stage.toLowerCase()}${again}`,
    tone: toneOf(device.stage),
  };
  return [device.failure ? { ...entry, detail: `${device.failure.code}: ${device.failure.detail}` } : entry];
}

function stateEntry(rollout: Rollout, at: string): Entry {
  const says = rollout.state === 'running' ? 'Running again' : `Rollout ${rollout.state}`;
  return { at, says, tone: toneOf(rollout.state), ...(rollout.reason && { detail: rollout.reason }) };
}

function newestFirst(entries: Entry[]): Entry[] {
  return entries.toSorted((left, right) => right.at.localeCompare(left.at));
}
