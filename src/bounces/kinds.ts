import { fieldIn, type Mail } from './mail.ts';

/** What a mail is, before it is asked what it says. */
export type MailKind = 'report' | 'complaint' | 'bounce' | 'auto_reply' | 'receipt' | 'leave' | 'other';

/** Local parts and names that programs send reports by. */
const daemons =
  /^(mailer-?daemon|mail-?daemon|postmaster|mdaemon|mmdf|mail-?system|mail-?delivery|mailadmin|bounce|bounces|noreply-bounce|symantec|double-?bounce)\b|daemon@|^postmaster@/i;
const daemonNames =
  /mail (delivery|system)|delivery (sub)?system|system administrator|mail administrator|mailer.?daemon|postmaster|mailzustell|système de (messagerie|livraison)/i;

/** Subjects of reports, in the languages servers speak. */
const failures =
  /undeliver|deliver(y|ies) (status|fail|report|has|notification|problem|error)|(mail|message|delivery).{0,20}(fail|error|returned|rejected|not delivered)|return(ed|ing) (mail|message|to sender)|failure (notice|notification|delivery)|non.?delivery|could not (be delivered|deliver)|mail (system )?error|unable to deliver|warning: (message|could)|non (remis|distribu|livr)|échec (de|d’|d')|n[’']a pas (pu )?(été|être) (remis|distribu|livr)|unzustell|nicht (zugestellt|zustellbar)|zustell\S*fehl|fehler bei der (zustell|übermitt)|no (se ha |se )?(pudo|podido) entregar|no entregado|devuelto|error de entrega|mancata? (consegna|recapit)|non recapitat|impossibile recapitare|niet (bezorg|afgelever)|onbestelbaar|não (foi )?(entreg|possível)|falha (na|de) entrega|devolvid|недостав|не (был[ао]? )?доставлен|ошибка доставки|не може бути достав|配信不能|配送不能|不達|送信できません|エラー通知|退信|退回|无法投递|無法傳遞|배달되지|반송/i;

/** Subjects of those who are away. */
const away =
  /out of (the )?office|auto(matic|mated)?[- ]?(reply|response|antwort|respon)|auto:|away from|on (vacation|holiday|leave)|vacation|abwesen|réponse automatique|absen(t|ce|za|cia)|automatisch antwoord|automatische antwort|afwezig|respuesta automática|fuera de la oficina|risposta automatica|fuori (sede|ufficio)|resposta automática|férias|congés?\b|автоответ|отсутств|自動(応答|返信)|不在|自动回复|자동 ?회신|부재/i;

/** The kind of a mail. A server's report is one whatever its subject says; a person's absence is no bounce. */
export function kindOf(mail: Mail): MailKind {
  const { head, subject, from, reports, text } = mail;
  const type = fieldIn(head, 'content-type') ?? '';
  if (reports.some(report => report.type === 'message/feedback-report') || /report-type="?feedback-report/i.test(type))
    return 'complaint';
  if (/report-type="?disposition-notification/i.test(type)) return 'receipt';
  if (reports.length > 0 || /report-type="?delivery-status/i.test(type)) return 'report';
  if (/^(x-failed-recipients|x-ezmlm|x-ahmailid):/im.test(head)) return 'bounce';
  const isDaemon = daemons.test(from.address) || daemonNames.test(from.name);
  const saysFailure = failures.test(subject);
  const isAuto =
    /^(auto-submitted:\s*auto-(replied|generated|notified)|x-auto-?(reply|respond|response)[\w-]*:|x-autoreply-from:|precedence:\s*auto_reply|x-mail-autoreply:|x-facebook-notify)/im.test(
      head,
    );
  if (away.test(subject) && !isDaemon) return 'auto_reply';
  if (isDaemon || saysFailure) return 'bounce';
  if (isAuto) return 'auto_reply';
  // Some have neither a subject nor a sender that says so, and speak as servers do.
  if (
    /^return-path:\s*<?>?\s*$/im.test(head) &&
    /\b[45]\d\d[ -#](\(?#?[45]\.\d\.\d|.*(user|mailbox|recipient))/i.test(text)
  )
    return 'bounce';
  if (/^\s*(re:\s*)?(unsubscribe|désabonn\S*|désinscri\S*|abmelden|abbestellen|stop|baja)\b/i.test(subject))
    return 'leave';
  return 'other';
}
