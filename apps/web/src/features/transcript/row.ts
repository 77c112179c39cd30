import type { Block, ImageBlock, IssueView, MessageView, ToolCallView } from '@belfry/core';

/** Why a stretch of the conversation is not part of its present course. */
export type Mark = 'abandoned' | 'superseded' | 'inherited';

interface RowBase {
  /** Stable while messages come and go around it. */
  key: string;
  /** The message it was made from; the first one where there are several. */
  message: MessageView;
}

/** A tool call with what the transcript says it was given. */
export interface ToolUse {
  call: ToolCallView;
  input: unknown;
}

/** One line or block of the transcript as it is drawn. */
export type Row = RowBase &
  (
    | { kind: 'prompt'; text: string; images: PlacedImage[] }
    | { kind: 'say'; text: string }
    | { kind: 'thinking'; text: string; redacted: boolean }
    | { kind: 'tool'; use: ToolUse }
    /** Neighbouring calls that only looked at something. */
    | { kind: 'looks'; uses: ToolUse[] }
    | { kind: 'image'; image: PlacedImage }
    /** Injected, printed by the agent's own UI, or a summary: one line until it is opened. */
    | { kind: 'aside'; text: string }
    | { kind: 'error'; text: string }
    | { kind: 'cut'; text: string }
    | { kind: 'other'; name: string; data: unknown }
    /** Parts of the source belfry could not read, where they lie. */
    | { kind: 'issues'; issues: readonly IssueView[] }
    /** A stretch that is folded away, or the border of one that is shown. */
    | { kind: 'mark'; mark: Mark; messages: number; isOpen: boolean; isEnd: boolean }
  );

export type RowOf<K extends Row['kind']> = Extract<Row, { kind: K }>;

/** An image and its number among those of its message or call, which its address needs. */
export interface PlacedImage {
  image: ImageBlock;
  /** Message key or call id. */
  owner: string;
  index: number;
}

const quietKinds: ReadonlySet<string> = new Set(['read', 'search']);

/** Rows of one message, before neighbours are drawn together. */
export function toMessageRows(message: MessageView): Row[] {
  const base = (part: string | number) => ({ key: `${message.key} ${part}`, message });
  const text = message.blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
  switch (message.variant) {
    case 'prompt':
    case 'queued':
      return [{ ...base('prompt'), kind: 'prompt', text: text || message.preview, images: imagesOf(message) }];
    case 'compaction':
      return [{ ...base('cut'), kind: 'cut', text: text || message.preview }];
    case 'error':
      return [{ ...base('error'), kind: 'error', text: text || message.preview }];
    case 'reply':
      return toReplyRows(message, base);
    default:
      return [
        ...(text === '' && message.calls.length > 0
          ? []
          : [{ ...base('aside'), kind: 'aside', text: text || message.preview } as const]),
        ...toReplyRows({ ...message, blocks: message.blocks.filter((block) => block.type !== 'text') }, base),
      ];
  }
}

function toReplyRows(message: MessageView, base: (part: string | number) => RowBase): Row[] {
  const calls = new Map(message.calls.map((call) => [call.callId, call]));
  let images = 0;
  const rows = message.blocks.map((block, index): Row | undefined => {
    if (block.type === 'image') images += 1;
    return toBlockRow(block, { ...base(index), message }, calls, images - 1);
  });
  // A call whose record has no block of its own still happened.
  const bare = [...calls.values()].map(
    (call): Row => toToolRow({ call, input: undefined }, base(`call ${call.callId}`)),
  );
  return [...rows.filter((row) => row !== undefined), ...bare];
}

function toBlockRow(block: Block, base: RowBase, calls: Map<string, ToolCallView>, image: number): Row | undefined {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? undefined : { ...base, kind: 'say', text: block.text };
    case 'thinking':
      return { ...base, kind: 'thinking', text: block.text, redacted: block.redacted };
    case 'image':
      return { ...base, kind: 'image', image: { image: block, owner: base.message.key, index: image } };
    case 'tool-call': {
      const call = calls.get(block.callId);
      if (call === undefined) return undefined;
      calls.delete(block.callId);
      return toToolRow({ call, input: block.input }, { ...base, key: `${base.message.key} call ${block.callId}` });
    }
    case 'tool-result':
      return undefined;
    case 'other':
      return { ...base, kind: 'other', name: block.name, data: block.data };
  }
}

function toToolRow(use: ToolUse, base: RowBase): Row {
  const { call } = use;
  const isQuiet = quietKinds.has(call.kind) && call.status !== 'error' && imagesOfCall(call).length === 0;
  return isQuiet ? { ...base, kind: 'looks', uses: [use] } : { ...base, kind: 'tool', use };
}

function imagesOf(message: MessageView): PlacedImage[] {
  return message.blocks
    .filter((block) => block.type === 'image')
    .map((image, index) => ({ image, owner: message.key, index }));
}

/** Images in the results of a call, numbered over all of them. */
export function imagesOfCall(call: ToolCallView): PlacedImage[] {
  return call.results
    .flatMap((result) => result.images ?? [])
    .map((image, index) => ({ image, owner: call.callId, index }));
}
