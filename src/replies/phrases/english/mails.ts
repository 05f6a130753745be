import type { Phrases } from '../../meanings.ts';
import { near } from '../../phrase.ts';

/** What English bounces, automatic replies and complaints say. */
export const englishMails: Phrases = {
  failureSubject: [
    "undeliver|non(-| )?delivery|unable to deliver|could not (be delivered|deliver)|can(not|'t) be delivered",
    'deliver(y|ies) (status|fail|report|has|notification|problem|error|incomplete|unsuccessful)',
    near('mail|message|delivery', 20, 'fail|error|returned|rejected|not delivered|bounce'),
    'return(ed|ing) (mail|message|to sender)|bounced? (mail|message|e-?mail)|returned:',
    'failure (notice|notification|delivery)|user unknown|unknown user|not delivered|undelivered',
    'mail (system )?error|problem (delivering|with delivery)|permanent(ly)? fail',
    'warning: (message|could|e-?mail)|message (status|you sent blocked)|rejected( mail)?:',
  ],
  successSubject: [
    '^(delivered|relayed|expanded|read|success)|success(ful)? (mail )?deliver|deliver(y|ed) success',
    '(notification|status|report)( -|:)? ?(success|delivered|opened|relayed)',
  ],
  failureText: [
    "(could|can|was|were|has|have)( ?not|n't) (be|been)? ?(successfully )?deliver",
    'undeliver(able|ed)|delivery (has )?(failed|failure)|failed to deliver|unable to deliver',
    'returned to (you|sender)|message (was )?(bounced|rejected)|(did|could) not (reach|deliver)|permanent(ly)? (error|fail)',
    'automatically rejected|host said:|smtp error|following (recipients?|addresse?s?)|transcript of (the )?session',
  ],
  delaySubject: ['delay|warning|not yet|temporar|still|deferred'],
  stillTrying: [
    'will (be |keep |continue )?(re)?tr(y|ied)',
    'has not (yet )?been (delivered|collected)|not yet been|will continue to (try|attempt|be attempted)',
    'still being|delayed|do not need to (re)?send|delivery attempts will continue|retry for',
  ],
  warningOnly: [
    'warning message only|do not need to (re)?send|no action is required on your part',
    'will retry for|delivery will continue to be attempted|will keep trying|delivery attempts will continue',
    'has not (yet )?been delivered yet|is still in the queue|message will be deleted from queue',
  ],
  awaySubject: [
    'out of (the )?office|away from',
    'auto(matic|mated)?(-| )?(reply|response|respon|generated reply)|auto:|autoreply',
    'out of the country|currently (away|out)|not in the office|auto(-| )?answer|thank you for (your (e-?mail|message)|contacting)',
    'on (vacation|holiday|leave)|vacation|absen(t|ce)|<ooo>|away>|i am away|i have left|no longer (with|at)>',
  ],
  replyPrefix: ['^(re|fw|fwd|tr) ?:'],
  complaintSubject: [
    'complaint about (message|e?-?mail)|(abuse|spam|junk|feedback) (mail )?(report|complaint)|email feedback',
    'abuse complaint|spam complaint|feedback loop|<fbl>|spamcop|reported as (spam|junk)',
  ],
  complaintAddress: ['^(staff|fbl|feedback|complaints?|abuse|scomp|spamcop|feedbackloop|abuse-report)'],
  daemonName: ['mail (delivery|system)|delivery (sub)?system', '(system|mail) administrator|returned mail|mail router'],
  asksForHelp: [
    '<(contact|assistance|help ?desk|support|questions?|administrator|please (write|send|mail|e-?mail|report|notify))>',
    'for help|further information|more information|if you (need|have|feel|believe|think)|forward(ing)? this',
  ],
  originalRule: [
    '<(original|copy|headers?|returned|unsent|undelivered)>',
    '<(message follows|message text|your message)>',
  ],
  originalLine: [
    '^(original message|original mail|included is a copy|below (this line|the next line)|begin forwarded message)',
    '^(your message (follows|was sent)|the (full )?(header|original (message|mail) (follows|is|header))|message headers?)',
    '^start of returned message',
    '^(this is a copy of the|here is a copy|the following is a copy|a copy of (the|your)|original headers?|forwarded message)',
    'headers of (the|your) (original )?(message|mail)',
  ],
  addressField: ['^(to|cc|from|sender|reply-to|message-id|references|in-reply-to|return-path|envelope-to):'],
};
