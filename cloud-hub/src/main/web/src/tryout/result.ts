import type { HubProblem } from '../api/client';
import type { Answer } from '../api/types';
import { percent } from '../format';
import { firstOf, saidBy } from '../samples/predicted';

/** What became of giving an image to one version. */
export type Result = { answer: Answer } | { problem: HubProblem } | 'running';

export function answerIn(result: Result | undefined): Answer | null {
  return result && result !== 'running' && 'answer' in result ? result.answer : null;
}

/** What versions say of the same image, against each other and against its label, in one sentence; empty for fewer than two. */
export function verdict(results: { version: number; answer: Answer }[], label: string | null): string {
  if (results.length < 2) return '';
  const said = results.map(({ version, answer }) => ({
    version,
    says: firstOf(answer.prediction),
    sure: surest(answer),
  }));
  const truth = label === null ? '' : ` It is labelled ${label}.`;
  if (new Set(said.map((each) => each.says)).size === 1) return `All say ${said[0]?.says}.${truth}`;
  return said.map((each) => `v${each.version} says ${each.says}${each.sure}`).join(', ') + '.' + truth;
}

function surest({ prediction }: Answer): string {
  const first = saidBy(prediction)[0];
  return first ? ` (${percent(first.share, 0)})` : '';
}
