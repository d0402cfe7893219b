import type {
  Box,
  ClassScore,
  Confusion,
  Dataset,
  Deployment,
  Device,
  Evaluation,
  Guide,
  Ledger,
  Model,
  QuarantinedMessage,
  Rollout,
  RolloutDevice,
  Run,
  Sample,
  Snapshot,
  Stage,
  Version,
  Wave,
} from '../src/api/types.ts';
import { GARMENT_NAMES } from './pictures.ts';
import { Random } from './random.ts';

export interface StoredTask {
  id: string;
  sampleId: string;
  model: string;
  state: 'open' | 'claimed' | 'labelled' | 'skipped';
  claimedUntil: number;
}

/** Everything that the double knows. */
export interface World {
  random: Random;
  devices: Map<string, Device>;
  ledgers: Map<string, Ledger>;
  deployments: Map<string, Deployment[]>;
  samples: Sample[];
  models: Map<string, Model>;
  guides: Map<string, Guide>;
  tasks: Map<string, StoredTask>;
  datasets: Map<string, Dataset>;
  snapshots: Snapshot[];
  runs: Run[];
  rollouts: Rollout[];
  quarantine: QuarantinedMessage[];
  stored: number;
  lastMinute: number[];
}

const STREET_LABELS = ['person', 'car', 'bicycle', 'dog'];
const SITES = ['berlin', 'lyon', 'osaka'];

/** A fleet in the middle of its work; without devices, a hub that was just started. */
export function createWorld(deviceCount: number, now = Date.now()): World {
  const random = new Random(7);
  const world = emptyWorld(random);
  if (deviceCount === 0) return world;
  world.models = models(random, now);
  world.guides.set('fashion', GUIDE);
  world.datasets.set('fashion-field', {
    name: 'fashion-field',
    model: 'fashion',
    description: 'Field and lab garments',
  });
  world.runs = runs(random, now);
  world.quarantine = quarantine(random, now);
  world.stored = 48_213;
  world.lastMinute = Array.from({ length: 60 }, (_, at) =>
    Math.round(42 + 14 * Math.sin(at / 7) + random.between(-6, 6)),
  );
  for (let at = 0; at < deviceCount; at++) addDevice(world, at, now);
  for (let at = 0; at < 900; at++) addSample(world, now - at * random.between(2_000, 14_000));
  world.samples.sort((left, right) => right.receivedAt.localeCompare(left.receivedAt));
  addOtherMedia(world, now);
  world.rollouts = rollouts(world, now);
  for (const rollout of world.rollouts) rememberDeployments(world, rollout);
  return world;
}

function emptyWorld(random: Random): World {
  return {
    random,
    devices: new Map(),
    ledgers: new Map(),
    deployments: new Map(),
    samples: [],
    models: new Map(),
    guides: new Map(),
    tasks: new Map(),
    datasets: new Map(),
    snapshots: [],
    runs: [],
    rollouts: [],
    quarantine: [],
    stored: 0,
    lastMinute: Array.from({ length: 60 }, () => 0),
  };
}

const GUIDE: Guide = {
  version: 3,
  markdown: [
    '## Label what is worn, not how it lies',
    'Look at the **outline** first. Folds, prints and shadows do not matter.',
    '- Sleeves that reach the wrist make a *pullover*, a *coat* or a *shirt*.',
    '- An open front down to the hem makes it a **coat**.',
    '- Skip what is cut off by more than half.',
  ].join('\n'),
  classes: GARMENT_NAMES.map((name, at) => ({
    name,
    key: '1234567890'[at]!,
    description:
      {
        't-shirt': 'Short sleeves, no collar',
        shirt: 'A collar or a row of buttons',
        coat: 'Open front, longer than the hip',
        sandal: 'The foot can be seen through it',
        'ankle-boot': 'The shaft covers the ankle',
      }[name] ?? '',
  })),
};

function addDevice(world: World, at: number, now: number): void {
  const { random } = world;
  const id = `${random.pick(['press', 'sorter', 'gate', 'kiosk'])}-${String(at + 1).padStart(2, '0')}`;
  const state = at === 4 ? 'new' : at % 13 === 6 ? 'offline' : 'online';
  const street = at % 4 === 3;
  const [model, version] = street ? (['street', 2] as const) : (['fashion', at < 6 ? 4 : 3] as const);
  const device: Device = {
    id,
    labels: { site: SITES[at % 3]!, line: String(1 + (at % 4)), ...(at % 5 === 0 && { canary: 'yes' }) },
    state,
    enrolledAt: iso(now - random.between(3, 60) * 86_400_000),
    lastSeenAt: state === 'new' ? null : iso(now - (state === 'online' ? random.between(0, 9_000) : 7_400_000)),
    agentVersion: state === 'new' ? null : '0.1.0',
    platform: state === 'new' ? null : random.pick(['Linux amd64', 'Linux aarch64']),
    runtimes: state === 'new' ? [] : ['onnxruntime 1.29.0', 'tflite 2.21.0'],
    serving:
      state === 'online'
        ? [
            {
              stream: street ? 'road' : 'line',
              model,
              version,
              variant: street ? 'tflite-int8' : 'onnx-fp32',
              accelerator: street ? 'xnnpack' : 'cpu',
            },
          ]
        : [],
    vitals: state === 'new' ? null : { ...vitals(random, now), shadows: !street && at % 3 === 0 ? [SHADOW] : [] },
    ledger: null,
  };
  world.devices.set(id, device);
  if (state !== 'new') addLedger(world, device, at);
}

const SHADOW = {
  stream: 'line',
  model: 'fashion-large',
  version: 2,
  asked: 4_812,
  disagreed: 61,
  passedOver: 7,
  unanswered: 0,
};

function vitals(random: Random, now: number) {
  return {
    inferences: random.whole(20_000, 900_000),
    skipped: random.whole(0, 12),
    failed: random.next() > 0.9 ? random.whole(1, 9) : 0,
    latencyP50Micros: random.whole(420, 900),
    latencyP95Micros: random.whole(1_100, 4_200),
    residentBytes: random.whole(58_000_000, 94_000_000),
    outboxBytes: random.whole(0, 4_000_000),
    bytesSent: random.whole(10_000_000, 900_000_000),
    bytesReceived: random.whole(1_000_000, 20_000_000),
    at: iso(now - 3_000),
  };
}

function addLedger(world: World, device: Device, at: number): void {
  const { random } = world;
  const acknowledged = random.whole(900, 9_000);
  const queued = random.whole(0, 90);
  const evicted: Record<string, number> = at % 7 === 0 ? { OUTBOX_FULL: random.whole(20, 400), TOO_LARGE: 2 } : {};
  const gone = Object.values(evicted).reduce((sum, value) => sum + value, 0);
  const lost = at === 11 ? 17 : 0;
  const stream = device.serving[0]?.stream ?? 'line';
  const account = {
    stream,
    epoch: 1,
    captured: acknowledged + queued + gone + lost,
    acknowledged,
    queued,
    evicted,
    stored: acknowledged - lost,
    addsUp: lost === 0,
    gap: lost,
  };
  world.ledgers.set(device.id, { streams: [account] });
  device.ledger = {
    captured: account.captured,
    acknowledged,
    queued,
    evicted: gone,
    stored: account.stored,
    addsUp: account.addsUp,
    gap: account.gap,
  };
}

export function addSample(world: World, at: number): Sample {
  const { random } = world;
  const devices = [...world.devices.values()].filter((device) => device.serving.length > 0);
  const device = random.pick(devices);
  const serving = device.serving[0]!;
  const truth = random.pick(GARMENT_NAMES);
  const prediction = serving.model === 'street' ? { boxes: boxes(random) } : { classes: scores(random, truth) };
  const first = 'boxes' in prediction ? prediction.boxes[0] : prediction.classes[0];
  const sample: Sample = {
    id: random.uuid(),
    deviceId: device.id,
    stream: serving.stream,
    sequence: random.whole(1, 90_000),
    capturedAt: iso(at - 2_000),
    clockSaid: iso(at - 2_000),
    timeIsSure: true,
    earliestAt: null,
    latestAt: null,
    receivedAt: iso(at),
    mediaType: 'image/png',
    media: random.hex(64),
    sizeBytes: serving.model === 'street' ? random.whole(9_000, 30_000) : random.whole(300, 800),
    model: serving.model,
    version: serving.version,
    prediction,
    confidence: first?.score ?? 0,
    rules: (first?.score ?? 0) < 0.6 ? ['low-confidence'] : ['random'],
    value: random.next(),
    label: null,
    state: 'unlabelled',
  };
  // The picture of a sample is drawn from its truth, which only the double knows.
  TRUTHS.set(sample.id, truth);
  world.samples.unshift(sample);
  if (serving.model === 'fashion') addTask(world, sample);
  return sample;
}

/** What is no image: of devices that hear and feel, and one medium of which nothing can be shown. */
function addOtherMedia(world: World, now: number): void {
  world.models.set('machine', machine(world.random, now));
  for (const [at, mediaType] of ['audio/wav', 'text/csv', 'application/x-npy', 'audio/ogg'].entries()) {
    const like = addSample(world, now - at * 1_000);
    world.samples.shift();
    const label = mediaType.startsWith('audio/') ? 'bearing' : 'imbalance';
    const sample: Sample = {
      ...like,
      mediaType,
      sizeBytes: 96_044,
      stream: 'press',
      model: 'machine',
      version: 1,
      prediction: { classes: [{ label, score: 0.82 }] },
      confidence: 0.82,
      label: null,
      state: 'unlabelled',
    };
    world.samples.splice(2 + at, 0, sample);
    const task = [...world.tasks.values()].find((each) => each.sampleId === sample.id);
    if (task) world.tasks.delete(task.id);
    const id = world.random.uuid();
    world.tasks.set(id, { id, sampleId: sample.id, model: 'machine', state: 'open', claimedUntil: 0 });
  }
}

function machine(random: Random, now: number): Model {
  return {
    name: 'machine',
    brief: {
      description: 'Hears and feels what wears out in a press',
      task: 'sound-events',
      labels: ['bearing', 'imbalance'],
      metric: 'accuracy',
      floor: 0,
      maxLatencyMicros: 0,
      maxMemoryBytes: 0,
      maxSizeBytes: 0,
    },
    versions: [version(random, 'machine', 1, null, now - 3 * 86_400_000, [], 'Registered from a workshop')],
  };
}

const TRUTHS = new Map<string, string>();

export function truthOf(sampleId: string): string {
  return TRUTHS.get(sampleId) ?? 'bag';
}

function addTask(world: World, sample: Sample): void {
  const done = world.random.next() > 0.55;
  const id = world.random.uuid();
  const state = done ? (world.random.next() > 0.06 ? 'labelled' : 'skipped') : 'open';
  world.tasks.set(id, { id, sampleId: sample.id, model: sample.model, state, claimedUntil: 0 });
  if (state === 'labelled') sample.label = { class: truthOf(sample.id), by: 'mira', at: sample.receivedAt };
  sample.state = state === 'open' ? 'unlabelled' : state;
}

function scores(random: Random, truth: string): ClassScore[] {
  const sure = random.next() > 0.4 ? random.between(0.7, 0.995) : random.between(0.3, 0.6);
  const first = random.next() > 0.13 ? truth : random.pick(GARMENT_NAMES);
  const others = GARMENT_NAMES.filter((name) => name !== first)
    .sort(() => random.next() - 0.5)
    .slice(0, 4);
  const rest = [0.55, 0.25, 0.13, 0.07].map((share) => share * (1 - sure));
  return [{ label: first, score: sure }, ...others.map((label, at) => ({ label, score: rest[at] ?? 0 }))];
}

function boxes(random: Random): Box[] {
  return Array.from({ length: random.whole(1, 4) }, () => {
    const label = random.pick(STREET_LABELS);
    const height = label === 'person' ? random.between(0.3, 0.5) : random.between(0.16, 0.3);
    const width = label === 'person' ? height * 0.3 : height * 1.2;
    return {
      label,
      score: random.between(0.4, 0.98),
      left: random.between(0.02, 0.96 - width),
      top: random.between(0.42, 0.94 - height),
      width,
      height,
    };
  }).sort((left, right) => right.score - left.score);
}

function models(random: Random, now: number): Map<string, Model> {
  const fashion: Model = {
    name: 'fashion',
    brief: {
      description: 'Tells the garment on the belt in front of the camera',
      task: 'image-classification',
      labels: GARMENT_NAMES,
      metric: 'accuracy',
      floor: 0.85,
      maxLatencyMicros: 5_000,
      maxMemoryBytes: 64_000_000,
      maxSizeBytes: 8_000_000,
    },
    versions: [
      version(
        random,
        'fashion',
        1,
        null,
        now - 50 * 86_400_000,
        [['lab', 0.872]],
        'Trained in the lab on 60,000 catalogue pictures',
      ),
      version(
        random,
        'fashion',
        2,
        1,
        now - 31 * 86_400_000,
        [
          ['lab', 0.881],
          ['field', 0.811],
        ],
        'Head retrained on the first field labels',
      ),
      version(
        random,
        'fashion',
        3,
        2,
        now - 12 * 86_400_000,
        [
          ['lab', 0.894],
          ['field', 0.862],
        ],
        'Head retrained on 4,120 field labels',
      ),
      version(
        random,
        'fashion',
        4,
        3,
        now - 2 * 86_400_000,
        [
          ['lab', 0.903],
          ['field', 0.887],
        ],
        'Head retrained on 7,904 field labels',
      ),
    ],
  };
  const street: Model = {
    name: 'street',
    brief: {
      description: 'Finds people and vehicles on the road',
      task: 'object-detection',
      labels: STREET_LABELS,
      metric: 'mAP',
      floor: 0.5,
      maxLatencyMicros: 60_000,
      maxMemoryBytes: 0,
      maxSizeBytes: 0,
    },
    versions: [
      version(random, 'street', 1, null, now - 40 * 86_400_000, [['lab', 0.462]], 'Registered from a public SSD'),
      version(random, 'street', 2, 1, now - 9 * 86_400_000, [['lab', 0.553]], 'Smaller input, eight-bit weights'),
    ],
  };
  return new Map([fashion, street].map((model) => [model.name, model]));
}

type Measured = ['lab' | 'field', number];

function version(
  random: Random,
  model: string,
  number: number,
  parent: number | null,
  at: number,
  measured: Measured[],
  origin: string,
): Version {
  const labels = model === 'fashion' ? GARMENT_NAMES : STREET_LABELS;
  const size = model === 'fashion' ? 431_000 : 4_210_000;
  return {
    model,
    version: number,
    createdAt: iso(at),
    manifest: random.hex(64),
    sizeBytes: size,
    variants: [
      { name: 'onnx-fp32', format: 'ONNX', sizeBytes: size },
      { name: 'tflite-int8', format: 'TFLITE', sizeBytes: Math.round(size / 3.7) },
    ],
    lineage: {
      parentVersion: parent,
      snapshot: parent ? random.hex(64) : null,
      run: parent ? random.uuid() : null,
      origin,
    },
    evaluations: measured.map(([part, value]): Evaluation => {
      const confusion = confusionOf(random, labels, value);
      const all = confusion.counts.flat().reduce((sum, count) => sum + count, 0);
      const right = confusion.counts.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
      const floor = model === 'fashion' ? 0.85 : 0.5;
      return {
        snapshot: random.hex(64),
        part,
        metric: model === 'fashion' ? 'accuracy' : 'mAP',
        value: right / all,
        count: all,
        passesFloor: right / all >= floor,
        confusion,
        at: iso(at + 60_000),
      };
    }),
  };
}

function confusionOf(random: Random, labels: string[], accuracy: number): Confusion {
  const counts = labels.map((_, truth) => {
    const row = labels.map(() => 0);
    const right = Math.min(0.99, Math.max(0.2, accuracy + random.between(-0.1, 0.1)));
    const all = random.whole(180, 220);
    row[truth] = Math.round(all * right);
    for (let left = all - row[truth]; left > 0; left--) {
      const near = (truth + random.pick([1, 2, 4, 6, 6, 2])) % labels.length;
      const at = near === truth ? (truth + 1) % labels.length : near;
      row[at] = (row[at] ?? 0) + 1;
    }
    return row;
  });
  return { labels, counts };
}

function runs(random: Random, now: number): Run[] {
  const run = (
    baseVersion: number,
    version: number | null,
    state: Run['state'],
    at: number,
    failure: string | null = null,
  ): Run => ({
    id: random.uuid(),
    kind: 'head-retraining',
    model: 'fashion',
    baseVersion,
    version,
    snapshot: random.hex(64),
    state,
    progress: 1,
    step: null,
    startedAt: iso(at),
    endedAt: iso(at + 240_000),
    failure,
  });
  return [
    run(3, 4, 'succeeded', now - 2 * 86_400_000),
    run(3, null, 'failed', now - 3 * 86_400_000, 'The snapshot has no item of the class sandal.'),
    run(2, 3, 'succeeded', now - 12 * 86_400_000),
  ];
}

function quarantine(random: Random, now: number): QuarantinedMessage[] {
  const kinds: [string, string, string][] = [
    ['MESSAGE_UNREADABLE', 'The message ends inside its third field.', 'samples/line'],
    ['MESSAGE_TOO_LARGE', 'The message has 1,310,720 bytes; at most 1,048,576 are taken.', 'samples/road'],
    ['MESSAGE_UNRESOLVED', 'device gate-03 is not enrolled', 'samples/line'],
    ['MESSAGE_VERSION_UNKNOWN', 'The message has schema version 3; version 1 is known.', 'vitals'],
    ['MESSAGE_FOREIGN', 'The message speaks for sorter-02 on the topic of gate-04.', 'ledger'],
  ];
  return Array.from({ length: 14 }, (_, at): QuarantinedMessage => {
    const [code, detail, channel] = kinds[at % kinds.length]!;
    const device = at === 3 ? null : `gate-${String(at + 1).padStart(2, '0')}`;
    return {
      id: random.uuid(),
      at: iso(now - at * 3_700_000 - 90_000),
      lastAt: iso(now - at * 3_700_000 - 30_000),
      times: 1 + (at % 3),
      deviceId: device,
      topic: `fieldloop/v1/d/${device ?? '?'}/${channel}`,
      code,
      detail,
      sizeBytes: random.whole(80, 1_400_000),
      retryable: channel.startsWith('samples/') && code !== 'MESSAGE_TOO_LARGE',
    };
  });
}

function rollouts(world: World, now: number): Rollout[] {
  const ids = [...world.devices.values()]
    .filter((device) => device.serving[0]?.model === 'fashion')
    .map((device) => device.id);
  const street = [...world.devices.values()]
    .filter((device) => device.serving[0]?.model === 'street')
    .map((device) => device.id);
  const running = rollout(world, 'fashion', 4, 'running', now - 1_500_000, [
    wave(1, 'passed', ids.slice(0, 1), 'SERVING', now - 1_400_000),
    wave(2, 'running', ids.slice(1, 6), 'SOAKING', now - 200_000),
    wave(3, 'waiting', ids.slice(6), null, now),
  ]);
  running.waves[1]!.devices[0]!.stage = 'SERVING';
  running.waves[1]!.devices[3]!.stage = 'TRIALLING';
  running.waves[1]!.devices[4]!.stage = 'DOWNLOADING';
  const paused = rollout(world, 'street', 2, 'paused', now - 7_200_000, [
    wave(1, 'passed', street.slice(0, 1), 'SERVING', now - 7_000_000),
    wave(2, 'failed', street.slice(1, 5), 'SERVING', now - 6_400_000),
    wave(3, 'waiting', street.slice(5), null, now),
  ]);
  const rejecting = paused.waves[1]!.devices[2]!;
  rejecting.stage = 'REJECTED';
  rejecting.failure = {
    code: 'TRIAL_TOO_SLOW',
    owner: 'MODEL',
    detail: 'An inference took 84.2 ms; the manifest allows 60 ms.',
  };
  paused.reason = `${rejecting.deviceId} rejected the version: TRIAL_TOO_SLOW`;
  [...running.waves, ...paused.waves].forEach(counted);
  running.events.push({ at: iso(now - 1_380_000), text: 'Wave 1 passed; wave 2 begins.' });
  paused.events.push({ at: iso(now - 6_390_000), text: `Paused: ${paused.reason}.` });
  const older = (version: number, at: number, state: Rollout['state']): Rollout => {
    const made = rollout(world, 'fashion', version, state, at, [
      wave(1, 'passed', ids.slice(0, 2), 'SERVING', at + 60_000),
      wave(
        2,
        state === 'cancelled' ? 'waiting' : 'passed',
        ids.slice(2),
        state === 'cancelled' ? null : 'SERVING',
        at + 180_000,
      ),
    ]);
    made.events.push({ at: iso(at + 240_000), text: `Rollout ${state}.` });
    return { ...made, endedAt: iso(at + 240_000) };
  };
  return [
    running,
    paused,
    older(3, now - 11 * 86_400_000, 'succeeded'),
    older(2, now - 12 * 86_400_000, 'cancelled'),
    older(1, now - 45 * 86_400_000, 'succeeded'),
  ];
}

export function rollout(
  world: World,
  model: string,
  version: number,
  state: Rollout['state'],
  at: number,
  waves: Wave[],
): Rollout {
  return {
    id: world.random.uuid(),
    model,
    version,
    state,
    reason: null,
    createdAt: iso(at),
    startedAt: iso(at + 400),
    endedAt: null,
    waves: waves.filter((each) => each.devices.length > 0),
    events: [{ at: iso(at), text: 'Rollout started with wave 1.' }],
  };
}

export function wave(number: number, state: Wave['state'], ids: string[], stage: Stage | null, at: number): Wave {
  const device = (deviceId: string, index: number): RolloutDevice => ({
    deviceId,
    attempt: 1,
    stage,
    failure: null,
    updatedAt: iso(at + index * 4_000),
  });
  return counted({ number, state, size: 0, serving: 0, rejected: 0, devices: ids.map(device) });
}

/** Counts the devices of a wave anew. */
export function counted(of: Wave): Wave {
  const at = (stage: Stage) => of.devices.filter((device) => device.stage === stage).length;
  return Object.assign(of, { size: of.devices.length, serving: at('SERVING'), rejected: at('REJECTED') });
}

export function rememberDeployments(world: World, of: Rollout): void {
  for (const device of of.waves.flatMap((each) => each.devices)) {
    if (!device.stage) continue;
    const known = (world.deployments.get(device.deviceId) ?? []).filter(
      (each) => each.rolloutId !== of.id || each.attempt !== device.attempt,
    );
    const deployment = {
      rolloutId: of.id,
      model: of.model,
      version: of.version,
      attempt: device.attempt,
      stage: device.stage,
      failure: device.failure,
      updatedAt: device.updatedAt,
    };
    world.deployments.set(device.deviceId, [deployment, ...known]);
  }
}

export function iso(millis: number): string {
  return new Date(millis).toISOString();
}
