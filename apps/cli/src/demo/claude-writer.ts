import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { demoPicture } from './demo-picture.ts';
import { nextUuid } from './seeded-random.ts';
import type { SessionWriter, Step, Story } from './story.ts';

interface ClaudeWriterOptions {
  /** `~/.claude` of the demo. */
  root: string;
  cwd: string;
  story: Pick<Story, 'branch'>;
  model: string;
  atMs: number;
  random(): number;
}

/** Writes a transcript as Claude Code does: one JSON record a line, subagents in files beside it. */
export function createClaudeWriter(options: ClaudeWriterOptions): SessionWriter {
  const sessionId = nextUuid(options.random);
  const directory = join(options.root, 'projects', options.cwd.replace(/[^A-Za-z0-9-]/g, '-'));
  return openTranscript(join(directory, `${sessionId}.jsonl`), { ...options, sessionId });
}

interface Transcript extends ClaudeWriterOptions {
  sessionId: string;
  agentId?: string;
}

function openTranscript(path: string, options: Transcript): SessionWriter {
  const { cwd, random, sessionId, agentId, model } = options;
  let parentUuid: string | null = null;
  let cached = 14_000 + Math.floor(random() * 20_000);
  mkdirSync(dirname(path), { recursive: true });

  const append = (type: 'user' | 'assistant', rest: Record<string, unknown>) => {
    const uuid = nextUuid(random);
    const record = {
      parentUuid,
      isSidechain: agentId !== undefined,
      ...(agentId === undefined ? {} : { agentId }),
      userType: 'external',
      cwd,
      sessionId,
      version: '2.1.330',
      gitBranch: options.story.branch,
      type,
      uuid,
      timestamp: new Date(writer.atMs).toISOString(),
      ...rest,
    };
    parentUuid = uuid;
    appendFileSync(path, `${JSON.stringify(record)}\n`);
  };
  const assistant = (block: Record<string, unknown>) => {
    const id = `msg_${nextUuid(random).replaceAll('-', '').slice(0, 22)}`;
    const written = 400 + Math.floor(random() * 3200);
    append('assistant', {
      requestId: `req_${id.slice(4)}`,
      message: {
        id,
        type: 'message',
        role: 'assistant',
        model,
        content: [block],
        stop_reason: block.type === 'tool_use' ? 'tool_use' : 'end_turn',
        usage: {
          input_tokens: 3 + Math.floor(random() * 12),
          output_tokens: 60 + Math.floor(random() * 900),
          cache_read_input_tokens: cached,
          cache_creation_input_tokens: written,
        },
      },
    });
    cached += written;
  };
  const call = (name: string, input: Record<string, unknown>) => {
    const id = `toolu_${nextUuid(random).replaceAll('-', '').slice(0, 22)}`;
    assistant({ type: 'tool_use', id, name, input });
    return id;
  };
  const result = (id: string, content: string, detail: unknown, isError = false) =>
    append('user', {
      message: {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: id, content, is_error: isError }],
      },
      toolUseResult: detail,
    });
  const pass = (least: number, most: number) => {
    writer.atMs += Math.round((least + random() * (most - least)) * 1000 * writer.pace);
  };
  const spawn = ({ description, prompt, steps, answer }: Extract<Step, { do: 'agent' }>) => {
    const id = call('Agent', { description, prompt, subagent_type: 'general-purpose' });
    const childId = nextUuid(random).replaceAll('-', '').slice(0, 17);
    const base = join(path.replace(/\.jsonl$/, ''), 'subagents', `agent-${childId}`);
    pass(1, 2);
    const child = openTranscript(`${base}.jsonl`, { ...options, agentId: childId, atMs: writer.atMs });
    child.pace = writer.pace;
    writeFileSync(
      `${base}.meta.json`,
      JSON.stringify({ agentType: 'general-purpose', description, toolUseId: id, spawnDepth: 1 }),
    );
    for (const step of [{ do: 'prompt', text: prompt } as const, ...steps, { do: 'say', text: answer } as const])
      child.step(step);
    writer.atMs = child.atMs;
    pass(1, 2);
    result(id, answer, { status: 'completed', agentId: childId, content: [{ type: 'text', text: answer }] });
  };

  const writer: SessionWriter = {
    atMs: options.atMs,
    pace: 1,
    step(step) {
      switch (step.do) {
        case 'prompt':
          append('user', {
            message: {
              role: 'user',
              content:
                step.picture === undefined
                  ? step.text
                  : [
                      { type: 'text', text: step.text },
                      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: demoPicture() } },
                    ],
            },
          });
          return pass(3, 9);
        case 'think':
          assistant({ type: 'thinking', thinking: step.text, signature: 'ZGVtbw==' });
          return pass(2, 6);
        case 'say':
          assistant({ type: 'text', text: step.text });
          return pass(2, 8);
        case 'run': {
          const id = call('Bash', {
            command: step.command,
            description: step.command.split(' ').slice(0, 3).join(' '),
          });
          pass(4, 40);
          const failed = step.failed === true;
          result(
            id,
            step.output,
            failed ? `Error: ${step.output}` : { stdout: step.output, stderr: '', interrupted: false },
            failed,
          );
          return pass(1, 4);
        }
        case 'read': {
          const file_path = join(cwd, step.path);
          const id = call('Read', { file_path });
          pass(0, 1);
          const numbered = step.text.split('\n').map((line, index) => `${index + 1}\t${line}`);
          result(id, numbered.join('\n'), { type: 'text', file: { filePath: file_path, content: step.text } });
          return pass(1, 4);
        }
        case 'search': {
          const id = call('Grep', { pattern: step.pattern, path: cwd, output_mode: 'files_with_matches' });
          pass(0, 1);
          result(id, step.output, { mode: 'files_with_matches', filenames: step.output.split('\n') });
          return pass(1, 4);
        }
        case 'edit': {
          const filePath = join(cwd, step.path);
          const [before, after] = [step.before.join('\n'), step.after.join('\n')];
          const isNew = step.before.length === 0;
          const id = isNew
            ? call('Write', { file_path: filePath, content: after })
            : call('Edit', { file_path: filePath, old_string: before, new_string: after });
          pass(0, 1);
          const lines = [...step.before.map((line) => `-${line}`), ...step.after.map((line) => `+${line}`)];
          const hunk = {
            oldStart: step.line,
            oldLines: step.before.length,
            newStart: step.line,
            newLines: step.after.length,
            lines,
          };
          result(id, isNew ? 'File created.' : 'The file has been updated.', {
            filePath,
            structuredPatch: isNew ? [] : [hunk],
            ...(isNew ? { type: 'create', content: after } : { oldString: before, newString: after }),
          });
          return pass(2, 8);
        }
        case 'agent':
          return spawn(step);
        case 'ask':
          call('AskUserQuestion', {
            questions: [
              {
                question: step.question,
                header: step.header,
                multiSelect: false,
                options: step.options.map(([label, description]) => ({ label, description })),
              },
            ],
          });
          return;
        case 'wait':
          writer.atMs += step.seconds * 1000 * writer.pace;
      }
    },
  };
  return writer;
}
