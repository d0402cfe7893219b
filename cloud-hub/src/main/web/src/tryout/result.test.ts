import { expect, test } from 'vitest';
import type { Answer } from '../api/types';
import { HubProblem } from '../api/client';
import { answerIn, verdict } from './result';

function answer(label: string, score: number): Answer {
  return { prediction: { classes: [{ label, score }] }, latencyMicros: 900 };
}

test('versions that differ are told with what each says and how sure it is', () => {
  const results = [
    { version: 2, answer: answer('sneaker', 0.81) },
    { version: 1, answer: answer('bag', 0.4) },
  ];
  expect(verdict(results, 'sneaker')).toBe('v2 says sneaker (81 %), v1 says bag (40 %). It is labelled sneaker.');
});

test('versions that agree are told in a word', () => {
  const results = [
    { version: 2, answer: answer('bag', 0.9) },
    { version: 1, answer: answer('bag', 0.4) },
  ];
  expect(verdict(results, null)).toBe('All say bag.');
});

test('one version has nothing to be measured against', () => {
  expect(verdict([{ version: 1, answer: answer('bag', 0.4) }], 'bag')).toBe('');
});

test('only an answer is one', () => {
  expect(answerIn(undefined)).toBeNull();
  expect(answerIn('running')).toBeNull();
  expect(answerIn({ problem: HubProblem.of(new Error('gone')) })).toBeNull();
  expect(answerIn({ answer: answer('bag', 0.4) })?.latencyMicros).toBe(900);
});
