/** The filters of the samples, named as in the address and in the hub's API. */
export const FILTERS = [
  'device',
  'stream',
  'from',
  'until',
  'model',
  'version',
  'class',
  'minConfidence',
  'maxConfidence',
  'rule',
  'label',
  'state',
  'like',
] as const;

export type Filter = (typeof FILTERS)[number];

/** "62" as the share 0.62; empty for what is no number, and never beyond 0 and 1. */
export function shareOf(percents: string): string {
  const value = Number(percents);
  return percents === '' || Number.isNaN(value) ? '' : String(Math.min(Math.max(value, 0), 100) / 100);
}

/** The share 0.62 as "62"; empty when there is none. */
export function percentsOf(share: string): string {
  return share === '' ? '' : String(Math.round(Number(share) * 100));
}

/** The moment 2026-11-23T05:00:00Z as a field of the page's own time zone has it; empty when there is none. */
export function localOf(moment: string): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What such a field holds as a moment; empty for what is none. */
export function momentOf(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

/** The address of the samples that fit some filters. */
export function samplesAt(filters: Partial<Record<Filter, string | number>>): string {
  const query = Object.entries(filters).map(([name, value]): [string, string] => [name, String(value)]);
  return `/samples?${new URLSearchParams(query)}`;
}
