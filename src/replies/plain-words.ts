/**
 * A server's words without what is no word of its own: web addresses, mail addresses, names of hosts, and the codes at the
 * beginning of the further lines of a reply. An unknown error is no unknown user. A host named `mx.antispam.example` says nothing about spam.
 * @example plainWords('550-5.1.1 User 550 5.1.1 unknown: https://x.example/spam') // '550-5.1.1 User unknown: '
 */
export const plainWords = (words: string): string =>
  words
    .replace(/\b(?:https?:\/\/|www\.)[^\s<>]+/gi, ' ')
    .replace(/(?<![^\s<>@"'(){},;:[\]])[^\s<>@"'(){},;:[\]]{1,64}@[^\s<>@"'(){},;:[\]]{1,255}/g, '@')
    .replace(/(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}\.[a-z]{2,24}(?![\w.-])/g, ' ')
    .replace(
      /\bunknown (?=(?:mail |mailer |system |internal |smtp )?(?:error|reason|cause|problem|failure|exception)\b)/gi,
      '',
    )
    .replace(/(?<=[a-z,;.])\s[245]\d\d(?:-(?:[245]\.\d{1,3}\.\d{1,3} )?| #?[245]\.\d{1,3}\.\d{1,3} )/gi, ' ');
