import { expect, test } from 'vitest';
import { append, seriesOf } from '../overview/series';
import { areaPath, linear, linePath, shares, ticks } from './scales';
import { visibleRows } from './visible-rows';

test('a linear scale maps the ends of one range to those of the other', () => {
  const scale = linear([0, 50], [200, 0]);
  expect([scale(0), scale(25), scale(50)]).toEqual([200, 100, 0]);
});

test('a scale of nothing does not divide by it', () => {
  expect(linear([5, 5], [0, 100])(5)).toBe(0);
});

test('ticks are round and reach the highest value', () => {
  expect(ticks(57)).toEqual([0, 20, 40, 60]);
  expect(ticks(1)).toEqual([0, 0.5, 1]);
  expect(ticks(100)).toEqual([0, 50, 100]);
  expect(ticks(11_000)).toEqual([0, 5_000, 10_000, 15_000]);
  expect(ticks(0).length).toBeGreaterThan(1);
});

test('paths are drawn through their points, and an area is closed on its base', () => {
  expect(
    linePath([
      [0, 1],
      [2, 3],
    ]),
  ).toBe('M0.0 1.0L2.0 3.0');
  expect(
    areaPath(
      [
        [0, 1],
        [2, 3],
      ],
      10,
    ),
  ).toBe('M0.0 1.0L2.0 3.0L2.0 10L0.0 10Z');
  expect(areaPath([], 10)).toBe('');
});

test('shares add up to one, or are all nothing', () => {
  expect(shares([1, 1, 2])).toEqual([0.25, 0.25, 0.5]);
  expect(shares([0, 0])).toEqual([0, 0]);
});

test('a series ends now and forgets what is older than a minute, but for one point', () => {
  const series = seriesOf([5, 6, 7], 100_000);
  expect(series.map((point) => point.at)).toEqual([98_000, 99_000, 100_000]);
  const later = append(series, { at: 159_500, value: 8 });
  expect(later.map((point) => point.value)).toEqual([6, 7, 8]);
});

test('only rows near the screen are drawn, and the rest keeps its height', () => {
  const rows = visibleRows(4_000, 900, 40, 10_000, 5);
  expect(rows).toEqual({ first: 95, end: 128, above: 3_800, below: 394_880 });
});

test('a list above or below the screen draws nothing or its beginning', () => {
  expect(visibleRows(50_000, 900, 40, 10)).toMatchObject({ first: 10, end: 10 });
  expect(visibleRows(-5_000, 900, 40, 10)).toMatchObject({ first: 0, end: 0 });
  expect(visibleRows(-200, 900, 40, 10)).toMatchObject({ first: 0, end: 10, below: 0 });
});
