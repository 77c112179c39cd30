import type { SessionPlace } from '../../router/page.ts';
import type { Router } from '../../router/router.svelte.ts';
import type { FindInSession } from '../find/find-in-session.svelte.ts';
import type { FoundMarks } from '../find/found-marks.ts';
import { createMatcher } from '../find/matcher.ts';
import { placeOf } from '../search/hit-words.ts';
import type { Reader } from './reader.svelte.ts';

interface FinderDeps {
  id: string;
  router: Router;
  reader: Reader;
  find: FindInSession;
  marks: FoundMarks;
}

/** Keeps the address, the find bar and the place in the transcript in step, whichever of them moves first. */
export class SessionFinder {
  #isOpen = $state(false);
  /** The place that is shown; an address that says the same asks for nothing. */
  #shown: SessionPlace;
  readonly #deps: FinderDeps;

  constructor(place: SessionPlace, deps: FinderDeps) {
    this.#shown = place;
    this.#isOpen = place.find !== undefined;
    this.#deps = deps;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(): void {
    this.#isOpen = true;
  }

  /** Where an address points to: a message, a call, or words in one of them. */
  async goTo(to: SessionPlace, isJump = false): Promise<void> {
    const { find, marks, reader } = this.#deps;
    const { find: words, message, call, part } = to;
    if (words !== undefined && words !== find.text) {
      this.#isOpen = true;
      void find.ask(words, { messageKey: message, callId: call });
    }
    if (words !== undefined && (message !== undefined || call !== undefined)) {
      marks.stand(await reader.reveal({ message, call, part, match: createMatcher(words) }));
    } else if (call !== undefined) await reader.showCall(call, message);
    else if (isJump && message !== undefined) await reader.showMessage(message);
  }

  /** The address changed: a link to another place of the same session, or the way back to one. */
  follow(next: SessionPlace): void {
    const before = this.#shown;
    if (next === before) return;
    this.#shown = next;
    const isMoved = next.message !== before.message || next.call !== before.call || next.part !== before.part;
    if (isMoved) void this.goTo(next, true);
    else if ((next.find ?? '') !== this.#deps.find.text) void this.ask(next.find ?? '');
  }

  /** Looks for words, and goes to the first place that holds them. */
  async ask(words: string): Promise<void> {
    const { find, id } = this.#deps;
    await find.ask(words);
    if (find.text !== words) return;
    if (this.#shown.find !== words) this.#say({ name: 'session', id, find: words === '' ? undefined : words });
    if (words.trim() !== '' && find.search.hits.length > 0) await this.step(1);
  }

  async step(by: 1 | -1): Promise<void> {
    const { find, marks, reader } = this.#deps;
    if (!this.#isOpen) return;
    const hit = await find.step(by);
    const match = find.matcher;
    if (hit === undefined || match === undefined) return;
    const to = placeOf(hit, find.text);
    this.#say(to);
    marks.stand(await reader.reveal({ message: to.message, call: to.call, part: to.part, match }));
  }

  close(): void {
    const { find, id, marks } = this.#deps;
    const { message, call } = this.#shown;
    this.#isOpen = false;
    marks.stand(undefined);
    this.#say({ name: 'session', id, message, call });
    void find.ask('');
  }

  #say(place: SessionPlace): void {
    this.#shown = place;
    this.#deps.router.replace(place);
  }
}
