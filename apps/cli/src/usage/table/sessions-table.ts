import { type Column, renderTable } from '../../output/table.ts';
import type { SessionRow } from '../report/session-report.ts';
import { sumFigures } from '../report/sum-figures.ts';
import { figureColumns } from './periods-table.ts';
import { formatInstant, listModels, type TableStyle } from './table-style.ts';

/** Room for whole ids. */
const idLength = 13;

export function renderSessions(rows: readonly SessionRow[], style: TableStyle): string {
  const total: SessionRow = {
    agent: '',
    native: 'total',
    project: '',
    slug: '',
    title: '',
    models: [],
    figures: sumFigures(rows.map(({ figures }) => figures)),
  };
  const columns: Column<SessionRow>[] = [
    { head: 'last', value: (row) => (row === total ? '' : formatInstant(row.lastActivity, style.request)) },
    { head: 'agent', value: ({ agent }) => agent },
    { head: 'project', flexible: true, value: ({ project }) => style.request.projectAliases.get(project) ?? project },
    { head: 'session', value: ({ native }) => (native.length > idLength ? `…${native.slice(-idLength + 1)}` : native) },
    { head: 'models', flexible: true, value: ({ models }) => listModels(models) },
    ...figureColumns<SessionRow>(style, ({ figures }) => figures),
  ];
  const shown = style.isCompact ? columns.filter(({ head }) => head !== 'agent' && head !== 'models') : columns;
  return renderTable([...rows, total], shown, style.stream, { color: style.color });
}
