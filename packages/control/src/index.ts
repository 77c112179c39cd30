// Which agent works on which session

export type { AgentProcess, ProcessRow } from './processes/agent-process.ts';
export type { OpenSession, ProcessSigns } from './processes/bind-process.ts';
export { createProcessTable, type ProcessTable } from './processes/process-table.ts';

// What its terminal shows

export type { PaneRow } from './panes/pane-list.ts';
export { type PaneReader, readPanes } from './panes/read-panes.ts';
export { readScreen, type Screen } from './panes/read-screen.ts';

// Both, while sessions are live

export { createSessionWatch, type SessionWatch, type SessionWatchOptions } from './session-watch.ts';
