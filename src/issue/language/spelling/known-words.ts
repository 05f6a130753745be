const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** First parts of hyphenated words that are no words themselves: `ex-PDG`, `mi-novembre`, `crypto-asset`. */
export const firstParts: ReadonlySet<string> = wordSet(
  `anti audio bio chrono co cyber deep dé électro ex fact fin franco géo giga hydro hyper infra inter intra macro maxi mega méga meta méta mi micro mid mini mono multi nano
  neo neuro néo non para photo poly post pre pro pré quasi re retro rétro ré self semi socio sub super techno tele télé thermo trans tri turbo ultra vice vidéo`,
);

/** First parts that make a word of another without a hyphen: `cybersécurité`, `autoradio`, `microservice`. */
export const frenchPrefix =
  /^(?:anti|auto|bio|crypto|cyber|éco|électro|extra|géo|giga|hydro|hyper|infra|macro|maxi|méga|méta|micro|mini|mono|multi|nano|neuro|néo|photo|poly|post|rétro|semi|socio|super|techno|télé|thermo|trans|ultra|vidéo)(?=\p{L}{5})/u;
export const englishPrefix =
  /^(?:anti|auto|bio|counter|crypto|cyber|eco|electro|extra|geo|giga|hydro|hyper|infra|macro|mega|meta|micro|mini|mono|multi|nano|neuro|non|over|photo|poly|post|pre|retro|semi|socio|super|techno|tele|thermo|trans|ultra|under)(?=\p{L}{5})/u;

/** The word before an ending that makes a word of any noun: `crustless`, `cat-like` without its hyphen. */
export const englishSuffix = /^\p{Ll}{4,20}(?=(?:less|like|wise|proof)$)/u;

/**
 * Words that the dictionaries lack, and that look like a mistake of a word that they have: interjections, words of technology, and
 * English words that French uses as its own. Their plurals with s are right too.
 */
const newWords: Readonly<Record<string, ReadonlySet<string>>> = {
  fr: wordSet(
    `aha ahem brr gnagna mmh pfff snif tsoin wahou wow yay yep meh nah oops ouch shh yikes yup eek gosh hey huh
    agentique app board chatbot checklist datacenter devops email emoji ebook empowerment fab fabless fake feed feedback freelance gamer gaming gif google gpu jailbreaker lander lead
    leaker leak logger marketplace métavers microservice mooc noob nudge onboarding online pay peering pétaflop prompter proof push ransomware random reboot scaler scroll setup
    shader slide sneaker stack stories streamer team techo token tool tracking trailer trend tweet tweeteur url visio vlogueur wafer celleux toustes climatosceptique covid patou désinfox ecommerce vegan
    smic smicard rapporteure`,
  ),
  en: wordSet(
    `argh aha aïe bof boum chut euh haha hein hélas heu hmm mmh oh oops ouch ouf ouah pfff pff phew psst pst tss ugh vlan whoa wow yay yep yup zut
    algo backend balancer chiplet codec commoditize commoditise dev doomscrolling dox doxing ebook ecommerce esport fabless firehose foldable freemium decker frontend fundraise gamify gamified gif glitchy
    gamer hacktivism hardcode hotspot lidar lossy multithreaded nanosheet noob opex preprint qubit recommender renewables repo repost reposted reshoring reskill reskilling ridesharing
    blocklist misspelt queueing shortener scalable shader siloed stateful tokenise unpatched vendored virality vlog vlogger wifi foley galette reblochon comté`,
  ),
};

/** Words that are right in a language though its dictionary lacks them. @param language a primary tag */
export const newWordsOf = (language: string): ReadonlySet<string> => newWords[language] ?? new Set();
