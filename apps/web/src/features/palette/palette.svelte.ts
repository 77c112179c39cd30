import type { SearchHit, SessionView } from '@belfry/core';
import CornerDownLeft from '@lucide/svelte/icons/corner-down-left';
import Library from '@lucide/svelte/icons/library-big';
import SearchIcon from '@lucide/svelte/icons/search';
import { formatCount } from '../../format/figures.ts';
import { formatWhen } from '../../format/time.ts';
import type { Reachable } from '../../router/page.ts';
import type { Services } from '../../services.ts';
import { isMac } from '../frame/is-mac.ts';
import { placeOf, voiceOf } from '../search/hit-words.ts';
import { Search } from '../search/search.svelte.ts';
import { titleOf } from '../sessions/session-words.ts';
import { type PaletteItem, toTitle } from './palette-items.ts';
import { markWords, matchesWords, type PaletteGroup, type PaletteQuery, toPaletteQuery } from './palette-query.ts';

const pauseMs = 120;
const most = { live: 6, do: 6, sessions: 5, said: 6 };
const mostAlone = 40;

/** What the palette offers for what is typed: the live and the doable at once, the archive as it answers. */
export class Palette {
  #typed = $state('');
  #narrowed = $state<PaletteGroup>();
  #named = $state.raw<SessionView[]>([]);
  #pause: ReturnType<typeof setTimeout> | undefined;
  #request = new AbortController();
  readonly search: Search;
  readonly #services: Services;
  /** Called before an item is done, so that the page behind is the one it is done to. */
  readonly #close: () => void;

  constructor(services: Services, close: () => void) {
    this.#services = services;
    this.#close = close;
    this.search = new Search(services.api);
  }

  get typed(): string {
    return this.#typed;
  }
  set typed(typed: string) {
    this.#typed = typed;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#ask(), pauseMs);
  }
  get narrowed(): PaletteGroup | undefined {
    return this.#narrowed;
  }
  set narrowed(group: PaletteGroup | undefined) {
    this.#narrowed = group;
  }

  readonly query: PaletteQuery = $derived.by(() => toPaletteQuery(this.#typed, this.#narrowed));

  readonly items: PaletteItem[] = $derived.by(() => {
    const { only } = this.query;
    const groups = [this.#live(), this.#actions(), this.#sessions(), this.#said()];
    return groups.flatMap((items) => {
      const group = items[0]?.group;
      if (group === undefined || (only !== undefined && group !== only)) return [];
      return items.slice(0, only === undefined ? most[group] : mostAlone);
    });
  });

  /** What stands at the right of a group's head. */
  noteOf(group: PaletteGroup): string {
    const total = this.search.first?.total;
    if (group !== 'said' || total === undefined) return '';
    return `${formatCount(total.hits)}${total.isExact ? '' : '+'} hits, ${Math.max(1, Math.round(this.search.first?.tookMs ?? 1))} ms`;
  }

  leave(): void {
    clearTimeout(this.#pause);
    this.#request.abort();
    this.search.clear();
  }

  #live(): PaletteItem[] {
    const { live, numbers } = this.#services;
    const { text, number } = this.query;
    return [...live.sessions.values()]
      .map((session) => ({ session, own: numbers.of(session.id) ?? 0 }))
      .filter(({ session, own }) => own > 0 && (number === undefined || own === number) && this.#fits(session, text))
      .sort((a, b) => a.own - b.own)
      .map(({ session, own }) => ({
        ...this.#toSession(session, 'live'),
        state: live.watch.states.get(session.id)?.state ?? 'unknown',
        caps: own < 10 ? [String(own)] : [],
      }));
  }

  #actions(): PaletteItem[] {
    const { text } = this.query;
    const bindings = this.#services.keymap.groups
      .toReversed()
      .flatMap((group) => group.bindings.map((binding) => ({ binding, of: group.title })));
    return bindings
      .filter(({ binding, of }) => binding.isMove !== true && matchesWords(text, binding.label, of))
      .map(({ binding, of }) => {
        const label = binding.label.slice(0, 1).toUpperCase() + binding.label.slice(1);
        return {
          ...blank,
          key: `do ${of} ${binding.label}`,
          group: 'do',
          icon: binding.icon ?? CornerDownLeft,
          title: toTitle(label, markWords(text, label)),
          note: of === 'Everywhere' ? '' : of,
          caps: binding.caps,
          run: () => this.#do(() => binding.run(new KeyboardEvent('keydown'))),
        };
      });
  }

  #sessions(): PaletteItem[] {
    const { text } = this.query;
    const { live, numbers } = this.#services;
    const recent = [...live.sessions.values()].sort((a, b) => (b.lastAt ?? '').localeCompare(a.lastAt ?? ''));
    const sessions = text === '' ? recent : this.#named;
    return sessions
      .filter((session) => (numbers.of(session.id) ?? 0) === 0)
      .map((session) => ({ ...this.#toSession(session, 'sessions'), icon: Library }));
  }

  #said(): PaletteItem[] {
    const { text } = this.query;
    if (text === '') return [];
    const hits = this.search.hits.slice(0, most.said - 1).map((hit) => this.#toHit(hit, text));
    const all = { name: 'sessions', search: `q=${encodeURIComponent(text)}` } as const;
    return [
      ...hits,
      {
        ...blank,
        ...this.#link(all),
        key: 'said all',
        group: 'said',
        icon: SearchIcon,
        title: toTitle(`Search everything for ${text}`, []),
        caps: [isMac ? '⌘' : 'Ctrl', '↵'],
      },
    ];
  }

  #toSession(session: SessionView, group: PaletteGroup): PaletteItem {
    const { text } = this.query;
    const title = titleOf(session);
    return {
      ...blank,
      ...this.#link({ name: 'session', id: session.id }),
      key: `${group} ${session.id}`,
      group,
      title: toTitle(title, markWords(text, title)),
      note: `${session.project}${session.sourceGone ? ', source gone, kept' : ''}`,
      at: session.lastAt === undefined ? '' : formatWhen(session.lastAt, Date.now()),
    };
  }

  #toHit(hit: SearchHit, text: string): PaletteItem {
    const voice = voiceOf(hit);
    const session = this.search.sessions.get(hit.sessionId);
    return {
      ...blank,
      ...this.#link(placeOf(hit, text)),
      key: `said ${hit.id}`,
      group: 'said',
      icon: voice.icon,
      title: hit.snippet,
      isCode: voice.isCode,
      note: session === undefined ? '' : titleOf(session),
      at: hit.at === undefined ? '' : formatWhen(hit.at, Date.now()),
      hit,
    };
  }

  #link(page: Reachable): Pick<PaletteItem, 'href' | 'run'> {
    const { router } = this.#services;
    return { href: router.href(page), run: () => this.#do(() => router.go(page)) };
  }

  #do(act: () => void): void {
    this.#close();
    act();
  }

  #fits(session: SessionView, text: string): boolean {
    return matchesWords(text, session.title, session.project, session.branch, session.id);
  }

  async #ask(): Promise<void> {
    const { text, only } = this.query;
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    if (text === '' || only === 'do' || only === 'live') {
      this.#named = [];
      this.search.clear();
      return;
    }
    void this.search.ask({ q: text, limit: most.said });
    try {
      const { items } = await this.#services.api.call('listSessions', {
        query: { text, limit: 12 },
        signal: request.signal,
      });
      this.#named = items;
    } catch {
      // Told by the page behind and by the search beside; the palette goes on with what it has.
    }
  }
}

const blank: Omit<PaletteItem, 'key' | 'group' | 'title'> = {
  icon: undefined,
  isCode: false,
  note: '',
  at: '',
  caps: [],
  href: undefined,
  hit: undefined,
  run: () => {},
};
