import type { AskedQuestion, OpenQuestion, SessionState } from '@belfry/core';

/** What a session asks, each thing once. */
export interface Ask {
  /** A sentence without its end; absent where the questions say it themselves. */
  says?: string;
  /** What the tool would do. */
  command?: string;
  questions: AskedQuestion[];
}

/** `agent` as it is called. */
export function toAsk({ question, state }: Pick<SessionState, 'question' | 'state'>, agent: string): Ask {
  if (question === undefined) {
    return { says: state === 'needs-permission' ? `${agent} asks for permission` : `${agent} asks`, questions: [] };
  }
  const isPermission = question.kind === 'permission';
  const command = isPermission && question.summary !== '' ? question.summary : undefined;
  const questions = question.questions
    .map((one) => (command !== undefined && one.text.includes(command) ? { ...one, text: '' } : one))
    .filter(({ text, choices }) => text !== '' || choices.length > 0);
  const isSaid = !isPermission && questions.some(({ text }) => text !== '');
  return {
    ...(isSaid ? {} : { says: toSentence(question, agent) }),
    ...(command === undefined ? {} : { command }),
    questions,
  };
}

function toSentence({ kind, tool }: OpenQuestion, agent: string): string {
  switch (kind) {
    case 'permission':
      return tool === undefined ? `${agent} asks for permission` : `${agent} wants to use ${tool}`;
    case 'plan':
      return `${agent} asks whether to carry out its plan`;
    case 'choice':
      return `${agent} asks you to choose`;
    case 'reply':
      return `${agent} ended its turn with a question`;
  }
}
