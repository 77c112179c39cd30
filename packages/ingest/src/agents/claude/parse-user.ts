import { name, object } from '../raw-fields.ts';
import { rememberPrompt } from './branches.ts';
import { isKnownBlock, messageBlocks, type RawBlock, resultBlocks, soleResult } from './records.ts';
import { addIssue, addMessage, addPatch, learnEnvelope, learnPrompt, type Step } from './step.ts';
import { closeTask, linkNotified } from './subagents.ts';
import { addResult } from './tool-results.ts';
import { noteInterrupt, noteTaskEnd } from './turns.ts';
import { messageText, toVariant, userPreview } from './user-variant.ts';
import { isCommandCaveat } from './wrappers.ts';

/** What versions about 2.0 say to subagents they start in advance, to fill the prompt cache. */
const warmUp = 'Warmup';

/** A user record: results of tools, text somebody typed, text the agent put there, or several of these. */
export function parseUser(step: Step): void {
  learnEnvelope(step);
  const blocks = messageBlocks(step.value);
  const details = soleResult(blocks) ? object(step.value, 'toolUseResult') : undefined;
  const written: RawBlock[] = [];
  for (const block of blocks) {
    if (resultBlocks.has(block.type)) {
      addResult(step, block.value, details);
      closeTask(step, name(block.value, 'tool_use_id') ?? '', details);
      continue;
    }
    written.push(block);
    if (!isKnownBlock(block.type)) addIssue(step, 'unknown-block', block.type);
  }
  if (written.length > 0) addUserMessage(step, written, written.length < blocks.length);
}

function addUserMessage(step: Step, blocks: readonly RawBlock[], isBesideResults: boolean): void {
  const told = messageText(blocks);
  const variant = toVariant(step.value, told);
  const line = userPreview(blocks, told, variant);
  addMessage(step, { role: 'user', variant, preview: line });
  if (variant === 'notice') {
    linkNotified(step, told);
    noteInterrupt(step, told);
    noteTaskEnd(step, told);
  }
  if (variant === 'prompt' && told !== '') learnPrompt(step, line);
  if (told === warmUp && step.state.place.file === 'agent') addPatch(step, { agentType: 'warm-up' });
  const isMainLine = step.session === step.main && !isBesideResults;
  const opensTurn = variant === 'prompt' || variant === 'command';
  if (isMainLine && (opensTurn || isCommandCaveat(told))) rememberPrompt(step, opensTurn);
}
