/**
 * Collects what comes in quick succession, the newest of each key, and hands it over together a moment later, so that a
 * page is drawn a few times a second at most.
 */
export class Gatherer<T> {
  #waiting = new Map<string, T>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #key: (item: T) => string;
  readonly #take: (items: T[]) => void;
  readonly #momentMillis: number;

  constructor(key: (item: T) => string, take: (items: T[]) => void, momentMillis = 250) {
    this.#key = key;
    this.#take = take;
    this.#momentMillis = momentMillis;
  }

  add = (item: T): void => {
    this.#waiting.set(this.#key(item), item);
    this.#timer ??= setTimeout(() => this.#handOver(), this.#momentMillis);
  };

  stop(): void {
    clearTimeout(this.#timer);
  }

  #handOver(): void {
    const items = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#timer = undefined;
    this.#take(items);
  }
}
