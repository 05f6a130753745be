/** The texts of the preview, in English and in French. */
const words = {
  en: {
    interface: 'Language of this page',
    view: 'View',
    width: 'Width',
    phone: 'Phone',
    tablet: 'Tablet',
    desktop: 'Desktop',
    colours: 'Colours',
    light: 'Light',
    dark: 'Dark',
    part: 'Part',
    html: 'HTML',
    images_off: 'Images off',
    text: 'Plain text',
    inbox: 'In the inbox',
    gmail: 'Gmail',
    apple: 'Apple Mail',
    size: kilobytes => `of the ${kilobytes} KB that Gmail shows`,
    reading: 'to read',
    minutes: n => `${n} min`,
    problems: 'Problems',
    none: 'No problems',
    issue: 'Of the whole issue',
    count: (errors, warnings) =>
      [errors && `${errors} error${errors > 1 ? 's' : ''}`, warnings && `${warnings} warning${warnings > 1 ? 's' : ''}`]
        .filter(Boolean)
        .join(', '),
    broken: 'The file has errors: this is the last valid version.',
    lost: 'The preview has ended. Start it again in the terminal.',
    test: 'Send me a test',
    address: 'Your address',
    sending: 'Sending…',
    saved: 'Up to date',
    error: 'Error',
    warning: 'Warning',
  },
  fr: {
    interface: 'Langue de cette page',
    view: 'Affichage',
    width: 'Largeur',
    phone: 'Téléphone',
    tablet: 'Tablette',
    desktop: 'Ordinateur',
    colours: 'Couleurs',
    light: 'Clair',
    dark: 'Sombre',
    part: 'Partie',
    html: 'HTML',
    images_off: 'Sans images',
    text: 'Texte brut',
    inbox: 'Dans la boîte de réception',
    gmail: 'Gmail',
    apple: 'Apple Mail',
    size: kilobytes => `des ${kilobytes}\u202fKo que Gmail affiche`,
    reading: 'de lecture',
    minutes: n => `${n}\u00a0min`,
    problems: 'Problèmes',
    none: 'Aucun problème',
    issue: 'Du numéro entier',
    count: (errors, warnings) =>
      [
        errors && `${errors} erreur${errors > 1 ? 's' : ''}`,
        warnings && `${warnings} avertissement${warnings > 1 ? 's' : ''}`,
      ]
        .filter(Boolean)
        .join(', '),
    broken: 'Le fichier comporte des erreurs\u00a0: voici le dernier état valable.',
    lost: 'L’aperçu est terminé. Relancez-le dans le terminal.',
    test: 'M’envoyer un essai',
    address: 'Votre adresse',
    sending: 'Envoi…',
    saved: 'À jour',
    error: 'Erreur',
    warning: 'Avertissement',
  },
};

/** The texts of a language; English if there are none. */
export const wordsOf = language => words[language] ?? words.en;

/** The first language of the browser that the preview has. */
export const preferred = () => navigator.languages.map(tag => tag.slice(0, 2)).find(tag => tag in words) ?? 'en';
