/** What the stand-in model answers next: words, or calls of tools the agent offered. */
export type Reply = { text: string } | { calls: { name: string; input: Record<string, unknown> }[] };

/**
 * The script: a word in the prompt chooses it, the number of tool results since the prompt is the step.
 * `script:bash` runs one command, `script:touch` one that changes something and so is asked for, `script:task` hands work
 * to a subagent, anything else is answered in words.
 */
export function scriptedReply(prompt: string, step: number, tools: readonly string[]): Reply {
  const offered = (...names: string[]) => names.find((name) => tools.includes(name));
  const shell = offered('Bash', 'exec_command', 'shell_command', 'shell');
  const subagent = offered('Agent', 'Task');
  if (step === 0 && prompt.includes('script:task') && subagent !== undefined) {
    const input = {
      description: 'count the bells',
      prompt: 'script:bash for the tower',
      subagent_type: 'general-purpose',
    };
    return { calls: [{ name: subagent, input }] };
  }
  if (step === 0 && prompt.includes('script:bash') && shell !== undefined) {
    return { calls: [{ name: shell, input: shellInput(shell, 'echo eight-bells-ring') }] };
  }
  if (step === 0 && prompt.includes('script:touch') && shell !== undefined) {
    return { calls: [{ name: shell, input: shellInput(shell, 'touch bells-were-rung') }] };
  }
  return { text: `The bells have rung for: ${prompt.trim().slice(0, 40)}` };
}

function shellInput(tool: string, command: string): Record<string, unknown> {
  if (tool === 'exec_command') return { cmd: command };
  if (tool === 'shell') return { command: ['bash', '-lc', command] };
  return { command, description: 'ring the bells' };
}
