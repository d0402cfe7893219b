import type { Distance, Divergence, ProfileSource } from '../api/types';

/** As the hub has them: below the first it is calm, from the second on it is drift. */
export const PSI_THRESHOLDS = [0.1, 0.25] as const;
const KS_THRESHOLDS = [0.1, 0.2] as const;

export const SOURCES: Record<ProfileSource, string> = {
  field: 'test items from the field',
  lab: 'imported test items',
  'first-week': 'its first week',
};

/** What diverges, in words; "nothing" is none of it. */
export function diverging(divergence: Divergence): string[] {
  return [
    exceeds(divergence.scorePsi, PSI_THRESHOLDS[0]) && `PSI of scores ${divergence.scorePsi.value.toFixed(2)}`,
    exceeds(divergence.scoreKs, KS_THRESHOLDS[0]) && `KS of scores ${divergence.scoreKs.value.toFixed(2)}`,
    exceeds(divergence.classPsi, PSI_THRESHOLDS[0]) && `PSI of classes ${divergence.classPsi.value.toFixed(2)}`,
  ].filter((words) => words !== false);
}

/** A word of its own for each of the three standings. */
export function standingOf(divergence: Divergence): 'drifting' | 'changed' | 'as expected' {
  const drifts =
    exceeds(divergence.scorePsi, PSI_THRESHOLDS[1]) ||
    exceeds(divergence.scoreKs, KS_THRESHOLDS[1]) ||
    exceeds(divergence.classPsi, PSI_THRESHOLDS[1]);
  if (drifts) return 'drifting';
  return diverging(divergence).length > 0 ? 'changed' : 'as expected';
}

function exceeds(distance: Distance, threshold: number): boolean {
  return distance.value >= threshold && distance.value > distance.chance;
}
