import type { Target } from './browser';

/** The pages to look at, by a name for the screenshot; what the hub has not got is left out and said. */
export async function placesOf(target: Target): Promise<Map<string, string>> {
  const first = async (path: string, name: string): Promise<string | null> => {
    const response = await fetch(target.url + path, { headers: { Authorization: `Bearer ${target.token}` } });
    const { items } = (await response.json()) as { items: Record<string, string>[] };
    return items[0]?.[name] ?? null;
  };
  const ofMedium = async (mediaType: string): Promise<string | null> => {
    const response = await fetch(`${target.url}/api/v1/samples?limit=100`, {
      headers: { Authorization: `Bearer ${target.token}` },
    });
    const { items } = (await response.json()) as { items: { id: string; mediaType: string }[] };
    return items.find((each) => each.mediaType === mediaType)?.id ?? null;
  };
  const [device, model, rollout, sample, sound, series, tensor] = await Promise.all([
    first('/api/v1/devices', 'id'),
    first('/api/v1/models', 'name'),
    first('/api/v1/rollouts', 'id'),
    ofMedium('image/png'),
    ofMedium('audio/wav'),
    ofMedium('text/csv'),
    ofMedium('application/x-npy'),
  ]);
  const wanted: [string, string, string | null][] = [
    ['overview', '/', ''],
    ['devices', '/devices', ''],
    ['enrol', '/devices?enrol=yes', ''],
    ['device', '/devices/', device],
    ['samples', '/samples', ''],
    ['sample', '/samples?sample=', sample],
    ['sample-sound', '/samples?sample=', sound],
    ['sample-series', '/samples?sample=', series],
    ['sample-tensor', '/samples?sample=', tensor],
    ['label-models', '/label', ''],
    ['label', '/label/', model],
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
