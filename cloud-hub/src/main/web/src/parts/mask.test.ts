import { expect, test } from 'vitest';
import type { Prediction } from '../api/types';
import { colourAt, pixelsOf } from './mask';
import { firstOf, saidBy } from '../samples/predicted';

// Three columns of two pixels: the left column is road, the last pixel grass.
const mask = {
  width: 3,
  height: 2,
  uncertain: 0,
  regions: [
    { label: 'road', score: 0.9, counts: [0, 2, 4] },
    { label: 'grass', score: 0.8, counts: [5, 1] },
  ],
};

test('a mask is drawn row by row from runs down the columns, each region in its colour', () => {
  const pixels = pixelsOf(mask);
  const opaque = Array.from({ length: 6 }, (_, pixel) => pixels[pixel * 4 + 3]! > 0);

  expect(opaque).toEqual([true, false, false, true, false, true]);
  expect(`rgb(${Array.from(pixels.slice(0, 3)).join(' ')})`).toBe(colourAt(0));
  expect(`rgb(${Array.from(pixels.slice(20, 23)).join(' ')})`).toBe(colourAt(1));
});

test('a mask says its regions by how much of the image they take', () => {
  const prediction: Prediction = { mask };

  expect(saidBy(prediction)).toEqual([
    { label: 'road', share: 2 / 6 },
    { label: 'grass', share: 1 / 6 },
  ]);
  expect(firstOf(prediction)).toBe('road +1');
  expect(firstOf({ mask: { ...mask, regions: [] } })).toBe('nothing found');
});
