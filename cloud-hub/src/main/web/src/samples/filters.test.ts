import { expect, test } from 'vitest';
import { localOf, momentOf, percentsOf, samplesAt, shareOf } from './filters';

test('percents become a share between 0 and 1, and come back as they were', () => {
  expect(shareOf('62')).toBe('0.62');
  expect(shareOf('140')).toBe('1');
  expect(shareOf('-3')).toBe('0');
  expect(percentsOf(shareOf('62'))).toBe('62');
});

test('what is no number filters nothing', () => {
  expect(shareOf('')).toBe('');
  expect(shareOf('many')).toBe('');
  expect(percentsOf('')).toBe('');
});

test('a moment comes back from a field of local time as it was', () => {
  expect(momentOf(localOf('2026-11-23T05:00:00.000Z'))).toBe('2026-11-23T05:00:00.000Z');
  expect(localOf('')).toBe('');
  expect(momentOf('soon')).toBe('');
});

test('the address of filtered samples survives names with spaces', () => {
  expect(samplesAt({ model: 'fashion', version: 2, label: 'ankle boot' })).toBe(
    '/samples?model=fashion&version=2&label=ankle+boot',
  );
});
