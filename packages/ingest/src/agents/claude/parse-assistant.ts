import { list, name, object, preview, type RawObject, text } from '../raw-fields.ts';
import { rememberReply, supersede } from './branches.ts';
import { callTouches } from './file-touches.ts';
import { callBlocks, contentBlocks, isKnownBlock, type RawBlock, resultBlocks } from './records.ts';
import { addRequest } from './request.ts';
import { addIssue, addMessage, knownOf, learnEnvelope, learnModel, type Step } from './step.ts';
import { openTask } from './subagents.ts';
import { addResult } from './tool-results.ts';
import { isTaskTool, toSummary, toToolKind } from './tool-summary.ts';
import { callAsks, noteReplyEnd } from './turns.ts';
import { syntheticModel } from './usage.ts';

/** What the CLI puts in the place of a reply when it asks the model nothing. */
const noReply = 'No response requested.';

/** One record of a reply: the agent writes one per content block, all with the message's id and usage. */
export function parseAssistant(step: Step): void {
  learnEnvelope(step);
  const message = object(step.value, 'message');
  const key = name(message, 'id') ?? step.id;
  const model = name(message, 'model');
  const isReal = model !== undefined && model !== syntheticModel;
  if (isReal) learnModel(step, model);
  const blocks = contentBlocks(message?.content);
  const line = preview(text(blocks.find(({ type }) => type === 'text')?.value, 'text') ?? '');
  const isError = step.value.isApiErrorMessage === true;
  addMessage(step, {
    key,
    role: 'assistant',
    variant: isError ? 'error' : !isReal && line === noReply ? 'notice' : 'reply',
    preview: line,
    ...(isReal ? { model } : {}),
  });
  for (const block of blocks) readBlock(step, key, block);
  rememberReply(step, key);
  supersede(step, list(step.value, 'supersedesUuids'));
  const usage = object(message, 'usage');
  if (usage !== undefined && model !== syntheticModel) addRequest(step, message, usage);
  noteReplyEnd(step, blocks);
}

function readBlock(step: Step, messageKey: string, { type, value }: RawBlock): void {
  if (callBlocks.has(type)) addCall(step, messageKey, type, value);
  else if (resultBlocks.has(type)) addResult(step, value, undefined);
  else if (!isKnownBlock(type)) addIssue(step, 'unknown-block', type);
}

function addCall(step: Step, messageKey: string, type: string, block: RawObject): void {
  const callId = name(block, 'id');
  if (callId === undefined) {
    addIssue(step, 'wrong-shape', 'tool call without an id');
    return;
  }
  const tool = name(block, 'name') ?? type;
  const files = callTouches(tool, block.input, knownOf(step).cwd);
  const asks = callAsks(tool, block.input);
  step.facts.push({
    type: 'tool-call',
    session: step.session,
    span: step.span,
    callId,
    messageKey,
    name: tool,
    kind: toToolKind(tool),
    summary: toSummary(tool, block.input),
    ...(step.at === undefined ? {} : { at: step.at }),
    ...(files.length === 0 ? {} : { files }),
    ...(asks === undefined ? {} : { asks }),
  });
  if (isTaskTool(tool)) openTask(step, callId, object(block, 'input'));
}
