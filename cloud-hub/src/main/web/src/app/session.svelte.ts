import type { Role, Session } from '../api/types';

const RANK: Record<Role, number> = { viewer: 0, labeller: 1, operator: 2, admin: 3 };

/** Who is signed in. */
class SignedIn {
  /** `undefined` until the hub has said; `null` when nobody is. */
  session = $state.raw<Session | null | undefined>(undefined);

  /** Whether the role of the one who is signed in reaches `role`. */
  may(role: Role): boolean {
    return this.session ? RANK[this.session.role] >= RANK[role] : false;
  }
}

export const signedIn = new SignedIn();

/** The token in a fragment such as `#token=…`; null when there is none. */
export function tokenOf(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token') || null;
}
