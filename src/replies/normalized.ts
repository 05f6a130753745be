/**
 * A text as phrases expect it: lower case, without accents and full-width forms, with one kind of apostrophe. Servers often
 * leave accents out.
 * @example normalized('L’Adresse est INTROUVABLE : boîte') // "l'adresse est introuvable : boite"
 */
export const normalized = (text: string): string =>
  text
    .replace(/[‘’´`ʼ]/g, "'")
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
