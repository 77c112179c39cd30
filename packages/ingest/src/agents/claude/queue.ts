import { name, preview } from '../raw-fields.ts';
import { contentBlocks } from './records.ts';
import { keep, kept, type Queued } from './state.ts';
import { addIssue, addMessage, type Step } from './step.ts';
import { textHash } from './text-hash.ts';
import { noteTaskEnd } from './turns.ts';
import { messageText } from './user-variant.ts';
import { readable, wrapperVariant } from './wrappers.ts';

/**
 * A prompt typed while the agent works waits in a queue. It comes back as a user record or an attachment, but
 * versions before attachments wrote neither when they handed it to the model in the middle of a turn: then the
 * queue operation is all there is, and becomes the message.
 */
export function parseQueueOperation(step: Step): void {
  noteBeginning(step);
  const { queue } = step.state;
  switch (step.value.operation) {
    case 'enqueue': {
      const told = messageText(contentBlocks(step.value.content));
      noteTaskEnd(step, told);
      step.state = { ...step.state, queue: keep(queue, toQueued(step, told), kept.queue) };
      return;
    }
    case 'dequeue':
      step.state = { ...step.state, queue: queue.slice(1) };
      return;
    case 'popAll':
      step.state = { ...step.state, queue: [] };
      return;
    case 'remove': {
      const [first, ...rest] = queue;
      step.state = { ...step.state, queue: rest };
      if (first !== undefined && first.preview !== '' && !step.state.attaches) addQueued(step, first);
      return;
    }
    default:
      addIssue(step, 'unknown-record', `queue-operation:${name(step.value, 'operation') ?? 'none'}`);
  }
}

function toQueued(step: Step, told: string): Queued {
  return {
    hash: textHash(told),
    ...step.span,
    ...(step.at === undefined ? {} : { at: step.at }),
    preview: preview(readable(told)),
    ...(wrapperVariant(told) === undefined ? {} : { wrapped: true }),
  };
}

function addQueued(step: Step, queued: Queued): void {
  const { offset, length, at } = queued;
  const inner: Step = { ...step, span: { offset, length }, id: `queued:${queued.hash}:${at ?? offset}`, at };
  addMessage(inner, {
    role: 'user',
    variant: queued.wrapped ? 'notice' : 'queued',
    preview: queued.preview,
  });
}

/** Records of the chain that are older than this moment were copied into the file. */
function noteBeginning(step: Step): void {
  const { chain, begunAt } = step.state;
  if (chain !== undefined || step.at === undefined || begunAt !== undefined) return;
  step.state = { ...step.state, begunAt: step.at };
}
