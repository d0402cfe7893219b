import { expect, test } from 'vitest';
import type { Brief, Evaluation, Version } from '../api/types';
import { ancestry, cellsOf, classScores, demands, difference, evaluationOf, mistakesOf } from './standing';

function version(number: number, parentVersion: number | null, field?: number): Version {
  const evaluation = (value: number, at: string) => ({ part: 'field', value, at }) as Evaluation;
  return {
    version: number,
    lineage: { parentVersion },
    evaluations:
      field === undefined ? [] : [evaluation(0, '2026-01-01T00:00:00Z'), evaluation(field, '2026-02-01T00:00:00Z')],
  } as Version;
}

test('the latest evaluation of a part counts', () => {
  expect(evaluationOf(version(1, null, 0.9), 'field')?.value).toBe(0.9);
  expect(evaluationOf(version(1, null, 0.9), 'lab')).toBeUndefined();
});

test('a version descends from its parents, the oldest first', () => {
  const versions = [version(1, null), version(2, 1), version(3, 1), version(4, 3)];
  expect(ancestry(versions, versions[3]!).map((each) => each.version)).toEqual([1, 3, 4]);
});

test('a lineage in a circle ends', () => {
  const versions = [version(1, 2), version(2, 1)];
  expect(ancestry(versions, versions[0]!).map((each) => each.version)).toEqual([2, 1]);
});

test('a version is measured against its parent where both were', () => {
  const versions = [version(1, null, 0.8), version(2, 1, 0.813), version(3, 2)];
  expect(difference(versions, versions[1]!, 'field')).toBe('+1.3 pt');
  expect(difference(versions, versions[0]!, 'field')).toBe('');
  expect(difference(versions, versions[2]!, 'field')).toBe('');
});

test('limits of zero are no demands', () => {
  const brief = {
    metric: 'accuracy',
    floor: 0.85,
    maxLatencyMicros: 5_000,
    maxMemoryBytes: 0,
    maxSizeBytes: 0,
  } as Brief;
  expect(demands(brief)).toEqual(['accuracy of 85.0 % or more', 'at most 5 ms an inference']);
});

test('cells are shares of their true class, and mistakes are listed by it', () => {
  const cells = cellsOf({
    labels: ['a', 'b'],
    counts: [
      [3, 1],
      [0, 0],
    ],
  });
  expect(cells[0]?.[1]).toEqual({ truth: 'a', predicted: 'b', count: 1, share: 0.25 });
  expect(cells[1]?.[1]?.share).toBe(0);
  expect(mistakesOf(cells, 5).map((cell) => cell.predicted)).toEqual(['b']);
});

test('a class has the share of it that was recognised, and the share of its predictions that were right', () => {
  const confusion = {
    labels: ['bag', 'coat', 'shirt'],
    counts: [
      [8, 2, 0],
      [0, 6, 0],
      [0, 0, 0],
    ],
  };
  expect(classScores(confusion)).toEqual([
    { label: 'bag', recall: 0.8, precision: 1 },
    { label: 'coat', recall: 1, precision: 0.75 },
    { label: 'shirt', recall: null, precision: null },
  ]);
});
