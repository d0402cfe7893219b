import type { CaptureDocument, CaptureRule, DeviceCapture, StreamCapture } from '../api/types';

/** A value of a rule, as it is typed. */
export interface Field {
  key: string;
  says: string;
  /** How a device reads it: as a number, or as text. */
  kind: 'share' | 'above' | 'beyond' | 'count' | 'duration' | 'size' | 'text' | 'texts' | 'series';
  optional?: boolean;
  /** Taken for a new rule. */
  usual?: string;
}

const BELOW: Field = { key: 'below', says: 'Below', kind: 'share', usual: '0.5' };
const ABOVE: Field = { key: 'above', says: 'Above', kind: 'above', usual: '0.5' };
const BEYOND: Field = { key: 'beyond', says: 'Beyond, in standard deviations', kind: 'beyond', usual: '4' };
const LABEL: Field = { key: 'label', says: 'Class', kind: 'text', optional: true };

/** What each rule is for, and its values; docs/agent-config.md tells more. */
export const RULES: Record<string, { says: string; fields: Field[] }> = {
  random: { says: 'A random share of all', fields: [{ key: 'share', says: 'Share', kind: 'share', usual: '0.01' }] },
  every: { says: 'One in a while', fields: [{ key: 'every', says: 'Every', kind: 'duration', usual: '10m' }] },
  'low-confidence': { says: 'The model is not sure', fields: [BELOW] },
  'small-margin': { says: 'Two classes are close', fields: [BELOW] },
  'high-entropy': { says: 'Many classes are likely', fields: [ABOVE] },
  quota: {
    says: 'So many of each class',
    fields: [
      LABEL,
      { key: 'at-most', says: 'At most', kind: 'count', usual: '20' },
      { key: 'per', says: 'Per', kind: 'duration', usual: '24h' },
    ],
  },
  'rare-class': { says: 'Rare classes', fields: [{ ...BELOW, usual: '0.01' }] },
  flicker: { says: 'Other than the one before', fields: [ABOVE] },
  shadow: {
    says: 'A second model contradicts',
    fields: [
      { key: 'model', says: 'Second model', kind: 'text' },
      { key: 'one-in', says: 'Asked about one in', kind: 'count', usual: '10', optional: true },
      ABOVE,
    ],
  },
  novelty: {
    says: 'Unlike the usual ones',
    fields: [{ key: 'output', says: 'Output', kind: 'text', optional: true }, BEYOND],
  },
  drift: {
    says: 'The mix of classes shifts',
    fields: [ABOVE, { key: 'answers', says: 'Answers', kind: 'count', usual: '500' }],
  },
  anomaly: {
    says: 'A number leaves its range',
    fields: [{ key: 'series', says: 'Number', kind: 'series', usual: 'confidence' }, BEYOND],
  },
  outlier: {
    says: 'A sensor leaves its range',
    fields: [{ key: 'column', says: 'Column', kind: 'text' }, BEYOND],
  },
  'on-request': {
    says: 'The next so many',
    fields: [
      { key: 'request', says: 'Name of the request', kind: 'text' },
      LABEL,
      { key: 'next', says: 'Next', kind: 'count', usual: '50' },
    ],
  },
  around: {
    says: 'What came before and after',
    fields: [
      { key: 'of', says: 'Of rules', kind: 'texts', usual: 'flicker' },
      { key: 'before', says: 'Before', kind: 'duration', usual: '2s' },
      { key: 'after', says: 'After', kind: 'duration', usual: '2s' },
      { key: 'max-bytes', says: 'Memory', kind: 'size', usual: '8MiB', optional: true },
    ],
  },
};

/** A rule as it is typed. One that these pages do not know has no fields, and stays as it was. */
export interface TypedRule {
  rule: string;
  values: Record<string, string>;
  was: CaptureRule | null;
}

export function typed(was: CaptureRule): TypedRule {
  const fields = RULES[was.rule]?.fields ?? [];
  return { rule: was.rule, values: Object.fromEntries(fields.map(({ key }) => [key, textOf(was[key])])), was };
}

/** With the usual values. */
export function newRule(rule: string): TypedRule {
  const fields = RULES[rule]?.fields ?? [];
  return { rule, values: Object.fromEntries(fields.map(({ key, usual }) => [key, usual ?? ''])), was: null };
}

export function ruleOf({ rule, values, was }: TypedRule): CaptureRule {
  const known = RULES[rule];
  if (!known) return was ?? { rule };
  const given = known.fields.filter(({ key }) => (values[key] ?? '').trim() !== '');
  return { rule, ...Object.fromEntries(given.map((field) => [field.key, valueOf(field, values[field.key]!.trim())])) };
}

function valueOf({ kind }: Field, text: string): unknown {
  switch (kind) {
    case 'share':
    case 'above':
    case 'beyond':
    case 'count':
      return Number(text);
    case 'texts':
      return text.split(/[\s,]+/);
    case 'duration':
    case 'size':
    case 'text':
    case 'series':
      return text;
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** The values of a rule in a few words: "at-most 20, per 24h". */
export function valuesOf(rule: CaptureRule): string {
  const values = Object.entries(rule).filter(([key, value]) => key !== 'rule' && value !== null && value !== undefined);
  return values.map(([key, value]) => `${key} ${textOf(value)}`).join(', ');
}

/** What one stream captures, as far as the hub knows. */
export interface Shown {
  name: string;
  /** Null where the device did not tell, and nobody but its configuration says. */
  rules: CaptureRule[] | null;
  chosen: Record<string, number>;
}

/** Every stream that the device serves, tells of, was told about or sent samples of, by name. */
export function streamsOf(capture: DeviceCapture, serving: { stream: string }[]): Shown[] {
  const names = new Set([
    ...serving.map(({ stream }) => stream),
    ...capture.inForce.map(({ stream }) => stream),
    ...(capture.rules?.streams ?? []).map(({ name }) => name),
    ...capture.chosen.map(({ stream }) => stream),
  ]);
  return [...names].sort().map((name) => ({
    name,
    rules: capture.inForce.find(({ stream }) => stream === name)?.rules.map(parsed) ?? null,
    chosen: Object.fromEntries(
      capture.chosen.filter(({ stream }) => stream === name).map(({ rule, samples }) => [rule, samples]),
    ),
  }));
}

/** A device may be newer than these pages, or say nonsense. */
function parsed(text: string): CaptureRule {
  try {
    const rule: unknown = JSON.parse(text);
    if (typeof rule === 'object' && rule !== null && 'rule' in rule && typeof rule.rule === 'string') {
      return rule as CaptureRule;
    }
  } catch {
    // told as it came
  }
  return { rule: text };
}

/** What people want of one stream: in place of its configuration, or besides. */
export interface Wish {
  alone: boolean;
  rules: TypedRule[];
}

/** What was wanted of a stream; where nothing was, its configuration and nothing besides. */
export function wishOf(document: CaptureDocument | null, stream: string): Wish {
  const told = document?.streams.find(({ name }) => name === stream);
  const rules = [...(told?.capture ?? []), ...(told?.also ?? [])];
  return { alone: Array.isArray(told?.capture), rules: rules.map(typed) };
}

/** The document with another wish for one stream; the others, and what is wanted besides rules, stay. */
export function withWish(document: CaptureDocument | null, stream: string, wish: Wish): CaptureDocument {
  const streams = document?.streams ?? [];
  const { capture: _capture, also: _also, ...rest } = streams.find(({ name }) => name === stream) ?? { name: stream };
  const rules = wish.rules.map(ruleOf);
  const changed: StreamCapture = wish.alone
    ? { ...rest, capture: rules }
    : { ...rest, ...(rules.length > 0 && { also: rules }) };
  const saysSomething = Object.entries(changed).some(([key, value]) => key !== 'name' && value !== null);
  return { streams: [...streams.filter(({ name }) => name !== stream), ...(saysSomething ? [changed] : [])] };
}

/** To which rule of a stream a complaint about a document belongs; null to none. */
export function culpritOf(pointer: string): number | null {
  const found = /^\/streams\/\d+\/(?:capture|also)\/(\d+)/.exec(pointer);
  return found ? Number(found[1]) : null;
}

/** How far the device is with what was wanted last. */
export function standOf(capture: DeviceCapture): 'unasked' | 'waiting' | 'refused' | 'followed' {
  if (capture.revision === 0 || capture.rules === null) return 'unasked';
  if (capture.answer?.revision !== capture.revision) return 'waiting';
  return capture.answer.refusal ? 'refused' : 'followed';
}
