import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const us = 'remitente|emisor|<su (dirección|cuenta|dominio|servidor|ip)|dirección (ip|de (envío|retorno))';
const refused = 'desconocid|no existe|inexistente|no encontrad|no válid|inválid';
const rejected = 'rechazad|bloquead|prohibid|no (autorizad|permitid|verificad)|suspendid';

export const spanish: Phrases = {
  doesNotExist: [
    near(
      'usuario|destinatario|dirección|buzón|cuenta',
      50,
      'desconocid|no (ya )?existe|inexistente|no (fue |ha sido )?encontrad',
    ),
    near('usuario|destinatario|dirección|buzón', 50, 'no se (encontró|ha encontrado|pudo encontrar)|no es válid'),
    'ya no existe|dominio (desconocido|inexistente)|no existe (el|este) dominio',
    near('no se (encontró|encuentra|ha encontrado|pudo encontrar)', 6, 'usuario|destinatario|buzón|dirección|cuenta'),
    near('no existe', 12, 'usuario|destinatario|buzón'),
    'no se (encontró|encuentra|ha encontrado) (el|al) (usuario|destinatario|buzón)',
  ],
  mailboxFull: [
    near('buzón|bandeja de entrada', 40, 'llen(o|a)|excedid|superad|sin espacio'),
    'cuota (ha sido |está )?(excedida|superada|agotada)',
    near('exced|super', 25, 'cuota de(l)? (buzón|almacenamiento|disco)|capacidad del buzón'),
    'espacio (en disco |de almacenamiento )?insuficiente|sin espacio (en|de) (disco|almacenamiento)',
  ],
  blocked: [
    'lista (negra|de bloqueo)|correo no deseado',
    'reputación|políticas? de (seguridad|correo|contenido)|acceso denegado',
    'contenido rechazado',
  ],
  aboutUs: [
    near(us, 10, refused),
    near(us, 40, rejected),
    near(rejected, 12, 'remitente|emisor'),
    'autenticación (requerida|obligatoria|necesaria|fallida)|(retransmisión|reenvío) no (permitid|autorizad)',
  ],
  sender: [us, 'lista blanca|autentica|contraseña|inicio de sesión|dirección del servidor'],
  sendingLimit: ['(límite|cuota) (diario |diaria )?de envío', 'demasiados (mensajes|correos|envíos)'],
  sendingQuota: ['cuota (diaria |mensual |horaria )?de envío'],
  failureText: ['no (se )?(ha )?(pudo|podido|fue) (ser )?entreg|no entregad|devuelto|(error|fallo) (de|en la) entrega'],
  closed: [near('cuenta|buzón', 30, 'desactivad|deshabilitad|cerrad|cancelad|inactiv|eliminad|suspendid')],
  unreachable: ['tiempo de espera|conexión (rechazada|interrumpida)|temporal(mente)?>|intente? más tarde'],
  forNow: ['temporal(mente)?>'],
  delaySubject: ['retras|demorad'],
  stillTrying: ['retras|demorad|seguirá intent|se volverá a intentar|aún no'],
  asksForHelp: ['<(contacte|ayuda|soporte|administrador|póngase en contacto)>'],
  replyPrefix: ['^(rv|re) ?:'],
  failureSubject: [
    'no se puede entregar|entrega fallida|fallo (de|en la) entrega|no entregable',
    'no (se ha |se )?(pudo|podido) entregar|no entregado',
    'devuelto|error de entrega',
  ],
  awaySubject: ['respuesta automática|fuera de la oficina|ausen(te|cia)|de vacaciones', 'absencia'],
  originalRule: ['<copia>'],
  addressField: ['^(para|de|a):'],
};
