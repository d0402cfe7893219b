import type { CaptureDocument, CaptureRule, DeviceCapture } from '../src/api/types.ts';
import { iso, type World } from './world.ts';

/** What the double's devices are configured to capture. */
const CONFIGURED: CaptureRule[] = [
  { rule: 'random', share: 0.05 },
  { rule: 'low-confidence', below: 0.6 },
];

/** The shadows that they may have loaded. */
const SHADOWS = ['fashion-large'];

/** What people want captured, by device, and what the devices say to that. */
export class Captures {
  readonly #world: World;
  readonly #told = new Map<string, Pick<DeviceCapture, 'revision' | 'rules' | 'by' | 'at'>>();
  readonly #followed = new Map<string, CaptureDocument>();

  constructor(world: World) {
    this.#world = world;
  }

  of(id: string): DeviceCapture {
    const told = this.#told.get(id) ?? { revision: 0, rules: null, by: null, at: null };
    const refusal = told.rules && refusalOf(told.rules);
    const online = this.#world.devices.get(id)?.state === 'online';
    return {
      ...told,
      answer: told.rules && online ? { revision: told.revision, refusal } : null,
      inForce: (this.#world.devices.get(id)?.serving ?? []).map(({ stream }) => ({
        stream,
        rules: this.#rulesOf(id, stream).map((rule) => JSON.stringify(rule)),
      })),
      chosen: this.#chosen(id),
    };
  }

  tell(id: string, rules: CaptureDocument): DeviceCapture {
    this.#told.set(id, { revision: this.of(id).revision + 1, rules, by: 'mira', at: iso(Date.now()) });
    if (!refusalOf(rules)) this.#followed.set(id, rules);
    return this.of(id);
  }

  request(id: string, stream: string, next: number, label: string | null): DeviceCapture {
    const rule = { rule: 'on-request', request: `r-${this.of(id).revision + 1}`, ...(label && { label }), next };
    const streams = this.of(id).rules?.streams ?? [];
    const told = streams.find(({ name }) => name === stream) ?? { name: stream };
    const others = streams.filter(({ name }) => name !== stream);
    return this.tell(id, { streams: [...others, { ...told, also: [...(told.also ?? []), rule] }] });
  }

  #rulesOf(id: string, stream: string): CaptureRule[] {
    const told = this.#followed.get(id)?.streams.find(({ name }) => name === stream);
    return [...(told?.capture ?? CONFIGURED), ...(told?.also ?? [])];
  }

  #chosen(id: string): DeviceCapture['chosen'] {
    const counts = new Map<string, DeviceCapture['chosen'][number]>();
    for (const { deviceId, stream, rules } of this.#world.samples) {
      if (deviceId !== id) continue;
      for (const rule of rules) {
        const key = `${stream} ${rule}`;
        counts.set(key, { stream, rule, samples: (counts.get(key)?.samples ?? 0) + 1 });
      }
    }
    return [...counts.values()];
  }
}

function refusalOf(document: CaptureDocument): string | null {
  for (const { name, capture, also } of document.streams) {
    const shadow = [...(capture ?? []), ...(also ?? [])].find(({ rule }) => rule === 'shadow');
    if (shadow && !SHADOWS.includes(String(shadow['model']))) {
      return `stream '${name}': the 'shadow' rule names model '${String(shadow['model'])}', but the 'shadows' of this device are [${SHADOWS.join(', ')}]`;
    }
  }
  return null;
}
