import { expect, test } from 'vitest';
import type { BehaviourPlot, Distance, Divergence } from '../api/types';
import { driftSeries, gappedPath, mixOf, quantileSeries, spanQuery, SPANS } from './behaviour';
import { diverging, standingOf } from './drift';

const at = '2026-11-23T08:00:00Z';
const near: Distance = { value: 0.01, chance: 0.05 };

function divergence(changes: Partial<Divergence>): Divergence {
  return { scorePsi: near, scoreKs: near, classPsi: near, embedding: near, ...changes };
}

function plot(): BehaviourPlot {
  const score = { p5: 0.4, p50: 0.8, p95: 0.9, p99: 0.95 };
  const point = { from: at, until: at, lost: 0, latencyMicros: null, divergence: null };
  return {
    from: at,
    until: at,
    profile: { source: 'lab', snapshot: null, at, answers: 10, score, classes: [5, 5, 0] },
    divergence: null,
    classes: ['coat', '', '…'],
    points: [
      { ...point, answers: 4, score, classes: [3, 1, 0] },
      { ...point, answers: 0, score: null, classes: [0, 0, 0] },
    ],
  };
}

test('a line has a gap where there is nothing', () => {
  expect(gappedPath([[0, 1], [2, 3], null, [4, 5]])).toBe('M0.0 1.0L2.0 3.0M4.0 5.0');
  expect(gappedPath([])).toBe('');
});

test('a point without answers has no quantile and no mix', () => {
  expect(quantileSeries(plot().points, 'score', ['p50'])).toEqual([{ name: 'p50', values: [0.8, null] }]);
  expect(mixOf(plot())).toEqual([
    { name: 'coat', values: [0.75, null], expected: 0.5 },
    { name: 'nothing', values: [0.25, null], expected: 0.5 },
  ]);
});

test('what chance explains is no drift', () => {
  expect(standingOf(divergence({}))).toBe('as expected');
  expect(standingOf(divergence({ scorePsi: { value: 0.4, chance: 0.5 } }))).toBe('as expected');
  expect(standingOf(divergence({ scorePsi: { value: 0.2, chance: 0.1 } }))).toBe('changed');
  expect(standingOf(divergence({ scoreKs: { value: 0.2, chance: 0.1 } }))).toBe('drifting');
  expect(standingOf(divergence({ classPsi: { value: 0.3, chance: 0.1 } }))).toBe('drifting');
  expect(standingOf(divergence({ embedding: { value: 0.3, chance: 0.1 } }))).toBe('changed');
});

test('what diverges is named with its value', () => {
  expect(diverging(divergence({}))).toEqual([]);
  expect(diverging(divergence({ classPsi: { value: 0.314, chance: 0.1 } }))).toEqual(['PSI of classes 0.31']);
});

test('a distance is drawn as a share of what makes it drift', () => {
  const [point] = plot().points;
  const drifting = { ...point!, divergence: divergence({ scoreKs: { value: 0.3, chance: 0.1 } }) };
  const ks = driftSeries([drifting, point!])[1]!;
  expect(ks.name).toBe('KS of scores');
  expect(ks.values[0]).toBeCloseTo(1.5);
  expect(ks.values[1]).toBeNull();
});

test('a span ends now', () => {
  expect(spanQuery(SPANS[0], Date.parse(at))).toEqual({
    from: '2026-11-22T08:00:00.000Z',
    until: '2026-11-23T08:00:00.000Z',
    points: 48,
  });
});
