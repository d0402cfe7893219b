import { expect, test } from 'vitest';
import type { Device, Rollout, RolloutDevice, Stage } from '../api/types';
import { forecast, parseWaves, waveSizes } from './plan';
import { doneOf, stepsDone, tally } from './progress';
import { continued, pastOf } from './timeline';

function device(deviceId: string, stage: Stage | null, at = '2026-11-22T10:00:00Z'): RolloutDevice {
  const failure = stage === 'REJECTED' ? { code: 'TRIAL_TOO_SLOW', owner: 'MODEL', detail: 'It was slow.' } : null;
  return { deviceId, attempt: 1, stage, failure, updatedAt: stage ? at : null };
}

function rollout(...devices: RolloutDevice[]): Rollout {
  return {
    id: 'r',
    model: 'fashion',
    version: 4,
    state: 'running',
    reason: null,
    createdAt: '2026-11-22T09:00:00Z',
    startedAt: '2026-11-22T09:00:00Z',
    endedAt: null,
    waves: [{ number: 1, state: 'running', devices }],
  };
}

test('waves are read as numbers of devices and the rest', () => {
  expect(parseWaves('1, 10, rest')).toEqual({ waves: [{ count: 1 }, { count: 10 }, {}] });
  expect(parseWaves('5')).toEqual({ waves: [{ count: 5 }] });
});

test('waves that make no sense are refused with what is wrong', () => {
  expect(parseWaves(' ')).toMatchObject({ wrong: expect.stringContaining('at least one') });
  expect(parseWaves('rest, 5')).toMatchObject({ wrong: expect.stringContaining('last') });
  expect(parseWaves('0')).toMatchObject({ wrong: expect.stringContaining('"0"') });
  expect(parseWaves('1, many')).toMatchObject({ wrong: expect.stringContaining('"many"') });
});

test('waves share out what is there, and empty ones fall away', () => {
  expect(waveSizes([{ count: 1 }, { count: 10 }, {}], 38)).toEqual([1, 10, 27]);
  expect(waveSizes([{ count: 1 }, { count: 10 }, {}], 5)).toEqual([1, 4]);
  expect(waveSizes([{ count: 3 }], 0)).toEqual([]);
});

test('the forecast counts what serves already, what is silent, and what is left out', () => {
  const serving = [{ stream: 'line', model: 'fashion', version: 4, variant: 'x', accelerator: 'cpu' }];
  const devices = [
    { state: 'online', serving },
    { state: 'offline', serving: [] },
    { state: 'online', serving: [] },
  ] as unknown as Device[];
  const text = forecast('fashion', 4, devices, [1, 1]).join(' ');
  expect(text).toContain('offered to 2 devices, in 2 waves');
  expect(text).toContain('1 device of the chosen get nothing');
  expect(text).toContain('1 device serves it already');
  expect(text).toContain('1 device is not online');
});

test('devices are counted by where they are', () => {
  const present = rollout(device('a', 'SERVING'), device('b', 'TRIALLING'), device('c', 'REJECTED'), device('d', null));
  expect(tally(present)).toEqual({ serving: 1, rejected: 1, underWay: 1, waiting: 1 });
  expect(doneOf(present)).toBe('1 of 4 devices serve it');
  expect(present.waves[0]!.devices.map(stepsDone)).toEqual([5, 3, 0, 0]);
});

test('the timeline begins with what the rollout itself tells, the newest first', () => {
  const entries = pastOf(
    rollout(device('a', 'SERVING'), device('b', 'REJECTED', '2026-11-22T11:00:00Z'), device('c', null)),
  );
  expect(entries.map((entry) => entry.says)).toEqual(['b rejected', 'a serving', 'Rollout created']);
  expect(entries[0]?.detail).toBe('TRIAL_TOO_SLOW: It was slow.');
});

test('a newer state adds what changed, and nothing twice', () => {
  const before = rollout(device('a', 'TRIALLING'), device('b', null));
  const after: Rollout = {
    ...rollout(device('a', 'SOAKING', '2026-11-22T10:05:00Z'), device('b', null)),
    state: 'paused',
    reason: 'by mira',
  };
  const entries = continued(pastOf(before), before, after, '2026-11-22T10:06:00Z');
  expect(entries.map((entry) => entry.says)).toEqual(['Rollout paused', 'a soaking', 'a trialling', 'Rollout created']);
  expect(continued(entries, after, after, '2026-11-22T10:07:00Z')).toEqual(entries);
});
