import { expect, test } from 'vitest';
import { stepped } from './steps';

test('a step from outside of a list leads to its first item', () => {
  expect(stepped(-1, 1, 5)).toBe(0);
  expect(stepped(-1, -1, 5)).toBe(0);
});

test('steps stop at the ends of a list', () => {
  expect(stepped(3, 1, 5)).toBe(4);
  expect(stepped(4, 1, 5)).toBe(4);
  expect(stepped(0, -1, 5)).toBe(0);
});

test('a step over a row of a gallery stops at the ends as well', () => {
  expect(stepped(2, 6, 20)).toBe(8);
  expect(stepped(2, -6, 20)).toBe(0);
});
