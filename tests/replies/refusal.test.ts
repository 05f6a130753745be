import { describe, expect, it } from 'vitest';
import { refusalClass } from '../../src/replies/refusal.ts';

describe('the class of a refusal', () => {
  it.each([
    [550, '5.1.1 <x@y.z>: Recipient address rejected: User unknown in local recipient table', 'hard'],
    [550, '5.1.1 The email account that you tried to reach does not exist.', 'hard'],
    [550, '5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found', 'hard'],
    [550, 'No such user here', 'hard'],
    [554, "delivery error: dd This user doesn't have a yahoo.com account", 'hard'],
    [550, '5.2.1 The email account that you tried to reach is disabled', 'hard'],
    [552, '5.2.2 The email account that you tried to reach is over quota', 'soft'],
    [452, '4.2.2 Mailbox full', 'soft'],
    [552, 'mailbox is full', 'soft'],
    [550, '5.7.1 Message rejected due to content restrictions', 'policy'],
    [550, '5.7.26 This mail has been blocked because the sender is unauthenticated', 'policy'],
    [554, '5.1.1 Service unavailable; Client host [1.2.3.4] blocked using zen.spamhaus.org', 'policy'],
    [554, 'Transaction failed: listed at an RBL', 'policy'],
    [550, 'sorry, that domain isn’t in my list of allowed rcpthosts (#5.7.1)', 'policy'],
    [550, '5.7.1 Your account has been disabled, contact support', 'policy'],
    [554, '5.5.1 Your account has been disabled', 'policy'],
    [550, 'relay not permitted', 'policy'],
    [554, 'Message rejected: Email address is not verified.', 'policy'],
    [550, '5.1.90 Your message can’t be sent because you’ve reached your daily limit for message recipients', 'policy'],
    [550, 'Domain x.example has exceeded the max emails per hour (150/150 (100%)) allowed', 'policy'],
    [550, '5.1.1 Too many invalid recipients from 192.0.2.4', 'policy'],
    [504, '5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname', 'policy'],
    [553, '5.1.3 news@x.example: invalid sender', 'policy'],
    [554, 'Sending paused for this account', 'policy'],
    [552, '5.2.2 The email account that you tried to reach is over quota', 'soft'],
    [552, 'user has exceeded their storage limit', 'soft'],
    [550, '5.2.1 The email account that you tried to reach is disabled', 'hard'],
    [550, 'This account has been disabled or discontinued', 'hard'],
    [550, '5.1.8 Sender address rejected: Domain not found', 'policy'],
    // What is said of our address, header, login, account or sending is about us, whatever the code says.
    [550, "Invalid 'From' address: 'news@ours.example'.", 'policy'],
    [550, 'From address unknown', 'policy'],
    [554, '5.6.0 Invalid header: From address does not exist', 'policy'],
    [550, '5.1.3 The From header address is invalid', 'policy'],
    [550, '5.1.2 bad domain in List-Unsubscribe header', 'policy'],
    [550, 'Account disabled for sending; contact support', 'policy'],
    [550, 'No such user here; SMTP AUTH disabled account news@ours.example', 'policy'],
    [535, '5.7.8 account disabled', 'policy'],
    [550, 'Mailbox news@ours.example has been disabled due to abuse', 'policy'],
    [554, '5.2.252 SendAsDenied; news@ours.example not allowed to send as', 'policy'],
    [554, '5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException', 'policy'],
    [554, '5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException', 'policy'],
    [552, "5.2.3 Your message exceeded Google's message size limits.", 'policy'],
    [550, '5.2.0 Mail rejete. Mail rejected. ofr_506 [506]', 'policy'],
    [550, 'Ip frequency limited. Please try again later', 'policy'],
    [554, 'Too many messages sent, slow down', 'policy'],
    [550, '5.4.5 Daily user sending quota exceeded. s124sm6149838wme.29 - gsmtp', 'policy'],
    [550, 'Maximum credits exceeded', 'policy'],
    [550, '5.7.1 Daily quota exceeded, please try again in 24h', 'policy'],
    [552, 'C13ypH3DXQO9 Message would take you over your relay quota of 500 Current quota used: 487', 'policy'],
    [550, "5.7.1 Vous avez dépassé votre quota d'envoi journalier", 'policy'],
    [552, '5.2.2 mailbox over quota', 'soft'],
    [552, '5.2.2 The daily quota of this mailbox is reached', 'soft'],
    [451, '4.3.0 Temporary system problem', 'soft'],
    [450, 'user unknown, try later', 'soft'],
    [500, '', 'unknown'],
  ] as const)('%i %s: %s', (code, words, kind) => expect(refusalClass(code, words)).toBe(kind));
});

describe('a reply without an enhanced code, in any language', () => {
  describe.each([
    [
      'French',
      [
        'Utilisateur inconnu',
        "L'adresse <zoe@reader.example> n'existe pas",
        'Boîte aux lettres inexistante',
        'adresse introuvable',
      ],
      [
        'La boîte aux lettres du destinataire est pleine',
        'Boite du destinataire pleine',
        'quota dépassé',
        'Messagerie saturée',
      ],
      [
        'Expéditeur refusé',
        "L'adresse de l'expéditeur est inconnue",
        'Votre serveur est sur liste noire',
        'Authentification requise',
      ],
    ],
    [
      'German',
      [
        'Empfänger unbekannt',
        'Empfaenger unbekannt',
        'Benutzer nicht bekannt',
        'Die Adresse existiert nicht',
        'Unbekannter Benutzer',
      ],
      [
        'Das Postfach ist voll',
        'Postfach ueberfuellt',
        'Benutzer hat das Speichervolumen ueberschritten.',
        'Kein Speicherplatz mehr',
      ],
      [
        'Absender abgelehnt',
        'Der Absender ist unbekannt',
        'Ihre IP-Adresse ist gesperrt',
        'Sie stehen auf einer schwarzen Liste',
      ],
    ],
    [
      'Spanish',
      [
        'Usuario desconocido',
        'El destinatario no existe',
        'La dirección zoe@reader.example no existe',
        'Buzón inexistente',
      ],
      ['El buzón está lleno', 'Buzon lleno', 'Cuota excedida', 'Espacio de almacenamiento insuficiente'],
      [
        'Remitente rechazado',
        'Dirección IP bloqueada',
        'Su servidor está en una lista negra',
        'Autenticación requerida',
      ],
    ],
    [
      'Italian',
      ['Utente sconosciuto', 'Destinatario inesistente', "L'indirizzo non esiste", 'Casella non trovata'],
      ['La casella è piena', 'Casella di posta piena', 'Quota superata', 'Spazio su disco insufficiente'],
      [
        'Mittente rifiutato',
        "L'indirizzo IP è bloccato",
        'Messaggio di posta indesiderata',
        'Autenticazione richiesta',
      ],
    ],
    [
      'Dutch',
      ['Gebruiker onbekend', 'Onbekende gebruiker', 'Het adres bestaat niet', 'Ontvanger niet gevonden'],
      ['De mailbox is vol', 'Postvak vol', 'Quotum overschreden', 'Onvoldoende opslagruimte'],
      [
        'Afzender geweigerd',
        'Uw IP-adres is geblokkeerd',
        'Uw server staat op een zwarte lijst',
        'Authenticatie vereist',
      ],
    ],
    [
      'Portuguese',
      ['Usuário desconhecido', 'Usuario inexistente', 'O endereço não existe', 'Destinatário não encontrado'],
      ['A caixa de correio está cheia', 'Caixa postal lotada', 'Quota excedida', 'Espaço em disco insuficiente'],
      ['Remetente rejeitado', 'Endereço IP bloqueado', 'Servidor em lista negra', 'Autenticação necessária'],
    ],
    [
      'Russian',
      ['Пользователь не найден', 'Нет такого пользователя', 'Адрес не существует', 'Неизвестный получатель'],
      ['Почтовый ящик переполнен', 'Ящик получателя заполнен', 'Превышена квота', 'Недостаточно места'],
      ['Отправитель отклонён', 'Ваш IP-адрес заблокирован', 'Вы в чёрном списке', 'Письмо похоже на спам'],
    ],
    [
      'Ukrainian',
      ['Користувач не існує', 'Адреса не знайдена'],
      ['Поштова скринька переповнена'],
      ['Відправник заблокований'],
    ],
    [
      'Polish',
      ['Użytkownik nie istnieje', 'Uzytkownik nieznany', 'Nieznany odbiorca', 'Adres nie istnieje'],
      ['Skrzynka jest pełna', 'Skrzynka odbiorcy przepelniona', 'Brak wolnego miejsca'],
      [
        'Nadawca odrzucony',
        'Adres nadawcy nie istnieje',
        'Twój serwer jest na czarnej liście',
        'Nieznany nadawca: nadawca zablokowany',
      ],
    ],
    [
      'Czech',
      ['Uživatel neexistuje', 'Neznámý příjemce', 'Schránka nenalezena', 'Adresa neexistuje'],
      ['Schránka je plná', 'Schranka preplnena', 'Překročena kvóta', 'Nedostatek místa'],
      ['Odesílatel odmítnut', 'Adresa odesilatele neexistuje', 'Server je na černé listině'],
    ],
    [
      'Swedish',
      ['Användaren finns inte', 'Okänd mottagare', 'Adressen är okänd', 'Brevlådan hittades inte'],
      ['Brevlådan är full', 'Inkorgen är full', 'Överskriden kvot'],
      ['Avsändaren nekad', 'Avsändarens adress är okänd', 'Din server är svartlistad'],
    ],
    [
      'Danish',
      ['Brugeren findes ikke', 'Ukendt modtager', 'Adressen er ukendt', 'Mottakeren finnes ikke'],
      ['Postkassen er fuld', 'Indbakken er fyldt', 'Overskredet kvote'],
      ['Afsender afvist', 'Afsenderens adresse er ukendt', 'Din server er sortlistet'],
    ],
    [
      'Turkish',
      [
        'Kullanıcı bulunamadı',
        'kullanici bulunamadi',
        'Bilinmeyen kullanıcı',
        'Böyle bir alıcı yok',
        'Adres mevcut değil',
      ],
      ['Posta kutusu dolu', 'Posta kutusu dolmuş', 'Kota aşıldı', 'Yetersiz alan'],
      ['Gönderen reddedildi', 'Gönderen adresi bulunamadı', 'Sunucunuz kara listede'],
    ],
    [
      'Japanese',
      [
        '宛先不明',
        'ユーザーが存在しません',
        '送信先メールアドレスが見つかりません',
        '宛先のメールアドレスは存在しません',
      ],
      [
        'メールボックスがいっぱいです',
        'メールボックスの容量を超えています',
        '受信トレイが一杯です',
        'ﾒｰﾙﾎﾞｯｸｽの容量オーバー',
      ],
      ['送信者のアドレスが存在しません', '送信元が拒否されました', '迷惑メールと判定されました', '認証が必要です'],
    ],
    [
      'Chinese',
      ['用户不存在', '收件人地址不存在', '使用者不存在', '邮箱不存在'],
      ['邮箱已满', '收件人郵箱空間不足', '超过邮箱容量', '配额已满'],
      ['发件人地址不存在', '发件人被拒绝', '疑似垃圾邮件', '需要身份验证'],
    ],
    [
      'Korean',
      ['사용자가 없습니다', '존재하지 않는 사용자', '수신자를 찾을 수 없습니다', '알 수 없는 수신자'],
      ['메일함이 가득 찼습니다', '편지함 용량 초과', '저장 공간이 부족합니다'],
      ['발신자를 찾을 수 없습니다', '발신자가 거부되었습니다', '스팸으로 차단되었습니다', 'IP 주소가 차단되었습니다'],
    ],
  ])('%s', (_, doesNotExist, isFull, isAboutUs) => {
    it.each(doesNotExist)('550 %s: the address', words => expect(refusalClass(550, words)).toBe('hard'));
    it.each(doesNotExist)('550 5.7.1 %s: the address', words =>
      expect(refusalClass(550, `5.7.1 ${words}`)).toBe('hard'),
    );
    it.each(doesNotExist)('450 %s: nothing that lasts', words => expect(refusalClass(450, words)).toBe('soft'));
    it.each(isFull)('552 %s: the mailbox', words => expect(refusalClass(552, words)).toBe('soft'));
    it.each(isFull)('550 5.1.1 %s: the mailbox all the same', words =>
      expect(refusalClass(550, `5.1.1 ${words}`)).toBe('soft'),
    );
    it.each(isAboutUs)('550 %s: us', words => expect(refusalClass(550, words)).toBe('policy'));
    it.each(isAboutUs)('550 5.1.1 %s: us all the same', words =>
      expect(refusalClass(550, `5.1.1 ${words}`)).toBe('policy'),
    );
  });

  it('is understood in capitals, without accents, with either apostrophe', () => {
    for (const words of ['ADRESSE INEXISTANTE', "l'adresse n'existe pas", 'l’adresse n’existe pas', 'BOITE INCONNUE'])
      expect([words, refusalClass(550, words)]).toEqual([words, 'hard']);
  });
});

describe('words that look like an unknown recipient, and are about the sender or nothing', () => {
  it.each([
    "utilisateur inconnu de notre liste blanche d'expéditeurs",
    'Adresse IP inconnue',
    "L'adresse de retour n'existe pas",
    'Votre adresse est inconnue de ce serveur',
    "Compte inconnu : votre compte n'est pas autorisé",
    'Destinataire accepté, mais expéditeur inconnu',
    'Utilisateur inconnu ou mot de passe incorrect',
    'Aucun destinataire indiqué',
    'Adresse des Absenders unbekannt',
    'Ihre Adresse ist unbekannt',
    'Benutzername oder Passwort unbekannt',
    'Unbekannter Benutzer: Anmeldung fehlgeschlagen',
    'Kein Empfänger angegeben',
    'Der Name des Versenders wurde nicht gefunden, Adresse unbekannt',
    'La dirección del remitente no existe',
    'Su cuenta no existe en este servidor',
    'Usuario desconocido: autenticación fallida',
    "L'indirizzo del mittente non esiste",
    'Il tuo account non esiste',
    'Adres van de afzender bestaat niet',
    'Gebruiker onbekend in onze witte lijst met afzenders',
    'O endereço do remetente não existe',
    'Sua conta não existe',
    'Адрес отправителя не существует',
    'Ваш адрес неизвестен',
    'IP-адрес не найден',
    'Адреса відправника не існує',
    '送信元アドレスのユーザーが存在しません',
    '差出人のアドレスは宛先不明',
    '发件人用户不存在',
    '寄件者地址:使用者不存在',
    '사용자 인증이 없습니다',
    '사용자 권한이 없습니다',
    '발신자 메일 주소가 존재하지 않습니다',
    'Sender address rejected: user unknown',
    'MAIL FROM refused: no such user',
    'Your account does not exist',
    '',
    ' '.repeat(5_000),
  ])('550 %s', words => {
    for (const code of [550, 553, 554, undefined]) {
      expect(refusalClass(code, words)).not.toBe('hard');
      expect(refusalClass(code, `5.7.1 ${words}`)).not.toBe('hard');
    }
  });

  it('leave the line that is about the recipient its meaning', () => {
    const text =
      "Votre message n'a pas été remis :\nzoe@reader.example : utilisateur inconnu\n\nInformation pour l'expéditeur : …";
    expect(refusalClass(undefined, text)).toBe('hard');
  });

  it.each([
    "Destinataire inconnu, message retourné à l'expéditeur",
    "Retour à l'expéditeur : adresse du destinataire inconnue",
    'Zurück an Absender: Empfänger unbekannt',
    'Usuario desconocido. Mensaje devuelto al remitente',
    'Destinatario sconosciuto, ritorno al mittente',
  ])('550 %s: in doubt, neither the address nor us', words => expect(refusalClass(550, words)).toBe('unknown'));

  it.each([
    'Utilisateur inconnu. Politique de confidentialité : www.example.com',
    'Empfänger unbekannt. Datenschutzrichtlinie: www.example.com',
    'Usuario desconocido. Política de privacidad: www.example.com',
    'Gebruiker onbekend. Privacybeleid: www.example.com',
    'ユーザーが存在しません。プライバシーポリシー',
  ])('550 %s: a privacy policy is not one that refuses us', words => expect(refusalClass(550, words)).toBe('hard'));

  it('count in the first 4,000 characters only', () => {
    expect(refusalClass(550, `${'x '.repeat(1_900)} no such user`)).toBe('hard');
    expect(refusalClass(550, `${'x '.repeat(2_100)} no such user`)).toBe('unknown');
  });
});
