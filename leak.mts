import { mkdtemp, cp, mkdir, writeFile } from 'node:fs/promises'; import { join } from 'node:path'; import { tmpdir } from 'node:os'; import { spawn } from 'node:child_process';
const root='/work/main';
const M='S3cr3tMark3r';
const folder = await mkdtemp(join(tmpdir(),'leak-'));
for (const p of ['hebdo.yaml','issues','samples','locales','templates']) await cp(join(root,p), join(folder,p), {recursive:true}).catch(()=>{});
const shapes=[M, `${M}${M}${M}${M}`, `smtp://user:${M}/34@127.0.0.1`, `smtp://user:${M}@127.0.0.1:99999`, `smtp://${M}@127.0.0.1:1`, `smtps://u:${M}@127.0.0.1:1`, `smtp:/${M}`, `smtp://u:${M}#x@127.0.0.1`, `smtp://u:${M}?x@127.0.0.1`, `postgres://u:${M}@127.0.0.1:1/db`, `postgres://u:${M}/x@127.0.0.1:1/db`, `postgres:${M}`,`postgresql://u:${M}@127.0.0.1:1/db`, `mysql://u:${M}@h/db`, `sqlite://u:${M}@x`, `imaps://u:${M}@127.0.0.1:1/INBOX`, `imaps://u:${M}/x@127.0.0.1`, `-----BEGIN PRIVATE KEY-----\n${M}`, `-----BEGIN PRIVATE KEY-----\n${M}\n-----END PRIVATE KEY-----`, `MIIE${M.repeat(8)}\n${M}`, `${M}\n-----END PRIVATE KEY-----`, ` ${M} `, `"${M}"`, `https://u:${M}@127.0.0.1:1/token`, `exit 3; echo ${M}`,`echo ${M} >&2; exit 1`];
const vars=['HEBDO_SMTP_URL','HEBDO_DATABASE_URL','HEBDO_SECRET','HEBDO_SECRET_PREVIOUS','HEBDO_DKIM_KEY','HEBDO_IMAP_URL','HEBDO_SMTP_TOKEN_COMMAND','HEBDO_SMTP_TOKEN_URL','HEBDO_SMTP_TOKEN_REFRESH_TOKEN','HEBDO_SMTP_TOKEN_CLIENT_SECRET','HEBDO_MARKER_URL','HEBDO_POSTMARK_SECRET','HEBDO_BREVO_SECRET','HEBDO_MAILGUN_SIGNING_KEY','HEBDO_SES_TOPIC_ARN','HEBDO_BOUNCE_ADDRESS'];
const cmds=[['doctor','--verbose'],['send','2026-W48','--yes','--verbose'],['bounces','--verbose'],['store','status','--verbose'],['status','--verbose'],['serve','--port','0','--verbose'],['worker','--once','--verbose'],['send','--due','--verbose']];
const base:any={...Object.fromEntries(Object.entries(process.env).filter(([n])=>!n.startsWith('HEBDO_'))),HEBDO_LOG_LEVEL:'trace'};
const good:any={HEBDO_SMTP_URL:'smtp://127.0.0.1:1?tls=never',HEBDO_SECRET:'a secret of the tests, long enough to be one',HEBDO_DKIM_DOMAIN:'example.com',HEBDO_DKIM_SELECTOR:'a',HEBDO_BOUNCE_ADDRESS:'bounces@example.com'};
const run=(args:string[],env:any)=>new Promise<string>(r=>{const c=spawn(process.execPath,[join(root,'bin/hebdo.js'),...args],{cwd:folder,env,stdio:['ignore','pipe','pipe']});let o='';c.stdout.on('data',d=>o+=d);c.stderr.on('data',d=>o+=d);const t=setTimeout(()=>c.kill('SIGKILL'),5000);c.on('close',()=>{clearTimeout(t);r(o)})});
let n=0;
for(const v of vars) for(const s of shapes){ 
  const fits=(v.includes('URL')&&!v.includes('TOKEN'))?shapes.indexOf(s)<17||s.includes('://'):true;
  for(const c of cmds){ const rel = v.includes('DATABASE')||v.includes('MARKER')||c[0]==='doctor'||(v.includes('SMTP')&&['send','serve'].includes(c[0]))||(v.includes('IMAP')&&c[0]==='bounces')||((v.includes('SECRET')||v.includes('KEY')||v.includes('ARN'))&&['send','serve'].includes(c[0])); if(!rel||!fits) continue;
    if(c[0]==='serve'&&!/SECRET|SMTP|KEY|ARN/.test(v)) continue;
    const extra=v.includes('TOKEN')?{HEBDO_SMTP_URL:'smtp://u@127.0.0.1:1?auth=xoauth2&tls=never'}:{};
    const out=await run(c,{...base,...good,...extra,[v]:s}); n++;
    if(out.includes(M)) console.log('LEAK',v,JSON.stringify(s),c.join(' '),'\n   ',out.split('\n').filter(l=>l.includes(M)).slice(0,2).join('\n    ').slice(0,300));
  }}
console.log(n,'runs');process.exit();
