import type { Outline, Sample } from '../src/api/types.ts';

const RATE = 16_000;
const SAMPLES = 4 * RATE;
const STRETCHES = 400;
const ROWS = 240;

/** A machine that hums, and knocks once a second before the end. */
function hum(at: number): number {
  const knock = Math.exp(-Math.abs(at - 3 * RATE) / 900) * Math.sin(at / 3);
  return Math.round(4_000 * Math.sin(at / 30) * (1 + 0.4 * Math.sin(at / 5_000)) + 22_000 * knock);
}

/** Acceleration along three axes; one sensor is silent for a while. */
const READINGS: [string, (row: number) => number | null][] = [
  ['x', (row) => Number(Math.sin(row / 9).toFixed(3))],
  ['y', (row) => (row > 100 && row < 130 ? null : Number((0.4 * Math.cos(row / 5)).toFixed(3)))],
  ['z', (row) => Number((9.81 + 0.2 * Math.sin(row / 3) * Math.sin(row / 40)).toFixed(3))],
];

/** The medium of a sample that is no image. */
export function mediumOf({ mediaType }: Sample): Buffer {
  return mediaType === 'audio/wav' ? wav() : Buffer.from(mediaType === 'text/csv' ? csv() : 'nothing of use');
}

/** What is in the medium of a sample, as the hub would tell it. */
export function outlineOf({ mediaType }: Sample): Outline {
  switch (mediaType) {
    case 'image/png':
      return { kind: 'image', width: 28, height: 28, orientation: 1 };
    case 'audio/wav':
      return { kind: 'sound', millis: (SAMPLES * 1_000) / RATE, sampleRate: RATE, ...stretches() };
    case 'text/csv':
      return series();
    case 'application/x-npy':
      return tensor();
    default:
      return { kind: 'unreadable', reason: `no preview is made of media of type ${mediaType}` };
  }
}

/** A drawing of a medium that is no image. */
export function drawingOf(sample: Sample): string {
  const outline = outlineOf(sample);
  const wave = outline.kind === 'sound' ? outline.high : [];
  const path = wave.map((high, at) => `M${at} ${120 - high / 320}V${120 + high / 320}`).join('');
  const says = outline.kind === 'unreadable' ? `Cannot be shown: ${outline.reason}` : outline.kind;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><text x="12" y="24" fill="#808890">${says}</text><path d="${path}" fill="none" stroke="#5f7be6" transform="scale(0.8 1)"/></svg>`;
}

function stretches(): { low: number[]; high: number[] } {
  const long = SAMPLES / STRETCHES;
  const each = Array.from({ length: STRETCHES }, (_, stretch) =>
    Array.from({ length: long }, (_, at) => hum(stretch * long + at)),
  );
  return { low: each.map((values) => Math.min(...values)), high: each.map((values) => Math.max(...values)) };
}

function wav(): Buffer {
  const file = Buffer.alloc(44 + 2 * SAMPLES);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + 2 * SAMPLES, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(2 * RATE, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(2 * SAMPLES, 40);
  for (let at = 0; at < SAMPLES; at++) file.writeInt16LE(hum(at), 44 + 2 * at);
  return file;
}

function csv(): string {
  const lines = Array.from({ length: ROWS }, (_, row) =>
    [row / 100, ...READINGS.map(([, read]) => read(row) ?? '')].join(','),
  );
  return [['time_s', ...READINGS.map(([name]) => name)].join(','), ...lines].join('\n');
}

function series(): Outline {
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  return {
    kind: 'series',
    axis: 'time_s',
    rows: ROWS,
    at: rows.map((row) => row / 100),
    channels: READINGS.map(([name, read]) => {
      const values = rows.map(read);
      const present = values.filter((value) => value !== null);
      return {
        name,
        missing: ROWS - present.length,
        min: Math.min(...present),
        max: Math.max(...present),
        low: values,
        high: values,
      };
    }),
  };
}

function tensor(): Outline {
  const histogram = Array.from({ length: 32 }, (_, at) => Math.round(9_000 * Math.exp(-(((at - 15) / 6) ** 2))));
  const count = histogram.reduce((sum, each) => sum + each, 0);
  return {
    kind: 'tensor',
    type: 'float32',
    shape: [count],
    count,
    notFinite: 2,
    min: -2.1,
    max: 2.6,
    mean: 0.03,
    histogram,
  };
}
