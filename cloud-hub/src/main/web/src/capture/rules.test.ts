import { expect, test } from 'vitest';
import type { CaptureRule, DeviceCapture } from '../api/types';
import { culpritOf, newRule, ruleOf, RULES, standOf, streamsOf, typed, valuesOf, wishOf, withWish } from './rules';

const RANDOM: CaptureRule = { rule: 'random', share: 0.2 };
const NOTHING: DeviceCapture = { revision: 0, rules: null, by: null, at: null, answer: null, inForce: [], chosen: [] };

test('a rule comes back from its fields as it was', () => {
  const rules: CaptureRule[] = [
    RANDOM,
    { rule: 'quota', 'at-most': 20, per: '24h' },
    { rule: 'shadow', model: 'fashion-large', 'one-in': 20, above: 0.25 },
    { rule: 'around', of: ['flicker', 'anomaly'], before: '2s', after: '500ms', 'max-bytes': '8MiB' },
    { rule: 'of-tomorrow', depth: { of: 3 } },
  ];

  expect(rules.map((rule) => ruleOf(typed(rule)))).toEqual(rules);
});

test.each(Object.keys(RULES))('a new rule %s has the values that must be there, but for names', (rule) => {
  const given = ruleOf(newRule(rule));

  const missing = RULES[rule]!.fields.filter((field) => !field.optional && !(field.key in given));
  expect(missing.every(({ kind }) => kind === 'text')).toBe(true);
});

test('values are told in the words of the configuration', () => {
  expect(valuesOf({ rule: 'quota', label: null, 'at-most': 20, per: '24h' })).toBe('at-most 20, per 24h');
  expect(valuesOf({ rule: 'around', of: ['flicker', 'drift'], before: '2s' })).toBe('of flicker, drift, before 2s');
});

test('streams are those that serve, are told of, or sent samples', () => {
  const capture: DeviceCapture = {
    ...NOTHING,
    inForce: [{ stream: 'line', rules: ['{"rule":"random","share":0.2}', 'no JSON', '5'] }],
    chosen: [
      { stream: 'line', rule: 'random', samples: 7 },
      { stream: 'attic', rule: 'drift', samples: 1 },
    ],
  };

  expect(streamsOf(capture, [{ stream: 'line' }, { stream: 'gate' }])).toEqual([
    { name: 'attic', rules: null, chosen: { drift: 1 } },
    { name: 'gate', rules: null, chosen: {} },
    { name: 'line', rules: [RANDOM, { rule: 'no JSON' }, { rule: '5' }], chosen: { random: 7 } },
  ]);
});

test('another wish for a stream leaves the others, and what is no rule, as they are', () => {
  const gate = { name: 'gate', also: [RANDOM] };
  const document = { streams: [{ name: 'line', capture: [RANDOM], media: { sound: 'flac' } }, gate] };
  const wish = wishOf(document, 'line');
  expect(wish.alone).toBe(true);

  const besides = withWish(document, 'line', { ...wish, alone: false });
  expect(besides).toEqual({ streams: [gate, { name: 'line', media: { sound: 'flac' }, also: [RANDOM] }] });
  const nothing = withWish(besides, 'gate', { alone: false, rules: [] });
  expect(nothing.streams.map(({ name }) => name)).toEqual(['line']);
  expect(withWish(null, 'door', { alone: true, rules: [] })).toEqual({ streams: [{ name: 'door', capture: [] }] });
});

test('a complaint belongs to the rule that it points to', () => {
  expect(culpritOf('/streams/3/also/2/rule')).toBe(2);
  expect(culpritOf('/streams/3/name')).toBeNull();
});

test('a device that did not answer to the newest rules has not taken them up', () => {
  const told: DeviceCapture = { ...NOTHING, revision: 4, rules: { streams: [] } };

  expect(standOf(NOTHING)).toBe('unasked');
  expect(standOf({ ...told, answer: { revision: 3, refusal: null } })).toBe('waiting');
  expect(standOf({ ...told, answer: { revision: 4, refusal: 'no stream' } })).toBe('refused');
  expect(standOf({ ...told, answer: { revision: 4 } })).toBe('followed');
});
