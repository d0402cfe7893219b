import { beforeEach, expect, test } from 'vitest';
import type { Sample, Task } from '../api/types';
import { LabelQueue, type TaskSource } from './queue.svelte';

const HOUR = 3_600_000;

/** Tasks t1, t2, ... ; sends can be held back or made to fail. */
class InMemoryTasks implements TaskSource {
  readonly said: string[] = [];
  claims = 0;
  failing = new Set<string>();
  held: (() => void)[] = [];
  holding = false;
  leaseMillis = HOUR;
  #next = 1;

  constructor(readonly all: number) {}

  async claim(count: number): Promise<Task[]> {
    this.claims++;
    const tasks: Task[] = [];
    while (tasks.length < count && this.#next <= this.all) tasks.push(this.#task(`t${this.#next++}`));
    return tasks;
  }

  label(id: string, name: string): Promise<void> {
    return this.#say(`label ${id} ${name}`);
  }

  skip(id: string): Promise<void> {
    return this.#say(`skip ${id}`);
  }

  undo(id: string): Promise<void> {
    return this.#say(`undo ${id}`);
  }

  release(): void {
    this.holding = false;
    this.held.splice(0).forEach((go) => go());
  }

  async #say(what: string): Promise<void> {
    if (this.holding) await new Promise<void>((resolve) => this.held.push(resolve));
    if (this.failing.has(what)) throw new Error(`cannot ${what}`);
    this.said.push(what);
  }

  #task(id: string): Task {
    return {
      id,
      sample: { id: `s-${id}` } as Sample,
      claimedUntil: new Date(Date.now() + this.leaseMillis).toISOString(),
    };
  }
}

let tasks: InMemoryTasks;
let prefetched: string[];
let kept: Task[];
const keeping = { read: () => kept, write: (claimed: Task[]) => (kept = claimed) };
let queue: LabelQueue;

beforeEach(async () => {
  tasks = new InMemoryTasks(20);
  prefetched = [];
  kept = [];
  queue = new LabelQueue(tasks, (task) => prefetched.push(task.id), keeping);
  await queue.start();
});

const settle = () => new Promise((resolve) => setTimeout(resolve));

test('the first task is shown, and at least three further ones are fetched ahead', () => {
  expect(queue.current?.id).toBe('t1');
  expect(prefetched).toEqual(expect.arrayContaining(['t2', 't3', 't4']));
});

test('an answer shows the next task before the hub has taken it', async () => {
  tasks.holding = true;
  await queue.label('coat', 1);
  expect(queue.current?.id).toBe('t2');
  expect(tasks.said).toEqual([]);
  expect(queue.sending).toBe(1);
  tasks.release();
  await settle();
  expect(tasks.said).toEqual(['label t1 coat']);
  expect(queue.sending).toBe(0);
});

test('tasks are claimed again before they run out, each shown once', async () => {
  const shown: string[] = [];
  while (queue.current) {
    shown.push(queue.current.id);
    await queue.label('coat', 1);
    await settle();
  }
  expect(shown).toEqual(Array.from({ length: 20 }, (_, at) => `t${at + 1}`));
  expect(queue.exhausted).toBe(true);
});

test('undo goes back to the last task and takes its label away, also when it is still on its way', async () => {
  tasks.holding = true;
  await queue.label('coat', 1);
  const undone = queue.undo();
  expect(queue.current?.id).toBe('t1');
  tasks.release();
  await undone;
  expect(tasks.said).toEqual(['label t1 coat', 'undo t1']);
  await queue.label('shirt', 1);
  await settle();
  expect(tasks.said.at(-1)).toBe('label t1 shirt');
  expect(queue.current?.id).toBe('t2');
});

test('a new label after an undo waits for the undo', async () => {
  await queue.label('coat', 1);
  await settle();
  tasks.holding = true;
  const undone = queue.undo();
  await queue.label('shirt', 1);
  tasks.release();
  await undone;
  await settle();
  expect(tasks.said).toEqual(['label t1 coat', 'undo t1', 'label t1 shirt']);
});

test('undo goes back over several tasks, skipped ones included', async () => {
  await queue.label('coat', 1);
  await queue.skip('unclear');
  await queue.undo();
  await queue.undo();
  expect(queue.current?.id).toBe('t1');
  expect(tasks.said).toEqual(['label t1 coat', 'skip t2', 'undo t2', 'undo t1']);
  expect(await queue.undo()).toBe(false);
});

test('an answer that cannot be sent is kept, and sent again when asked', async () => {
  tasks.failing.add('label t1 coat');
  await queue.label('coat', 1);
  await settle();
  expect(queue.unsent.map(({ answer }) => answer.task.id)).toEqual(['t1']);
  tasks.failing.clear();
  await queue.retry(1);
  await settle();
  expect(queue.unsent).toEqual([]);
  expect(tasks.said).toEqual(['label t1 coat']);
});

test('undoing an answer that the hub never got asks the hub for nothing', async () => {
  tasks.failing.add('label t1 coat');
  await queue.label('coat', 1);
  await settle();
  await queue.undo();
  expect(queue.unsent).toEqual([]);
  expect(tasks.said).toEqual([]);
  expect(queue.current?.id).toBe('t1');
});

test('a task whose claim has ended is not shown', async () => {
  let now = Date.now();
  kept = [];
  tasks = new InMemoryTasks(12);
  queue = new LabelQueue(
    tasks,
    () => undefined,
    keeping,
    () => now,
  );
  await queue.start();
  now += 2 * HOUR;
  tasks.leaseMillis = 4 * HOUR;
  await queue.label('coat', 1);
  expect(queue.current?.id).toBe('t7');
});

test('a claim that fails is a problem, and starting again goes on', async () => {
  kept = [];
  const flaky = new InMemoryTasks(3);
  const claim = flaky.claim.bind(flaky);
  let fails = true;
  flaky.claim = async (count) => {
    if (fails) throw new Error('away');
    return claim(count);
  };
  queue = new LabelQueue(flaky, () => undefined, keeping);
  await queue.start();
  expect(queue.problem?.detail).toBe('away');
  expect(queue.exhausted).toBe(false);
  fails = false;
  await queue.start();
  expect(queue.problem).toBeNull();
  expect(queue.current?.id).toBe('t1');
});

test('claimed tasks outlive a reload, answered ones do not come back', async () => {
  await queue.label('coat', 1);
  await settle();
  queue = new LabelQueue(tasks, () => undefined, keeping);
  await queue.start();
  expect(queue.current?.id).toBe('t2');
  await queue.label('coat', 1);
  expect(queue.current?.id).toBe('t3');
});
