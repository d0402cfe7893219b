import { expect, test } from 'vitest';
import { HubClient, HubProblem, queryText } from './client';

interface Sent {
  url: string;
  init: RequestInit;
}

/** Answers each request with the next response, and keeps the requests. */
function inMemoryHub(...responses: (Response | Error)[]) {
  const sent: Sent[] = [];
  let signedOut = 0;
  const client = new HubClient(
    () => signedOut++,
    async (url, init) => {
      sent.push({ url: String(url), init: init ?? {} });
      const next = responses.shift();
      if (!next) throw new Error('no further answer was expected');
      if (next instanceof Error) throw next;
      return next;
    },
  );
  return { client, sent, signedOut: () => signedOut };
}

function json(body: unknown, status = 200, type = 'application/json'): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } });
}

test('a query leaves out what is absent and repeats lists', () => {
  expect(queryText({ q: '', state: null, cursor: undefined })).toBe('');
  expect(queryText({ limit: 50, label: ['site=a b', 'line=2'] })).toBe('?limit=50&label=site%3Da+b&label=line%3D2');
});

test('a success gives the body of the answer', async () => {
  const { client, sent } = inMemoryHub(json({ items: [1], next: 'c' }));
  expect(await client.page('/api/v1/devices', 'abc', { limit: 2 })).toEqual({ items: [1], next: 'c' });
  expect(sent[0]?.url).toBe('/api/v1/devices?limit=2&cursor=abc');
});

test('an empty success gives nothing', async () => {
  const { client } = inMemoryHub(new Response(null, { status: 204 }));
  expect(await client.delete('/api/v1/session')).toBeUndefined();
});

test('a problem document becomes a typed error', async () => {
  const document = {
    title: 'Taken',
    detail: 'There is one.',
    errors: [{ pointer: '/deviceId', detail: 'is taken' }],
    traceId: 't',
  };
  const { client } = inMemoryHub(json(document, 409, 'application/problem+json'));
  const problem = await client.post('/api/v1/enrolment-tokens', {}).catch((failure: unknown) => failure);
  expect(problem).toBeInstanceOf(HubProblem);
  expect(problem).toMatchObject({ status: 409, ...document });
});

test('a failure without a problem document still has a title', async () => {
  const { client } = inMemoryHub(
    new Response('<html>Bad gateway</html>', { status: 502, headers: { 'Content-Type': 'text/html' } }),
  );
  await expect(client.get('/api/v1/overview')).rejects.toMatchObject({
    status: 502,
    title: 'The hub answered with status 502',
  });
});

test('broken JSON is named as such', async () => {
  const { client } = inMemoryHub(new Response('{"items":[', { headers: { 'Content-Type': 'application/json' } }));
  await expect(client.get('/api/v1/devices')).rejects.toMatchObject({ title: 'The hub answered with broken JSON' });
});

test('a network that is away is a problem with status 0', async () => {
  const { client } = inMemoryHub(new TypeError('fetch failed'));
  await expect(client.get('/api/v1/devices')).rejects.toMatchObject({ status: 0, title: 'The hub cannot be reached' });
});

test('an answer that does not come in time is named as such', async () => {
  const { client } = inMemoryHub(new DOMException('too late', 'TimeoutError'));
  await expect(client.get('/api/v1/devices')).rejects.toMatchObject({ status: 0, title: 'The hub took too long' });
});

test('a request that was called off stays an abort, not a problem', async () => {
  const { client } = inMemoryHub(new DOMException('called off', 'AbortError'));
  const request = client.get('/api/v1/devices', { signal: AbortSignal.abort() });
  await expect(request).rejects.not.toBeInstanceOf(HubProblem);
});

test('a 401 tells that nobody is signed in', async () => {
  const { client, signedOut } = inMemoryHub(json({ title: 'Not signed in' }, 401, 'application/problem+json'));
  await expect(client.get('/api/v1/devices')).rejects.toMatchObject({ status: 401 });
  expect(signedOut()).toBe(1);
});

test('each post has its own idempotency key', async () => {
  const { client, sent } = inMemoryHub(json({}), json({}));
  await client.post('/api/v1/rollouts', { model: 'a' });
  await client.post('/api/v1/rollouts', { model: 'a' });
  const keys = sent.map(({ init }) => new Headers(init.headers).get('Idempotency-Key'));
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[0]).not.toBe(keys[1]);
});

test('a blob is sent as it is, with its own type', async () => {
  const { client, sent } = inMemoryHub(json({}));
  const image = new Blob(['x'], { type: 'image/png' });
  await client.post('/api/v1/models/a/versions/1/predictions', image);
  expect(sent[0]?.init.body).toBe(image);
  expect(new Headers(sent[0]?.init.headers).get('Content-Type')).toBe('image/png');
});
