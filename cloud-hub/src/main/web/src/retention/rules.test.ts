import { expect, test } from 'vitest';
import type { RetentionRule } from '../api/types';
import { NEW_RULE, ruleOf, typed } from './rules';

test('what is typed becomes a rule, and comes back as it was', () => {
  const rule: RetentionRule = {
    stream: 'line',
    labels: { site: 'north' },
    maxAgeDays: 30,
    maxSamples: 1_000,
    maxBytes: 2_500_000,
    keepLabelled: true,
  };

  expect(ruleOf(typed(rule))).toEqual(rule);
  expect(typed(rule).megabytes).toBe('2.5');
});

test('an empty field is no bound', () => {
  expect(ruleOf(NEW_RULE)).toMatchObject({
    stream: null,
    labels: {},
    maxAgeDays: null,
    maxSamples: null,
    maxBytes: null,
  });
});
