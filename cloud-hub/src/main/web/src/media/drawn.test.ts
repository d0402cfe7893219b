import { expect, test } from 'vitest';
import { envelopePath, heardIn, number, seconds, told } from './drawn';

const same = (value: number) => value;

test('an envelope goes from stretch to stretch, and stops where there are no values', () => {
  expect(envelopePath([0, 1, null, 4, 5], [2, 1, null, 4, 6], same)).toBe(
    'M0.5 0.00V2.00L1.5 1.00V1.00M3.5 4.00V4.00L4.5 5.00V6.00',
  );
  expect(envelopePath([null], [null], same)).toBe('');
});

test('what was heard in a clip lies one second before its end', () => {
  const prediction = { classes: [{ label: 'alexa', score: 0.9 }] };
  expect(heardIn(prediction, 4_000)).toEqual([{ label: 'alexa', score: 0.9, at: 0.75 }]);
  expect(heardIn(prediction, 800)).toEqual([]);
  expect(heardIn({ boxes: [] }, 4_000)).toEqual([]);
});

test('values are told with the digits that count', () => {
  expect(number(0.1 + 0.2)).toBe('0.3');
  expect(number(1_234_567)).toBe('1234570');
  expect(number(-2.5e-9)).toBe('-2.5e-9');
  expect(number(3e12)).toBe('3e+12');
  expect(told(1, 1)).toBe('1');
  expect(told(1, 2.5)).toBe('1 to 2.5');
  expect(told(null, null)).toBe('–');
  expect(told(undefined, undefined)).toBe('–');
});

test('times are told in minutes only when there are any', () => {
  expect(seconds(0)).toBe('0.0');
  expect(seconds(4_290)).toBe('4.2');
  expect(seconds(64_230)).toBe('1:04.2');
});
