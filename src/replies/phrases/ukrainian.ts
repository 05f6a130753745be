import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

export const ukrainian: Phrases = {
  doesNotExist: [near('користувач|адрес|скриньк|одержувач', 30, 'не існує|не знайден|невідом')],
  mailboxFull: [near('скриньк', 40, 'переповнен|заповнен|перевищ')],
  aboutUs: [near('відправник', 10, 'невідом|не існує'), near('відправник', 40, 'відхилен|заблокован')],
  sender: ['відправник|ip-адрес|автентифік|пароль|білий список|<ваш(а|ої|у)? (адрес|домен|сервер)'],
  failureSubject: ['не може бути достав'],
};
