import type { Device } from '../api/types';

/** What devices can be sorted by; absent figures come last in either direction. */
export const COLUMNS = {
  id: (device: Device) => device.id,
  state: (device: Device) => device.state,
  seen: (device: Device) => device.lastSeenAt,
  serving: (device: Device) => device.serving[0] && `${device.serving[0].model} ${device.serving[0].version}`,
  inferences: (device: Device) => device.vitals?.inferences,
  latency: (device: Device) => device.vitals?.latencyP95Micros,
  outbox: (device: Device) => device.vitals?.outboxBytes,
} satisfies Record<string, (device: Device) => string | number | null | undefined>;

export type Column = keyof typeof COLUMNS;
export type Sort = { column: Column; down: boolean };

/** Reads "latency" or "-latency"; null for anything else. */
export function sortOf(text: string): Sort | null {
  const column = text.replace(/^-/, '');
  return Object.hasOwn(COLUMNS, column) ? { column: column as Column, down: text.startsWith('-') } : null;
}

/** The text of what a click on a column's head leads to: up, down, and not sorted again. */
export function nextSort(present: Sort | null, column: Column): string {
  if (present?.column !== column) return column;
  return present.down ? '' : '-' + column;
}

const collator = new Intl.Collator('en', { numeric: true });

export function sorted(devices: Device[], sort: Sort): Device[] {
  const value = COLUMNS[sort.column];
  const sign = sort.down ? -1 : 1;
  return devices.toSorted((left, right) => {
    const a = value(left) ?? null;
    const b = value(right) ?? null;
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)));
  });
}
