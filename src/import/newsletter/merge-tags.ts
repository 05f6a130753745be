/** The placeholders that programs replace by what they know of a reader: Mailchimp, Liquid and Handlebars, Mailgun, MailerLite, others. */
const mergeTag =
  /(?:[ \u00a0])?(?:\*\|[^|*\n<>]{1,80}\|\*|\{\{[^{}\n<>]{1,120}\}\}|\{%[^{}%\n<>]{1,200}%\}|%[a-z]{1,30}(?:[._][a-z]{1,30}){1,3}%|%%[\w .-]{1,40}%%|\{\$[\w.-]{1,60}\}|\[\[[\w .-]{1,40}\]\])/gi;

/** A text without merge tags (`*|FNAME|*`, `{{ contact.FIRSTNAME }}`, `%recipient.name%`), and how many it had. */
export function withoutMergeTags(text: string): { text: string; count: number } {
  let count = 0;
  const kept = text.replace(mergeTag, () => {
    count++;
    return '';
  });
  return { text: kept, count };
}
