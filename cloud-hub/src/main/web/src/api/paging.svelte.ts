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
  loading = $state(false);
  problem = $state.raw<HubProblem | null>(null);
  /** Whether the first page of the present question has come. */
  opened = $state(false);
  #cursor: string | null = $state(null);
  #fetchPage: FetchPage<T> | null = null;
  #asked = new AbortController();
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
      this.loading = false;
      return this.more();
    });
  }

  /** Fetches the first page again and keeps showing the old items until it is there. */
  async refresh(): Promise<void> {
    const fetchPage = this.#fetchPage;
    if (!fetchPage || this.loading) return;
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

  /** Fetches the next page, unless one is under way or there is none. */
  async more(): Promise<void> {
    const fetchPage = this.#fetchPage;
    if (!fetchPage || this.loading || !this.hasMore) return;
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
    while (this.hasMore && this.items.length < limit && !this.problem && asked === this.#asked) {
      await this.more();
    }
  }

  /** Puts a newer state of an item in the place of the old one. Answers whether there was one. */
  replace(item: T): boolean {
    const at = this.items.findIndex((present) => this.#key(present) === this.#key(item));
    if (at >= 0) this.items = this.items.with(at, item);
    return at >= 0;
  }

  close(): void {
    this.#asked.abort();
  }

  async #guarded(fetching: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#asked;
    this.loading = true;
    this.problem = null;
    try {
      await fetching(signal);
    } catch (failure) {
      if (!signal.aborted) this.problem = HubProblem.of(failure);
    } finally {
      if (!signal.aborted) this.loading = false;
    }
  }
}
