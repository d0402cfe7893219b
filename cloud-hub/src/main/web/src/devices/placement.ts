import type { Placement } from '../api/types';

/** In a few words, how what was asked for compares with what runs. */
export function standingOf(placement: Placement): string {
  switch (placement.standing) {
    case 'unasked':
    case 'whole':
      return 'all of it';
    case 'partial':
      return `${placement.elsewhere} of its operators elsewhere`;
    case 'fallback':
      return `instead of ${placement.asked.join(' or ')}`;
  }
}

/** Where the operators run, and why not where they were to. */
export function operatorsOf(placement: Placement): string {
  const places = Object.entries(placement.operators).map(
    ([place, operators]) => `${place}: ${Object.values(operators).reduce((sum, count) => sum + count, 0)} operators`,
  );
  return [...places, ...(placement.fallback ? [placement.fallback] : [])].join('; ');
}
