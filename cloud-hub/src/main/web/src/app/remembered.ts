/** A choice of the reader that this browser keeps. Where it may not keep anything, the choice lasts as long as the page. */
export function remembered(name: string) {
  const key = `fieldloop.${name}`;
  return {
    read(): string | null {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    write(value: string | null): void {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // Storage is switched off in this browser.
      }
    },
  };
}
