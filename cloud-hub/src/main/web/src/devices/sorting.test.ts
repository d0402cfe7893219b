import { expect, test } from 'vitest';
import type { Device } from '../api/types';
import { nextSort, sorted, sortOf } from './sorting';

const device = (id: string, latencyP95Micros?: number) =>
  ({ id, vitals: latencyP95Micros === undefined ? null : { latencyP95Micros } }) as Device;
const ids = (devices: Device[]) => devices.map((each) => each.id);

test('names are sorted as a person counts', () => {
  const devices = [device('press-10'), device('press-9'), device('gate-1')];
  expect(ids(sorted(devices, { column: 'id', down: false }))).toEqual(['gate-1', 'press-9', 'press-10']);
});

test('what has no figure comes last in both directions', () => {
  const devices = [device('none'), device('slow', 900), device('fast', 100)];
  expect(ids(sorted(devices, { column: 'latency', down: false }))).toEqual(['fast', 'slow', 'none']);
  expect(ids(sorted(devices, { column: 'latency', down: true }))).toEqual(['slow', 'fast', 'none']);
});

test('a sort is read from the address, and nonsense is no sort', () => {
  expect(sortOf('-latency')).toEqual({ column: 'latency', down: true });
  expect(sortOf('toString')).toBeNull();
  expect(sortOf('')).toBeNull();
});

test('clicks go up, down and back', () => {
  expect(nextSort(null, 'id')).toBe('id');
  expect(nextSort({ column: 'id', down: false }, 'id')).toBe('-id');
  expect(nextSort({ column: 'id', down: true }, 'id')).toBe('');
  expect(nextSort({ column: 'id', down: true }, 'seen')).toBe('seen');
});
