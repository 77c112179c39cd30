/** One thing that happens in a session, whichever agent it is. */
export type Step =
  | { do: 'think'; text: string }
  | { do: 'say'; text: string }
  | { do: 'run'; command: string; output: string; failed?: true }
  | { do: 'read'; path: string; text: string }
  | { do: 'search'; pattern: string; output: string }
  | { do: 'edit'; path: string; line: number; before: string[]; after: string[] }
  | { do: 'agent'; description: string; prompt: string; steps: Step[]; answer: string }
  | { do: 'ask'; question: string; header: string; options: [label: string, description: string][] }
  | { do: 'prompt'; text: string; picture?: true }
  | { do: 'wait'; seconds: number };

/** What a person asked for in a project, and how it went. */
export interface Story {
  project: string;
  branch: string;
  steps: Step[];
}

/** Writes what happens as one agent's session file. */
export interface SessionWriter {
  /** Ms since 1970 of the next record. */
  atMs: number;
  /** How much of its time a step takes on the clock of the records: 1, or 0 for sessions that run by the real clock. */
  pace: number;
  step(step: Step): void;
}
