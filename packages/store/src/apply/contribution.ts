import type { Rewind, SessionPatch } from '@belfry/core';

/** What one generation of one source says of a session: its patches folded in file order. */
export interface Contribution {
  cwd?: string;
  lastCwd?: string;
  branch?: string;
  versions?: string[];
  models?: string[];
  entrypoint?: string;
  /** Last text by its source; of prompts the first. An empty text stands: it takes the title back. */
  titles?: Partial<Record<'custom' | 'agent' | 'summary' | 'prompt', string>>;
  parent?: { session: string; relation: 'subagent' | 'fork' | 'continuation'; callId?: string };
  agentType?: string;
  description?: string;
  team?: { name: string; member?: string };
  rewind?: Rewind;
  permissionMode?: string;
  contextWindow?: number;
  reportedCostMicros?: number;
}

/** Folds one more patch into a contribution; changes `into` and says whether anything changed. */
export function foldPatch(into: Contribution, patch: SessionPatch): boolean {
  let changed = false;
  const set = <Key extends keyof Contribution>(key: Key, value: Contribution[Key] | undefined, keepsFirst: boolean) => {
    if (value === undefined || into[key] === value || (keepsFirst && into[key] !== undefined)) return;
    into[key] = value;
    changed = true;
  };
  const add = (key: 'versions' | 'models', value: string | undefined) => {
    if (value === undefined || value === '' || into[key]?.includes(value)) return;
    into[key] = [...(into[key] ?? []), value];
    changed = true;
  };
  set('cwd', patch.cwd, true);
  set('lastCwd', patch.cwd, false);
  set('branch', patch.branch, false);
  add('versions', patch.version);
  add('models', patch.model);
  set('entrypoint', patch.entrypoint, true);
  set('agentType', patch.agentType, true);
  set('description', patch.description, true);
  set('team', patch.team, true);
  set('rewind', patch.rewind, true);
  set('permissionMode', patch.permissionMode, false);
  set('contextWindow', patch.contextWindow, false);
  set('reportedCostMicros', patch.reportedCostMicros, false);
  if (patch.title) {
    const { source, text } = patch.title;
    const known = into.titles?.[source];
    if (known !== text && !(source === 'prompt' && known)) {
      into.titles = { ...into.titles, [source]: text };
      changed = true;
    }
  }
  if (patch.parent && !into.parent) {
    into.parent = { ...patch.parent };
    changed = true;
  } else if (patch.parent?.callId !== undefined && into.parent && into.parent.callId === undefined) {
    if (into.parent.session === patch.parent.session) {
      into.parent = { ...into.parent, callId: patch.parent.callId };
      changed = true;
    }
  }
  return changed;
}
