import type { Brief, Confusion, Evaluation, Version } from '../api/types';
import { bytes, micros, percent } from '../format';

/** The latest evaluation of a version on a part; undefined when there is none. */
export function evaluationOf(version: Version, part: Evaluation['part']): Evaluation | undefined {
  return version.evaluations.filter((each) => each.part === part).toSorted((a, b) => b.at.localeCompare(a.at))[0];
}

export function newestFirst(versions: Version[]): Version[] {
  return versions.toSorted((left, right) => right.version - left.version);
}

/** The versions that led to one, the oldest first and itself last. */
export function ancestry(versions: Version[], version: Version): Version[] {
  const line = [version];
  for (;;) {
    const parent = versions.find((each) => each.version === line[0]?.lineage.parentVersion);
    if (!parent || line.includes(parent)) return line;
    line.unshift(parent);
  }
}

/** "+1.3 pt" against the parent; empty without one. */
export function difference(versions: Version[], version: Version, part: Evaluation['part']): string {
  const own = evaluationOf(version, part);
  const parent = versions.find((each) => each.version === version.lineage.parentVersion);
  const theirs = parent && evaluationOf(parent, part);
  if (!own || !theirs) return '';
  const points = (own.value - theirs.value) * 100;
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)} pt`;
}

/** What a model family must reach, as short sentences. */
export function demands(brief: Brief): string[] {
  return [
    `${brief.metric} of ${percent(brief.floor)} or more`,
    ...(brief.maxLatencyMicros > 0 ? [`at most ${micros(brief.maxLatencyMicros)} an inference`] : []),
    ...(brief.maxMemoryBytes > 0 ? [`at most ${bytes(brief.maxMemoryBytes)} of memory`] : []),
    ...(brief.maxSizeBytes > 0 ? [`at most ${bytes(brief.maxSizeBytes)} as a file`] : []),
  ];
}

export interface Cell {
  truth: string;
  predicted: string;
  count: number;
  /** Of all with this true class. */
  share: number;
}

/** One row of cells for each true class. */
export function cellsOf(confusion: Confusion): Cell[][] {
  return confusion.counts.map((row, truth) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => ({
      truth: confusion.labels[truth] ?? String(truth),
      predicted: confusion.labels[predicted] ?? String(predicted),
      count,
      share: all > 0 ? count / all : 0,
    }));
  });
}

/** The mistakes that take the largest share of their true class, the largest first. */
export function mistakesOf(cells: Cell[][], most: number): Cell[] {
  return cells
    .flatMap((row, truth) => row.filter((cell, predicted) => truth !== predicted && cell.count > 0))
    .toSorted((left, right) => right.share - left.share)
    .slice(0, most);
}

/** How well one class is told from the others; null where there is nothing to divide by. */
export interface ClassScores {
  label: string;
  /** Of all with this true class, the share that was recognised. */
  recall: number | null;
  /** Of all that were taken for this class, the share that was it. */
  precision: number | null;
}

export function classScores({ labels, counts }: Confusion): ClassScores[] {
  const share = (part: number, all: number) => (all > 0 ? part / all : null);
  return labels.map((label, at) => {
    const right = counts[at]?.[at] ?? 0;
    const truly = counts[at]?.reduce((sum, count) => sum + count, 0) ?? 0;
    const taken = counts.reduce((sum, row) => sum + (row[at] ?? 0), 0);
    return { label, recall: share(right, truly), precision: share(right, taken) };
  });
}
