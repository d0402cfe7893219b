import type { Mask } from '../api/types';

/** Colours that can be told apart by most eyes (Okabe and Ito), as red, green and blue. */
const COLOURS = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
] as const;

/** Of the region at this place, as CSS has it. */
export function colourAt(place: number): string {
  return `rgb(${COLOURS[place % COLOURS.length]!.join(' ')})`;
}

/** The mask as the pixels of a picture, row by row in red, green, blue and opacity; transparent where there is no class. */
export function pixelsOf({ width, height, regions }: Mask): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(width * height * 4);
  regions.forEach(({ counts }, place) => {
    const colour = [...COLOURS[place % COLOURS.length]!, 255];
    let at = 0;
    counts.forEach((count, run) => {
      const end = at + count;
      for (; at < end; at++) {
        if (run % 2 === 1) pixels.set(colour, ((at % height) * width + Math.floor(at / height)) * 4);
      }
    });
  });
  return pixels;
}
