import { visibleRows, type VisibleRows } from './visible-rows';

/** Follows how much of a list's element the window shows. Put `track` on the element. */
export class Viewport {
  width = $state(0);
  #offset = $state(0);
  #height = $state(0);

  rows(rowHeight: number, rows: number): VisibleRows {
    return visibleRows(this.#offset, this.#height, rowHeight, rows);
  }

  track = (element: HTMLElement) => {
    let frame = 0;
    const measure = () => {
      frame = 0;
      this.#offset = -element.getBoundingClientRect().top;
      this.#height = innerHeight;
      this.width = element.clientWidth;
    };
    const later = () => (frame ||= requestAnimationFrame(measure));
    const resized = new ResizeObserver(later);
    resized.observe(element);
    addEventListener('scroll', later, { passive: true });
    addEventListener('resize', later);
    measure();
    return () => {
      cancelAnimationFrame(frame);
      resized.disconnect();
      removeEventListener('scroll', later);
      removeEventListener('resize', later);
    };
  };
}
