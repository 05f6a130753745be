import type { Phrases } from '../meanings.ts';

/** The names that mail servers send their reports by, whatever language they speak. */
export const mailPrograms: Phrases = {
  // Orange's codes for mail that it does not want.
  blocked: ['ofr_5'],
  daemonName: ['mailer(-| )?daemon|postmaster'],
  daemonAddress: [
    '^(mailer-?daemon|mail-?daemon|mdaemon|mmdf|postmaster|mail-?system|mail-?delivery|mailadmin)>',
    '^(bounces?|noreply-bounce|double-?bounce|symantec)>',
    'daemon@',
  ],
  roleAddress: ['^(postmaster|mailer-daemon|abuse)@'],
};
