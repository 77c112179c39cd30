import {
  type Attention,
  type AttentionChange,
  type AttentionOptions,
  type ChangedAttention,
  createAttention,
  type Happening,
  type SavedAttention,
} from '../src/index.ts';
import { emptyWorld } from '../src/watch/world-watch.ts';
import { storyStart } from './story.ts';

/** Something told at a second of the story. */
export interface Step {
  second: number;
  tell(attention: Attention, now: number): AttentionChange[];
}

export function heard(happenings: readonly Happening[]): Step[] {
  return happenings.map((happening) => ({
    second: (happening.at - storyStart) / 1000,
    tell: (attention, now) =>
      'facts' in happening
        ? attention.tellFacts(happening.agent, happening.facts, now)
        : attention.tell(happening.side, now),
  }));
}

/** An attention on a virtual clock, with a log of what came of alerts. */
export interface Scene {
  attention: Attention;
  /** `<second> <raised|updated|cleared> <rule>`, with the reason where one is. */
  log: string[];
  play(steps: readonly Step[]): void;
  /** Lets time pass, deadline by deadline. */
  passTo(second: number): void;
  /** Nobody runs until then: the machine sleeps, or its clock is set. */
  jumpTo(second: number): void;
  do(act: (attention: Attention, now: number) => AttentionChange[]): void;
  /** The process ends, and another goes on with what it saved. */
  restart(): Scene;
}

export function createScene(options: Omit<AttentionOptions, 'now'> = {}, startSecond = 0, log: string[] = []): Scene {
  let second = startSecond;
  const toMs = (of: number) => storyStart + of * 1000;
  const attention = createAttention({ now: toMs(startSecond), ...options });
  let kept = keep(options.saved ?? nothingKept, attention.takeChanged());
  const note = (changes: readonly AttentionChange[]) => {
    kept = keep(kept, attention.takeChanged());
    for (const change of changes) {
      if (change.type === 'state') continue;
      const { rule, clearReason, key } = change.alert;
      const reason = clearReason === undefined ? '' : ` (${clearReason})`;
      log.push(
        `${second} ${change.type} ${rule}${key === undefined || rule.startsWith('needs') ? '' : ` ${key}`}${reason}`,
      );
    }
  };
  const scene: Scene = {
    attention,
    log,
    play(steps) {
      for (const step of steps) {
        scene.passTo(step.second);
        note(step.tell(attention, toMs(second)));
      }
    },
    passTo(until) {
      for (let due = attention.nextDue(); due !== undefined && due <= toMs(until); due = attention.nextDue()) {
        second = Math.max(second, (due - storyStart) / 1000);
        note(attention.advance(toMs(second)));
      }
      second = Math.max(second, until);
    },
    jumpTo(until) {
      second = until;
      note(attention.advance(toMs(second)));
    },
    do: (act) => note(act(attention, toMs(second))),
    restart() {
      const saved = JSON.parse(JSON.stringify(kept)) as SavedAttention;
      return createScene({ ...options, saved }, second, log);
    },
  };
  return scene;
}

const nothingKept: SavedAttention = { sessions: [], watches: [], world: emptyWorld, alerts: [], mutes: [] };

/** What a store would hold that writes down only what changed. */
function keep(before: SavedAttention, changed: ChangedAttention): SavedAttention {
  const sessions = new Map([...before.sessions, ...changed.sessions].map((one) => [one.knowledge.sessionId, one]));
  const watches = new Map([...before.watches, ...changed.watches].map((one) => [one.sessionId, one]));
  const others = before.alerts.filter(({ subject }) => !changed.subjects.includes(subject));
  return {
    sessions: [...sessions.values()],
    watches: [...watches.values()],
    world: changed.world ?? before.world,
    alerts: [...others, ...changed.alerts],
    mutes: changed.mutes ?? before.mutes,
  };
}
