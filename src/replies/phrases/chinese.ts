import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

/** In simplified and traditional characters. */
const us = '发件人|发信人|发送(方|者)|發件人|寄件(人|者)|發送(方|者)|您的(域名|服务器|伺服器|ip|地址)';
const refused = '不存在|无效|無效|未知|被?拒绝|被?拒絕|被?拦截|被?封鎖|未(经|經)?(授权|授權|验证|驗證)';

export const chinese: Phrases = {
  doesNotExist: [
    '用户不存在|用戶不存在|使用者不存在',
    near('收件(人|者)', 10, '不存在'),
    '(邮箱|郵箱|信箱)(地址|账号|帳號)?不存在|查(无|無)此(人|用户|用戶)',
  ],
  mailboxFull: [
    near('邮箱|郵箱|信箱', 6, '已满|已滿|空间不足|空間不足|容量(已满|已滿|不足)|超出'),
    near('超出|超过|超過', 10, '配额|配額|邮箱容量|信箱容量'),
    '配额已满|配額已滿',
  ],
  blocked: ['垃圾邮件|垃圾郵件|反垃圾|黑名单|黑名單|信誉|信譽|病毒|策略'],
  aboutUs: [near(us, 10, refused), near('拒绝|拒絕', 8, us), '(需要|要求)(身份)?(认证|驗證|验证)|不允许(转发|中继)'],
  sender: [us, 'ip地址|认证|驗證|验证|登录|登入|密码|密碼|白名单|白名單|域名'],
  sendingLimit: [near('发送|發送', 8, '频率|頻率|数量|數量|上限|限制')],
  failureSubject: ['退信|退回|无法投递|無法傳遞'],
  awaySubject: ['自动回复'],
};
