import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Deployment, Serving } from '../api/types';
import { remedyOf, stageOf } from './remedies';

const CODES = new URL(
  '../../../../../../protocol/src/main/java/io/fieldloop/protocol/FailureCode.java',
  import.meta.url,
);

function deployment(version: number, stage: Deployment['stage']): Deployment {
  return { model: 'fashion', version, stage } as Deployment;
}

const serving = [{ model: 'fashion', version: 2 }] as Serving[];

test('every failure that a deployment can end with has a remedy', () => {
  const codes = [...readFileSync(CODES, 'utf8').matchAll(/^ {4}([A-Z_]+)\(Owner/gm)].map((found) => found[1]!);
  const ofDeployments = codes.filter((code) => !/^(MESSAGE|UPLOAD)_/.test(code));
  expect(ofDeployments.length).toBeGreaterThan(10);
  expect(ofDeployments.filter((code) => !remedyOf({ code, owner: '', detail: '' }))).toEqual([]);
});

test('a version that another one followed is told as served before', () => {
  expect(stageOf(deployment(1, 'SERVING'), serving)).toBe('served before');
  expect(stageOf(deployment(2, 'SERVING'), serving)).toBe('SERVING');
});

test('a stage stands as the device told it when nothing else is known', () => {
  expect(stageOf(deployment(1, 'SERVING'), [])).toBe('SERVING');
  expect(stageOf(deployment(3, 'SOAKING'), serving)).toBe('SOAKING');
  expect(stageOf(deployment(3, null), serving)).toBe('waiting');
});
