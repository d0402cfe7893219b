import type { Distance, Divergence, ProfileSource } from '../api/types';

interface Measure {
  of: keyof Divergence;
  says: string;
  /** Below this it is calm. */
  low: number;
  /** From this on it is drift. */
  high: number;
}

/** The thresholds are the hub's. */
export const MEASURES: Measure[] = [
  { of: 'scorePsi', says: 'PSI of scores', low: 0.1, high: 0.25 },
  { of: 'scoreKs', says: 'KS of scores', low: 0.1, high: 0.2 },
  { of: 'classPsi', says: 'PSI of classes', low: 0.1, high: 0.25 },
  { of: 'embedding', says: 'embedding', low: 0.2, high: 0.5 },
];

export const SOURCES: Record<ProfileSource, string> = {
  field: 'test items from the field',
  lab: 'imported test items',
  'first-week': 'its first week',
};

/** What diverges, in words; "nothing" is none of it. */
export function diverging(divergence: Divergence): string[] {
  return MEASURES.filter(({ of, low }) => exceeds(divergence[of], low)).map(
    ({ of, says }) => `${says} ${divergence[of].value.toFixed(2)}`,
  );
}

/** A word of its own for each of the three standings. */
export function standingOf(divergence: Divergence): 'drifting' | 'changed' | 'as expected' {
  if (MEASURES.some(({ of, high }) => exceeds(divergence[of], high))) return 'drifting';
  return diverging(divergence).length > 0 ? 'changed' : 'as expected';
}

function exceeds(distance: Distance, threshold: number): boolean {
  return distance.value >= threshold && distance.value > distance.chance;
}
