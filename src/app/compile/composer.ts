import type { RunJob } from '../../delivery/run/run-job.ts';
import type { Sender } from '../../message/message.ts';
import type { Sendable } from './compile-apart.ts';

/** Makes the messages of an issue's editions: what is the same for all readers is made once, here. */
export async function composer(
  { publication, issue, emails }: Sendable,
  sender: Omit<Sender, 'publication'>,
  now: () => Date,
): Promise<RunJob['compose']> {
  const { messageMaker } = await import('../../message/message.ts');
  const makers = new Map(emails.map(email => [email.language, messageMaker(email, { ...sender, publication })]));
  const [usual] = makers.values();
  if (usual === undefined) throw new Error(`${issue.week} has no edition`);
  return (language, recipient) => (makers.get(language) ?? usual)(recipient, now());
}
