import type { RawRecord, SourceInspector, SourceStart } from '../../agent.ts';
import { count, name, object, type RawObject, text } from '../raw-fields.ts';
import { isInherited } from './fork.ts';
import { InspectedTokens } from './inspect-tokens.ts';
import { parseRecord } from './parse.ts';
import { openEnvelope } from './records.ts';
import { beginState, type CodexState } from './state.ts';
import { readOutput } from './tool-output.ts';

/** Counts what a rollout holds, as the agent wrote it: twins, copies and repeats are in it where a field says so. */
export function inspectRollout(source: SourceStart): SourceInspector {
  const counts = new RolloutCounts(source);
  return {
    add: (record) => counts.add(record),
    report: (badLines) => counts.report(badLines),
  };
}

class RolloutCounts {
  readonly #types = new Map<string, number>();
  readonly #tools = new Map<string, number>();
  readonly #turnItems = new Map<string, number>();
  readonly #roles = new Map<string, number>();
  readonly #models = new Set<string>();
  readonly #metas: RawObject[] = [];
  readonly #tokens = new InspectedTokens();
  #records = 0;
  #nonzeroExits = 0;
  #firstTs: string | null = null;
  #lastTs: string | null = null;
  #state: CodexState;

  constructor(source: SourceStart) {
    this.#state = beginState(source);
  }

  add(record: RawRecord): void {
    const { value } = record;
    this.#records += 1;
    const stamp = text(value, 'timestamp');
    if (stamp !== undefined) {
      if (this.#firstTs === null || stamp < this.#firstTs) this.#firstTs = stamp;
      if (this.#lastTs === null || stamp > this.#lastTs) this.#lastTs = stamp;
    }
    const { state, facts } = parseRecord(this.#state, record);
    this.#state = state;
    this.#tokens.addFacts(facts, isInherited(state, count(value, 'ordinal')), state.tokens.total);
    const envelope = openEnvelope(value);
    if (!('payload' in envelope)) {
      bump(this.#types, name(value, 'type') ?? 'untyped');
      return;
    }
    const { family, type, payload } = envelope;
    const isNested = family === 'response_item' || family === 'event_msg';
    bump(this.#types, isNested ? `${family}/${type}` : family);
    if (family === 'session_meta') this.#metas.push(payload);
    if (family === 'turn_context' && name(payload, 'model') !== undefined)
      this.#models.add(name(payload, 'model') ?? '');
    if (family === 'token_usage_record') this.#tokens.addRecord(payload);
    if (family === 'response_item') this.#addItem(type, payload);
    if (family === 'event_msg') this.#addEvent(type, payload);
  }

  #addItem(type: string, payload: RawObject): void {
    if (type === 'message') bump(this.#roles, name(payload, 'role') ?? '');
    if (type.endsWith('_call')) bump(this.#tools, name(payload, 'name') ?? type.slice(0, -'_call'.length));
    if (!type.endsWith('_output')) return;
    const { exitCode } = readOutput(payload.output);
    if (exitCode !== undefined && exitCode !== 0) this.#nonzeroExits += 1;
  }

  #addEvent(type: string, payload: RawObject): void {
    if (type === 'item_completed') bump(this.#turnItems, name(object(payload, 'item'), 'type') ?? '');
    if (type === 'token_count') this.#tokens.addEvent(payload);
  }

  report(badLines: number): Record<string, unknown> {
    const [own] = this.#metas;
    const type = (key: string) => this.#types.get(key) ?? 0;
    const item = (key: string) => this.#turnItems.get(key) ?? 0;
    const sumOf = (map: Map<string, number>, keep: (key: string) => boolean) =>
      [...map].reduce((sum, [key, value]) => (keep(key) ? sum + value : sum), 0);
    return {
      badLines,
      records: this.#records,
      types: Object.fromEntries([...this.#types].sort((a, b) => b[1] - a[1])),
      sessionMetas: this.#metas.length,
      sessionId: name(own, 'id') ?? name(own, 'session_id') ?? null,
      cliVersion: name(own, 'cli_version') ?? null,
      cwd: name(own, 'cwd') ?? null,
      originator: name(own, 'originator') ?? null,
      historyMode: name(own, 'history_mode') ?? null,
      forkedFromId: name(own, 'forked_from_id') ?? null,
      allMetaIds: this.#metas.map((meta) => name(meta, 'id') ?? null),
      prompts: Math.max(type('event_msg/user_message'), item('UserMessage')),
      userItems: this.#roles.get('user') ?? 0,
      assistantItems: this.#roles.get('assistant') ?? 0,
      agentMessageEvents: Math.max(type('event_msg/agent_message'), item('AgentMessage')),
      toolCalls: sumOf(this.#tools, () => true),
      toolCallsByName: Object.fromEntries([...this.#tools].sort((a, b) => b[1] - a[1])),
      toolOutputs: sumOf(this.#types, (key) => key.startsWith('response_item/') && key.endsWith('_output')),
      outputsNonzeroExit: this.#nonzeroExits,
      tokenCountEvents: type('event_msg/token_count'),
      ...this.#tokens.report(),
      models: [...this.#models].sort(),
      compacted: type('compacted'),
      turnsAborted: type('event_msg/turn_aborted'),
      rolledBack: type('event_msg/thread_rolled_back'),
      firstTs: this.#firstTs,
      lastTs: this.#lastTs,
    };
  }
}

function bump(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
