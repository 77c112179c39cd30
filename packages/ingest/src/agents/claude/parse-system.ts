import type { MessageVariant } from '@belfry/core';
import { name, object, preview } from '../raw-fields.ts';
import { forgetRoots } from './branches.ts';
import { isSilentAttachment, isSystemSubtype } from './known-kinds.ts';
import { contentBlocks } from './records.ts';
import { attachmentText, systemText } from './side-text.ts';
import { addIssue, addMessage, learnEnvelope, type Step } from './step.ts';
import { linkNotified } from './subagents.ts';
import { noteTurnSummary } from './turns.ts';
import { messageText, toVariant, userPreview } from './user-variant.ts';
import { readable, wrapperVariant } from './wrappers.ts';

/** A system record: commands, boundaries, errors, hooks. Those without text for the reader make no message. */
export function parseSystem(step: Step): void {
  learnEnvelope(step);
  const { value } = step;
  const subtype = name(value, 'subtype') ?? 'none';
  if (!isSystemSubtype(subtype)) addIssue(step, 'unknown-record', `system:${subtype}`);
  if (subtype === 'compact_boundary') forgetRoots(step);
  noteTurnSummary(step, subtype);
  const told = systemText(value);
  if (told === undefined || told.trim() === '') return;
  const shown = preview(readable(told));
  if (shown === '') return;
  addMessage(step, { role: 'system', variant: systemVariant(subtype, value.level, told), preview: shown });
}

function systemVariant(subtype: string, level: unknown, told: string): MessageVariant {
  switch (subtype) {
    case 'compact_boundary':
    case 'microcompact_boundary':
    case 'snip_boundary':
      return 'compaction';
    case 'api_error':
    case 'error':
    case 'api_refusal':
    case 'model_refusal_fallback':
      return 'error';
    case 'local_command':
      return wrapperVariant(told) ?? 'command';
    default:
      return level === 'error' ? 'error' : 'notice';
  }
}

/** An attachment: mostly context for the model; a prompt from the queue and words of hooks are messages. */
export function parseAttachment(step: Step): void {
  learnEnvelope(step);
  if (!step.state.attaches) step.state = { ...step.state, attaches: true };
  const attachment = object(step.value, 'attachment');
  const type = name(attachment, 'type') ?? 'none';
  switch (type) {
    case 'queued_command': {
      const blocks = contentBlocks(attachment?.prompt);
      const told = messageText(blocks);
      const isNotice = name(attachment, 'commandMode') === 'task-notification';
      const wrapped = toVariant({ origin: attachment?.origin, isMeta: attachment?.isMeta }, told);
      const variant = isNotice ? 'notice' : wrapped === 'prompt' ? 'queued' : wrapped;
      if (blocks.length > 0) addMessage(step, { role: 'user', variant, preview: userPreview(blocks, told, variant) });
      if (variant === 'notice') linkNotified(step, told);
      return;
    }
    case 'hook_blocking_error':
    case 'hook_non_blocking_error':
    case 'hook_error_during_execution':
    case 'hook_stopped_continuation':
    case 'hook_system_message':
    case 'teammate_mailbox':
    case 'teammate_shutdown_batch':
      addAttachmentMessage(step, 'notice');
      return;
    case 'hook_additional_context':
      addAttachmentMessage(step, 'context');
      return;
    default:
      if (isSilentAttachment(type)) return;
      addIssue(step, 'unknown-record', `attachment:${type}`);
  }
}

function addAttachmentMessage(step: Step, variant: MessageVariant): void {
  const shown = preview(readable(attachmentText(object(step.value, 'attachment')) ?? ''));
  if (shown !== '') addMessage(step, { role: 'system', variant, preview: shown });
}
