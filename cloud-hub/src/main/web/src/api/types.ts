/** What the hub's REST API says, as JSON. The only description of it on this side. */

/** RFC 3339, UTC. */
export type Instant = string;
/** 64 hexadecimal digits. */
export type Sha256 = string;

export interface Page<T> {
  items: T[];
  /** Where the next page starts; null on the last one. */
  next: string | null;
}

/** RFC 9457. */
export interface ProblemDocument {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
  traceId?: string;
}

export type Role = 'viewer' | 'labeller' | 'operator' | 'admin';

export interface Session {
  name: string;
  role: Role;
}

export interface EnrolmentToken {
  token: string;
  deviceId: string;
  expiresAt: Instant;
}

// Devices

export type DeviceState = 'new' | 'online' | 'offline';
export type Labels = Record<string, string>;

export interface Serving {
  stream: string;
  model: string;
  version: number;
  variant: string;
  accelerator: string;
  /** Where its operators run, as the device proved it; null before that. */
  placement?: Placement | null;
}

export interface Placement {
  standing: 'unasked' | 'whole' | 'partial' | 'fallback';
  asked: string[];
  /** Why none of what was asked for runs it. */
  fallback: string | null;
  operators: Record<string, Record<string, number>>;
  /** How many of the operators do not run on the accelerator. */
  elsewhere: number;
  latencyMicros: number;
  distance: number;
  certifiedAt: Instant;
}

/** Counted since the agent started. */
export interface Vitals {
  inferences: number;
  skipped: number;
  failed: number;
  latencyP50Micros: number;
  latencyP95Micros: number;
  residentBytes: number;
  outboxBytes: number;
  bytesSent: number;
  bytesReceived: number;
  at: Instant;
  shadows: ShadowCounts[];
}

/** What came of asking a second model about the inputs of a stream, beside the one that serves. */
export interface ShadowCounts {
  stream: string;
  model: string;
  /** Absent while none is loaded. */
  version?: number | null;
  asked: number;
  disagreed: number;
  passedOver: number;
  unanswered: number;
}

/** A rule as the configuration of a device writes it. */
export interface CaptureRule {
  rule: string;
  [key: string]: unknown;
}

export interface StreamCapture {
  name: string;
  /** In place of those that are configured. */
  capture?: CaptureRule[] | null;
  also?: CaptureRule[] | null;
  'near-duplicates'?: object | null;
  media?: object | null;
}

export interface CaptureDocument {
  streams: StreamCapture[];
}

export interface DeviceCapture {
  revision: number;
  /** What is wanted; null where the device's own configuration says. */
  rules: CaptureDocument | null;
  by: string | null;
  at: Instant | null;
  answer: { revision: number; refusal?: string | null } | null;
  /** What the device says that it captures, each rule as JSON; empty if it does not tell. */
  inForce: { stream: string; rules: string[] }[];
  /** Of the latest 10,000 samples of the device. */
  chosen: { stream: string; rule: string; samples: number }[];
}

/** What went on a day, in the calendar of the device. */
export interface TrafficDay {
  /** Such as 2026-11-23. */
  day: string;
  /** How many devices told of the day. */
  devices: number;
  controlBytes: number;
  vitalsBytes: number;
  samplesBytes: number;
  modelsBytes: number;
  /** Messages that were not sent, because the budget of the day was spent. */
  vitalsHeldBack: number;
}

export interface Traffic {
  /** The latest first; those on which nothing went are left out. */
  days: TrafficDay[];
}

export interface LedgerTotals {
  captured: number;
  acknowledged: number;
  queued: number;
  evicted: number;
  stored: number;
  addsUp: boolean;
  /** How many acknowledged samples the hub lacks. */
  gap: number;
}

export interface Device {
  id: string;
  labels: Labels;
  state: DeviceState;
  enrolledAt: Instant;
  lastSeenAt: Instant | null;
  agentVersion: string | null;
  platform: string | null;
  runtimes: string[];
  serving: Serving[];
  vitals: Vitals | null;
  ledger: LedgerTotals | null;
}

export interface StreamLedger {
  stream: string;
  epoch: number;
  captured: number;
  acknowledged: number;
  queued: number;
  /** By reason; a reason without any may be absent. */
  evicted: Record<string, number>;
  stored: number;
  addsUp: boolean;
  /** Acknowledged by receipts, but not stored here. */
  gap: number;
}

export interface Ledger {
  streams: StreamLedger[];
}

export type Stage = 'DOWNLOADING' | 'VERIFYING' | 'TRIALLING' | 'SOAKING' | 'SERVING' | 'REJECTED';

export interface Failure {
  code: string;
  owner: string;
  detail: string;
}

export interface Deployment {
  rolloutId: string;
  model: string;
  version: number;
  attempt: number;
  /** null before the device has said anything. */
  stage: Stage | null;
  failure: Failure | null;
  updatedAt: Instant;
}

// Samples

export interface ClassScore {
  label: string;
  score: number;
}

/** Edges as shares of the image's width and height. */
export interface Box {
  label: string;
  score: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The pixels of one class: runs outside and inside in turns, down the columns, as COCO has it. */
export interface Region {
  label: string;
  score: number;
  counts: number[];
}

/** Which class each pixel belongs to, the largest region first; a pixel in none belongs to no class. */
export interface Mask {
  width: number;
  height: number;
  /** The share of pixels that might as well be something else. */
  uncertain: number;
  regions: Region[];
}

export type Prediction = { classes: ClassScore[] } | { boxes: Box[] } | { mask: Mask };

export type SampleState = 'unlabelled' | 'labelled' | 'skipped';

export interface Sample {
  id: string;
  deviceId: string;
  stream: string;
  sequence: number;
  capturedAt: Instant;
  clockSaid: Instant;
  timeIsSure: boolean;
  earliestAt: Instant | null;
  latestAt: Instant | null;
  receivedAt: Instant;
  mediaType: string;
  media: Sha256;
  sizeBytes: number;
  model: string;
  version: number;
  prediction: Prediction;
  confidence: number;
  rules: string[];
  value: number;
  label: { class: string; by: string; at: Instant } | null;
  state: SampleState;
}

/** One column of readings; null where a stretch has no finite number. */
export interface Channel {
  name: string;
  missing: number;
  min: number | null;
  max: number | null;
  low: (number | null)[];
  high: (number | null)[];
}

export interface SoundOutline {
  kind: 'sound';
  millis: number;
  sampleRate: number;
  /** The lowest and the highest sample of each of some stretches of equal length, -32768 to 32767. */
  low: number[];
  high: number[];
}

export interface SeriesOutline {
  kind: 'series';
  /** What the channels are drawn over: the time as the medium names it, or "row". */
  axis: string;
  rows: number;
  /** Where each stretch begins on the axis. */
  at: number[];
  channels: Channel[];
}

export interface TensorOutline {
  kind: 'tensor';
  type: string;
  shape: number[];
  count: number;
  notFinite: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  histogram: number[];
}

/** What is in the medium of a sample, in so few numbers that a page can draw it. */
export type Outline =
  | { kind: 'image'; width: number; height: number; orientation: number }
  | SoundOutline
  | SeriesOutline
  | TensorOutline
  | { kind: 'unreadable'; reason: string };

// Retention

/** A bound that is null is none. */
export interface RetentionRule {
  stream: string | null;
  labels: Labels | null;
  maxAgeDays: number | null;
  maxSamples: number | null;
  maxBytes: number | null;
  keepLabelled: boolean;
}

export interface StoredPolicy {
  revision: number;
  policy: { rules: RetentionRule[] };
  by: string | null;
  at: Instant | null;
}

export interface Tally {
  stream: string;
  /** Why they go; the last two, why they stay nevertheless. */
  reason: 'age' | 'count' | 'size' | 'request' | 'labelled' | 'snapshot';
  samples: number;
  sizeBytes: number;
  oldest: Instant;
  newest: Instant;
}

export interface Forecast {
  goes: Tally[];
  stays: Tally[];
}

export interface DeletionRequest {
  device: string;
  until?: Instant;
  note: string;
}

export interface DeletionForecast {
  until: Instant;
  goes: Tally[];
  labelled: number;
  quarantined: number;
  snapshots: { dataset: string; snapshot: Sha256; items: number; versions: string[] }[];
  goldenSamples: number;
  /** How many samples wait in outboxes. */
  onDevices: number;
}

export interface Deletion {
  id: string;
  kind: 'policy' | 'request';
  by: string;
  note: string;
  device: string | null;
  stream: string | null;
  createdAt: Instant;
  /** null while it is under way. */
  endedAt: Instant | null;
  counts: { stream: string; reason: Tally['reason']; samples: number; sizeBytes: number }[];
}

export interface QuarantinedMessage {
  id: string;
  at: Instant;
  lastAt: Instant;
  times: number;
  deviceId: string | null;
  topic: string;
  code: string;
  detail: string;
  sizeBytes: number;
  /** Whether it holds samples that may be taken in once more. */
  retryable: boolean;
}

// Labelling

export interface Task {
  id: string;
  sample: Sample;
  claimedUntil: Instant;
}

export interface TaskSummary {
  open: number;
  claimed: number;
  labelled: number;
  skipped: number;
}

export interface GuideClass {
  name: string;
  key: string;
  description: string;
}

export interface Guide {
  /** 0 before anybody wrote one: then it has the classes of the brief, and no text. */
  version: number;
  markdown: string;
  classes: GuideClass[];
}

// Models

export type ModelTask =
  'image-classification' | 'object-detection' | 'image-segmentation' | 'sound-events' | 'readings-classification';

/** What a model family must reach; 0 = no limit. */
export interface Brief {
  description: string;
  task: ModelTask;
  labels: string[];
  metric: string;
  floor: number;
  maxLatencyMicros: number;
  maxMemoryBytes: number;
  maxSizeBytes: number;
}

export interface Confusion {
  labels: string[];
  /** One row a true class, one column a predicted class. */
  counts: number[][];
}

export interface Evaluation {
  snapshot: Sha256;
  part: 'lab' | 'field';
  metric: string;
  value: number;
  count: number;
  passesFloor: boolean;
  confusion: Confusion;
  at: Instant;
}

export interface Variant {
  name: string;
  format: string;
  sizeBytes: number;
}

export interface Lineage {
  parentVersion: number | null;
  snapshot: Sha256 | null;
  run: string | null;
  origin: string;
}

export interface Version {
  model: string;
  version: number;
  createdAt: Instant;
  manifest: Sha256;
  sizeBytes: number;
  variants: Variant[];
  lineage: Lineage;
  evaluations: Evaluation[];
}

export interface Model {
  name: string;
  brief: Brief;
  versions: Version[];
}

export interface Answer {
  prediction: Prediction;
  latencyMicros: number;
}

// Datasets and runs

export interface Dataset {
  name: string;
  model: string;
  description: string;
}

export interface Snapshot {
  id: Sha256;
  dataset: string;
  createdAt: Instant;
  size: number;
  seed: number;
  parts: { origin: 'field' | 'lab'; split: 'train' | 'test'; count: number }[];
  classes: Record<string, number>;
}

export type RunState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

export interface Run {
  id: string;
  kind: 'head-retraining' | 'evaluation';
  model: string;
  /** Of a retraining. */
  baseVersion?: number | null;
  /** The version that came out of a retraining, or the one that is evaluated. */
  version?: number | null;
  snapshot: Sha256;
  state: RunState;
  /** 0 to 1. */
  progress: number;
  step: string | null;
  startedAt: Instant | null;
  endedAt: Instant | null;
  /** Why it failed, in a sentence. */
  failure: string | null;
}

// Rollouts

export type RolloutState = 'running' | 'paused' | 'succeeded' | 'cancelled';
export type WaveState = 'waiting' | 'running' | 'passed' | 'failed';

export interface RolloutDevice {
  deviceId: string;
  /** Of the present offer; 0 while the wave waits. */
  attempt: number;
  /** null before the device has said anything. */
  stage: Stage | null;
  failure: Failure | null;
  updatedAt: Instant;
}

export interface Wave {
  number: number;
  state: WaveState;
  /** How many devices it has, how many of them serve the version, and how many rejected it. */
  size: number;
  serving: number;
  rejected: number;
  /** In lists and live events only some of a large wave, those that are not there yet first. */
  devices: RolloutDevice[];
}

export interface Rollout {
  id: string;
  model: string;
  version: number;
  state: RolloutState;
  reason: string | null;
  createdAt: Instant;
  startedAt: Instant | null;
  endedAt: Instant | null;
  waves: Wave[];
  /** What happened, the oldest first. */
  events: { at: Instant; text: string }[];
}

export interface NewRollout {
  model: string;
  version: number;
  selector?: { labels: Labels };
  devices?: string[];
  /** A wave without a count takes every device that is left. */
  waves: { count?: number }[];
}

// Behaviour

/** What 5, 50, 95 and 99 in 100 values do not exceed. */
export interface Quantiles {
  p5: number;
  p50: number;
  p95: number;
  p99: number;
}

/** How far two distributions are apart, and how far chance may take them. */
export interface Distance {
  value: number;
  chance: number;
}

export interface Divergence {
  scorePsi: Distance;
  scoreKs: Distance;
  classPsi: Distance;
  /** In standard deviations; 0 where there are no embeddings to compare. */
  embedding: Distance;
}

export type ProfileSource = 'field' | 'lab' | 'first-week';

export interface BehaviourPoint {
  from: Instant;
  until: Instant;
  answers: number;
  /** How many windows devices lost. */
  lost: number;
  /** null where nothing was answered. */
  latencyMicros: Quantiles | null;
  score: Quantiles | null;
  /** Answers by class, in the order of the plot's classes. */
  classes: number[];
  /** null where there is no profile, or too little to compare. */
  divergence: Divergence | null;
}

export interface BehaviourPlot {
  from: Instant;
  until: Instant;
  /** null while there is nothing to compare with. */
  profile: {
    source: ProfileSource;
    snapshot: Sha256 | null;
    at: Instant;
    answers: number;
    score: Quantiles | null;
    classes: number[];
  } | null;
  divergence: Divergence | null;
  /** The most frequent one first; "" is nothing, and "…", the last one, all others. */
  classes: string[];
  points: BehaviourPoint[];
}

export interface DriftAlert {
  id: string;
  deviceId: string;
  stream: string;
  model: string;
  version: number;
  profile: ProfileSource;
  divergence: Divergence;
  raisedAt: Instant;
  /** null while it lasts. */
  clearedAt: Instant | null;
}

// Overview and live events

export interface Overview {
  devices: { online: number; offline: number; new: number };
  samples: {
    stored: number;
    /** How many samples devices let go because the hub had them, and it lacks. */
    gap: number;
    perSecond: number;
    /** Samples stored in each of the last 60 seconds, the newest last. */
    lastMinute: number[];
  };
  labels: number;
  openTasks: number;
  quarantined: number;
  runningRollouts: number;
  version: string;
  /** Under which devices find the hub, as its certificate has it. */
  address: string;
  devicePort: number;
}

/** The name of each live event, and what it carries. */
export interface LiveEvents {
  device: Device;
  throughput: { samplesPerSecond: number; stored: number };
  /** `open` has the claimed tasks, too. */
  labelling: { model: string; open: number; labelled: number };
  run: Run;
  rollout: Rollout;
  /** Raised or cleared. */
  drift: DriftAlert;
}
