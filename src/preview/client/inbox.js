import { mountViewer } from './viewer.js';

const list = document.querySelector('#messages');
const count = document.querySelector('#count');
const viewer = mountViewer(document.querySelector('#viewer'));

const messages = await (await fetch('/messages')).json();
count.textContent = `${messages.length} messages`;

const open = async id => {
  const message = await (await fetch(`/messages/${id}`)).json();
  viewer.show(message);
  for (const link of list.querySelectorAll('a'))
    if (link.hash === `#${id}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
};

for (const { id, to, subject, language } of messages) {
  const link = document.createElement('a');
  link.href = `#${id}`;
  const who = document.createElement('strong');
  who.textContent = to;
  const tag = document.createElement('small');
  tag.textContent = language;
  const line = document.createElement('span');
  line.textContent = subject;
  line.lang = language;
  link.append(who, tag, line);
  const item = document.createElement('li');
  item.append(link);
  list.append(item);
}

const openHash = () => open(location.hash.slice(1) || messages[0]?.id);
addEventListener('hashchange', openHash);
if (messages.length > 0) openHash();
