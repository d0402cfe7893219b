/** The filters of the samples, named as in the address and in the hub's API. */
export const FILTERS = [
  'device',
  'stream',
  'model',
  'version',
  'class',
  'minConfidence',
  'maxConfidence',
  'rule',
  'label',
  'state',
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

/** The address of the samples that fit some filters. */
export function samplesAt(filters: Partial<Record<Filter, string | number>>): string {
  const query = Object.entries(filters).map(([name, value]): [string, string] => [name, String(value)]);
  return `/samples?${new URLSearchParams(query)}`;
}
