/** A rate at a moment, in milliseconds since 1970. */
export interface Point {
  at: number;
  value: number;
}

export const SPAN_MILLIS = 60_000;

/** One value a second, the newest last and now. */
export function seriesOf(perSecond: number[], nowMillis: number): Point[] {
  return perSecond.map((value, at) => ({ at: nowMillis - (perSecond.length - 1 - at) * 1_000, value }));
}

/** The series with one more point, and without what has become too old to show. */
export function append(series: Point[], point: Point): Point[] {
  // One point from before the span stays, so that the line reaches the edge.
  const start = series.findLastIndex((present) => present.at <= point.at - SPAN_MILLIS);
  return [...series.slice(Math.max(start, 0)), point];
}
