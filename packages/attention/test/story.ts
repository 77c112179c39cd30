import type { Fact, HookFact, PaneFact, ProcessFact, SessionPatch, ToolCallFact } from '@belfry/core';
import type { Happening } from '../src/index.ts';

/** When every story begins. */
export const storyStart = Date.UTC(2026, 0, 2, 9, 0, 0);

/** Tells what is heard of one session, second by second. */
export interface Story {
  happenings: Happening[];
  prompt(second: number, text?: string): Story;
  words(second: number, text: string): Story;
  call(second: number, callId: string, call?: Partial<Pick<ToolCallFact, 'name' | 'kind' | 'summary' | 'asks'>>): Story;
  result(second: number, callId: string, isError?: boolean, outputBytes?: number): Story;
  /** A call that changes one file, and its answer: lines put in, lines taken out. */
  edit(second: number, callId: string, lines: [added: number, removed: number]): Story;
  turn(second: number, turn: Omit<Extract<Fact, { type: 'turn' }>, 'type' | 'session' | 'span' | 'at'>): Story;
  patch(second: number, patch: SessionPatch): Story;
  message(second: number, message: Partial<Extract<Fact, { type: 'message' }>>): Story;
  link(second: number, callId: string, child: string): Story;
  hook(second: number, kind: HookFact['kind'], more?: Partial<HookFact>): Story;
  process(second: number, what: ProcessFact['what'], more?: Partial<ProcessFact>): Story;
  pane(second: number, shows: PaneFact['shows'], more?: Partial<PaneFact>): Story;
}

export function aStory(session = 's1', agent = 'claude'): Story {
  let offset = 0;
  const happenings: Happening[] = [];
  const tell = (second: number, fact: object): Story => {
    offset += 100;
    const at = storyStart + second * 1000;
    const facts = [{ session, span: { offset, length: 100 }, ...fact, ...('patch' in fact ? {} : { at }) }] as Fact[];
    happenings.push({ at, agent, facts });
    return story;
  };
  const side = (second: number, fact: object): Story => {
    const at = storyStart + second * 1000;
    happenings.push({ at, side: { agent, session, at, ...fact } } as Happening);
    return story;
  };
  const message = (second: number, more: object) => {
    const key = `m${offset}`;
    return tell(second, {
      type: 'message',
      key,
      record: key,
      role: 'assistant',
      variant: 'reply',
      preview: '',
      ...more,
    });
  };
  const story: Story = {
    happenings,
    prompt: (second, text = 'Fix the test') => message(second, { role: 'user', variant: 'prompt', preview: text }),
    words: (second, text) => message(second, { preview: text }),
    message,
    call: (second, callId, call = {}) =>
      tell(second, { type: 'tool-call', callId, name: 'Bash', kind: 'shell', summary: 'npm test', ...call }),
    result: (second, callId, isError = false, outputBytes = 0) =>
      tell(second, {
        type: 'tool-result',
        callId,
        record: `r${callId}`,
        isError,
        outcome: '',
        outputBytes,
        answers: true,
      }),
    edit(second, callId, [added, removed]) {
      const files = [{ path: 'a.ts', access: 'write', change: 'update' }];
      const base = { callId, name: 'Edit', kind: 'edit', summary: 'a.ts' };
      tell(second, { type: 'tool-call', ...base, files });
      const record = `r${callId}`;
      return tell(second, {
        type: 'tool-result',
        callId,
        record,
        isError: false,
        outcome: '',
        outputBytes: 0,
        answers: true,
        added,
        removed,
      });
    },
    turn: (second, turn) => tell(second, { type: 'turn', ...turn }),
    patch: (second, patch) => tell(second, { type: 'session', patch }),
    link: (second, callId, child) => tell(second, { type: 'link', callId, child }),
    hook: (second, kind, more = {}) => side(second, { type: 'hook', kind, event: kind, ...more }),
    process: (second, what, more = {}) => side(second, { type: 'process', pid: 7, what, ...more }),
    pane: (second, shows, more = {}) => side(second, { type: 'pane', pane: '%1', shows, ...more }),
  };
  return story;
}

/** What several sessions do at once. */
export function together(...stories: readonly Story[]): Happening[] {
  return stories.flatMap(({ happenings }) => happenings).sort((a, b) => timeOf(a) - timeOf(b));
}

const timeOf = (happening: Happening) => happening.at;
