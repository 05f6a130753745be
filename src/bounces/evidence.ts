import { refusalOf } from '../replies/refusal.ts';
import { bearsReplyCode, replyCodeIn } from '../replies/status-codes.ts';
import { addressesIn } from './addresses.ts';

/** Sentences of a text that are looked at, and of those that belong to one reply. */
const maxSentences = 200;
const maxReplySentences = 6;
const maxMeaningSentences = 3;

/**
 * The sentences of a bounce's text about the refusal of a recipient: from the one before a reply's code on, and not beyond the next
 * recipient. Without a code, from the first sentence that means a refusal on.
 * @param recipient the one that failed, if it is known
 */
export function evidenceIn(text: string, recipient: string | undefined): string | undefined {
  const all = sentencesOf(text);
  const own = ofRecipient(all, recipient);
  return spokenIn(own) ?? meantIn(own) ?? spokenIn(all) ?? meantIn(all);
}

/** The first sentences of a text that mean a refusal, whether they have a code or not. */
export const meaningIn = (text: string, recipient: string | undefined): string | undefined => {
  const all = sentencesOf(text);
  return meantIn(ofRecipient(all, recipient)) ?? meantIn(all);
};

/** A paragraph's lines are one text, unless a line begins with an address or a code. */
function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let current = '';
  const end = (): void => {
    const parts = current.split(/(?<=[.!?。！])\s+(?=[^a-z\d])/u);
    sentences.push(...parts.map(part => part.trim()).filter(part => part !== ''));
    current = '';
  };
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '' || startsItem(trimmed)) end();
    current = `${current} ${trimmed}`;
    if (sentences.length >= maxSentences) return sentences;
  }
  end();
  return sentences;
}

const startsItem = (line: string): boolean =>
  /^(?:<|[\w.+-]{1,64}@|(?:>>>|<<<)|[245]\d\d[ -]|--|\*\*)/.test(line) && !/^<?[^\s<>]{1,80}>[,.]/.test(line);

/** The sentences from the one that names the recipient until one that begins with another address. */
function ofRecipient(sentences: readonly string[], recipient: string | undefined): string[] {
  if (recipient === undefined) return [];
  const name = recipient.toLowerCase();
  const from = sentences.findIndex(sentence => sentence.toLowerCase().includes(name));
  if (from === -1) return [];
  const next = sentences.findIndex((sentence, i) => i > from && startsWithOther(sentence, name));
  return sentences.slice(from, next === -1 ? undefined : next);
}

function startsWithOther(sentence: string, name: string): boolean {
  const [first] = addressesIn(sentence.slice(0, 200));
  return first !== undefined && first.toLowerCase() !== name && /^<?[^\s<>]{1,100}@/.test(sentence);
}

function spokenIn(sentences: readonly string[]): string | undefined {
  const at = sentences.findIndex(bearsReplyCode);
  return at === -1 ? undefined : sentences.slice(Math.max(0, at - 1), at + maxReplySentences).join('\n');
}

function meantIn(sentences: readonly string[]): string | undefined {
  const at = sentences.findIndex(sentence => !refusalOf(replyCodeIn(sentence), sentence).isGuess);
  return at === -1 ? undefined : sentences.slice(at, at + maxMeaningSentences).join('\n');
}
