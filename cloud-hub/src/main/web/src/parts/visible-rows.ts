/** Which rows of a long list have to be drawn. */
export interface VisibleRows {
  first: number;
  /** The one after the last. */
  end: number;
  /** Height of what is not drawn, in pixels. */
  above: number;
  below: number;
}

/**
 * @param offset how far the top of the list is above the top of the screen, in pixels; negative when it is below
 * @param height of the screen, in pixels
 * @param spare rows drawn beyond each edge
 */
export function visibleRows(offset: number, height: number, rowHeight: number, rows: number, spare = 8): VisibleRows {
  const first = clamp(Math.floor(offset / rowHeight) - spare, 0, rows);
  const end = clamp(Math.ceil((offset + height) / rowHeight) + spare, first, rows);
  return { first, end, above: first * rowHeight, below: (rows - end) * rowHeight };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
