import { HubProblem } from '../api/client';
import type { Task } from '../api/types';

/** Where tasks come from and answers go to. */
export interface TaskSource {
  claim(count: number): Promise<Task[]>;
  label(taskId: string, name: string, guideVersion: number): Promise<unknown>;
  skip(taskId: string, reason: string): Promise<unknown>;
  /** Takes a label or a skip back; the task is claimed again by the same person. */
  undo(taskId: string): Promise<unknown>;
}

/** What was claimed before, and where it is kept for the next visit. */
export interface Kept {
  read(): Task[];
  write(tasks: Task[]): void;
}

type Answer = { task: Task } & ({ kind: 'label'; name: string } | { kind: 'skip'; reason: string });

const AHEAD = 3;
const CLAIM = 6;
/** A task whose claim ends sooner is given up: its answer could come too late. */
const MARGIN_MILLIS = 15_000;

/**
 * The tasks of one person, one after the other without waiting: the next ones are claimed and their images fetched ahead,
 * and an answer is sent while the next task is shown already. An answer that could not be sent is kept until it is.
 */
export class LabelQueue {
  current = $state.raw<Task | null>(null);
  /** Answers that the hub refused or did not get. */
  unsent = $state.raw<{ answer: Answer; problem: HubProblem }[]>([]);
  problem = $state.raw<HubProblem | null>(null);
  /** Whether the hub had nothing more to give. */
  exhausted = $state(false);
  /** Answers given on this page, less those taken back. */
  answered = $state.raw<Answer[]>([]);
  sending = $state(0);
  #ahead: Task[] = [];
  #claiming: Promise<void> | null = null;
  /** What was last sent for a task; the next word about the same task waits for it. */
  readonly #latest = new Map<string, Promise<unknown>>();
  readonly #source: TaskSource;
  readonly #prefetch: (task: Task) => void;
  readonly #kept: Kept;
  readonly #now: () => number;

  constructor(source: TaskSource, prefetch: (task: Task) => void, kept: Kept, now: () => number = Date.now) {
    this.#source = source;
    this.#prefetch = prefetch;
    this.#kept = kept;
    this.#now = now;
  }

  async start(): Promise<void> {
    this.problem = null;
    this.exhausted = false;
    if (!this.current && this.#ahead.length === 0) this.#ahead = this.#kept.read();
    await this.#advance();
  }

  async label(name: string, guideVersion: number): Promise<void> {
    const task = this.current;
    if (!task) return;
    this.#give({ task, kind: 'label', name }, () => this.#source.label(task.id, name, guideVersion));
    await this.#advance();
  }

  async skip(reason: string): Promise<void> {
    const task = this.current;
    if (!task) return;
    this.#give({ task, kind: 'skip', reason }, () => this.#source.skip(task.id, reason));
    await this.#advance();
  }

  /** Goes back to the task that was answered last. Answers whether there was one. */
  async undo(): Promise<boolean> {
    const answer = this.answered.at(-1);
    if (!answer) return false;
    this.answered = this.answered.slice(0, -1);
    if (this.current) this.#ahead.unshift(this.current);
    this.current = answer.task;
    this.exhausted = false;
    this.#keep();
    const neverSent = () => this.unsent.some((each) => each.answer === answer);
    await this.#inOrder(answer.task, async () => {
      if (neverSent()) this.unsent = this.unsent.filter((each) => each.answer !== answer);
      else await this.#source.undo(answer.task.id);
    }).catch((failure: unknown) => (this.problem = HubProblem.of(failure)));
    return true;
  }

  /** Sends again what could not be sent. */
  async retry(guideVersion: number): Promise<void> {
    const waiting = this.unsent;
    this.unsent = [];
    for (const { answer } of waiting) this.#send(answer, () => this.#word(answer, guideVersion));
    if (!this.current) await this.start();
  }

  /** Forgets answers that the hub will never take. */
  dropUnsent(): void {
    this.unsent = [];
  }

  #give(answer: Answer, send: () => Promise<unknown>): void {
    this.answered = [...this.answered, answer];
    this.problem = null;
    this.#send(answer, send);
  }

  #word(answer: Answer, guideVersion: number): Promise<unknown> {
    return answer.kind === 'label'
      ? this.#source.label(answer.task.id, answer.name, guideVersion)
      : this.#source.skip(answer.task.id, answer.reason);
  }

  #send(answer: Answer, send: () => Promise<unknown>): void {
    this.sending++;
    void this.#inOrder(answer.task, send)
      .catch((failure: unknown) => (this.unsent = [...this.unsent, { answer, problem: HubProblem.of(failure) }]))
      .finally(() => this.sending--);
  }

  #inOrder(task: Task, act: () => Promise<unknown>): Promise<unknown> {
    const before = this.#latest.get(task.id) ?? Promise.resolve();
    const after = before.then(act, act);
    this.#latest.set(task.id, after);
    return after;
  }

  async #advance(): Promise<void> {
    this.current = this.#takeAhead();
    if (!this.current) {
      await this.#claim();
      this.current ??= this.#takeAhead();
      this.exhausted = !this.current && !this.problem;
    } else if (this.#ahead.length < AHEAD && !this.exhausted) {
      void this.#claim();
    }
    this.#keep();
  }

  #keep(): void {
    this.#kept.write([...(this.current ? [this.current] : []), ...this.#ahead]);
  }

  #takeAhead(): Task | null {
    const fresh = (task: Task) => Date.parse(task.claimedUntil) - this.#now() > MARGIN_MILLIS;
    this.#ahead = this.#ahead.filter(fresh);
    return this.#ahead.shift() ?? null;
  }

  #claim(): Promise<void> {
    this.#claiming ??= this.#claimNow().finally(() => (this.#claiming = null));
    return this.#claiming;
  }

  async #claimNow(): Promise<void> {
    try {
      const here = new Set([...this.#ahead, ...(this.current ? [this.current] : [])].map((task) => task.id));
      const answering = new Set(this.unsent.map(({ answer }) => answer.task.id));
      const tasks = (await this.#source.claim(CLAIM)).filter((task) => !here.has(task.id) && !answering.has(task.id));
      this.#ahead.push(...tasks);
      tasks.forEach(this.#prefetch);
      this.#keep();
    } catch (failure) {
      this.problem = HubProblem.of(failure);
    }
  }
}
