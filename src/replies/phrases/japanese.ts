import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const us = '送信者|送信元|差出人|発信者|発信元';
const refused = '存在しません|存在しない|見つかりません|不明|拒否|ブロック|許可され|無効|認証';

export const japanese: Phrases = {
  doesNotExist: [
    '送信先メールアドレスが見つかりません|宛先不明',
    near('ユーザー?|受信者|宛先|送信先|メールボックス', 12, '(が|は)(存在しません|見つかりません)'),
  ],
  mailboxFull: [
    near('メールボックス|受信箱|受信トレイ|メール容量', 8, 'いっぱい|一杯|満杯|超過|超え|オーバー|空きがありません'),
    near('容量', 6, '超過|超え|オーバー|不足'),
  ],
  blocked: [
    '迷惑メール|スパム|ブラックリスト|拒否リスト|受信拒否|ウイルス|レピュテーション',
    { pattern: 'ポリシー', notAfter: 'プライバシー' },
  ],
  aboutUs: [near(us, 10, refused), 'ipアドレス(が|は)(拒否|ブロック)|中継(は|が)?(拒否|許可)|認証(が必要|に失敗)'],
  sender: [us, 'ipアドレス|認証|パスワード|ログイン|ホワイトリスト|許可リスト'],
  sendingLimit: [near('送信', 8, '上限|制限')],
  failureSubject: ['配信不能|配送不能|不達|送信できません|エラー通知'],
  awaySubject: ['自動(応答|返信)|不在'],
};
