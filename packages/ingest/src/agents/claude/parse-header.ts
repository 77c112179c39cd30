import { name, preview, text } from '../raw-fields.ts';
import { parseQueueOperation } from './queue.ts';
import { addPatch, knownOf, type Step, setKnown } from './step.ts';
import { toCostMicros } from './usage.ts';

/** Records outside the chain: titles, modes, cost, queue. The agent appends them again and again. */
export function parseHeader(step: Step, type: string): void {
  switch (type) {
    case 'custom-title':
      learnTitle(step, 'custom', text(step.value, 'customTitle'));
      return;
    case 'ai-title':
      learnTitle(step, 'ai', text(step.value, 'aiTitle'));
      return;
    case 'summary':
      nameLeaf(step);
      return;
    case 'permission-mode':
      learnMode(step, name(step.value, 'permissionMode'));
      return;
    case 'cost-state':
      learnCost(step);
      return;
    case 'queue-operation':
      parseQueueOperation(step);
      return;
    default:
  }
}

export function learnTitle(step: Step, kind: 'custom' | 'ai', title: string | undefined): void {
  const known = knownOf(step);
  if (title === undefined || title === known[kind]) return;
  setKnown(step, { ...known, [kind]: title });
  addPatch(step, { title: { source: kind === 'custom' ? 'custom' : 'agent', text: preview(title) } });
}

/** A summary stands at the head of another file than the one it titles; its leaf tells which. */
function nameLeaf(step: Step): void {
  const leaf = name(step.value, 'leafUuid');
  const summary = name(step.value, 'summary');
  if (leaf === undefined || summary === undefined) return;
  step.facts.push({ type: 'leaf-title', session: step.session, span: step.span, leaf, text: preview(summary) });
}

function learnMode(step: Step, mode: string | undefined): void {
  const known = knownOf(step);
  if (mode === undefined || mode === known.mode) return;
  setKnown(step, { ...known, mode });
  addPatch(step, { permissionMode: mode });
}

/** Cumulative over the session, so the last one stands; a fork starts from its parent's cost. */
function learnCost(step: Step): void {
  const micros = toCostMicros(step.value.totalCostUSD);
  if (micros !== undefined) addPatch(step, { reportedCostMicros: micros });
}
