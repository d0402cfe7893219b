const TYPING_MILLIS = 200;

/** Where the reader is. The address is the only place that knows it, so that every view can be sent as a link. */
export class Router {
  path = $state('/');
  query = $state.raw(new URLSearchParams());
  #typed: Record<string, string> = {};
  #typing: ReturnType<typeof setTimeout> | undefined;

  /** Follows the address bar and the links of the page. */
  start(): void {
    this.#read();
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  go(href: string, options: { replace?: boolean } = {}): void {
    history[options.replace ? 'replaceState' : 'pushState'](null, '', href);
    this.#read();
    if (!options.replace) scrollTo(0, 0);
  }

  param(name: string): string {
    return this.query.get(name) ?? '';
  }

  /** Changes some parameters of the query, in place; an empty value takes one away. */
  set(changes: Record<string, string | null>): void {
    this.go(this.path + changed(this.query, changes), { replace: true });
  }

  /** The same as `set`, once nothing more was typed for a moment; leaving the page forgets it. */
  setSoon(changes: Record<string, string>): void {
    this.#typed = { ...this.#typed, ...changes };
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.set(this.#typed), TYPING_MILLIS);
  }

  #read(): void {
    clearTimeout(this.#typing);
    this.#typed = {};
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
  }

  #follow(event: MouseEvent): void {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = (event.target as Element).closest?.('a');
    if (!plain || event.defaultPrevented || !link || link.target || link.hasAttribute('download')) return;
    const to = new URL(link.href);
    if (to.origin !== location.origin || to.pathname.startsWith('/api/') || to.hash) return;
    event.preventDefault();
    this.go(to.pathname + to.search);
  }
}

/** The query with some parameters changed, as the text behind the path. */
export function changed(query: URLSearchParams, changes: Record<string, string | null>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  const text = next.toString();
  return text && '?' + text;
}

/** The parameters of a path by a pattern such as `/devices/:id`; null when it is another path. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [at, segment] of wanted.entries()) {
    const value = given[at] ?? '';
    if (segment.startsWith(':')) parameters[segment.slice(1)] = decoded(value);
    else if (segment !== value) return null;
  }
  return parameters;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
