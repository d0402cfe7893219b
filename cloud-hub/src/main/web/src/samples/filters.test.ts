import { expect, test } from 'vitest';
import { percentsOf, samplesAt, shareOf } from './filters';

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

test('the address of filtered samples survives names with spaces', () => {
  expect(samplesAt({ model: 'fashion', version: 2, label: 'ankle boot' })).toBe(
    '/samples?model=fashion&version=2&label=ankle+boot',
  );
});
