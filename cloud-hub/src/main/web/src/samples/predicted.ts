import type { Box, ClassScore, Prediction } from '../api/types';

export function boxesOf(prediction: Prediction): Box[] {
  return 'boxes' in prediction ? prediction.boxes : [];
}

export function classesOf(prediction: Prediction): ClassScore[] {
  return 'classes' in prediction ? prediction.classes : [];
}

/** What a prediction says first, in a few words. */
export function firstOf(prediction: Prediction): string {
  if ('classes' in prediction) return prediction.classes[0]?.label ?? 'no class';
  const [first, ...rest] = prediction.boxes;
  if (!first) return 'nothing found';
  return rest.length > 0 ? `${first.label} +${rest.length}` : first.label;
}
