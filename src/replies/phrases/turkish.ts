import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const us = 'g(ö|o)nder(en|ici)|ip adres|<(adresiniz|hesab(ı|i)n(ı|i)z|alan ad(ı|i)n(ı|i)z|sunucunuz)';
const rejected = 'reddedil|engellen|yasak|izin veril|kabul edilm';

export const turkish: Phrases = {
  doesNotExist: [
    near(
      'kullan(ı|i)c(ı|i)|al(ı|i)c(ı|i)|adres|posta kutusu|hesap|alan ad(ı|i)',
      30,
      'bulunamad|mevcut de(ğ|g)il|bilinmiyor',
    ),
    near('kullan(ı|i)c(ı|i)|al(ı|i)c(ı|i)|adres|posta kutusu|hesap', 30, '<yok(tur)?>|ge(ç|c)ersiz'),
    near('bilinmeyen|b(ö|o)yle bir|ge(ç|c)ersiz', 1, 'kullan(ı|i)c(ı|i)|al(ı|i)c(ı|i)|adres|posta kutusu'),
  ],
  closed: [near('hesa(p|b)|posta kutusu', 25, 'kapat(ı|i)l|kapal(ı|i)|devre d(ı|i)(ş|s)(ı|i)|silin')],
  mailboxFull: [
    near('posta kutusu|gelen kutusu', 30, '<dolu|dolmu|a(ş|s)(ı|i)l|a(ş|s)m(ı|i)(ş|s)'),
    near('kota', 15, 'a(ş|s)(ı|i)l|dol|a(ş|s)m'),
    'yetersiz (disk )?alan|yeterli alan yok',
  ],
  unreachable: ['zaman a(ş|s)(ı|i)m(ı|i)|ba(ğ|g)lant(ı|i) (reddedildi|kesildi)|ge(ç|c)ici'],
  blocked: ['kara liste|istenmeyen (e-?posta|posta|ileti)|itibar|politika|eri(ş|s)im (engel|redded)|vir(ü|u)s'],
  aboutUs: [
    near(us, 20, 'bilinmiyor|bulunamad|ge(ç|c)ersiz'),
    near(us, 40, rejected),
    near(rejected, 12, 'g(ö|o)nder(en|ici)'),
    'kimlik do(ğ|g)rulama(s(ı|i))? (gerek|ba(ş|s)ar)',
  ],
  sender: [us, 'kimlik do(ğ|g)rula|parola|(ş|s)ifre|beyaz liste'],
  sendingLimit: ['(ç|c)ok fazla (ileti|mesaj|e-?posta|ba(ğ|g)lant)|g(ö|o)nderim limiti'],
  failureSubject: ['teslim edilemed|iletilemed|g(ö|o)nderilemed|teslimat (hatas|ba(ş|s)ar)|ula(ş|s)t(ı|i)r(ı|i)lamad'],
  failureText: ['teslim edilemed|iletilemed|g(ö|o)nderilemed|ula(ş|s)t(ı|i)r(ı|i)lamad'],
  delaySubject: ['gecik'],
  stillTrying: ['gecik|yeniden denen|denemeye devam'],
  awaySubject: ['otomatik (yan(ı|i)t|cevap)|ofis d(ı|i)(ş|s)(ı|i)|izinde'],
  replyPrefix: ['^(ynt|ilt) ?:'],
  addressField: ['^(kime|kimden):'],
};
