import { isObject, name, object, type RawObject } from '../raw-fields.ts';

const familyNames = [
  'session_meta',
  'turn_context',
  'response_item',
  'event_msg',
  'compacted',
  'token_usage_record',
  'world_state',
  'inter_agent_communication',
  'inter_agent_communication_metadata',
  'tool_manifest',
  'sampling_boundary',
] as const;

/** Record types that wrap their content in `payload`. */
type Family = (typeof familyNames)[number];

const families: ReadonlySet<string> = new Set(familyNames);

const items: ReadonlySet<string> = new Set([
  'message',
  'agent_message',
  'reasoning',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
  'local_shell_call',
  'web_search_call',
  'tool_search_call',
  'tool_search_output',
  'image_generation_call',
  'ghost_snapshot',
  'compaction',
  'compaction_trigger',
  'context_compaction',
  'additional_tools',
  'other',
]);

/** A record freed from the differences between the generations of the format. */
export type Envelope =
  | { family: Family; type: string; payload: RawObject }
  /** A line that carries state of the agent itself and nothing to show. */
  | { family: 'ignored' }
  | { family: 'unknown'; type: string }
  | { family: 'misshapen'; reason: string };

/**
 * Reads both generations: `{timestamp, type, payload}`, and before it bare response items after a bare
 * first line `{id, timestamp, instructions, git}`.
 */
export function openEnvelope(value: RawObject): Envelope {
  const type = name(value, 'type');
  const payload = object(value, 'payload');
  if (payload !== undefined) {
    if (type === undefined) return { family: 'misshapen', reason: 'record without type' };
    if (!isFamily(type)) return { family: 'unknown', type };
    const inner = type === 'response_item' || type === 'event_msg' ? name(payload, 'type') : type;
    if (inner === undefined) return { family: 'misshapen', reason: `${type} without type` };
    return { family: type, type: inner, payload };
  }
  if (type === undefined) return bareLine(value);
  if (items.has(type)) return { family: 'response_item', type, payload: value };
  if (isFamily(type)) return { family: 'misshapen', reason: `${type} without payload` };
  return { family: 'unknown', type };
}

function bareLine(value: RawObject): Envelope {
  if (name(value, 'record_type') !== undefined) return { family: 'ignored' };
  if (name(value, 'id') !== undefined && ('instructions' in value || 'git' in value || 'timestamp' in value))
    return { family: 'session_meta', type: 'session_meta', payload: value };
  if (isObject(value.session) && Array.isArray(value.items)) return { family: 'ignored' };
  return { family: 'misshapen', reason: 'record without type' };
}

function isFamily(type: string): type is Family {
  return families.has(type);
}

/** Whether the kind of a response item is one the agent is known to write. */
export function isKnownItem(type: string): boolean {
  return items.has(type);
}

/** Whether a record is this agent's by its shape: an envelope, the first line of the bare generation, or its document. */
export function isCodexRecord(value: RawObject): boolean {
  const envelope = openEnvelope(value);
  if (envelope.family === 'ignored') return true;
  return 'payload' in envelope && (envelope.payload !== value || envelope.family === 'session_meta');
}
