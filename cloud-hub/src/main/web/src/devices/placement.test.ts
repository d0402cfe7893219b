import { expect, test } from 'vitest';
import type { Placement } from '../api/types';
import { operatorsOf, standingOf } from './placement';

function placement(standing: Placement['standing'], fallback: string | null = null): Placement {
  return {
    standing,
    asked: ['tflite:/usr/lib/libnpu.so'],
    fallback,
    operators: { 'tflite:/usr/lib/libnpu.so': { Conv2d: 3, Add: 1 }, cpu: { Softmax: 1 } },
    elsewhere: 1,
    latencyMicros: 900,
    distance: 0,
    certifiedAt: '2026-11-22T12:00:00Z',
  };
}

test('a model that runs where it was to is told as whole, and what does not is told', () => {
  expect(standingOf(placement('whole'))).toBe('all of it');
  expect(standingOf(placement('partial'))).toBe('1 of its operators elsewhere');
  expect(standingOf(placement('fallback'))).toBe('instead of tflite:/usr/lib/libnpu.so');
});

test('the operators are counted by place, with the reason of a fallback', () => {
  expect(operatorsOf(placement('partial'))).toBe('tflite:/usr/lib/libnpu.so: 4 operators; cpu: 1 operators');
  expect(operatorsOf(placement('fallback', 'device not found'))).toContain('; device not found');
});
