import type { AttentionChange, ChangedAttention, SavedAttention, SavedSession, SessionWatch } from '@belfry/attention';
import type { AttentionStore, JudgedSource, JudgedStep, ToldState } from '@belfry/store';

const worldName = 'attention.world';
const mutesName = 'attention.mutes';

/** What is remembered of one session. */
interface Memory {
  session?: SavedSession['knowledge'];
  watch?: SessionWatch;
}

/** Puts what attention remembers into rows of `state.db`, and takes it out again at the next start. */
export interface JudgedSteps {
  /** What was remembered; `undefined` at the very first start. */
  saved: SavedAttention;
  step(changed: ChangedAttention, changes: readonly AttentionChange[], now: number): JudgedStep;
  forget(sessionId: string): void;
  /** Who was not heard of since then. */
  unheardSince(sinceMs: number): string[];
}

export function createJudgedSteps(store: AttentionStore, sinceMs: number): JudgedSteps {
  const memories = new Map<string, Memory>();
  const told = new Map<string, SavedSession['told']>();
  const heard = new Map<string, number>();
  for (const { sessionId, state, memory, heardAt } of store.sessions(sinceMs)) {
    memories.set(sessionId, memory as Memory);
    told.set(sessionId, state);
    heard.set(sessionId, heardAt);
  }
  const saved: SavedAttention = {
    sessions: [...memories].flatMap(([sessionId, { session }]) => {
      const last = told.get(sessionId);
      if (session === undefined) return [];
      return [last === undefined ? { knowledge: session } : { knowledge: session, told: last }];
    }),
    watches: [...memories.values()].flatMap(({ watch }) => watch ?? []),
    world: (store.value(worldName) as SavedAttention['world'] | undefined) ?? noWorld,
    alerts: store.entries().map(({ entry }) => entry as SavedAttention['alerts'][number]),
    mutes: (store.value(mutesName) as SavedAttention['mutes'] | undefined) ?? [],
  };

  return {
    saved,
    step(changed, changes, now) {
      const touched = new Set<string>();
      const remember = (sessionId: string, memory: Memory) => {
        memories.set(sessionId, { ...memories.get(sessionId), ...memory });
        touched.add(sessionId);
        heard.set(sessionId, now);
      };
      for (const { knowledge, told: last } of changed.sessions) {
        remember(knowledge.sessionId, { session: knowledge });
        told.set(knowledge.sessionId, last);
      }
      for (const watch of changed.watches) remember(watch.sessionId, { watch });
      return {
        at: now,
        sessions: [...touched].map((sessionId) => {
          const state = told.get(sessionId);
          const row = { sessionId, heardAt: now, memory: memories.get(sessionId) };
          return state === undefined ? row : { ...row, state };
        }),
        states: changes.flatMap((change) => toToldState(change, memories, now)),
        alerts: changes.flatMap((change) => (change.type === 'state' ? [] : change.alert)),
        subjects: changed.subjects,
        entries: changed.alerts.map((entry) => ({
          subject: entry.subject,
          rule: entry.rule,
          key: entry.key,
          entry,
        })),
        judged: [],
        values: {
          ...(changed.world === undefined ? {} : { [worldName]: changed.world }),
          ...(changed.mutes === undefined ? {} : { [mutesName]: changed.mutes }),
        },
        removed: [],
      };
    },
    forget(sessionId) {
      memories.delete(sessionId);
      told.delete(sessionId);
      heard.delete(sessionId);
    },
    unheardSince: (ms) => [...heard].flatMap(([sessionId, at]) => (at < ms ? sessionId : [])),
  };
}

const noWorld: SavedAttention['world'] = { quota: {}, spend: {}, expiries: {}, troubles: {} };

/** Every line of the history is another state, or one that came to be so anew. */
function toToldState(change: AttentionChange, memories: ReadonlyMap<string, Memory>, now: number): ToldState[] {
  if (change.type !== 'state') return [];
  const { state, previous } = change;
  const { sessionId, certainty, since, evidence } = state;
  if (state.state === previous?.state && since === previous.since && certainty === previous.certainty) return [];
  const watch = memories.get(sessionId)?.watch;
  const sign = evidence[0]?.sign;
  return [
    {
      sessionId,
      agent: sessionId.slice(0, sessionId.indexOf(':')),
      ...(watch?.project === undefined ? {} : { project: watch.project }),
      state: state.state,
      certainty,
      ...(sign === undefined ? {} : { sign }),
      sinceMs: Date.parse(since),
      toldAtMs: now,
    },
  ];
}

/** Two judgements written as one. */
export function joinSteps(first: JudgedStep, second: JudgedStep): JudgedStep {
  const again = new Set(second.subjects);
  const judged = new Map<string, JudgedSource>();
  for (const point of [...first.judged, ...second.judged]) judged.set(`${point.root}\n${point.path}`, point);
  return {
    at: second.at,
    sessions: [...first.sessions, ...second.sessions],
    states: [...first.states, ...second.states],
    alerts: [...first.alerts, ...second.alerts],
    subjects: [...new Set([...first.subjects, ...second.subjects])],
    entries: [...first.entries.filter(({ subject }) => !again.has(subject)), ...second.entries],
    judged: [...judged.values()],
    values: { ...first.values, ...second.values },
    removed: [...first.removed, ...second.removed],
  };
}
