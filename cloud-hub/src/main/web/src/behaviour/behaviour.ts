import type { BehaviourPlot, BehaviourPoint, Quantiles } from '../api/types';
import { percent } from '../format';
import { MEASURES } from './drift';

/** How far back to look, and in how many points: of half an hour, three hours, half a day. */
export const SPANS = [
  { key: 'day', says: '24 hours', hours: 24, points: 48 },
  { key: 'week', says: '7 days', hours: 7 * 24, points: 56 },
  { key: 'month', says: '30 days', hours: 30 * 24, points: 60 },
] as const;
export type Span = (typeof SPANS)[number];

export interface Series {
  name: string;
  /** One a point; null where there is nothing. */
  values: (number | null)[];
}

/** The query of a plot that ends now. */
export function spanQuery(span: Span, nowMillis: number): { from: string; until: string; points: number } {
  return {
    from: new Date(nowMillis - span.hours * 3_600_000).toISOString(),
    until: new Date(nowMillis).toISOString(),
    points: span.points,
  };
}

export function quantileSeries(
  points: BehaviourPoint[],
  of: 'score' | 'latencyMicros',
  names: (keyof Quantiles)[],
): Series[] {
  return names.map((name) => ({ name, values: points.map((point) => point[of]?.[name] ?? null) }));
}

/** Each distance as a share of the threshold from which on it is drift, so that all are read against one line. */
export function driftSeries(points: BehaviourPoint[]): Series[] {
  return MEASURES.map(({ of, says, high }) => ({
    name: says,
    values: points.map(({ divergence }) => (divergence ? divergence[of].value / high : null)),
  }));
}

/** How a class is called where it stands for something else than itself. */
export function className(label: string): string {
  if (label === '') return 'nothing';
  return label === '…' ? 'others' : label;
}

/** The classes that are there at all, each with its share at every point and in the profile. */
export function mixOf(plot: BehaviourPlot): (Series & { expected: number | null })[] {
  const share = (counts: number[], at: number) => counts[at]! / counts.reduce((sum, value) => sum + value, 0);
  return plot.classes
    .map((label, at) => ({
      name: className(label),
      values: plot.points.map((point) => (point.answers > 0 ? share(point.classes, at) : null)),
      expected: plot.profile ? share(plot.profile.classes, at) : null,
    }))
    .filter(({ values, expected }) => values.some((value) => value) || expected);
}

/** A line through what there is, with a gap wherever there is nothing. */
export function gappedPath(points: ([number, number] | null)[]): string {
  let isOpen = false;
  return points
    .map((point) => {
      const step = point ? `${isOpen ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}` : '';
      isOpen = point !== null;
      return step;
    })
    .join('');
}

/** 0.84 */
export function score(value: number): string {
  return value.toFixed(2);
}

/** What a cell of a table or a told point says. */
export function said(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}

export const wholePercent = (share: number) => percent(share, 0);
