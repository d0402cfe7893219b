import type { Page, ProblemDocument } from './types';

/** An answer of the hub that is no success, or no answer at all (`status` 0). */
export class HubProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: { pointer: string; detail: string }[];
  readonly traceId: string | undefined;

  constructor(document: ProblemDocument, status: number) {
    const title = document.title ?? `The hub answered with status ${status}`;
    super(document.detail ? `${title}: ${document.detail}` : title);
    this.name = 'HubProblem';
    this.status = status;
    this.title = title;
    this.detail = document.detail ?? '';
    this.errors = document.errors ?? [];
    this.traceId = document.traceId;
  }

  static unreachable(cause: unknown): HubProblem {
    const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
    return new HubProblem(
      timedOut
        ? { title: 'The hub took too long', detail: 'It did not answer within 30 seconds.' }
        : { title: 'The hub cannot be reached', detail: 'Check that it runs and that this computer has a network.' },
      0,
    );
  }

  /** What any failure means to a person. */
  static of(failure: unknown): HubProblem {
    if (failure instanceof HubProblem) return failure;
    const detail = failure instanceof Error ? failure.message : String(failure);
    return new HubProblem({ title: 'This page failed', detail }, -1);
  }
}

/** A list is sent as one parameter for each of its values. */
export type Query = Record<string, string | number | string[] | null | undefined>;

export interface Request {
  query?: Query;
  /** Sent as JSON, unless it is a Blob. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const TIMEOUT_MILLIS = 30_000;

type Fetch = typeof fetch;

/** Speaks HTTP with the hub. */
export class HubClient {
  readonly #fetch: Fetch;
  readonly #onSignedOut: () => void;

  /** @param onSignedOut called whenever the hub does not know who asks */
  constructor(onSignedOut: () => void, fetcher: Fetch = (...request) => fetch(...request)) {
    this.#onSignedOut = onSignedOut;
    this.#fetch = fetcher;
  }

  get<T>(path: string, request: Request = {}): Promise<T> {
    return this.#call('GET', path, request);
  }

  put<T>(path: string, body: unknown, request: Request = {}): Promise<T> {
    return this.#call('PUT', path, { ...request, body });
  }

  /** Safe to be sent twice: each call has its own Idempotency-Key. */
  post<T>(path: string, body?: unknown, request: Request = {}): Promise<T> {
    const headers = { 'Idempotency-Key': randomKey(), ...request.headers };
    return this.#call('POST', path, { ...request, body, headers });
  }

  delete<T = void>(path: string): Promise<T> {
    return this.#call('DELETE', path, {});
  }

  page<T>(path: string, cursor: string | null, query: Query, signal?: AbortSignal): Promise<Page<T>> {
    return this.get(path, { query: { ...query, cursor }, ...(signal && { signal }) });
  }

  async #call<T>(method: string, path: string, request: Request): Promise<T> {
    const response = await this.#send(method, path, request);
    if (response.ok) return (await bodyOf(response)) as T;
    const problem = new HubProblem(((await bodyOf(response)) ?? {}) as ProblemDocument, response.status);
    if (problem.status === 401) this.#onSignedOut();
    throw problem;
  }

  async #send(method: string, path: string, request: Request): Promise<Response> {
    const timeout = AbortSignal.timeout(TIMEOUT_MILLIS);
    const init: RequestInit = {
      method,
      headers: {
        Accept: 'application/json, application/problem+json',
        ...contentType(request.body),
        ...request.headers,
      },
      credentials: 'same-origin',
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
    };
    if (request.body !== undefined) {
      init.body = request.body instanceof Blob ? request.body : JSON.stringify(request.body);
    }
    try {
      return await this.#fetch(path + queryText(request.query), init);
    } catch (failure) {
      if (request.signal?.aborted) throw failure;
      throw HubProblem.unreachable(failure);
    }
  }
}

/** `?a=1&b=2`, without what is absent or empty. */
export function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((each) => [name, String(each)]),
  );
  const present = pairs.filter(([, value]) => value !== '');
  return present.length === 0 ? '' : '?' + new URLSearchParams(present);
}

function contentType(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  return { 'Content-Type': body instanceof Blob ? body.type : 'application/json' };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const json = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  if (text === '' || !json) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new HubProblem({ title: 'The hub answered with broken JSON', detail: text.slice(0, 200) }, response.status);
  }
}

// crypto.randomUUID is absent where the page is not served by HTTPS or from this computer.
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
