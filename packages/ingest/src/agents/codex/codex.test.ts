import { join } from 'node:path';
import { describeAgent } from '../../testing/index.ts';
import { codex } from './index.ts';

describeAgent(codex, join(import.meta.dirname, 'fixtures'), {
  unknownRecord:
    '{"timestamp":"2026-08-01T10:00:00.000Z","type":"event_msg","payload":{"type":"belfry_never_heard_of"}}',
});
