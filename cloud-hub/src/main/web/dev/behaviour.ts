import type { BehaviourPlot, BehaviourPoint, Distance, Divergence, DriftAlert, Quantiles } from '../src/api/types.ts';
import { Random } from './random.ts';
import { iso, type World } from './world.ts';

/** How a version of the double behaves: a working day of answers, a gap, and a drift that comes in the end. */
export function behaviourOf(world: World, name: string, url: URL): BehaviourPlot {
  const labels = world.models.get(name)?.brief.labels.slice(0, 8) ?? [];
  const until = Date.parse(url.searchParams.get('until') ?? iso(Date.now()));
  const from = Date.parse(url.searchParams.get('from') ?? iso(until - 86_400_000));
  const size = Number(url.searchParams.get('points') ?? 48);
  const random = new Random(11);
  const expected = [...labels.map((_, at) => 120 - at * 12), 0];
  const points = Array.from({ length: size }, (_, at): BehaviourPoint => {
    const begin = from + ((until - from) * at) / size;
    return pointOf(random, { at: at / size, expected, from: begin, until: begin + (until - from) / size });
  });
  return {
    from: iso(from),
    until: iso(until),
    profile: {
      source: 'field',
      snapshot: '5'.repeat(64),
      at: iso(from - 86_400_000),
      answers: expected.reduce((sum, count) => sum + count, 0),
      score: quantiles(0.9),
      classes: expected,
    },
    divergence: divergence(0.14),
    classes: [...labels, '…'],
    points,
  };
}

interface Moment {
  /** 0 to 1 over the plot. */
  at: number;
  expected: number[];
  from: number;
  until: number;
}

function pointOf(random: Random, { at, expected, from, until }: Moment): BehaviourPoint {
  const shift = Math.max(0, at - 0.7);
  const isSilent = at > 0.3 && at < 0.4;
  return {
    from: iso(from),
    until: iso(until),
    answers: isSilent ? 0 : random.whole(400, 900),
    lost: at > 0.4 && at < 0.43 ? 2 : 0,
    latencyMicros: isSilent ? null : quantiles(9_000 + random.between(-300, 300)),
    score: isSilent ? null : quantiles(0.9 - shift / 2 + random.between(-0.01, 0.01)),
    classes: isSilent ? expected.map(() => 0) : expected.map((count, of) => Math.round(count * (1 + shift * (of - 3)))),
    divergence: isSilent ? null : divergence(0.02 + shift),
  };
}

function quantiles(median: number): Quantiles {
  return { p5: median * 0.7, p50: median, p95: median * 1.08, p99: median * 1.1 };
}

function divergence(value: number): Divergence {
  const distance = (times: number): Distance => ({ value: value * times, chance: 0.04 });
  return { scorePsi: distance(1.2), scoreKs: distance(0.6), classPsi: distance(0.8), embedding: distance(1.5) };
}

/** One device of the double drifts. */
export function driftAlertsOf(world: World, url: URL): DriftAlert[] {
  const wanted = url.searchParams;
  return [...world.devices.values()]
    .slice(0, 1)
    .flatMap((device) =>
      device.serving.slice(0, 1).map((serving) => ({
        id: '0193a0f0-7c4e-7abc-8def-0123456789ab',
        deviceId: device.id,
        stream: serving.stream,
        model: serving.model,
        version: serving.version,
        profile: 'field' as const,
        divergence: divergence(0.32),
        raisedAt: iso(Date.now() - 2_400_000),
        clearedAt: null,
      })),
    )
    .filter((alert) => !wanted.get('device') || alert.deviceId === wanted.get('device'))
    .filter((alert) => !wanted.get('model') || alert.model === wanted.get('model'));
}
