import { expect, test } from 'vitest';
import { ago, bytes, count, counted, figure, labelPairs, labelsOf, micros, percent, short } from './format';

test('figures are grouped and cut to what can be read', () => {
  expect(count(12431)).toBe('12,431');
  expect(figure(41.26)).toBe('41.3');
  expect(figure(412.6)).toBe('413');
  expect(counted(1, 'device')).toBe('1 device');
  expect(counted(2, 'class', 'classes')).toBe('2 classes');
  expect(percent(0.9124)).toBe('91.2 %');
});

test('sizes use the unit that keeps them short', () => {
  expect(bytes(0)).toBe('0 B');
  expect(bytes(999)).toBe('999 B');
  expect(bytes(999_600)).toBe('1 MB');
  expect(bytes(431_000)).toBe('431 kB');
  expect(bytes(4_210_000)).toBe('4.2 MB');
  expect(bytes(5e15)).toBe('5,000 TB');
});

test('durations use the unit that keeps them short', () => {
  expect(micros(840)).toBe('840 µs');
  expect(micros(12_400)).toBe('12.4 ms');
  expect(micros(1_200_000)).toBe('1.2 s');
});

test('times are relative for a week, then a date', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  expect(ago('2026-11-22T12:00:03Z', now)).toBe('just now');
  expect(ago('2026-11-22T11:59:48Z', now)).toBe('12 s ago');
  expect(ago('2026-11-22T11:55:01Z', now)).toBe('4 min ago');
  expect(ago('2026-11-22T09:00:00Z', now)).toBe('3 h ago');
  expect(ago('2026-11-21T11:00:00Z', now)).toBe('1 day ago');
  expect(ago('2026-10-01T12:00:00Z', now)).toBe('1 Oct 2026');
});

test('labels are read leniently and written plainly', () => {
  expect(labelsOf(' site=berlin,line=2  broken x= ')).toEqual({ site: 'berlin', line: '2' });
  expect(labelPairs({ site: 'berlin', line: '2' })).toEqual(['site=berlin', 'line=2']);
});

test('long ids are cut, short ones are not', () => {
  expect(short('press-01')).toBe('press-01');
  expect(short('a'.repeat(64))).toBe('aaaaaaaaaa');
});
