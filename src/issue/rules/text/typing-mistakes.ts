import type { PlainWording } from '../../../wording/wording.ts';

type TypingMistake = {
  pattern: RegExp;
  message: PlainWording;
  /** Absent where a person decides. */
  replacement?: string;
  /** The only language in which it is a mistake. */
  only?: string;
};

/** Each pattern includes the letters around the mistake, so that the words can be found in the file. */
export const mistakes: readonly TypingMistake[] = [
  { pattern: /([\p{L}\p{N},;:])( {2,})([\p{L}\p{N}])/gu, message: 'Two spaces stand here.', replacement: '$1 $3' },
  {
    pattern: /([\p{L}»”)]) +([,.])(?=\s|$)/gu,
    message: 'A space stands before the sign.',
    replacement: '$1$2',
  },
  {
    pattern: /(\p{L}) +,(?=\p{L})/gu,
    message: 'The space stands before the comma instead of after it.',
    replacement: '$1, ',
  },
  { pattern: /(\p{L}),(\p{L})/gu, message: 'A space is missing after the comma.', replacement: '$1, $2' },
  {
    // Not in names such as System.Text or Node.Js: only before words that begin a sentence.
    pattern:
      /(?<![\p{L}\p{N}.@/_-])(\p{Ll}{2,30})\.((?:Les?|La|Une?|Des|Ils?|Elles?|On|Ce|Cette|Ces|En|Dans|Pour|Mais|Et|À|Au|Aux|Par|Sur|Avec|Selon|Cela|Nous|Vous|Après|Depuis|The|An|It|He|She|They|We|You|In|On|At|But|And|This|That|These|There|For|If|After|When|Its|His|Her|Maître|Madame|Monsieur|Mesdames|Messieurs|Docteur|Mme|Tout|Toute|Tous|Toutes|Rien|Chaque|Plusieurs|Deux|Trois|Leurs?|Son|Sa|Ses|Notre|Votre|Quand|Comme|Si|Ainsi|Alors|Puis|Enfin|Hier|Demain|Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche|Chez|Sans|Sous|Vers|Entre|Même|Aucune?|Ceux|Celle|Celui|Où|Qui|Que|Quoi|Pourquoi|Comment|Combien|Ne|Pas|Seule?|Encore|Déjà|Bientôt|Aussi|Moins|My|Our|Your|Their|Then|So|No|Not|Now|Some|Most|Many|All|As|By|From|With|To|Of|Who|What|Why|How|Where|Once|Every|Each|One|Two|Three|Still|Yet|Last|Next|Here|Since|While|Only|Even|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mr|Mrs|Ms|Dr) )/gu,
    message: 'A space is missing after the full stop.',
    replacement: '$1. $2',
  },
  {
    pattern:
      /(?<![\p{L}\p{N}.@/_-])\p{Ll}{3,30}\.(?!Js|Net|Com|Io|Ai|Org|App)\p{Lu}\p{Ll}{2,30}(?=[\s,;:!?)]|$)(?! )/gu,
    message: 'A space is missing after the full stop.',
  },
  {
    // `fin.L’État`: an elided word begins the sentence.
    pattern: /(?<![\p{L}\p{N}.@/_-])(\p{Ll}{2,30})\.((?:[LDCJNSM]|Qu)['’]\p{L})/gu,
    message: 'A space is missing after the full stop.',
    replacement: '$1. $2',
  },
  {
    pattern:
      /(?<![\p{L}\p{N}.,/#@_×-])(\d{1,4}(?:[.,]\d{1,3})?)((?:giga|méga|mega|kilo|téra|tera)?watts?|(?:kilo|centi|milli)?(?:mètres?|metres?|meters?)|kilos?|(?:kilo)?gram(?:me)?s?|tonnes?|lit(?:re|er)s?|euros?|dollars?|francs?|millions?|milliards?|billions?|minutes?|secondes?|seconds?|heures?|hours?|jours?|days?|semaines?|weeks?|mois|months?|ans|années?|years?|degrés?|degrees?|personnes?|people|pages?|fois|times|miles?|hectares?|percent)(?![\p{L}\p{N}_-]|\.\p{L})/gu,
    message: 'A space is missing after the number.',
    replacement: '$1 $2',
  },
  {
    // British newspapers write `30cm`.
    pattern:
      /(?<![\p{L}\p{N}.,/#@_×-])(\d{1,4}(?:[.,]\d{1,3})?)(km\/h|km²?|cm|mm|kg|mg|ml|cl|[kMGT]Wh?|[kMGT]o|[kMG]?Hz|hPa|dB|°C)(?![\p{L}\p{N}_-]|\.\p{L})/gu,
    message: 'French writes a space before the unit.',
    replacement: '$1 $2',
    only: 'fr',
  },
  { pattern: /\b([eE]tc)(?:\.{2,3}|\.?…)/g, message: 'Only one full stop follows “etc”.', replacement: '$1.' },
  {
    pattern: /(?<![eE]tc)(?<=[\p{L}»”)])\.\.(?=\s|$|[»”)])/gu,
    message: 'Two full stops stand here.',
  },
  { pattern: /(?<=[\p{L}\p{N}»”)]),,(?=\s|$)/gu, message: 'Two signs stand here.', replacement: ',' },
  { pattern: /(?<=[\p{L}\p{N}»”)])(?:;[.,;]|,[.;:]|:[.,;])(?=\s|$)/gu, message: 'Two signs stand here.' },
  {
    pattern: /(\d)([€%])(?![\p{L}\p{N}])/gu,
    message: 'French writes a space before the sign.',
    replacement: '$1 $2',
    only: 'fr',
  },
  {
    pattern: /([\p{L}\p{N}])[ \u00a0\u202f]+([!?](?=[\s”’"')*_]|$)|[;:](?=[\s”’"'*_]|$))/gu,
    message: 'English has no space before the sign.',
    replacement: '$1$2',
    only: 'en',
  },
  {
    pattern: /«[ \u00a0\u202f]?([^«»]*?)[ \u00a0\u202f]?»/gu,
    message: 'English quotes are “ and ”.',
    replacement: '“$1”',
    only: 'en',
  },
  { pattern: /“([^“”]*)”(?![^«]*»)/gu, message: 'French quotes are « and ».', replacement: '« $1 »', only: 'fr' },
];
