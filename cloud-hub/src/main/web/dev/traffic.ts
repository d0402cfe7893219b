import type { Traffic } from '../src/api/types.ts';
import type { World } from './world.ts';

const DAY_MILLIS = 86_400_000;

/** A week of a device that has vitals; those without have told nothing. */
export function trafficOf(world: World, id: string): Traffic {
  if (!world.devices.get(id)?.vitals) return { days: [] };
  const { random } = world;
  const days = Array.from({ length: 7 }, (_, ago) => ({
    day: new Date(Date.now() - ago * DAY_MILLIS).toISOString().slice(0, 10),
    devices: 1,
    controlBytes: random.whole(20_000, 90_000),
    vitalsBytes: random.whole(200_000, 900_000),
    samplesBytes: random.whole(1_000_000, 20_000_000),
    modelsBytes: ago === 3 ? 11_400_000 : 0,
    vitalsHeldBack: 0,
  }));
  return { days };
}
