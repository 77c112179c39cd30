import { fileURLToPath } from 'node:url';
import { describeAgent } from '../../testing/describe-agent.ts';
import { claude } from './index.ts';

describeAgent(claude, fileURLToPath(new URL('fixtures', import.meta.url)));
