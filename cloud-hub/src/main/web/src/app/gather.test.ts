import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Gatherer } from './gather';

interface Item {
  id: string;
  at: number;
}

let taken: Item[][];
let gatherer: Gatherer<Item>;

beforeEach(() => {
  vi.useFakeTimers();
  taken = [];
  gatherer = new Gatherer(
    (item) => item.id,
    (items) => taken.push(items),
    250,
  );
});
afterEach(() => vi.useRealTimers());

test('what comes within a moment is handed over together, the newest of each key', () => {
  gatherer.add({ id: 'a', at: 1 });
  gatherer.add({ id: 'b', at: 2 });
  gatherer.add({ id: 'a', at: 3 });
  expect(taken).toEqual([]);
  vi.advanceTimersByTime(250);
  expect(taken).toEqual([
    [
      { id: 'a', at: 3 },
      { id: 'b', at: 2 },
    ],
  ]);
});

test('a stream without pauses is handed over all the same', () => {
  for (let at = 0; at < 10; at++) {
    gatherer.add({ id: 'a', at });
    vi.advanceTimersByTime(100);
  }
  expect(taken.length).toBeGreaterThanOrEqual(3);
});

test('nothing is handed over after a stop', () => {
  gatherer.add({ id: 'a', at: 1 });
  gatherer.stop();
  vi.advanceTimersByTime(1_000);
  expect(taken).toEqual([]);
});
