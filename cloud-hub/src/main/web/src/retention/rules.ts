import type { RetentionRule } from '../api/types';
import { labelPairs, labelsOf } from '../format';

/** A rule as it is typed; an empty text is no bound. */
export interface TypedRule {
  stream: string;
  labels: string;
  days: string;
  samples: string;
  megabytes: string;
  keepLabelled: boolean;
}

export const NEW_RULE: TypedRule = { stream: '', labels: '', days: '', samples: '', megabytes: '', keepLabelled: true };

const MEGABYTE = 1_000_000;

export function typed(rule: RetentionRule): TypedRule {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    stream: rule.stream ?? '',
    labels: labelPairs(rule.labels ?? {}).join(', '),
    days: text(rule.maxAgeDays),
    samples: text(rule.maxSamples),
    megabytes: text(rule.maxBytes === null ? null : rule.maxBytes / MEGABYTE),
    keepLabelled: rule.keepLabelled,
  };
}

export function ruleOf(given: TypedRule): RetentionRule {
  const bound = (text: string, unit = 1) => (text.trim() === '' ? null : Math.round(Number(text) * unit));
  return {
    stream: given.stream.trim() || null,
    labels: labelsOf(given.labels),
    maxAgeDays: bound(given.days),
    maxSamples: bound(given.samples),
    maxBytes: bound(given.megabytes, MEGABYTE),
    keepLabelled: given.keepLabelled,
  };
}
