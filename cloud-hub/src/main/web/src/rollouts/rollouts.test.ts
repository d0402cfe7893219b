import { expect, test } from 'vitest';
import type { Device, Rollout, RolloutDevice, Stage, Wave, WaveState } from '../api/types';
import { forecast, parseWaves, waveSizes } from './plan';
import { doneOf, isShortened, merged, shownOf, stepsDone, tally } from './progress';

function device(deviceId: string, stage: Stage | null): RolloutDevice {
  return { deviceId, attempt: 1, stage, failure: null, updatedAt: '2026-11-22T10:00:00Z' };
}

function wave(state: WaveState, size: number, ...devices: RolloutDevice[]): Wave {
  const at = (stage: Stage) => devices.filter((each) => each.stage === stage).length;
  return { number: 1, state, size, serving: at('SERVING'), rejected: at('REJECTED'), devices };
}

function rollout(...waves: Wave[]): Rollout {
  const started = '2026-11-22T09:00:00Z';
  return {
    id: 'r',
    model: 'fashion',
    version: 4,
    state: 'running',
    reason: null,
    createdAt: started,
    startedAt: started,
    endedAt: null,
    waves: waves.map((each, at) => ({ ...each, number: at + 1 })),
    events: [],
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

test('devices are counted by where they are, also those that are not named', () => {
  const begun = wave(
    'running',
    4,
    device('a', 'SERVING'),
    device('b', 'TRIALLING'),
    device('c', 'REJECTED'),
    device('d', null),
  );
  const present = rollout(begun, wave('waiting', 500, device('e', null)));
  expect(tally(present)).toEqual({ all: 504, serving: 1, rejected: 1, underWay: 2, waiting: 500 });
  expect(doneOf(present)).toBe('1 of 504 devices serve it');
  expect(begun.devices.map(stepsDone)).toEqual([5, 3, 0, 0]);
});

test('of a wave that is too large to show, those that need attention come first', () => {
  const large = wave(
    'running',
    4,
    device('a', 'SERVING'),
    device('b', null),
    device('c', 'REJECTED'),
    device('d', 'SOAKING'),
  );
  expect(shownOf(large, 3).map((each) => each.deviceId)).toEqual(['c', 'd', 'a']);
  expect(shownOf(large, 4)).toBe(large.devices);
});

test('a shortened newer state keeps the devices that only the older one names', () => {
  const before = rollout(wave('running', 3, device('a', 'SERVING'), device('b', 'TRIALLING'), device('c', null)));
  const after = rollout(wave('running', 3, device('b', 'SOAKING')));
  expect(isShortened(before)).toBe(false);
  expect(isShortened(after)).toBe(true);
  const stages = merged(before, after).waves[0]!.devices.map((each) => [each.deviceId, each.stage]);
  expect(stages).toEqual([
    ['a', 'SERVING'],
    ['b', 'SOAKING'],
    ['c', null],
  ]);
});
