import { untrack } from 'svelte';

/** A key, or two that follow each other ("g d"). "mod" is Ctrl, or ⌘ on a Mac. */
export interface Shortcut {
  keys: string;
  says: string;
  group: string;
  run: () => void;
}

/** The part of a KeyboardEvent that decides. */
export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  target: EventTarget | null;
  preventDefault(): void;
}

const SEQUENCE_MILLIS = 1_200;
const TYPING = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]';

/** Which shortcuts there are on the present page. The latest registered wins. */
export class Keyboard {
  shortcuts = $state.raw<Shortcut[]>([]);
  /** Whether shortcuts of a single character do anything; they can be in the way of speech input. */
  enabled = $state(true);
  #first: { key: string; at: number } | null = null;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Adds shortcuts until the returned function is called. Effects may do so: they do not run again because of it. */
  add(shortcuts: Shortcut[]): () => void {
    this.shortcuts = [...untrack(() => this.shortcuts), ...shortcuts];
    return () => {
      this.shortcuts = untrack(() => this.shortcuts).filter((present) => !shortcuts.includes(present));
    };
  }

  /** Runs the shortcut that a stroke completes. Answers whether there was one. */
  press(stroke: Stroke): boolean {
    const key = nameOf(stroke);
    const modified = key.startsWith('mod+');
    if (stroke.altKey || isTyping(stroke.target) || (!this.enabled && !modified)) return false;
    if ((key === 'Enter' || key === ' ') && isPressable(stroke.target)) return false;
    const sequence = this.#startedWith() + key;
    this.#first = null;
    const shortcut = this.#find(sequence);
    if (shortcut) {
      stroke.preventDefault();
      shortcut.run();
      return true;
    }
    if (this.shortcuts.some((present) => present.keys.startsWith(key + ' '))) {
      this.#first = { key, at: this.#now() };
    }
    return false;
  }

  #startedWith(): string {
    const fresh = this.#first && this.#now() - this.#first.at < SEQUENCE_MILLIS;
    return fresh ? this.#first?.key + ' ' : '';
  }

  #find(keys: string): Shortcut | undefined {
    return this.shortcuts.findLast((present) => present.keys === keys);
  }
}

function nameOf(stroke: Stroke): string {
  const key = stroke.key.length === 1 ? stroke.key.toLowerCase() : stroke.key;
  return stroke.ctrlKey || stroke.metaKey ? `mod+${key}` : key;
}

/** Enter and the space bar belong to the button or link that has the focus. */
function isPressable(target: EventTarget | null): boolean {
  return target !== null && 'closest' in target && (target as Element).closest('button, a, summary') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target && 'closest' in target)) return false;
  const element = target as Element;
  return element.closest(TYPING) !== null || element.closest('dialog[open]') !== null;
}
