import { name, object, preview } from '../raw-fields.ts';
import { rememberPrompt } from './branches.ts';
import { isKnownBlock, messageBlocks, type RawBlock, resultBlocks, soleResult } from './records.ts';
import { addIssue, addMessage, learnEnvelope, learnPrompt, type Step } from './step.ts';
import { closeTask, linkNotified } from './subagents.ts';
import { addResult } from './tool-results.ts';
import { messageText, toVariant } from './user-variant.ts';
import { readable } from './wrappers.ts';

/** A user record: results of tools, text somebody typed, or text the agent put there. */
export function parseUser(step: Step): void {
  learnEnvelope(step);
  const blocks = messageBlocks(step.value);
  const details = soleResult(blocks) ? object(step.value, 'toolUseResult') : undefined;
  const rest: RawBlock[] = [];
  for (const block of blocks) {
    if (resultBlocks.has(block.type)) {
      addResult(step, block.value, details);
      closeTask(step, name(block.value, 'tool_use_id') ?? '', details);
    } else rest.push(block);
    if (!isKnownBlock(block.type)) addIssue(step, 'unknown-block', block.type);
  }
  if (rest.length > 0) addUserMessage(step, rest, blocks.length > rest.length);
}

function addUserMessage(step: Step, blocks: readonly RawBlock[], withResults: boolean): void {
  const told = messageText(blocks);
  const variant = toVariant(step.value, told);
  const line = told === '' ? (blocks.some(({ type }) => type === 'image') ? '[image]' : `[${blocks[0]?.type}]`) : told;
  const shown = preview(told.trimStart().startsWith('<') ? readable(line) : line);
  addMessage(step, { role: 'user', variant, preview: shown });
  if (variant === 'notice') linkNotified(step, told);
  if (withResults || step.session !== step.main) {
    if (variant === 'prompt') learnPrompt(step, shown);
    return;
  }
  const isTyped = variant === 'prompt' || variant === 'command';
  if (isTyped || told.startsWith('<local-command-caveat>')) rememberPrompt(step, isTyped);
  if (variant === 'prompt' && told !== '') learnPrompt(step, shown);
}
