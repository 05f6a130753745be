import type { Phrases } from '../meanings.ts';

/** The sender names of mail servers' reports, which are the same in all languages. */
export const mailPrograms: Phrases = {
  // Orange's codes for blocked mail.
  blocked: ['ofr_5'],
  daemonName: ['mailer(-| )?daemon|postmaster'],
  daemonAddress: [
    '^(mailer-?daemon|mail-?daemon|mdaemon|mmdf|postmaster|mail-?system|mail-?delivery|mailadmin)>',
    '^(bounces?|noreply-bounce|double-?bounce|symantec)>',
    'daemon@',
  ],
  roleAddress: ['^(postmaster|mailer-daemon|abuse)@'],
};
