import type { LiveEvents } from './types';

/** The part of EventSource that is used here. */
export interface EventStream {
  addEventListener(kind: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

type Kind = keyof LiveEvents;
type Listener<K extends Kind> = (payload: LiveEvents[K]) => void;

const KINDS: Kind[] = ['device', 'throughput', 'labelling', 'run', 'rollout', 'drift'];

/** The hub beats every 10 seconds; two missed beats and a little make a dead connection. */
const SILENCE_MILLIS = 25_000;
const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 15_000;

/**
 * One connection for the live events of all pages. It connects again by itself, waiting longer each time, also when the
 * connection looks open but no heartbeat comes; pages hear of it by `onResumed` and fetch what they missed.
 */
export class LiveConnection {
  state = $state<'connecting' | 'live' | 'stale'>('connecting');
  /** When the hub was last heard, in milliseconds since 1970; 0 = never. */
  heardAt = $state(0);
  readonly #open: () => EventStream;
  readonly #listeners = new Map<Kind, Set<Listener<never>>>();
  readonly #resumed = new Set<() => void>();
  #stream: EventStream | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #reconnect: ReturnType<typeof setTimeout> | undefined;
  #waitMillis = FIRST_WAIT_MILLIS;
  #wasLive = false;

  constructor(open: () => EventStream = () => new EventSource('/api/v1/events')) {
    this.#open = open;
  }

  /** Does nothing when it is started already. */
  start(): void {
    if (this.#stream || this.#reconnect) return;
    this.#connect();
  }

  stop(): void {
    this.#drop();
    clearTimeout(this.#reconnect);
    this.#reconnect = undefined;
    this.#wasLive = false;
    this.state = 'connecting';
  }

  /** Hears events of a kind until the returned function is called. */
  on<K extends Kind>(kind: K, listener: Listener<K>): () => void {
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener as Listener<never>));
    return () => listeners.delete(listener as Listener<never>);
  }

  /** Calls back after each gap in which events may have been missed. */
  onResumed(listener: () => void): () => void {
    this.#resumed.add(listener);
    return () => this.#resumed.delete(listener);
  }

  #connect(): void {
    const stream = this.#open();
    this.#stream = stream;
    this.#expectBeat();
    stream.addEventListener('open', () => this.#heard());
    stream.addEventListener('heartbeat', () => this.#heard());
    stream.addEventListener('error', () => this.#lost(stream));
    for (const kind of KINDS) stream.addEventListener(kind, (event) => this.#deliver(kind, event.data));
  }

  #deliver(kind: Kind, data: string): void {
    this.#heard();
    let payload: never;
    try {
      payload = JSON.parse(data) as never;
    } catch {
      console.warn(`a live event of kind ${kind} was no JSON and is left out`);
      return;
    }
    this.#listeners.get(kind)?.forEach((listener) => listener(payload));
  }

  #heard(): void {
    const resumed = this.#wasLive && this.state !== 'live';
    this.heardAt = Date.now();
    this.state = 'live';
    this.#wasLive = true;
    this.#waitMillis = FIRST_WAIT_MILLIS;
    this.#expectBeat();
    if (resumed) this.#resumed.forEach((listener) => listener());
  }

  #expectBeat(): void {
    clearTimeout(this.#silence);
    const stream = this.#stream;
    this.#silence = setTimeout(() => stream && this.#lost(stream), SILENCE_MILLIS);
  }

  #lost(stream: EventStream): void {
    if (stream !== this.#stream) return;
    this.#drop();
    this.state = 'stale';
    this.#reconnect = setTimeout(() => {
      this.#reconnect = undefined;
      this.#connect();
    }, this.#waitMillis);
    this.#waitMillis = Math.min(this.#waitMillis * 2, LONGEST_WAIT_MILLIS);
  }

  #drop(): void {
    clearTimeout(this.#silence);
    this.#stream?.close();
    this.#stream = null;
  }
}
