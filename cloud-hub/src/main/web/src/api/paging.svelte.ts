import { untrack } from 'svelte';
import { HubProblem } from './client';
import type { Page } from './types';

type FetchPage<T> = (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>;

/**
 * A list that is fetched page by page and grows at its end. Opening it anew forgets what was fetched, and the answers
 * to what was asked before.
 */
export class PagedList<T> {
  items = $state.raw<T[]>([]);
  problem = $state.raw<HubProblem | null>(null);
  /** Whether the first page of the present question has come. */
  opened = $state(false);
  #cursor: string | null = $state(null);
  #fetchPage: FetchPage<T> | null = null;
  #asked = new AbortController();
  #underWay: Promise<void> | null = null;
  readonly #key: (item: T) => string;

  constructor(key: (item: T) => string) {
    this.#key = key;
  }

  /** Whether there is more at the hub. */
  get hasMore(): boolean {
    return !this.opened || this.#cursor !== null;
  }

  /** May be called in an effect: the effect does not run again when the list changes. */
  open(fetchPage: FetchPage<T>): Promise<void> {
    return untrack(() => {
      this.#asked.abort();
      this.#asked = new AbortController();
      this.#fetchPage = fetchPage;
      this.#cursor = null;
      this.items = [];
      this.opened = false;
      this.#underWay = null;
      return this.more();
    });
  }

  /** Fetches the first page again and keeps showing the old items until it is there. */
  async refresh(): Promise<void> {
    const fetchPage = this.#fetchPage;
    if (!fetchPage || this.#underWay) return;
    await this.#guarded(async (signal) => {
      const page = await fetchPage(null, signal);
      if (signal.aborted) return;
      const fresh = new Set(page.items.map(this.#key));
      const known = this.items.some((item) => fresh.has(this.#key(item)));
      const rest = known ? this.items.filter((item) => !fresh.has(this.#key(item))) : [];
      if (!known || rest.length === 0) this.#cursor = page.next;
      this.items = [...page.items, ...rest];
    });
  }

  /** Fetches the next page, if there is one; waits for the one that is under way, if there is one. */
  async more(): Promise<void> {
    const fetchPage = this.#fetchPage;
    if (this.#underWay) return this.#underWay;
    if (!fetchPage || !this.hasMore) return;
    await this.#guarded(async (signal) => {
      const page = await fetchPage(this.#cursor, signal);
      if (signal.aborted) return;
      const known = new Set(this.items.map(this.#key));
      this.items = [...this.items, ...page.items.filter((item) => !known.has(this.#key(item)))];
      this.#cursor = page.next;
      this.opened = true;
    });
  }

  /** Fetches pages until there are no more, or `limit` items are there. */
  async all(limit: number): Promise<void> {
    const asked = this.#asked;
    do {
      await this.more();
    } while (this.hasMore && this.items.length < limit && !this.problem && asked === this.#asked);
  }

  /** Puts newer states of items in the place of the old ones. Answers whether all were there. */
  replace(...newer: T[]): boolean {
    const byKey = new Map(newer.map((item) => [this.#key(item), item]));
    const wanted = byKey.size;
    const next = this.items.map((item) => {
      const key = this.#key(item);
      const replacement = byKey.get(key);
      byKey.delete(key);
      return replacement ?? item;
    });
    if (byKey.size < wanted) this.items = next;
    return byKey.size === 0;
  }

  close(): void {
    this.#asked.abort();
  }

  #guarded(fetching: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const underWay = this.#caught(fetching, this.#asked.signal).finally(() => {
      if (this.#underWay === underWay) this.#underWay = null;
    });
    this.#underWay = underWay;
    return underWay;
  }

  async #caught(fetching: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    this.problem = null;
    try {
      await fetching(signal);
    } catch (failure) {
      if (!signal.aborted) this.problem = HubProblem.of(failure);
    }
  }
}
