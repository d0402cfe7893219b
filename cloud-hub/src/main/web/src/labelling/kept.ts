import type { Task } from '../api/types';

/** Keeps the claimed tasks of a model while the tab is open, because nobody else gets them until their claim ends. */
export function keptIn(model: () => string) {
  const key = () => `fieldloop.claimed.${model()}`;
  return {
    read(): Task[] {
      try {
        return JSON.parse(sessionStorage.getItem(key()) ?? '[]') as Task[];
      } catch {
        return [];
      }
    },
    write(tasks: Task[]): void {
      try {
        sessionStorage.setItem(key(), JSON.stringify(tasks));
      } catch {
        // Storage is switched off or full; the claims end by themselves.
      }
    },
  };
}
