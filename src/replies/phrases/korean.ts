import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const us = '발신자|발송자|송신자|보낸 ?사람|보내는 ?사람';
const refused = '없|거부|차단|존재하지 않|알 수 없|유효하지 않|인증';

export const korean: Phrases = {
  doesNotExist: [
    near('사용자', 10, '없'),
    near('수신자|받는 ?사람|메일 ?주소|메일함|사용자', 10, '존재하지 않|찾을 수 없'),
    '존재하지 않는 (사용자|수신자|메일 ?주소)|알 수 없는 (사용자|수신자)',
  ],
  mailboxFull: [near('메일함|사서함|편지함', 12, '가득|초과|부족|꽉'), near('용량|저장 ?공간', 6, '초과|부족')],
  blocked: ['스팸|블랙리스트|차단 ?목록|바이러스|평판|정책'],
  aboutUs: [near(us, 10, refused), 'ip ?주소(가|는)? ?(차단|거부)|인증이 필요|릴레이(가|는)? ?(거부|허용)'],
  sender: [us, 'ip ?주소|인증|로그인|비밀번호|암호|권한|허용 ?목록|화이트리스트'],
  sendingLimit: [near('발송|전송', 8, '한도|제한')],
  failureSubject: ['배달되지|반송'],
  awaySubject: ['자동 ?회신|부재'],
};
