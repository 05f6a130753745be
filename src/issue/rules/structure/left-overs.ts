/** Signs of an unfinished text. Each pattern leaves out the words that only look like one. */
export const unfinished: readonly RegExp[] = [
  /(?<![\p{L}\p{N}_./-])(?:TODO(?![ -]?(?:list|app))|FIXME|TBD|À COMPLÉTER|A COMPLETER|À VÉRIFIER|A VERIFIER)(?![\p{L}\p{N}_-])/u,
  // “To come”, of journalists. TK Maxx, TK-421 and (TK) are names.
  /(?<![\p{L}\p{N}_&/.(-])TK(?:TK){0,4}(?![\p{L}\p{N}_&/-])(?! (?:\p{Lu}(?!K)|\d))/u,
  /(?<![\p{L}\p{N}_&/.(-])(?:TK(?:TK){1,4}|tk(?:tk){1,4})(?![\p{L}\p{N}_-])/u,
  // A blank to fill. Alone on a line it is a rule, which `markdown` reports.
  /(?<![\p{L}\p{N}_\\])(?!(?<=^ {0,3})_{3,40} {0,9}$)_{3,40}(?![\p{L}\p{N}_])/mu,
  // Not the number thirty (Super Bowl XXX), nor the kind of film.
  /(?<![\p{L}\p{N}_./-])(?<!\b(?:Bowl|WrestleMania|UFC|Louis|Chapitre|Chapter|Tome|Volume|Partie|Part|Acte|Act|films?|sites?|movies?|classée?|rated) )XXX{1,3}(?![\p{L}\p{N}_-])(?! (?:Olymp|[Jj]eux|Games))/u,
  /(?<![\p{L}\p{N}_])[xX]{2,4}(?= (?:€|%|euros?|dollars?|millions?|milliards?|billion|percent|pour cent)(?!\p{L}))/u,
  // Not the chromosomes, the size, nor the twentieth.
  /(?<![\p{L}\p{N}_./-])(?<![^.!?] \p{Lu}\p{L}{1,20} |chromosomes? )(?:XX|xx)(?= (?:\p{Ll}{3,20}s|people|children|women|men)(?!\p{L}))(?! (?:chromosomes?|siècles?))/u,
  /^\s{0,9}\?{3,}\s{0,9}$|(?<=^|\s|[([])\?{3,5}(?=\s{1,3}[\p{Ll}\d€$%]|[)\]])|(?<=\p{Ll} )\?{3,5}(?=, )/u,
  /\blorem ipsum\b/i,
  /\[(?:à|a) (?:vérifier|verifier|compléter|completer|confirmer|relire|traduire|sourcer|préciser|remplacer|rédiger|écrire|venir|insérer|ajouter|définir|revoir|corriger|actualiser|mettre)(?!\p{L})[^[\]\n]{0,60}\](?!\()/iu,
  /\[[^[\]\n]{1,60} (?:à (?:vérifier|confirmer|compléter|préciser|relire|venir|fournir|trouver|ajouter|insérer|traduire)|to (?:check|confirm|verify|come|follow|be (?:checked|confirmed|verified)))\](?!\()/iu,
  /\((?:CHECK|VERIFY|VÉRIFIER|À VÉRIFIER|À RELIRE)[ \u00a0\u202f]?[!?]{0,3}\)/u,
  /\[(?:to (?:check|verify|confirm|complete|translate|fill|write|add|insert|replace|come|do|be \p{L}{4,12})|citation needed|source needed|fact[- ]?check)(?!\p{L})[^[\]\n]{0,60}\](?!\()/iu,
  /\[(?:sources?|réf\.?|ref\.?|référence|citation|cite|lien|link|date|chiffres?|nom|name|année|year|qui|who)[ \u00a0\u202f]?\?{1,3}\](?![([:])|\((?:sources?|réf\.?|ref\.?)[ \u00a0\u202f]?\?{1,3}\)|\[\?{2,5}\]/iu,
  // `(to be confirmed)` is said to readers, too.
  /\((?:to (?:be (?:checked|verified|completed|translated|written|added|filled in|sourced|rewritten)|check|verify|translate)|à (?:vérifier|relire|traduire|sourcer|rédiger|réécrire)|a verifier|fact[- ]?check)\)/iu,
  /(?<!\[)\[(?:check|verify|tk|tbc|tbd|todo|lien|link|nom|pr[ée]nom|ville|name|first[ _]?name|last[ _]?name|fname|lname|e-?mail|chiffres?|number|date|montant|amount|titre|title|url|placeholder|x{2,4}|insérer [^[\]\n]{1,60}|insert [^[\]\n]{1,60}|lien (?:ici|à \p{L}{1,12})|link here|votre \p{L}{1,20}|your \p{L}{1,20})\](?![([:])/iu,
];

/** Fields that another program fills: Liquid and Handlebars, Mailchimp, Mailgun, Brevo, shells, ERB. */
export const mergeFields: readonly RegExp[] = [
  /\{\{[^{}\n]{0,60}\}\}|\{%[^{}\n]{1,80}%\}|\*\|[^|\n]{1,60}\|\*|%%[A-Za-z_]{2,40}%%|\[\[[\p{L}_][\p{L}\p{N}_.-]{1,40}\]\]/u,
  // Not the variables of Windows, such as %APPDATA%.
  /(?<![\p{L}\p{N}%])%(?!(?:APPDATA|LOCALAPPDATA|TEMP|TMP|PATH|USERPROFILE|USERNAME|PROGRAM\w{1,12}|WINDIR|SYSTEM\w{1,12}|HOMEPATH|COMSPEC)%)(?:[A-Z][A-Z_]{2,30}|[a-z]{2,20}[._][a-z_]{2,20}|pr[eé]nom|nom|name|e?mail)%(?![\p{L}\p{N}])/u,
  /\$\{[A-Za-z_][\w.]{0,40}\}|<%[^%\n]{1,60}%>/,
  /(?<![{$])\{(?:first_?name|last_?name|full_?name|name|pr[eé]nom|nom|e?mail)\}/i,
];
