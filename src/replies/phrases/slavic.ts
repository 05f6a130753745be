import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const polishUs = 'nadawc|<(twoj|wasz)(a|e|ego|ej)? (adres|konto|domen|serwer|ip)|adres(u)? ip';
const polishRejected = 'odrzucon|zablokowan|zabronion|niedozwolon|nieautoryzowan|nieprawid(ł|l)ow';
const czechUs = 'odes(í|i)latel|<va(š|s)(e|i|í)? (adresa|(ú|u)(č|c)et|dom(é|e)na|server|ip)|ip adres';
const czechRejected = 'odm(í|i)tnut|zablokov(á|a)n|zak(á|a)z(á|a)n|nen(í|i) povolen|nepovolen';

export const polish: Phrases = {
  doesNotExist: [
    near('u(ż|z)ytkownik|adres|odbiorc|skrzynk|konto|domen', 40, 'nie istnieje|nieznan|nie znalezion|nie odnaleziono'),
    near('nie mo(ż|z)na (odnale|znale)', 30, 'adres|odbiorc|u(ż|z)ytk|skrzyn'),
    near('nieznan(y|a|e)|nieistniej(ą|a)c(y|a|e)', 1, 'u(ż|z)ytkownik|odbiorc|adres|skrzynk|konto|domen'),
    near('nie (ma|znaleziono|istnieje)', 12, 'takiego u(ż|z)ytkownika|u(ż|z)ytkownik|odbiorc|adresu|skrzynki|konta'),
  ],
  closed: [near('konto|skrzynka', 30, 'nieaktywn|zamkni(ę|e)t|usuni(ę|e)t|wy(ł|l)(ą|a)czon')],
  mailboxFull: [
    near('skrzynk', 40, 'pe(ł|l)n|przepe(ł|l)nion|przekroczon'),
    near('przekroczon', 25, 'limit pojemno(ś|s)ci|pojemno(ś|s)(ć|c)|quota|limit skrzynki'),
    'brak (wolnego )?miejsca|niewystarczaj(ą|a)c(a|e) (ilo(ś|s)(ć|c) )?miejsc',
  ],
  unreachable: ['przekroczono (limit )?czas|po(ł|l)(ą|a)czenie (odrzucone|przerwane)|tymczasow'],
  blocked: [
    'czarn(a|ej) li(ś|s)(cie|ta)|niechcian(a|e|ych) (poczt|wiadomo)|reputacj|polityk(a|i|ą)|odmowa dost(ę|e)pu|wirus',
  ],
  aboutUs: [
    near(polishUs, 20, 'nieznan|nie istnieje|nie znalezion'),
    near(polishUs, 40, polishRejected),
    near(polishRejected, 12, 'nadawc'),
    'wymagane (jest )?uwierzytelni|przekazywanie (zabronione|niedozwolone)',
  ],
  sender: [polishUs, 'uwierzytelni|has(ł|l)o|bia(ł|l)a lista'],
  sendingLimit: ['zbyt wiele (wiadomo|po(ł|l)(ą|a)cze)|limit wysy(ł|l)'],
  failureSubject: ['nie (mo(ż|z)na )?(zosta(ł|l)a )?dostarcz|niedostarcz|zwrot (wiadomo|poczty)|b(ł|l)(ą|a)d dostarcz'],
  failureText: ['nie (zosta(ł|l)a|mog(ł|l)a|mo(ż|z)na)( zosta(ć|c))? dostarcz|niedostarcz'],
  delaySubject: ['op(ó|o)(ź|z)ni'],
  stillTrying: ['pr(ó|o)by (dostarczenia )?b(ę|e)d(ą|a)|op(ó|o)(ź|z)nion'],
  awaySubject: ['autoodpowied(ź|z)|odpowied(ź|z) automatyczna|automatyczna odpowied|nieobecno|poza biurem|urlop'],
  replyPrefix: ['^(odp|pd) ?:'],
  addressField: ['^(do|od):'],
};

export const czech: Phrases = {
  doesNotExist: [
    near(
      'u(ž|z)ivatel|adresa|p(ř|r)(í|i)jemce|schr(á|a)nka|(ú|u)(č|c)et|dom(é|e)na',
      40,
      'neexistuj|nezn(á|a)m|nenalezen',
    ),
    near('nezn(á|a)m(ý|y|á|a)|neexistuj(í|i)c(í|i)', 1, 'u(ž|z)ivatel|p(ř|r)(í|i)jemce|adresa|schr(á|a)nka|dom(é|e)na'),
    near('nebyl(a)? nalezen|nelze nal(é|e)zt', 20, 'u(ž|z)ivatel|p(ř|r)(í|i)jemc|adres|schr(á|a)nk'),
  ],
  closed: [near('(ú|u)(č|c)et|schr(á|a)nka', 30, 'zru(š|s)en|deaktivov|neaktivn|uzav(ř|r)en')],
  mailboxFull: [
    near('schr(á|a)nka', 40, 'pln(á|a)|zapln(ě|e)n|p(ř|r)epln(ě|e)n|p(ř|r)ekro(č|c)'),
    near('p(ř|r)ekro(č|c)en', 25, 'kv(ó|o)t|kapacit|velikost schr'),
    'nedostatek (voln(é|e)ho )?m(í|i)sta',
  ],
  unreachable: ['vypr(š|s)el(o)? (č|c)as|spojen(í|i) (odm(í|i)tnuto|p(ř|r)eru(š|s)eno)|do(č|c)asn'],
  blocked: [
    '(č|c)ern(é|e|á|a) listin|nevy(ž|z)(á|a)dan|reputac|z(á|a)sad(y|ami)|p(ř|r)(í|i)stup (byl )?odep(ř|r)en|vir(us|em)>',
  ],
  aboutUs: [
    near(czechUs, 20, 'nezn(á|a)m|neexistuj|nenalezen'),
    near(czechUs, 40, czechRejected),
    near(czechRejected, 12, 'odes(í|i)latel'),
    'vy(ž|z)adov(á|a)no ov(ě|e)(ř|r)en|p(ř|r)epos(í|i)l(á|a)n(í|i) (nen(í|i) )?(zak|povolen)',
  ],
  sender: [czechUs, 'ov(ě|e)(ř|r)en|heslo|p(ř|r)ihl(á|a)(š|s)en'],
  sendingLimit: ['p(ř|r)(í|i)li(š|s) mnoho (zpr(á|a)v|spojen)|limit odes'],
  failureSubject: ['nedoru(č|c)|nelze doru(č|c)|nepoda(ř|r)ilo (se )?doru(č|c)|chyba doru(č|c)'],
  failureText: ['nebylo mo(ž|z)n(é|e) doru(č|c)|nedoru(č|c)|nelze doru(č|c)|nepoda(ř|r)ilo (se )?doru(č|c)'],
  delaySubject: ['zpo(ž|z)d(ě|e)n|opo(ž|z)d(ě|e)n'],
  stillTrying: ['zpo(ž|z)d(ě|e)n|bude (se )?(d(á|a)le )?(pokou(š|s)et|opakov)'],
  awaySubject: ['automatick(á|a) odpov|mimo kancel(á|a)(ř|r)|nep(ř|r)(í|i)tom|dovolen'],
  addressField: ['^komu:'],
};

export const ukrainian: Phrases = {
  doesNotExist: [near('користувач|адрес|скриньк|одержувач|домен', 30, 'не існує|не знайден|невідом')],
  mailboxFull: [near('скриньк', 40, 'переповнен|заповнен|перевищ')],
  aboutUs: [near('відправник', 10, 'невідом|не існує'), near('відправник', 40, 'відхилен|заблокован')],
  sender: ['відправник|ip-адрес|автентифік|пароль|білий список|<ваш(а|ої|у)? (адрес|домен|сервер)'],
  failureSubject: ['не може бути достав|не доставлен'],
  awaySubject: ['автовідповід|відсутн'],
};
