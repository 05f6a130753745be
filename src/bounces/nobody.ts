/** That somebody is not there, in languages other than English: who or what, and what is said of them not far behind. */
const languages = {
  fr: /(utilisateur|destinataire|adresse|boîte).{0,30}(inconnu|introuvable|inexistant|n['’]existe pas)/i,
  de: /(empfänger|benutzer|adresse|postfach|mailbox).{0,40}(unbekannt|nicht gefunden|existiert nicht|konnte nicht gefunden|nicht vorhanden)/i,
  es: /(usuario|destinatario|dirección|buzón|cuenta).{0,30}(desconocid|no existe|inexistente|no encontrad)/i,
  it: /(utente|destinatario|indirizzo|casella|account).{0,30}(sconosciut|inesistente|non esiste|non trovat)/i,
  nl: /(gebruiker|adres|ontvanger).{0,30}(onbekend|bestaat niet|niet gevonden)/i,
  pt: /(usuário|endereço|destinatário).{0,30}(desconhecid|não existe|inexistente)/i,
  ru: /(пользовател|адрес|ящик).{0,30}(не существует|не найден|неизвест)/i,
  ja: /送信先メールアドレスが見つかりません|宛先不明|ユーザー?が存在しません/,
  zh: /用户不存在|收件人.{0,10}不存在/,
  ko: /사용자.{0,10}없/,
};

/** Whether a text says in one of these languages that its recipient does not exist. */
export const saysNobody = (text: string): boolean => Object.values(languages).some(words => words.test(text));
