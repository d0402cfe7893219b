/** A scale from values to pixels. */
export function linear(domain: [number, number], range: [number, number]): (value: number) => number {
  const [low, high] = domain;
  const span = high - low || 1;
  return (value) => range[0] + ((value - low) / span) * (range[1] - range[0]);
}

/** Round figures from 0 to at least `highest`, about `wanted` of them: 0, 20, 40, 60. */
export function ticks(highest: number, wanted = 4): number[] {
  const step = roundStep(Math.max(highest, 1e-9) / wanted);
  const steps = Math.max(1, Math.ceil(highest / step - 1e-9));
  return Array.from({ length: steps + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

function roundStep(rough: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * magnitude >= rough * 0.999999) ?? 10;
  return Math.max(factor * magnitude, 1e-9);
}

/** The outline of a series of points, as an SVG path. */
export function linePath(points: [number, number][]): string {
  return points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

/** The area between a series of points and a base line, as an SVG path. */
export function areaPath(points: [number, number][], base: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return '';
  return `${linePath(points)}L${last[0].toFixed(1)} ${base}L${first[0].toFixed(1)} ${base}Z`;
}

/** Shares of a whole; all 0 when there is nothing. */
export function shares(values: number[]): number[] {
  const whole = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => (whole > 0 ? value / whole : 0));
}
