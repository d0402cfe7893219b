/** Where a step leads from a position in a list, and from outside of it (-1): never beyond its ends. */
export function stepped(at: number, by: number, length: number): number {
  return at < 0 ? 0 : Math.min(Math.max(at + by, 0), length - 1);
}

/** Moves the focus to the first link of the next row or tile, so that Enter opens it. */
export function stepInto(items: HTMLElement, by: number): void {
  const links = [...items.querySelectorAll<HTMLElement>('tbody tr, li')].flatMap(
    (item) => item.querySelector<HTMLElement>('a') ?? [],
  );
  const at = links.findIndex((link) => link.closest('tr, li')?.contains(document.activeElement));
  links[stepped(at, by, links.length)]?.focus();
}
