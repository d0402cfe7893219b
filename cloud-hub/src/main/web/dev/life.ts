import type { Device, LiveEvents, Rollout, RolloutDevice, Stage } from '../src/api/types.ts';
import { addSample, counted, iso, rememberDeployments, type World } from './world.ts';

const STEPS: Stage[] = ['DOWNLOADING', 'VERIFYING', 'TRIALLING', 'SOAKING', 'SERVING'];

export type Publish = <K extends keyof LiveEvents>(kind: K, payload: LiveEvents[K]) => void;

/** One second in the life of the double's fleet: samples arrive, devices report, rollouts go on. */
export function live(world: World, publish: Publish, second: number): void {
  if (world.devices.size === 0) return publish('throughput', { samplesPerSecond: 0, stored: 0 });
  const rate = Math.round(44 + 14 * Math.sin(second / 9) + world.random.between(-6, 6));
  world.stored += rate;
  world.lastMinute = [...world.lastMinute.slice(1), rate];
  publish('throughput', { samplesPerSecond: rate, stored: world.stored });
  if (second % 4 === 0) addSample(world, Date.now());
  reportVitals(world, publish);
  for (const rollout of world.rollouts)
    if (rollout.state === 'running' && second % 2 === 0) advance(world, rollout, publish);
  advanceRuns(world, publish);
}

function reportVitals(world: World, publish: Publish): void {
  const device = world.random.pick([...world.devices.values()]);
  if (device.state !== 'online' || !device.vitals) return;
  const vitals = {
    ...device.vitals,
    inferences: device.vitals.inferences + world.random.whole(20, 400),
    at: iso(Date.now()),
  };
  update(world, publish, { ...device, vitals, lastSeenAt: iso(Date.now()) });
}

function update(world: World, publish: Publish, device: Device): void {
  world.devices.set(device.id, device);
  publish('device', device);
}

function advance(world: World, rollout: Rollout, publish: Publish): void {
  const wave =
    rollout.waves.find((each) => each.state === 'running') ?? rollout.waves.find((each) => each.state === 'waiting');
  if (!wave) return;
  wave.state = 'running';
  const pending = wave.devices.filter((device) => device.stage !== 'SERVING' && device.stage !== 'REJECTED');
  for (const device of pending.slice(0, 3)) step(world, rollout, device, publish);
  counted(wave);
  if (wave.serving === wave.size) {
    wave.state = 'passed';
    rollout.events.push({ at: iso(Date.now()), text: `Wave ${wave.number} passed.` });
  }
  if (rollout.waves.every((each) => each.state === 'passed')) {
    rollout.state = 'succeeded';
    rollout.endedAt = iso(Date.now());
    rollout.events.push({ at: iso(Date.now()), text: 'Rollout succeeded.' });
  }
  rememberDeployments(world, rollout);
  publish('rollout', structuredClone(rollout));
}

function step(world: World, rollout: Rollout, device: RolloutDevice, publish: Publish): void {
  if (world.random.next() > 0.7) return;
  device.stage = STEPS[device.stage ? STEPS.indexOf(device.stage) + 1 : 0] ?? 'SERVING';
  device.updatedAt = iso(Date.now());
  const served = world.devices.get(device.deviceId);
  if (device.stage !== 'SERVING' || !served) return;
  const serving = served.serving.map((each) =>
    each.model === rollout.model ? { ...each, version: rollout.version } : each,
  );
  update(world, publish, { ...served, serving });
}

function advanceRuns(world: World, publish: Publish): void {
  for (const run of world.runs) {
    if (run.state !== 'running' && run.state !== 'queued') continue;
    run.state = 'running';
    run.progress = Math.min(1, run.progress + 0.08);
    run.step = run.progress < 0.5 ? 'computing embeddings' : 'training the head';
    if (run.progress >= 1) Object.assign(run, { state: 'succeeded', endedAt: iso(Date.now()), step: null });
    publish('run', structuredClone(run));
  }
}
