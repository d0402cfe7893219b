import { onMount } from 'svelte';
import type { PagedList } from '../api/paging.svelte';
import { live } from './context';

/** Fetches a list again after each gap in the live events, and hears what `listen` starts, while the component is there. */
export function keepFresh(
  list: Pick<PagedList<unknown>, 'refresh' | 'close'>,
  listen: () => (() => void)[] = () => [],
): void {
  onMount(() => {
    const stops = [live.onResumed(() => list.refresh()), ...listen()];
    return () => {
      stops.forEach((stop) => stop());
      list.close();
    };
  });
}
