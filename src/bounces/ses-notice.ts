import { z } from 'zod';
import { refusalOf } from '../replies/refusal.ts';
import { replyCodeIn } from '../replies/status-codes.ts';
import { parseJson } from '../source/json.ts';

const recipients = z.array(
  z.object({ emailAddress: z.string(), status: z.string().optional(), diagnosticCode: z.string().optional() }),
);

/** A notice of Amazon SES (docs.aws.amazon.com/ses, Amazon SNS notification contents). */
export const sesNotice = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  bounce: z
    .object({
      bounceType: z.string(),
      bounceSubType: z.string().optional(),
      feedbackId: z.string(),
      bouncedRecipients: recipients,
    })
    .optional(),
  complaint: z
    .object({ feedbackId: z.string(), complainedRecipients: recipients, complaintFeedbackType: z.string().nullish() })
    .optional(),
});
type SesNotice = z.infer<typeof sesNotice>;

/** What a notice says of one recipient. */
type NoticedEvent = {
  key: string;
  class: 'hard' | 'soft' | 'policy' | 'unknown' | 'complaint';
  recipient: string;
  code?: string;
  words?: string;
};

/** Subtypes of bounces that are about our mail. */
const policySubTypes = ['MessageTooLarge', 'ContentRejected', 'AttachmentRejected'];

/** The events of a notice; none for deliveries, and for mails that a provider no longer calls spam. */
export function sesEvents({ bounce, complaint }: SesNotice): NoticedEvent[] {
  if (bounce !== undefined)
    return bounce.bouncedRecipients.map(({ emailAddress, status, diagnosticCode }) => ({
      key: `ses ${bounce.feedbackId} ${emailAddress}`,
      class: classOf(bounce, `${status ?? ''} ${diagnosticCode ?? ''}`),
      recipient: emailAddress,
      code: status,
      words: diagnosticCode,
    }));
  if (complaint === undefined || complaint.complaintFeedbackType === 'not-spam') return [];
  return complaint.complainedRecipients.map(({ emailAddress }) => ({
    key: `ses ${complaint.feedbackId} ${emailAddress}`,
    class: 'complaint',
    recipient: emailAddress,
    words: complaint.complaintFeedbackType ?? undefined,
  }));
}

/** The server's words where they say something, else Amazon's type: `Transient` is temporary, `Undetermined` unknown. */
function classOf(bounce: NonNullable<SesNotice['bounce']>, words: string): NoticedEvent['class'] {
  if (policySubTypes.includes(bounce.bounceSubType ?? '')) return 'policy';
  const refusal = refusalOf(replyCodeIn(words), words);
  if (refusal.class === 'policy' && !refusal.isGuess) return 'policy';
  if (bounce.bounceType === 'Permanent') return refusal.class === 'soft' && !refusal.isGuess ? 'soft' : 'hard';
  return bounce.bounceType === 'Transient' ? 'soft' : refusal.class;
}

/** The event of a notice that Amazon SNS sent by mail, as JSON in the text. Only the first recipient counts: we mail one at a time. */
export function sesNoticeIn(text: string): Omit<NoticedEvent, 'key'> | undefined {
  if (!/"(notification|event)Type"/.test(text)) return undefined;
  const json = parseJson(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  const envelope = z.object({ Message: z.string() }).safeParse(json);
  const { data } = sesNotice.safeParse(envelope.success ? parseJson(envelope.data.Message) : json);
  const [event] = data === undefined ? [] : sesEvents(data);
  if (event === undefined) return undefined;
  const { key: _, ...noticed } = event;
  return noticed;
}
