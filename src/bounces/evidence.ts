import { refusalOf } from '../replies/refusal.ts';
import { bearsReplyCode, replyCodeIn } from '../replies/status-codes.ts';
import { wordsOf } from '../replies/words.ts';
import { addressesIn } from './addresses.ts';

/** Characters of a text that are looked at, and sentences that belong to one reply. */
const maxCharacters = 16_000;
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
  // Some name the recipient only below the reply, among the fields of the envelope.
  const isOnly = recipient !== undefined && !all.some(({ text }) => startsWithOther(text, recipient.toLowerCase()));
  return spokenIn(own) ?? (isOnly ? spokenIn(all) : undefined) ?? meantIn(own) ?? spokenIn(all) ?? meantIn(all);
}

/** The first sentences of a text that mean a refusal, whether they have a code or not. */
export const meaningIn = (text: string, recipient: string | undefined): string | undefined => {
  const all = sentencesOf(text);
  return meantIn(ofRecipient(all, recipient)) ?? meantIn(all);
};

/** A sentence, and the number of its paragraph. */
type Sentence = { text: string; paragraph: number };

/** A paragraph's lines are one text, unless a line begins with an address or a code. */
function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let paragraph = 0;
  let current = '';
  const end = (): void => {
    const parts = current.split(/(?<=[.!?。！])\s+(?=[^a-z\d])/u);
    sentences.push(...parts.flatMap(part => (part.trim() === '' ? [] : { text: part.trim(), paragraph })));
    current = '';
  };
  for (const line of text.slice(0, maxCharacters).split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '' || startsItem(trimmed) || isHeading(trimmed)) end();
    if (trimmed === '') paragraph++;
    if (isHeading(trimmed)) continue;
    current = `${current} ${trimmed}`;
  }
  end();
  return sentences;
}

const startsItem = (line: string): boolean =>
  /^(?:<|[\w.+-]{1,64}@|(?:>>>|<<<)|[245]\d\d[ -]|--|\*\*)/.test(line) && !/^<?[^\s<>]{1,80}>[,.]/.test(line);

/** Whether a line stands between rules, such as `*** Message from VirusWall ***`: it names the program, and says nothing of the cause. */
const isHeading = (line: string): boolean =>
  /^[*=_|-]{3}/.test(line) && /[*=_|-]{3}$/.test(line) && !bearsReplyCode(line) && addressesIn(line).length === 0;

/** The sentences from the one that names the recipient until one that begins with another address. */
function ofRecipient(sentences: readonly Sentence[], recipient: string | undefined): Sentence[] {
  if (recipient === undefined) return [];
  const name = recipient.toLowerCase();
  const from = sentences.findIndex(({ text }) => text.toLowerCase().includes(name));
  if (from === -1) return [];
  const next = sentences.findIndex(({ text }, i) => i > from && startsWithOther(text, name));
  return sentences.slice(from, next === -1 ? undefined : next);
}

function startsWithOther(sentence: string, name: string): boolean {
  const [first] = addressesIn(sentence.slice(0, 200));
  return first !== undefined && first.toLowerCase() !== name && /^<?[^\s<>]{1,100}@/.test(sentence);
}

/** The sentence with a reply's code, the one before it, and the rest of its paragraph; more only if these say nothing. */
function spokenIn(sentences: readonly Sentence[]): string | undefined {
  const at = sentences.findIndex(({ text }) => bearsReplyCode(text));
  if (at === -1) return undefined;
  const following = sentences.slice(at, at + maxReplySentences);
  const before = sentences.slice(Math.max(0, at - 1), at);
  const own = joined([...before, ...following.filter(({ paragraph }) => paragraph === sentences[at]?.paragraph)]);
  return refusalOf(replyCodeIn(own), own).isGuess ? joined([...before, ...following]) : own;
}

/**
 * The first sentence that means a refusal, and the rest of its paragraph. A sentence about a server that cannot be reached comes last:
 * reports say so in their introductions.
 */
function meantIn(sentences: readonly Sentence[]): string | undefined {
  const classes = sentences.map(({ text }) => refusalOf(replyCodeIn(text), text));
  const sure = classes.findIndex(one => !one.isGuess && one.class !== 'soft');
  const full = sentences.findIndex(({ text }) => wordsOf(text).say('mailboxFull'));
  const found = [sure, full].filter(at => at !== -1);
  const at = found.length > 0 ? Math.min(...found) : classes.findIndex(one => !one.isGuess);
  if (at === -1) return undefined;
  const own = sentences.slice(at, at + maxMeaningSentences);
  return joined(own.filter(({ paragraph }) => paragraph === sentences[at]?.paragraph));
}

const joined = (sentences: readonly Sentence[]): string => sentences.map(({ text }) => text).join('\n');
