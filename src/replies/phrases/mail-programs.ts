import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

/** What mail servers and providers say in no language, or in the same words everywhere: their codes, names and addresses. */
export const mailPrograms: Phrases = {
  blocked: [
    // Orange and La Poste.
    'ofr_?5|ofr_999|ofr004|lpn(0|1)|service refus(e|ed)>|mail refuse>|mail rejete>',
    // Yahoo: blocked, deferred, unwanted. Apple: local policy.
    '<(ts|tss|bl|ph|cs|hm)(0|1|2)(0|1|2|3|4|5|6|7|8|9)>',
    // NetEase (163, 126): content, HELO, sender, rate.
    '<(dt|hl|mi|rp):(spm|sum|ihu|ipb|rep|fnc|itc|nhd|imf|spb|spf|stc|dma|ipw|trc|qrc|isp|spt)>',
    // AOL.
    '<(rtr|hvu|dyn|con|rly|dns|pfi):(nr|bl|b1|b2|t1|ch|sn|bd|ge|du|re|n1|n2|n3|ip|cn)>|will not accept delivery of this',
    // Outlook.com.
    '<(sc|ou|dy|rp|cf)-00(1|2|3|4)>|<s3(140|150)>|<as(780098|42004|4810)>',
    // T-Online, Comcast, AT&T, Spectrum, Cox.
    near('<ip(=|:)', 30, 'a problem occurred'),
    '<bl00000|attrbl|aup#|<cx(bl|sndr|mxrt|cnct|dns)>|<tosa@|rbl restriction|lib_(1|9)',
    'spamhaus|spamcop|sorbs|barracudacentral|<brbl>|<rbl>|dnsbl|uceprotect|<(pbl|sbl|xbl|css|dbl)>',
    'mxrate|senderbase|senderscore|cloudmark|invaluement|manitu|nixspam|abusix|trustedsource|backscatterer',
    'administrative (prohibition|lockout)|anti-?spoofing|poor reputation|likely unsolicited',
    // Mailrelays that keep our name from being used.
    'message rejected: (email address|sending)|nemesis esmtp service not available',
  ],
  // PowerMTA's categories.
  doesNotExist: ['<(bad-mailbox|bad-domain|inactive-mailbox)>'],
  mailboxFull: ['<quota-issues>'],
  unreachable: ['<(no-answer-from-host|routing-errors|bad-connection)>'],
  aboutUs: ['<(policy|content|spam|virus)-related>|<(invalid-sender|relaying-issues)>'],
  blockList: ['spamhaus|spamcop|sorbs|barracudacentral|uceprotect|<(pbl|sbl|xbl)>|<bl2(0|1|2|3)>|<s3(140|150)>'],
  content: ['<dt:spm>'],
  daemonName: ['mailer(-| )?daemon|post(-|_| )?master|mail(er)?(-| )?(deliver|robot)|mdaemon'],
  daemonAddress: [
    '^(mailer-?daemon|mail-?daemon|mdaemon|mmdf|post(-|_)?master|mail-?system|mail-?delivery|mailadmin|mail-?er)>',
    '^(bounces?|noreply-bounce|double-?bounce|symantec|microsoftexchange|bounce-?(admin|handler|notification))',
    'daemon@|^mailerdaemon|^postmaster',
  ],
  machineAddress: [
    '^(no-?_?reply|do-?not-?reply|donotreply|post(-|_)?master|mail(er)?|system|admin|administrator|root|mta|smtp|notif)',
    '^(bounce|return|delivery|undeliver|daemon|exchange|mailer|server|robot|info-?reply|error|failure)',
  ],
  roleAddress: [
    '^(postmaster|mailer-daemon|abuse|help-?desk|help|support|hostmaster|webmaster|noc|security|service-?desk|tosa)@',
    '^(customer(-|_)?(service|care)|contact|it-?support|mail-?support|e-?mail-?support|admin|administrator|unblock)',
    '^(removeme|delist|blocked|spam|fbl|whitelist|info-?mail|postmaster-|mail-?abuse|tech-?support|serviceclient)',
  ],
  complaintAddress: ['spamcop|@(fbl|feedback|complaints|abuse)'],
};
