import { HubProblem } from '../api/client';

/** One thing that a page fetches. The answer to an older question never replaces that to a newer one. */
export class Loaded<T> {
  value = $state.raw<T | undefined>(undefined);
  problem = $state.raw<HubProblem | null>(null);
  #question = 0;
  readonly #fetch: () => Promise<T>;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  /** Fetches (again); the old value stays until the new one is there. */
  load = async (): Promise<void> => {
    const question = ++this.#question;
    try {
      const value = await this.#fetch();
      if (question !== this.#question) return;
      this.value = value;
      this.problem = null;
    } catch (failure) {
      if (question === this.#question) this.problem = HubProblem.of(failure);
    }
  };
}
