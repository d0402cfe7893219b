import type { Box, Mask, Prediction } from '../api/types';

/** One answer, and how it is measured: by the probability of a class or box, by the share of the pixels of a region. */
export interface Said {
  label: string;
  share: number;
}

/** All that a prediction says, in the order of the model. */
export function saidBy(prediction: Prediction): Said[] {
  if ('mask' in prediction) return regionsOf(prediction.mask);
  const found = 'classes' in prediction ? prediction.classes : prediction.boxes;
  return found.map(({ label, score }) => ({ label, share: score }));
}

function regionsOf({ width, height, regions }: Mask): Said[] {
  return regions.map(({ label, counts }) => ({ label, share: inside(counts) / (width * height) }));
}

function inside(counts: number[]): number {
  return counts.reduce((sum, count, run) => sum + (run % 2) * count, 0);
}

export function boxesOf(prediction: Prediction): Box[] {
  return 'boxes' in prediction ? prediction.boxes : [];
}

export function maskOf(prediction: Prediction): Mask | null {
  return 'mask' in prediction ? prediction.mask : null;
}

/** What a prediction says first, in a few words. */
export function firstOf(prediction: Prediction): string {
  if ('classes' in prediction) return prediction.classes[0]?.label ?? 'no class';
  const [first, ...rest] = saidBy(prediction);
  if (!first) return 'nothing found';
  return rest.length > 0 ? `${first.label} +${rest.length}` : first.label;
}
