import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const us = 'remetente|emissor|<(seu|sua) (endereço|conta|domínio|servidor|ip)|endereço (ip|de (envio|retorno))';
const refused = 'desconhecid|não existe|inexistente|não encontrad|inválid';
const rejected = 'rejeitad|recusad|bloquead|proibid|não (autorizad|permitid|verificad)|suspens';

export const portuguese: Phrases = {
  doesNotExist: [
    near(
      'usuário|utilizador|endereço|destinatário|<conta>|caixa',
      50,
      'desconhecid|não existe|inexistente|não (foi )?encontrad|não é válid',
    ),
    near('não foi possível (encontrar|localizar)', 20, 'endereço|destinat|caixa|usuário|utilizador'),
    near('não existe', 12, 'usuário|utilizador|destinatário'),
  ],
  mailboxFull: [
    near(
      'caixa (postal|de (correio|entrada|mensagens))|mailbox',
      40,
      'chei(a|o)|lotada|excedid|ultrapassad|sem espaço',
    ),
    'caixa cheia|(quota|cota) (foi )?(excedida|ultrapassada|atingida)',
    near('exced|ultrapass', 25, '(quota|cota) (da caixa|de (disco|armazenamento))'),
    'espaço (em disco |de armazenamento )?insuficiente',
  ],
  blocked: [
    'lista negra|lixo eletr(ô|ó)nico|correio não solicitado',
    'reputação|políticas? de (segurança|correio|e-?mail|conteúdo)|acesso negado',
    'conteúdo (rejeitado|recusado)',
  ],
  aboutUs: [
    near(us, 10, refused),
    near(us, 40, rejected),
    near(rejected, 12, 'remetente|emissor'),
    'autenticação (necessária|obrigatória|exigida|falhou)|(relay|retransmissão) não (permitid|autorizad)',
  ],
  sender: [us, 'lista branca|autentica|senha|palavra-passe|endereço do servidor'],
  sendingLimit: ['(limite|cota|quota) (diário |diária )?de envio', 'demasiadas mensagens|muitas mensagens'],
  sendingQuota: ['(cota|quota) (diária |mensal |horária )?de envio'],
  failureText: ['não (foi |pôde |pode )?(ser )?(possível )?(entreg|envi)|falha (na|de) entrega|devolvid'],
  closed: [
    near('conta|caixa', 30, 'desativad|desabilitad|encerrad|cancelad|inativ|suspens|excluíd|bloqueada por inatividade'),
  ],
  unreachable: [
    'tempo (limite )?(esgotado|excedido)|conexão (recusada|perdida)|temporári|tente (novamente )?mais tarde',
  ],
  forNow: ['temporári|temporariamente'],
  delaySubject: ['atras(o|ad)'],
  stillTrying: ['atrasad|continuará (a tentar|tentando)|novas tentativas|ainda não'],
  asksForHelp: ['<(contate|contacte|ajuda|suporte|administrador)>'],
  replyPrefix: ['^(enc|res) ?:'],
  failureSubject: [
    'não entregue|erro (na|de) entrega|mensagem devolvida',
    'não (foi )?(entreg|possível)|falha (na|de) entrega',
    'devolvid',
  ],
  awaySubject: ['resposta automática|férias|ausen(te|cia)|ausência|fora do escritório', 'absencia'],
  addressField: ['^para:'],
};
