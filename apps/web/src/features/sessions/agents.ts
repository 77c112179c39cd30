interface AgentName {
  label: string;
  /** Two letters, like a chemical element: agents are told apart without colour. */
  sign: string;
}

const known: Readonly<Record<string, AgentName>> = {
  claude: { label: 'Claude Code', sign: 'Cl' },
  codex: { label: 'Codex', sign: 'Cx' },
  gemini: { label: 'Gemini CLI', sign: 'Ge' },
  opencode: { label: 'OpenCode', sign: 'Oc' },
};

/** How an agent is called; one this page has not heard of goes by its id. */
export function agentName(agent: string): AgentName {
  return known[agent] ?? { label: agent, sign: agent.slice(0, 1).toUpperCase() + agent.slice(1, 2) };
}
