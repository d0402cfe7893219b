import type { Target } from './browser';

/** The pages to look at, by a name for the screenshot; what the hub has not got is left out and said. */
export async function placesOf(target: Target): Promise<Map<string, string>> {
  const items = async <T>(path: string): Promise<T[]> => {
    const response = await fetch(target.url + path, { headers: { Authorization: `Bearer ${target.token}` } });
    return ((await response.json()) as { items: T[] }).items;
  };
  const first = async (path: string, name: string): Promise<string | null> =>
    (await items<Record<string, string>>(path))[0]?.[name] ?? null;
  const samples = await items<{ id: string; mediaType: string; model: string }>('/api/v1/samples?limit=100');
  const ofMedium = (mediaType: string) => samples.find((sample) => sample.mediaType.startsWith(mediaType));
  const [devices, model, rollout] = await Promise.all([
    items<{ id: string; serving: { stream: string }[] }>('/api/v1/devices'),
    first('/api/v1/models', 'name'),
    first('/api/v1/rollouts', 'id'),
  ]);
  const device = devices[0]?.id ?? null;
  const serving = devices.find(({ serving }) => serving.length > 0);
  const ofStream = `/devices/${serving?.id}?`;
  const stream = serving?.serving[0]?.stream ?? null;
  const sample = ofMedium('image/')?.id ?? null;
  const sound = ofMedium('audio/wav');
  const wanted: [string, string, string | null][] = [
    ['overview', '/', ''],
    ['devices', '/devices', ''],
    ['enrol', '/devices?enrol=yes', ''],
    ['device', '/devices/', device],
    ['capture-rules', `${ofStream}rules=`, stream],
    ['capture-more', `${ofStream}more=`, stream],
    ['samples', '/samples', ''],
    ['sample', '/samples?sample=', sample],
    ['sample-sound', '/samples?sample=', sound?.id ?? null],
    ['sample-series', '/samples?sample=', ofMedium('text/csv')?.id ?? null],
    ['sample-tensor', '/samples?sample=', ofMedium('application/x-npy')?.id ?? null],
    ['label-models', '/label', ''],
    ['label', '/label/', model],
    ['label-sound', '/label/', sound?.model ?? null],
    ['models', '/models', ''],
    ['model', '/models/', model],
    ['retrain', `/models/${model}?retrain=`, model],
    ['try', '/try', ''],
    ['try-sample', '/try?sample=', sample],
    ['rollouts', '/rollouts', ''],
    ['rollout', '/rollouts/', rollout],
    ['new-rollout', '/rollouts/new', ''],
    ['quarantine', '/quarantine', ''],
    ['retention', '/retention', ''],
    ['erase', `/devices/${device}?erase=`, device && 'yes'],
    ['not-found', '/nowhere', ''],
  ];
  const missing = wanted.filter(([, , id]) => id === null).map(([name]) => name);
  if (missing.length > 0) console.warn(`LEFT OUT, because the hub has none to show: ${missing.join(', ')}`);
  return new Map(wanted.flatMap(([name, path, id]) => (id === null ? [] : [[name, path + id] as const])));
}
