import type { Prediction } from '../api/types';

/**
 * The outline of values of which the lowest and the highest of each stretch are known, as an SVG path with gaps where
 * there are none. The stretches lie one unit apart, from 0.5 on.
 */
export function envelopePath(low: (number | null)[], high: (number | null)[], y: (value: number) => number): string {
  let goesOn = false;
  return low
    .map((lowest, at) => {
      const highest = high[at];
      if (lowest === null || highest === null || highest === undefined) {
        goesOn = false;
        return '';
      }
      const part = `${goesOn ? 'L' : 'M'}${at + 0.5} ${y(lowest).toFixed(2)}V${y(highest).toFixed(2)}`;
      goesOn = true;
      return part;
    })
    .join('');
}

/** So much of a clip comes after the moment for which it was cut (docs/listening.md). */
const AFTER_MILLIS = 1_000;

/** What was heard in a clip of sound, and about when: where in the clip, 0 to 1. Nothing if the clip is no longer than what follows. */
export function heardIn(prediction: Prediction, millis: number): { label: string; score: number; at: number }[] {
  if (millis <= AFTER_MILLIS || !('classes' in prediction)) return [];
  return prediction.classes.map(({ label, score }) => ({ label, score, at: 1 - AFTER_MILLIS / millis }));
}

/** "1.25", or "1.25 to 3" where a stretch has more than one value; "–" where it has none. */
export function told(low: number | null | undefined, high: number | null | undefined): string {
  if (low === null || low === undefined || high === null || high === undefined) return '–';
  return low === high ? number(low) : `${number(low)} to ${number(high)}`;
}

/** A number with up to six digits that count. */
export function number(value: number): string {
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(6));
  return size !== 0 && (size >= 1e7 || size < 1e-4) ? rounded.toExponential() : String(rounded);
}

/** "1:04.2", or "4.2" of less than a minute. */
export function seconds(millis: number): string {
  const minutes = Math.floor(millis / 60_000);
  const rest = (Math.floor((millis % 60_000) / 100) / 10).toFixed(1);
  return minutes > 0 ? `${minutes}:${rest.padStart(4, '0')}` : rest;
}
