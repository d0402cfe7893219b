import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import type {
  CaptureDocument,
  Deletion,
  DeletionRequest,
  Guide,
  LiveEvents,
  Model,
  Page,
  RetentionRule,
  Role,
  Rollout,
  Run,
  Sample,
  StoredPolicy,
  Tally,
  Task,
} from '../src/api/types.ts';
import { Captures } from './capture.ts';
import { behaviourOf, driftAlertsOf } from './behaviour.ts';
import { live } from './life.ts';
import { saidBy } from '../src/samples/predicted.ts';
import { drawingOf, mediumOf, outlineOf } from './media.ts';
import { garment, street } from './pictures.ts';
import { trafficOf } from './traffic.ts';
import { createWorld, iso, rollout, truthOf, wave, type StoredTask, type World } from './world.ts';

/**
 * A stand-in for the hub while the pages are made and tested: it answers by the same contract, from memory, and is never
 * part of the build. Tokens: double-admin, double-operator, double-labeller, double-viewer.
 */
export function hubDouble(deviceCount = Number(process.env['DOUBLE_DEVICES'] ?? 38)): Plugin {
  const serve = (middlewares: Connect.Server) => {
    // Made when it is first asked, because tools that never ask load this plugin, too.
    let double: HubDouble | null = null;
    middlewares.use((request, response, next) => {
      const url = new URL(request.url ?? '/', 'http://double');
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      if (!url.pathname.startsWith('/api/')) return next();
      double ??= new HubDouble(createWorld(deviceCount));
      void double.answer(request, response, url);
    });
  };
  return {
    name: 'hub-double',
    configureServer: ({ middlewares }) => serve(middlewares),
    configurePreviewServer: ({ middlewares }) => serve(middlewares),
  };
}

/** The hub's own, so that the pages prove to work under them. */
const SECURITY_HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  role: Role;
  /** The parts of the path that the route leaves open. */
  parts: string[];
}

type Answering = (asked: Asked) => unknown;

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly errors: { pointer: string; detail: string }[] = [],
  ) {
    super(detail);
  }
}

const CREATED = 201;
const RULE: RetentionRule = {
  stream: null,
  labels: null,
  maxAgeDays: 90,
  maxSamples: 1_000_000,
  maxBytes: null,
  keepLabelled: true,
};
const NOTHING = Symbol('nothing to say');
const LEASE_MILLIS = 600_000;
const RANKS: Role[] = ['viewer', 'labeller', 'operator', 'admin'];

class HubDouble {
  readonly #world: World;
  readonly #captures: Captures;
  readonly #listeners = new Set<ServerResponse>();
  #second = 0;
  #policy: StoredPolicy = { revision: 1, policy: { rules: [RULE] }, by: 'mira', at: iso(Date.now() - 86_400_000) };
  #deletions: Deletion[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#captures = new Captures(world);
    setInterval(
      () => live(this.#world, (kind, payload) => this.#publish(kind, payload), this.#second++),
      1_000,
    ).unref();
    setInterval(() => this.#write('heartbeat', '{}'), 10_000).unref();
  }

  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    try {
      const role = roleOf(request);
      refuseForeign(request);
      const open = url.pathname === '/api/v1/session' && request.method === 'POST';
      if (!role && !open) throw new Refusal(401, 'Not signed in', 'Sign in with a token first.');
      const route = this.#routeOf(request.method ?? 'GET', url.pathname);
      if (!route) throw new Refusal(404, 'Not found', `Nothing is at ${url.pathname}.`);
      const result = await route.act({ request, response, url, role: role ?? 'viewer', parts: route.parts });
      if (result !== NOTHING) json(response, route.status, result);
    } catch (failure) {
      const refusal = failure instanceof Refusal ? failure : new Refusal(500, 'The double failed', String(failure));
      const { status, title, message, errors } = refusal;
      json(
        response,
        status,
        { type: 'about:blank', title, status, detail: message, errors, traceId: '0af7651916cd43dd' },
        'application/problem+json',
      );
    }
  }

  #routeOf(method: string, path: string): { act: Answering; parts: string[]; status: number } | null {
    for (const [route, act, status] of this.#routes) {
      const [wanted, pattern] = route.split(' ') as [string, string];
      const found = wanted === method && new RegExp(`^/api/v1${pattern.replaceAll('*', '([^/]+)')}$`).exec(path);
      if (found) return { act, parts: found.slice(1).map(decodeURIComponent), status: status ?? 200 };
    }
    return null;
  }

  readonly #routes: [string, Answering, number?][] = [
    ['POST /session', (asked) => this.#signIn(asked), 204],
    ['GET /session', ({ role }) => ({ name: 'mira', role })],
    [
      'DELETE /session',
      ({ response }) => void response.setHeader('Set-Cookie', 'fieldloop-session=; Path=/; Max-Age=0'),
      204,
    ],
    ['GET /overview', () => this.#overview()],
    ['GET /events', (asked) => this.#events(asked)],
    ['POST /enrolment-tokens', (asked) => this.#enrol(asked), CREATED],
    ['GET /devices', ({ url }) => this.#devices(url)],
    ['GET /devices/*', ({ parts }) => required(this.#world.devices.get(parts[0]!), 'device')],
    ['GET /devices/*/traffic', ({ parts }) => trafficOf(this.#world, parts[0]!)],
    ['GET /devices/*/capture-rules', ({ parts }) => this.#captures.of(parts[0]!)],
    ['PUT /devices/*/capture-rules', (asked) => this.#tellCapture(asked)],
    ['POST /devices/*/capture-requests', (asked) => this.#requestCapture(asked), CREATED],
    ['GET /devices/*/ledger', ({ parts }) => this.#world.ledgers.get(parts[0]!) ?? { streams: [] }],
    [
      'GET /devices/*/deployments',
      ({ parts, url }) => page(newestFirst(this.#world.deployments.get(parts[0]!) ?? []), url),
    ],
    ['GET /samples', ({ url }) => this.#samples(url)],
    ['GET /samples/*', ({ parts }) => this.#sample(parts[0]!)],
    ['GET /samples/*/media', (asked) => this.#media(asked)],
    ['GET /samples/*/preview', (asked) => this.#preview(asked)],
    ['GET /samples/*/outline', ({ parts }) => outlineOf(this.#sample(parts[0]!))],
    ['GET /quarantine', ({ url }) => page(this.#world.quarantine, url)],
    ['POST /quarantine/*/retry', ({ parts }) => this.#retryQuarantined(parts[0]!), 204],
    ['DELETE /quarantine/*', ({ parts }) => this.#unquarantine(parts[0]!), 204],
    ['GET /retention', () => this.#policy],
    ['PUT /retention', (asked) => this.#keep(asked)],
    ['POST /retention/dry-run', () => ({ goes: [this.#tally('age', 8)], stays: [this.#tally('labelled', 2)] })],
    ['GET /deletions', ({ url }) => page(this.#deletions, url)],
    ['POST /deletions/dry-run', () => this.#deletionForecast()],
    ['POST /deletions', (asked) => this.#erase(asked), CREATED],
    ['GET /models', ({ url }) => page([...this.#world.models.values()], url)],
    ['GET /models/*', ({ parts }) => this.#model(parts[0]!)],
    ['POST /models/*/versions/*/predictions', (asked) => this.#predict(asked)],
    ['GET /models/*/guide', ({ parts }) => this.#world.guides.get(parts[0]!) ?? this.#guideOf(parts[0]!)],
    ['PUT /models/*/guide', (asked) => this.#saveGuide(asked)],
    ['GET /models/*/tasks/summary', ({ parts }) => this.#summary(parts[0]!)],
    ['POST /models/*/tasks/claim', (asked) => this.#claim(asked)],
    ['PUT /tasks/*/label', (asked) => this.#label(asked)],
    ['DELETE /tasks/*/label', ({ parts }) => this.#unlabel(parts[0]!)],
    ['POST /tasks/*/skip', ({ parts }) => this.#settle(parts[0]!, 'skipped')],
    ['GET /datasets', ({ url }) => page([...this.#world.datasets.values()], url)],
    ['PUT /datasets/*', (asked) => this.#saveDataset(asked)],
    ['POST /datasets/*/snapshots', (asked) => this.#freeze(asked), CREATED],
    ['GET /models/*/versions/*/behaviour', ({ parts, url }) => behaviourOf(this.#world, parts[0]!, url)],
    ['GET /drift-alerts', ({ url }) => page(driftAlertsOf(this.#world, url), url)],
    ['GET /runs', ({ url }) => page(this.#world.runs, url)],
    ['POST /runs', (asked) => this.#run(asked), 202],
    ['POST /runs/*/cancel', ({ parts }) => this.#cancelRun(parts[0]!)],
    ['GET /rollouts', ({ url }) => page(this.#world.rollouts, url)],
    ['GET /rollouts/*', ({ parts }) => this.#rollout(parts[0]!)],
    ['POST /rollouts', (asked) => this.#startRollout(asked), CREATED],
    ['POST /rollouts/*/(pause|resume|cancel|retry)', (asked) => this.#tell(asked)],
  ];

  async #signIn({ request, response }: Asked): Promise<void> {
    const { token } = await body<{ token: string }>(request);
    const role = RANKS.find((each) => token === `double-${each}`);
    if (!role) throw new Refusal(401, 'The token is not known', 'It may be mistyped, or was revoked.');
    response.setHeader('Set-Cookie', `fieldloop-session=${role}; Path=/; HttpOnly; SameSite=Strict`);
  }

  #overview() {
    const world = this.#world;
    const devices = { online: 0, offline: 0, new: 0 };
    for (const device of world.devices.values()) devices[device.state]++;
    const tasks = [...world.tasks.values()];
    return {
      devices,
      samples: {
        stored: world.stored,
        gap: [...world.devices.values()].reduce((sum, device) => sum + (device.ledger?.gap ?? 0), 0),
        perSecond: world.lastMinute.at(-1) ?? 0,
        lastMinute: world.lastMinute,
      },
      labels: tasks.filter((task) => task.state === 'labelled').length,
      openTasks: tasks.filter((task) => task.state === 'open').length,
      quarantined: world.quarantine.length,
      runningRollouts: world.rollouts.filter((each) => each.state === 'running').length,
      address: '127.0.0.1',
      devicePort: 8443,
      version: '0.1.0',
    };
  }

  #events({ request, response }: Asked): symbol {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write('event: heartbeat\ndata: {}\n\n');
    this.#listeners.add(response);
    request.on('close', () => this.#listeners.delete(response));
    return NOTHING;
  }

  #publish<K extends keyof LiveEvents>(kind: K, payload: LiveEvents[K]): void {
    this.#write(kind, JSON.stringify(payload));
  }

  #write(kind: string, data: string): void {
    for (const listener of this.#listeners) listener.write(`event: ${kind}\ndata: ${data}\n\n`);
  }

  async #enrol({ request }: Asked) {
    const { deviceId } = await body<{ deviceId: string }>(request);
    if (this.#world.devices.has(deviceId)) {
      throw new Refusal(409, 'The device is enrolled already', `There is a device ${deviceId}.`, [
        { pointer: '/deviceId', detail: 'is taken' },
      ]);
    }
    return {
      token: `${this.#world.random.hex(43)}.${this.#world.random.hex(64)}`,
      deviceId,
      expiresAt: iso(Date.now() + 3_600_000),
    };
  }

  #devices(url: URL) {
    const wanted = url.searchParams;
    const labels = wanted.getAll('label').map((text) => text.split('='));
    const found = [...this.#world.devices.values()].filter(
      (device) =>
        (!wanted.get('state') || device.state === wanted.get('state')) &&
        device.id.includes(wanted.get('q') ?? '') &&
        labels.every(([name, value]) => device.labels[name!] === value),
    );
    return page(found, url);
  }

  #samples(url: URL) {
    const wanted = url.searchParams;
    const equals = (name: string, value: string | undefined) => !wanted.get(name) || wanted.get(name) === value;
    const found = this.#world.samples.filter(
      (sample) =>
        equals('device', sample.deviceId) &&
        equals('stream', sample.stream) &&
        equals('model', sample.model) &&
        equals('version', String(sample.version)) &&
        equals('class', firstLabel(sample)) &&
        equals('label', sample.label?.class) &&
        equals('state', sample.state) &&
        (!wanted.get('from') || sample.receivedAt >= wanted.get('from')!) &&
        (!wanted.get('until') || sample.receivedAt < wanted.get('until')!) &&
        (!wanted.get('rule') || sample.rules.includes(wanted.get('rule')!)) &&
        sample.confidence >= Number(wanted.get('minConfidence') ?? 0) &&
        sample.confidence <= Number(wanted.get('maxConfidence') ?? 1),
    );
    return page(found, url);
  }

  #sample(id: string): Sample {
    return required(
      this.#world.samples.find((sample) => sample.id === id),
      'sample',
    );
  }

  async #tellCapture({ parts, request, role }: Asked) {
    requireRole(role, 'operator');
    const { revision } = this.#captures.of(parts[0]!);
    if (request.headers['if-match'] !== `"${revision}"`) {
      throw new Refusal(
        412,
        'It was changed meanwhile',
        `The capture rules are at revision ${revision}; read them again.`,
      );
    }
    return this.#captures.tell(parts[0]!, await body<CaptureDocument>(request));
  }

  async #requestCapture({ parts, request, role }: Asked) {
    requireRole(role, 'operator');
    const { stream, next, label } = await body<{ stream: string; next: number; label: string | null }>(request);
    return this.#captures.request(parts[0]!, stream, next, label);
  }

  async #keep({ request, role }: Asked) {
    requireRole(role, 'admin');
    const { rules } = await body<{ rules: RetentionRule[] }>(request);
    this.#policy = { revision: this.#policy.revision + 1, policy: { rules }, by: 'mira', at: iso(Date.now()) };
    return this.#policy;
  }

  #tally(reason: Tally['reason'], share: number): Tally {
    const samples = this.#world.samples.slice(-share);
    return {
      stream: samples[0]?.stream ?? 'line',
      reason,
      samples: samples.length,
      sizeBytes: samples.reduce((sum, sample) => sum + sample.sizeBytes, 0),
      oldest: samples.at(-1)?.receivedAt ?? iso(0),
      newest: samples[0]?.receivedAt ?? iso(0),
    };
  }

  #deletionForecast() {
    return {
      until: iso(Date.now()),
      goes: [this.#tally('request', 12)],
      labelled: 3,
      quarantined: 1,
      snapshots: [{ dataset: 'fashion', snapshot: 'c0ffee'.padEnd(64, '0'), items: 2, versions: ['fashion@2'] }],
      goldenSamples: 0,
      onDevices: 5,
    };
  }

  async #erase({ request, role }: Asked) {
    requireRole(role, 'admin');
    const { device, note } = await body<DeletionRequest>(request);
    const { stream, samples, sizeBytes } = this.#tally('request', 12);
    const at = iso(Date.now());
    const deletion: Deletion = {
      id: this.#world.random.hex(32),
      kind: 'request',
      by: 'mira',
      note,
      device,
      stream: null,
      createdAt: at,
      endedAt: at,
      counts: [{ stream, reason: 'request', samples, sizeBytes }],
    };
    this.#deletions = [deletion, ...this.#deletions];
    return deletion;
  }

  #retryQuarantined(id: string): void {
    const message = required(
      this.#world.quarantine.find((each) => each.id === id),
      'quarantined message',
    );
    if (message.code !== 'MESSAGE_UNRESOLVED') {
      throw new Refusal(409, 'Conflict', `still of no use, ${message.code}: ${message.detail}`);
    }
    this.#unquarantine(id);
  }

  #unquarantine(id: string): void {
    this.#world.quarantine = this.#world.quarantine.filter((each) => each.id !== id);
  }

  #media({ parts, request, response }: Asked): symbol {
    const sample = this.#sample(parts[0]!);
    if (!sample.mediaType.startsWith('image/')) {
      part(request, response, sample.mediaType, mediumOf(sample));
      return NOTHING;
    }
    const seed = parseInt(sample.media.slice(0, 7), 16);
    const picture =
      sample.model === 'street'
        ? street('boxes' in sample.prediction ? sample.prediction.boxes : [], seed)
        : garment(truthOf(sample.id), seed);
    response
      .writeHead(200, { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=31536000, immutable' })
      .end(picture);
    return NOTHING;
  }

  #preview(asked: Asked): symbol {
    const sample = this.#sample(asked.parts[0]!);
    if (sample.mediaType.startsWith('image/')) return this.#media(asked);
    asked.response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(drawingOf(sample));
    return NOTHING;
  }

  #model(name: string): Model {
    return required(this.#world.models.get(name), 'model');
  }

  #guideOf(name: string): Guide {
    const { labels } = this.#model(name).brief;
    return {
      version: 0,
      markdown: '',
      classes: labels.map((each, at) => ({ name: each, key: '1234567890'[at] ?? '', description: '' })),
    };
  }

  async #predict({ request, parts }: Asked) {
    const image = await bytes(request);
    if (image.length === 0) throw new Refusal(400, 'No image', 'The body is empty.');
    const samples = this.#world.samples.filter((sample) => sample.model === parts[0]);
    const like = samples[(image.length + Number(parts[1])) % samples.length]!;
    return {
      prediction: like.prediction,
      latencyMicros: parts[0] === 'street' ? 18_400 + (image.length % 4_000) : 520 + (image.length % 300),
    };
  }

  async #saveGuide({ request, parts }: Asked) {
    const given = await body<{ markdown: string; classes: [] }>(request);
    const guide = { ...given, version: (this.#world.guides.get(parts[0]!)?.version ?? 0) + 1 };
    this.#world.guides.set(parts[0]!, guide);
    return guide;
  }

  #tasks(model: string, state?: StoredTask['state']): StoredTask[] {
    return [...this.#world.tasks.values()].filter((task) => task.model === model && (!state || task.state === state));
  }

  #summary(model: string) {
    const of = (state: StoredTask['state']) => this.#tasks(model, state).length;
    return { open: of('open'), claimed: of('claimed'), labelled: of('labelled'), skipped: of('skipped') };
  }

  async #claim({ request, parts, role }: Asked): Promise<{ items: Task[] }> {
    requireRole(role, 'labeller');
    const { count } = await body<{ count: number }>(request);
    const claimed = this.#tasks(parts[0]!, 'open').slice(0, count);
    return { items: claimed.map((task) => this.#leased(task)) };
  }

  #leased(task: StoredTask): Task {
    task.state = 'claimed';
    task.claimedUntil = Date.now() + LEASE_MILLIS;
    return { id: task.id, sample: this.#sample(task.sampleId), claimedUntil: iso(task.claimedUntil) };
  }

  async #label({ request, parts, role }: Asked) {
    const given = await body<{ class: string }>(request);
    const sample = this.#settle(parts[0]!, 'labelled');
    sample.label = { class: given.class, by: role, at: iso(Date.now()) };
    return sample.label;
  }

  #settle(id: string, state: 'labelled' | 'skipped'): Sample {
    const task = required(this.#world.tasks.get(id), 'task');
    if (task.state === 'open') throw new Refusal(409, 'The task is not yours', 'Its claim has ended; claim it again.');
    task.state = state;
    const sample = this.#sample(task.sampleId);
    sample.state = state;
    this.#publishLabelling(task.model);
    return sample;
  }

  #unlabel(id: string): Task {
    const task = required(this.#world.tasks.get(id), 'task');
    const sample = this.#sample(task.sampleId);
    sample.label = null;
    sample.state = 'unlabelled';
    const leased = this.#leased(task);
    this.#publishLabelling(task.model);
    return leased;
  }

  #publishLabelling(model: string): void {
    const { open, labelled } = this.#summary(model);
    this.#publish('labelling', { model, open, labelled });
  }

  async #saveDataset({ request, parts }: Asked) {
    const dataset = { name: parts[0]!, ...(await body<{ model: string; description: string }>(request)) };
    this.#world.datasets.set(dataset.name, dataset);
    return dataset;
  }

  async #freeze({ request, parts }: Asked) {
    const { seed } = await body<{ seed: number }>(request);
    return {
      id: this.#world.random.hex(64),
      dataset: parts[0]!,
      createdAt: iso(Date.now()),
      size: 9_412,
      seed,
      parts: [],
      classes: {},
    };
  }

  async #run({ request, role }: Asked): Promise<Run> {
    requireRole(role, 'operator');
    const given = await body<Pick<Run, 'kind' | 'model' | 'snapshot'> & { baseVersion: number }>(request);
    const run: Run = {
      id: this.#world.random.uuid(),
      ...given,
      version: null,
      state: 'queued',
      progress: 0,
      step: null,
      startedAt: iso(Date.now()),
      endedAt: null,
      failure: null,
    };
    this.#world.runs.unshift(run);
    return structuredClone(run);
  }

  #cancelRun(id: string): Run {
    const run = required(
      this.#world.runs.find((each) => each.id === id),
      'run',
    );
    return Object.assign(run, { state: 'cancelled', endedAt: iso(Date.now()) });
  }

  #rollout(id: string): Rollout {
    return required(
      this.#world.rollouts.find((each) => each.id === id),
      'rollout',
    );
  }

  async #startRollout({ request, role }: Asked): Promise<Rollout> {
    requireRole(role, 'operator');
    const given = await body<{
      model: string;
      version: number;
      devices?: string[];
      selector?: { labels: Record<string, string> };
      waves: { count?: number }[];
    }>(request);
    const labels = Object.entries(given.selector?.labels ?? {});
    const matching = [...this.#world.devices.values()].filter((device) =>
      labels.every(([name, value]) => device.labels[name] === value),
    );
    const left = given.devices ?? matching.map((device) => device.id);
    if (this.#world.rollouts.some((each) => each.state === 'running' && each.model === given.model)) {
      throw new Refusal(
        409,
        'A rollout of this model is running',
        `Pause or cancel the running rollout of ${given.model} first.`,
      );
    }
    const rest = [...left];
    const waves = given.waves.map(({ count }, at) =>
      wave(at + 1, 'waiting', rest.splice(0, count ?? rest.length), null, 0),
    );
    const started = rollout(this.#world, given.model, given.version, 'running', Date.now(), waves);
    this.#world.rollouts.unshift(started);
    return structuredClone(started);
  }

  #tell({ parts, role }: Asked): Rollout {
    requireRole(role, 'operator');
    const [id, verb] = parts as [string, string];
    const told = this.#rollout(id);
    const states: Record<string, Rollout['state']> = {
      pause: 'paused',
      resume: 'running',
      cancel: 'cancelled',
      retry: 'running',
    };
    Object.assign(told, { state: states[verb], reason: verb === 'pause' ? `paused by ${role}` : null });
    told.events.push({ at: iso(Date.now()), text: `Asked by mira to ${verb}.` });
    if (verb === 'cancel') told.endedAt = iso(Date.now());
    if (verb === 'retry') retryRejected(told);
    this.#publish('rollout', structuredClone(told));
    return structuredClone(told);
  }
}

function retryRejected(told: Rollout): void {
  for (const each of told.waves) {
    if (each.state === 'failed') Object.assign(each, { state: 'running', rejected: 0 });
    for (const device of each.devices) {
      if (device.stage === 'REJECTED')
        Object.assign(device, { stage: null, failure: null, attempt: device.attempt + 1 });
    }
  }
}

function newestFirst<T extends { updatedAt: string }>(items: T[]): T[] {
  return items.toSorted((left, right) => right.updatedAt.localeCompare(left.updatedAt));
}

/** What a player wants of a medium: without parts it could not seek. */
function part(request: IncomingMessage, response: ServerResponse, mediaType: string, medium: Buffer): void {
  const wanted = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = Number(wanted?.[1] ?? 0);
  const end = wanted?.[2] ? Number(wanted[2]) + 1 : medium.length;
  response
    .writeHead(wanted ? 206 : 200, {
      'Content-Type': mediaType,
      'Accept-Ranges': 'bytes',
      ...(wanted && { 'Content-Range': `bytes ${from}-${end - 1}/${medium.length}` }),
    })
    .end(medium.subarray(from, end));
}

function firstLabel(sample: Sample): string | undefined {
  return saidBy(sample.prediction)[0]?.label;
}

function roleOf(request: IncomingMessage): Role | undefined {
  const cookie = /fieldloop-session=([a-z]+)/.exec(request.headers.cookie ?? '')?.[1];
  const bearer = /^Bearer double-([a-z]+)$/.exec(request.headers.authorization ?? '')?.[1];
  return RANKS.find((role) => role === (bearer ?? cookie));
}

/** A change made with a session has to come from the hub's own pages. */
function refuseForeign({ method, headers }: IncomingMessage): void {
  const harmless = method === 'GET' || headers.cookie === undefined;
  if (!harmless && headers.origin !== `http://${headers.host}`)
    throw new Refusal(403, 'Not allowed', 'This came from elsewhere.');
}

function requireRole(role: Role, least: Role): void {
  if (RANKS.indexOf(role) < RANKS.indexOf(least))
    throw new Refusal(403, 'Not allowed', `This takes the role ${least}.`);
}

function required<T>(found: T | undefined, kind: string): T {
  if (found === undefined) throw new Refusal(404, `No such ${kind}`, `There is no ${kind} by that name.`);
  return found;
}

function page<T>(items: T[], url: URL): Page<T> {
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 50), 500);
  const start = Number(atob(url.searchParams.get('cursor') ?? ''));
  const next = start + limit < items.length ? btoa(String(start + limit)) : null;
  return { items: items.slice(start, start + limit), next };
}

function json(response: ServerResponse, status: number, content: unknown, type = 'application/json'): void {
  if (status === 204 || content === undefined) response.writeHead(204).end();
  else response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(content));
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function body<T>(request: IncomingMessage): Promise<T> {
  return JSON.parse((await bytes(request)).toString('utf8')) as T;
}
