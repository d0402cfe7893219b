/** How figures, sizes and times are written. Everywhere the same, in English. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const exactTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const dayOnly = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const clockOnly = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** 12,431 */
export function count(value: number): string {
  return whole.format(value);
}

/** 41.2 below a hundred, 12,431 above */
export function figure(value: number): string {
  return value < 100 ? oneDigit.format(value) : whole.format(value);
}

/** "1 device", "2 devices" */
export function counted(value: number, one: string, many = one + 's'): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 91.2 % of a share between 0 and 1. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`;
}

const SIZE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 1.4 MB, of 1000 kB each. */
export function bytes(value: number): string {
  let scaled = value;
  let unit = 0;
  while (scaled >= 999.5 && unit < SIZE_UNITS.length - 1) {
    scaled /= 1000;
    unit++;
  }
  return `${unit === 0 ? whole.format(scaled) : figure(scaled)} ${SIZE_UNITS[unit]}`;
}

/** 840 µs, 12.4 ms, 1.2 s */
export function micros(value: number): string {
  if (value < 1_000) return `${whole.format(value)} µs`;
  if (value < 1_000_000) return `${figure(value / 1_000)} ms`;
  return `${figure(value / 1_000_000)} s`;
}

/** "12 s ago"; the date from a week on. A clock that is a little ahead is no reason to speak of the future. */
export function ago(instant: string, nowMillis: number): string {
  const then = Date.parse(instant);
  const seconds = Math.floor((nowMillis - then) / 1_000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  if (seconds < 7 * 86_400) return counted(Math.floor(seconds / 86_400), 'day') + ' ago';
  return dayOnly.format(then);
}

/** 22 Nov 2026, 18:03:20 CET, in the reader's zone. */
export function exact(instant: string): string {
  return exactTime.format(Date.parse(instant));
}

/** 18:03:20 in the reader's zone. */
export function clock(instant: string): string {
  return clockOnly.format(Date.parse(instant));
}

/** The beginning of a hash or id, enough to recognise it. */
export function short(id: string): string {
  return id.length <= 12 ? id : id.slice(0, 10);
}

/** "site=berlin, line=2" as labels; the parts that are no pair are left out. */
export function labelsOf(text: string): Record<string, string> {
  const pairs = text.split(/[,\s]+/).map((part) => part.split('='));
  return Object.fromEntries(pairs.filter((pair) => pair.length === 2 && pair[0] && pair[1]) as [string, string][]);
}

/** ["site=berlin", "line=2"] */
export function labelPairs(labels: Record<string, string>): string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${value}`);
}
