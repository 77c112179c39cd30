import { fileURLToPath } from 'node:url';
import { describeAgent } from './describe-agent.ts';
import { toyAgent } from './toy-agent.ts';

describeAgent(toyAgent, fileURLToPath(new URL('./fixtures', import.meta.url)));
