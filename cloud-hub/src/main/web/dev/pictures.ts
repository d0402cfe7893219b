import { deflateSync, crc32 as zlibCrc32 } from 'node:zlib';
import type { Box } from '../src/api/types.ts';
import { Random } from './random.ts';

type Point = [number, number];

/** Garments as outlines on a square of 28 x 28. */
const GARMENTS: Record<string, Point[][]> = {
  't-shirt': [
    [
      [8, 4],
      [20, 4],
      [26, 9],
      [23, 13],
      [20, 11],
      [20, 25],
      [8, 25],
      [8, 11],
      [5, 13],
      [2, 9],
    ],
  ],
  trouser: [
    [
      [9, 2],
      [19, 2],
      [20, 26],
      [15, 26],
      [14, 9],
      [13, 26],
      [8, 26],
    ],
  ],
  pullover: [
    [
      [9, 3],
      [19, 3],
      [24, 8],
      [26, 23],
      [22, 23],
      [20, 12],
      [20, 25],
      [8, 25],
      [8, 12],
      [6, 23],
      [2, 23],
      [4, 8],
    ],
  ],
  dress: [
    [
      [11, 2],
      [17, 2],
      [18, 10],
      [21, 26],
      [7, 26],
      [10, 10],
    ],
  ],
  coat: [
    [
      [9, 2],
      [13, 4],
      [15, 4],
      [19, 2],
      [24, 7],
      [26, 24],
      [22, 24],
      [21, 13],
      [21, 27],
      [15, 27],
      [14, 8],
      [13, 27],
      [7, 27],
      [7, 13],
      [6, 24],
      [2, 24],
      [4, 7],
    ],
  ],
  sandal: [
    [
      [2, 19],
      [10, 17],
      [18, 13],
      [25, 9],
      [26, 20],
      [23, 20],
      [22, 15],
      [14, 20],
      [3, 22],
    ],
  ],
  shirt: [
    [
      [9, 3],
      [14, 6],
      [19, 3],
      [25, 8],
      [24, 16],
      [20, 14],
      [21, 26],
      [7, 26],
      [8, 14],
      [4, 16],
      [3, 8],
    ],
  ],
  sneaker: [
    [
      [2, 16],
      [9, 14],
      [15, 10],
      [20, 12],
      [26, 11],
      [26, 20],
      [2, 21],
    ],
  ],
  bag: [
    [
      [4, 11],
      [24, 11],
      [25, 25],
      [3, 25],
    ],
    [
      [9, 11],
      [10, 5],
      [18, 5],
      [19, 11],
      [17, 11],
      [16, 7],
      [12, 7],
      [11, 11],
    ],
  ],
  'ankle-boot': [
    [
      [12, 3],
      [22, 3],
      [24, 24],
      [3, 24],
      [3, 19],
      [12, 16],
    ],
  ],
};

export const GARMENT_NAMES = Object.keys(GARMENTS);

/** A grey garment of 28 x 28 pixels, as PNG. */
export function garment(name: string, seed: number): Buffer {
  const random = new Random(seed);
  const outlines = GARMENTS[name] ?? [];
  const tone = random.between(120, 220);
  const lean = random.between(-1.5, 1.5);
  return png(28, 28, 1, (x, y) => {
    const inside = outlines.some((outline) => contains(outline, [x + (lean * (y - 14)) / 14, y]));
    return [inside ? Math.min(255, tone + random.between(-40, 40) + (y % 5) * 3) : random.between(0, 6)];
  });
}

/** A street of 320 x 240 pixels with an object in each box, as PNG. */
export function street(boxes: Box[], seed: number): Buffer {
  const random = new Random(seed);
  const houses = Array.from({ length: 7 }, () => ({ top: random.between(30, 90), tone: random.between(70, 130) }));
  const tones = boxes.map(() => [random.between(60, 230), random.between(40, 160), random.between(40, 200)]);
  return png(320, 240, 3, (x, y) => {
    const at = boxes.findIndex((box) => within(box, x / 320, y / 240));
    const tone = tones[at];
    if (tone) return tone;
    const house = houses[Math.floor(x / 46)];
    if (house && y > house.top && y < 140)
      return windowAt(x, y) ? [214, 205, 150] : [house.tone, house.tone - 8, house.tone - 14];
    if (y < 140) return [150 + y / 3, 180 + y / 4, 214];
    const lane = Math.abs(x - 160) < 3 + (y - 140) / 40 && y % 28 < 14;
    return lane ? [220, 220, 214] : [84 - (y - 140) / 6, 86 - (y - 140) / 6, 92 - (y - 140) / 6];
  });
}

function windowAt(x: number, y: number): boolean {
  return x % 15 > 4 && x % 15 < 11 && y % 20 > 6 && y % 20 < 15;
}

function within(box: Box, x: number, y: number): boolean {
  const across = (x - box.left) / box.width;
  const down = (y - box.top) / box.height;
  if (across < 0 || across > 1 || down < 0 || down > 1) return false;
  if (box.label === 'person')
    return down < 0.22 ? Math.abs(across - 0.5) < 0.22 : Math.abs(across - 0.5) < 0.4 - down * 0.15;
  return down < 0.4 ? Math.abs(across - 0.5) < 0.3 : down < 0.85 || Math.abs(Math.abs(across - 0.5) - 0.28) < 0.1;
}

function contains(outline: Point[], [x, y]: Point): boolean {
  let inside = false;
  for (const [at, [ax, ay]] of outline.entries()) {
    const [bx, by] = outline[(at + 1) % outline.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

function png(width: number, height: number, channels: 1 | 3, colour: (x: number, y: number) => number[]): Buffer {
  const rows = Buffer.alloc(height * (1 + width * channels));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set(colour(x, y).map(Math.round), y * (1 + width * channels) + 1 + x * channels);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
  const framed = Buffer.alloc(8 + named.length);
  framed.writeUInt32BE(content.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(zlibCrc32(named), 4 + named.length);
  return framed;
}
