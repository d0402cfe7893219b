import { expect, test } from 'vitest';
import { PagedList } from './paging.svelte';
import type { Page } from './types';

interface Item {
  id: number;
  text?: string;
}

const item = (id: number): Item => ({ id });

/** Pages of `size` numbers each out of the first `all`; a cursor is the number that a page starts at. */
function numbers(all: number, size: number, asked: (string | null)[] = []) {
  return async (cursor: string | null): Promise<Page<Item>> => {
    asked.push(cursor);
    const start = Number(cursor ?? 0);
    const end = Math.min(start + size, all);
    return {
      items: Array.from({ length: end - start }, (_, at) => item(start + at)),
      next: end < all ? String(end) : null,
    };
  };
}

const listOfNumbers = () => new PagedList<Item>((each) => String(each.id));
const idsOf = (list: PagedList<Item>) => list.items.map((each) => each.id);

test('a list grows by pages until there are no more', async () => {
  const list = listOfNumbers();
  const asked: (string | null)[] = [];
  await list.open(numbers(5, 2, asked));
  expect(idsOf(list)).toEqual([0, 1]);
  await list.more();
  await list.more();
  expect(idsOf(list)).toEqual([0, 1, 2, 3, 4]);
  expect(list.hasMore).toBe(false);
  await list.more();
  expect(asked).toEqual([null, '2', '4']);
});

test('asking for more twice at once fetches one page', async () => {
  const list = listOfNumbers();
  const asked: (string | null)[] = [];
  await list.open(numbers(9, 2, asked));
  await Promise.all([list.more(), list.more()]);
  expect(asked).toEqual([null, '2']);
});

test('an answer to an older question is left out', async () => {
  const list = listOfNumbers();
  let answerOld: (page: Page<Item>) => void = () => undefined;
  const old = list.open(() => new Promise((resolve) => (answerOld = resolve)));
  await list.open(numbers(1, 1));
  answerOld({ items: [item(77)], next: null });
  await old;
  expect(idsOf(list)).toEqual([0]);
});

test('an item that moved onto the next page is shown once', async () => {
  const list = listOfNumbers();
  const pages = [
    { items: [item(1), item(2)], next: 'x' },
    { items: [item(2), item(3)], next: null },
  ];
  await list.open(async () => pages.shift()!);
  await list.more();
  expect(idsOf(list)).toEqual([1, 2, 3]);
});

test('a failure is kept as a problem, and the next try goes on where it failed', async () => {
  const list = listOfNumbers();
  const fetchPage = numbers(4, 2);
  let fails = true;
  await list.open(async (cursor) => {
    if (cursor === '2' && fails) throw new Error('away');
    return fetchPage(cursor);
  });
  await list.more();
  expect(list.problem?.detail).toBe('away');
  expect(list.hasMore).toBe(true);
  fails = false;
  await list.more();
  expect(list.problem).toBeNull();
  expect(idsOf(list)).toEqual([0, 1, 2, 3]);
});

test('all pages are fetched while one is under way, and by two that ask at once', async () => {
  const list = listOfNumbers();
  const asked: (string | null)[] = [];
  await list.open(numbers(50, 10, asked));
  await Promise.all([list.more(), list.all(100), list.all(100)]);
  expect(list.items.length).toBe(50);
  expect(asked.length).toBe(5);
});

test('all pages are fetched up to a limit', async () => {
  const list = listOfNumbers();
  await list.open(numbers(100, 10));
  await list.all(35);
  expect(list.items.length).toBe(40);
});

test('a refresh puts new items first and keeps the rest', async () => {
  const list = listOfNumbers();
  const pages = [
    { items: [item(3), item(2)], next: 'older' },
    { items: [item(4), item(3)], next: 'older' },
  ];
  await list.open(async () => pages.shift()!);
  await list.refresh();
  expect(idsOf(list)).toEqual([4, 3, 2]);
});

test('a refresh that meets none of the old items starts anew, leaving no gap', async () => {
  const list = listOfNumbers();
  const pages = [
    { items: [item(2), item(1)], next: null },
    { items: [item(9), item(8)], next: 'after-8' },
  ];
  await list.open(async () => pages.shift()!);
  await list.refresh();
  expect(idsOf(list)).toEqual([9, 8]);
  expect(list.hasMore).toBe(true);
});

test('a newer state takes the place of the old one', async () => {
  const list = listOfNumbers();
  await list.open(numbers(3, 3));
  expect(list.replace({ id: 1, text: 'new' })).toBe(true);
  expect(list.replace({ id: 9 }, { id: 2, text: 'too' })).toBe(false);
  expect(list.items[2]).toEqual({ id: 2, text: 'too' });
  expect(list.items[1]).toEqual({ id: 1, text: 'new' });
});
