import { beforeEach, expect, test } from 'vitest';
import { Keyboard, type Stroke } from './keyboard.svelte';

let clock: number;
let keyboard: Keyboard;
let ran: string[];

beforeEach(() => {
  clock = 0;
  ran = [];
  keyboard = new Keyboard(() => clock);
});

function add(...keys: string[]): () => void {
  return keyboard.add(keys.map((each) => ({ keys: each, says: each, group: 'test', run: () => ran.push(each) })));
}

/** An element inside of those that the selectors name. */
function inside(...matching: string[]): EventTarget {
  const closest = (selector: string) => (matching.some((each) => selector.includes(each)) ? {} : null);
  return { closest } as unknown as EventTarget;
}

function press(key: string, more: Partial<Stroke> = {}): boolean {
  const stroke = { key, ctrlKey: false, metaKey: false, altKey: false, target: null, preventDefault: () => undefined };
  return keyboard.press({ ...stroke, ...more });
}

test('a single key runs its shortcut, in either case', () => {
  add('s');
  press('s');
  press('S');
  expect(ran).toEqual(['s', 's']);
});

test('two keys in a row run theirs, and not that of the second alone', () => {
  add('g s', 's');
  press('g');
  press('s');
  expect(ran).toEqual(['g s']);
});

test('two keys too far apart are two single keys', () => {
  add('g s', 's');
  press('g');
  clock += 2_000;
  press('s');
  expect(ran).toEqual(['s']);
});

test('a key that does not follow ends the sequence', () => {
  add('g s', 's');
  press('g');
  press('x');
  press('s');
  expect(ran).toEqual(['s']);
});

test('keys do nothing while one types or a dialog is open', () => {
  add('s');
  expect(press('s', { target: inside('input') })).toBe(false);
  expect(press('s', { target: inside('dialog[open]') })).toBe(false);
  expect(press('s', { target: inside() })).toBe(true);
});

test('Enter on a button belongs to the button', () => {
  add('Enter', 's');
  expect(press('Enter', { target: inside('button') })).toBe(false);
  expect(press('s', { target: inside('button') })).toBe(true);
  expect(press('Enter')).toBe(true);
});

test('Ctrl and Command are one modifier, and are not the plain key', () => {
  add('mod+z', 'z');
  press('z', { ctrlKey: true });
  press('z', { metaKey: true });
  expect(ran).toEqual(['mod+z', 'mod+z']);
});

test('single keys can be turned off, those with Ctrl stay', () => {
  add('s', 'mod+z');
  keyboard.enabled = false;
  press('s');
  press('z', { ctrlKey: true });
  expect(ran).toEqual(['mod+z']);
});

test('shortcuts that were taken away do nothing, and the ones below them come back', () => {
  add('1');
  const remove = keyboard.add([{ keys: '1', says: '', group: '', run: () => ran.push('page') }]);
  press('1');
  remove();
  press('1');
  expect(ran).toEqual(['page', '1']);
});
