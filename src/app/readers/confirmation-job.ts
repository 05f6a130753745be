import { type ConfirmationSender, startConfirmationSender } from '../../delivery/confirmation-sender.ts';
import type { ConfirmationEmail } from '../../email/confirmation-email.ts';
import { confirmationMessageMaker } from '../../message/confirmation-message.ts';
import type { Publication } from '../../publication/schema.ts';
import { errorText } from '../../source/error-text.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import type { Log } from '../observe/log.ts';
import { type SendSettings, transportOf } from '../settings/send-settings.ts';

/** What confirmations are sent with. */
export type ConfirmationMail = {
  publication: Publication;
  store: Store;
  settings: SendSettings;
  letters: readonly ConfirmationEmail[];
  log: Log;
  signal: AbortSignal;
};

/** Sends confirmation emails until the signal aborts. A failure is reported once, not at every attempt. */
export async function sendConfirmations(
  { tell, now }: AppContext,
  { publication, store, settings, letters, log, signal }: ConfirmationMail,
): Promise<ConfirmationSender> {
  let lastFailure = '';
  return startConfirmationSender({
    confirmations: store.confirmations,
    transport: await transportOf(settings),
    compose: confirmationMessageMaker(letters, { ...settings.sender, publication }),
    now,
    signal,
    tried: ({ kind, attempts }, { kind: outcome }) => {
      lastFailure = '';
      log.info({ kind, attempts, outcome }, 'letter');
    },
    failed(cause) {
      const why = errorText(cause);
      log.error({ why }, 'confirmation sender');
      if (why !== lastFailure)
        void tell({
          kind: 'notice',
          words: t('Confirmations wait: %{why}. Nothing is lost; they are sent when it works again.', {
            why: why.replace(/\.$/, ''),
          }),
        });
      lastFailure = why;
    },
  });
}
