import type { Phrases } from '../meanings.ts';
import { near } from '../phrase.ts';

const us = 'remitente|emisor|<su (dirección|cuenta|dominio|servidor|ip)|dirección (ip|de (envío|retorno))';
const refused = 'desconocid|no existe|inexistente|no encontrad|no válid|inválid';
const rejected = 'rechazad|bloquead|prohibid|no (autorizad|permitid|verificad)|suspendid';

export const spanish: Phrases = {
  doesNotExist: [
    near('usuario|destinatario|dirección|buzón|cuenta', 30, 'desconocid|no existe|inexistente|no encontrad'),
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
  failureSubject: ['no (se ha |se )?(pudo|podido) entregar|no entregado', 'devuelto|error de entrega'],
  awaySubject: ['respuesta automática|fuera de la oficina', 'absencia'],
  originalRule: ['<copia>'],
  addressField: ['^(para|de|a):'],
};
