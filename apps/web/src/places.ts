import BellRing from '@lucide/svelte/icons/bell-ring';
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column';
import FileClock from '@lucide/svelte/icons/file-clock';
import LibraryBig from '@lucide/svelte/icons/library-big';
import type { Component } from 'svelte';
import type { Page, PlaceName } from './router/page.ts';

/** A page of the tower: its entry, its key after `g`, and what draws it, fetched when it is first shown. */
export interface PlaceEntry {
  name: PlaceName;
  label: string;
  key: string;
  icon: Component<{ size?: number }>;
  view(): Promise<{ default: Component }>;
}

/** In the order of the tower. A new page is one line here and one in `placePaths`. */
export const places: readonly PlaceEntry[] = [
  { name: 'now', label: 'Now', key: 'n', icon: BellRing, view: () => import('./views/NowView.svelte') },
  {
    name: 'sessions',
    label: 'Sessions',
    key: 's',
    icon: LibraryBig,
    view: () => import('./views/SessionsView.svelte'),
  },
  { name: 'files', label: 'Files', key: 'f', icon: FileClock, view: () => import('./views/FilesView.svelte') },
  { name: 'usage', label: 'Usage', key: 'u', icon: ChartNoAxesColumn, view: () => import('./views/UsageView.svelte') },
];

/** The component of a page, fetched once. */
export function loadView(name: Page['name']): Promise<{ default: Component }> {
  if (name === 'session') return import('./views/SessionView.svelte');
  const place = places.find((entry) => entry.name === name);
  return place === undefined ? import('./views/UnknownView.svelte') : place.view();
}
