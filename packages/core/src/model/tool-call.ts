import Type, { type Static } from 'typebox';
import { ToolResultBlock } from './block.ts';

/** The family a tool belongs to, the same for all agents. */
export const ToolKind = Type.Union([
  Type.Literal('shell'),
  Type.Literal('read'),
  Type.Literal('edit'),
  Type.Literal('write'),
  Type.Literal('search'),
  Type.Literal('web'),
  Type.Literal('subagent'),
  Type.Literal('plan'),
  Type.Literal('question'),
  Type.Literal('mcp'),
  Type.Literal('skill'),
  Type.Literal('other'),
]);
export type ToolKind = Static<typeof ToolKind>;

export const ToolCallStatus = Type.Union([Type.Literal('pending'), Type.Literal('ok'), Type.Literal('error')]);
export type ToolCallStatus = Static<typeof ToolCallStatus>;

/** A tool call without its input and output. */
export const ToolCallHead = Type.Object({
  callId: Type.String(),
  messageKey: Type.Optional(Type.String()),
  name: Type.String(),
  kind: ToolKind,
  /** One line: the command, path, pattern or description; ≤ 240 characters. */
  summary: Type.String(),
  /** `pending` until a result is seen; a session that ended leaves calls pending. */
  status: ToolCallStatus,
  at: Type.Optional(Type.String()),
  finishedAt: Type.Optional(Type.String()),
  /** One line about the result, e.g. `exit 1`, `212 lines`; may be empty. */
  outcome: Type.String(),
  added: Type.Optional(Type.Integer()),
  removed: Type.Optional(Type.Integer()),
  /** Public id of the subagent session this call spawned. */
  childId: Type.Optional(Type.String()),
});
export type ToolCallHead = Static<typeof ToolCallHead>;

export const ToolCallView = Type.Intersect([
  ToolCallHead,
  Type.Object({
    /** In a message page texts over 8 kB are cut; `GET …/tool-calls/:callId` gives the whole. */
    results: Type.Array(ToolResultBlock),
    truncated: Type.Boolean(),
    outputBytes: Type.Integer(),
  }),
]);
export type ToolCallView = Static<typeof ToolCallView>;
