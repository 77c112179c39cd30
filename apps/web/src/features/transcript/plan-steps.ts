/** One step of an agent's plan. */
export interface PlanStep {
  text: string;
  status: 'done' | 'doing' | 'open';
}

const statuses: Readonly<Record<string, PlanStep['status']>> = { completed: 'done', in_progress: 'doing' };

/** The steps in the input of a planning tool, as Claude Code (`todos`) and Codex (`plan`) write it; else none. */
export function toPlanSteps(input: unknown): PlanStep[] {
  if (typeof input !== 'object' || input === null) return [];
  const list = 'todos' in input ? input.todos : 'plan' in input ? input.plan : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const { content, step, status } = item as Record<string, unknown>;
    const text = typeof content === 'string' ? content : step;
    if (typeof text !== 'string') return [];
    return [{ text, status: statuses[String(status)] ?? 'open' }];
  });
}
