/** What a state means to the eye. Never by colour alone: each tone has a shape, too. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle';

const TONES: Record<string, Tone> = {
  online: 'good',
  offline: 'idle',
  new: 'busy',

  downloading: 'busy',
  verifying: 'busy',
  trialling: 'busy',
  soaking: 'warn',
  serving: 'good',
  rejected: 'bad',

  waiting: 'idle',
  queued: 'idle',
  running: 'busy',
  paused: 'warn',
  passed: 'good',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'idle',

  'as expected': 'good',
  changed: 'warn',
  drifting: 'bad',

  unlabelled: 'idle',
  labelled: 'good',
  skipped: 'idle',
};

/** The tone of a state by its word; a word that is not known is idle. */
export function toneOf(state: string): Tone {
  return TONES[state.toLowerCase()] ?? 'idle';
}
