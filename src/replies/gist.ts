/** Words of a reply that differ from one message to the next: addresses, hosts, and all that has a digit. */
const differs = /[\d@]|[^.]\.[^.]/;

/**
 * What is the same in the replies of a server that answers all messages for one reason: its code, and its words without addresses and ids.
 * @example gistOf({ code: 550, words: '5.4.5 Quota of r1@a.example exceeded. s12sm34 - gsmtp' }) // '550 quota of exceeded. - gsmtp'
 */
export const gistOf = ({ code, words }: { code?: number; words: string }): string =>
  [code, ...words.split(/\s+/).filter(word => word !== '' && !differs.test(word))].join(' ').toLowerCase();
