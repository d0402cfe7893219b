import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveConnection, type EventStream } from './live.svelte';

class InMemoryStream implements EventStream {
  closed = false;
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();

  addEventListener(kind: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(kind, listener);
  }

  close(): void {
    this.closed = true;
  }

  send(kind: string, data = ''): void {
    this.#listeners.get(kind)?.({ data } as MessageEvent<string>);
  }
}

let streams: InMemoryStream[];
let connection: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
  connection = new LiveConnection(() => {
    const stream = new InMemoryStream();
    streams.push(stream);
    return stream;
  });
  connection.start();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

test('an event reaches those who listen, until they stop', () => {
  const heard: number[] = [];
  const stop = connection.on('throughput', (payload) => heard.push(payload.stored));
  streams[0]!.send('throughput', '{"samplesPerSecond":1,"stored":5}');
  stop();
  streams[0]!.send('throughput', '{"samplesPerSecond":1,"stored":6}');
  expect(heard).toEqual([5]);
  expect(connection.state).toBe('live');
});

test('an event that is no JSON is left out and the connection stays', () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  connection.on('device', () => expect.unreachable());
  streams[0]!.send('device', '{broken');
  expect(warned).toHaveBeenCalledOnce();
  expect(connection.state).toBe('live');
});

test('a lost connection is stale and opened again, waiting longer each time', () => {
  streams[0]!.send('open');
  streams[0]!.send('error');
  expect(connection.state).toBe('stale');
  expect(streams[0]!.closed).toBe(true);
  vi.advanceTimersByTime(500);
  expect(streams.length).toBe(2);
  streams[1]!.send('error');
  vi.advanceTimersByTime(500);
  expect(streams.length).toBe(2);
  vi.advanceTimersByTime(500);
  expect(streams.length).toBe(3);
});

test('a connection without a heartbeat is given up', () => {
  streams[0]!.send('heartbeat');
  vi.advanceTimersByTime(24_000);
  expect(connection.state).toBe('live');
  streams[0]!.send('heartbeat');
  vi.advanceTimersByTime(24_000);
  expect(connection.state).toBe('live');
  vi.advanceTimersByTime(2_000);
  expect(connection.state).toBe('stale');
  expect(streams[0]!.closed).toBe(true);
});

test('who fetched before a gap is told to fetch again, and not at the first connection', () => {
  let resumed = 0;
  connection.onResumed(() => resumed++);
  streams[0]!.send('open');
  expect(resumed).toBe(0);
  streams[0]!.send('error');
  vi.advanceTimersByTime(500);
  streams[1]!.send('open');
  expect(resumed).toBe(1);
});

test('a stopped connection is not opened again', () => {
  streams[0]!.send('error');
  connection.stop();
  vi.advanceTimersByTime(60_000);
  expect(streams.length).toBe(1);
});

test('starting twice opens one connection', () => {
  connection.start();
  expect(streams.length).toBe(1);
});
