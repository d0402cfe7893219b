import { HubClient, type Query } from './client';
import type {
  Answer,
  BehaviourPlot,
  CaptureDocument,
  Dataset,
  Deletion,
  DeletionForecast,
  DeletionRequest,
  Deployment,
  Device,
  DeviceCapture,
  DriftAlert,
  EnrolmentToken,
  Forecast,
  Guide,
  Labels,
  Ledger,
  Model,
  NewRollout,
  Outline,
  Overview,
  Page,
  QuarantinedMessage,
  RetentionRule,
  Rollout,
  Run,
  Sample,
  Session,
  Snapshot,
  StoredPolicy,
  Task,
  TaskSummary,
  Traffic,
} from './types';

export type RolloutVerb = 'pause' | 'resume' | 'cancel' | 'retry';

/** Every call that the pages make, by feature of the hub. */
export function connect(client: HubClient) {
  const segment = encodeURIComponent;
  const model = (name: string) => `/api/v1/models/${segment(name)}`;
  const task = (id: string) => `/api/v1/tasks/${segment(id)}`;

  return {
    session: {
      current: () => client.get<Session>('/api/v1/session'),
      signIn: (token: string) => client.post<void>('/api/v1/session', { token }),
      signOut: () => client.delete('/api/v1/session'),
    },
    overview: () => client.get<Overview>('/api/v1/overview'),
    devices: {
      page: (cursor: string | null, query: Query, signal?: AbortSignal) =>
        client.page<Device>('/api/v1/devices', cursor, query, signal),
      one: (id: string) => client.get<Device>(`/api/v1/devices/${segment(id)}`),
      ledger: (id: string) => client.get<Ledger>(`/api/v1/devices/${segment(id)}/ledger`),
      traffic: (id: string) => client.get<Traffic>(`/api/v1/devices/${segment(id)}/traffic`, { query: { days: 14 } }),
      deployments: (id: string, cursor: string | null) =>
        client.page<Deployment>(`/api/v1/devices/${segment(id)}/deployments`, cursor, { limit: 50 }),
      enrol: (deviceId: string, labels: Labels, validFor: string) =>
        client.post<EnrolmentToken>('/api/v1/enrolment-tokens', { deviceId, labels, validFor }),
    },
    capture: {
      of: (id: string) => client.get<DeviceCapture>(`/api/v1/devices/${segment(id)}/capture-rules`),
      replace: (id: string, rules: CaptureDocument, revision: number) =>
        client.put<DeviceCapture>(`/api/v1/devices/${segment(id)}/capture-rules`, rules, {
          headers: { 'If-Match': `"${revision}"` },
        }),
      request: (id: string, stream: string, next: number, label: string | null) =>
        client.post<DeviceCapture>(`/api/v1/devices/${segment(id)}/capture-requests`, { stream, next, label }),
    },
    samples: {
      page: (cursor: string | null, query: Query, signal?: AbortSignal) =>
        client.page<Sample>('/api/v1/samples', cursor, query, signal),
      one: (id: string) => client.get<Sample>(`/api/v1/samples/${segment(id)}`),
      outline: (id: string) => client.get<Outline>(`/api/v1/samples/${segment(id)}/outline`),
    },
    quarantine: {
      page: (cursor: string | null, signal?: AbortSignal) =>
        client.page<QuarantinedMessage>('/api/v1/quarantine', cursor, { limit: 100 }, signal),
      retry: (id: string) => client.post<void>(`/api/v1/quarantine/${segment(id)}/retry`),
      discard: (id: string) => client.delete(`/api/v1/quarantine/${segment(id)}`),
    },
    retention: {
      policy: () => client.get<StoredPolicy>('/api/v1/retention'),
      replace: (rules: RetentionRule[], revision: number) =>
        client.put<StoredPolicy>('/api/v1/retention', { rules }, { headers: { 'If-Match': `"${revision}"` } }),
      dryRun: (rules: RetentionRule[]) => client.post<Forecast>('/api/v1/retention/dry-run', { rules }),
    },
    deletions: {
      page: (cursor: string | null, signal?: AbortSignal) =>
        client.page<Deletion>('/api/v1/deletions', cursor, { limit: 20 }, signal),
      dryRun: (request: DeletionRequest) => client.post<DeletionForecast>('/api/v1/deletions/dry-run', request),
      ask: (request: DeletionRequest) => client.post<Deletion>('/api/v1/deletions', request),
    },
    models: {
      page: (cursor: string | null, signal?: AbortSignal) =>
        client.page<Model>('/api/v1/models', cursor, { limit: 100 }, signal),
      one: (name: string) => client.get<Model>(model(name)),
      predict: (name: string, version: number, image: Blob) =>
        client.post<Answer>(`${model(name)}/versions/${version}/predictions`, image),
      guide: (name: string) => client.get<Guide>(`${model(name)}/guide`),
      saveGuide: (name: string, guide: Omit<Guide, 'version'>) => client.put<Guide>(`${model(name)}/guide`, guide),
    },
    tasks: {
      summary: (name: string) => client.get<TaskSummary>(`${model(name)}/tasks/summary`),
      claim: async (name: string, count: number) =>
        (await client.post<{ items: Task[] }>(`${model(name)}/tasks/claim`, { count })).items,
      label: (id: string, name: string, guideVersion: number) =>
        client.put<void>(`${task(id)}/label`, { class: name, guideVersion }),
      unlabel: (id: string) => client.delete(`${task(id)}/label`),
      skip: (id: string, reason: string) => client.post<void>(`${task(id)}/skip`, { reason }),
    },
    datasets: {
      all: () => client.get<Page<Dataset>>('/api/v1/datasets'),
      save: (name: string, dataset: Omit<Dataset, 'name'>) =>
        client.put<Dataset>(`/api/v1/datasets/${segment(name)}`, dataset),
      freeze: (name: string, seed: number, testShare: number) =>
        client.post<Snapshot>(`/api/v1/datasets/${segment(name)}/snapshots`, { seed, testShare }),
    },
    runs: {
      page: (cursor: string | null) => client.page<Run>('/api/v1/runs', cursor, { limit: 100 }),
      retrain: (name: string, baseVersion: number, snapshot: string, seed: number) =>
        client.post<Run>('/api/v1/runs', { kind: 'head-retraining', model: name, baseVersion, snapshot, seed }),
      cancel: (id: string) => client.post<Run>(`/api/v1/runs/${segment(id)}/cancel`),
    },
    behaviour: {
      plot: (name: string, version: number, query: Query) =>
        client.get<BehaviourPlot>(`${model(name)}/versions/${version}/behaviour`, { query }),
      alerts: (query: Query) => client.page<DriftAlert>('/api/v1/drift-alerts', null, query),
    },
    rollouts: {
      page: (cursor: string | null, signal?: AbortSignal) =>
        client.page<Rollout>('/api/v1/rollouts', cursor, { limit: 50 }, signal),
      one: (id: string) => client.get<Rollout>(`/api/v1/rollouts/${segment(id)}`),
      start: (rollout: NewRollout) => client.post<Rollout>('/api/v1/rollouts', rollout),
      tell: (id: string, verb: RolloutVerb) => client.post<Rollout>(`/api/v1/rollouts/${segment(id)}/${verb}`),
    },
  };
}

export type Hub = ReturnType<typeof connect>;

/** Where a browser finds the media of a sample. */
export function mediaUrl(sample: { id: string }): string {
  return `/api/v1/samples/${encodeURIComponent(sample.id)}/media`;
}

/** Where a browser finds a small picture of the medium of a sample, of whatever kind it is. */
export function previewUrl(sample: { id: string }): string {
  return `/api/v1/samples/${encodeURIComponent(sample.id)}/preview`;
}
