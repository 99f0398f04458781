// The page that checks a proof for whoever was given one: no sign-in, nothing kept, nothing sent. The proof is behind the
// `#` of the address, which browsers do not send, or in a file. The second module judges it, by the key of the
// organisation whose server this page came from. It speaks both languages itself, because the app is not loaded here.

const WORDS = {
  en: {
    title: 'Proof of a sign-off',
    nothing: 'Open the file of a sign-off, or paste the text of a proof.',
    open: 'Open a file',
    paste: 'Text of a proof',
    check: 'Check it',
    print: 'Print this page',
    counts: 'This sign-off is good.',
    countsWords: 'The key of this organisation stands for it, and its server received it.',
    signed: 'The signature is good.',
    signedWords: 'The key of this organisation stands for the phone that signed. Whether its server received it is not on this card: ask for the file.',
    waits: 'It does not count yet.',
    waitsWords: 'It was signed on somebody else’s phone. Who signed has yet to confirm it.',
    'takes-back': 'This takes a sign-off back, or confirms one.',
    'takes-backWords': 'It says of nobody that they can do something.',
    stranger: 'Signed by an organisation you have not confirmed.',
    strangerWords: 'It is whole. The key is not that of the organisation at this address. Ask who it is that stands for it.',
    bad: 'Do not rely on this.',
    badWords: 'Something in it was changed, or it was never good.',
    unreadable: 'This is no proof of a sign-off.',
    unreadableWords: 'It is not whole, or it is something else. Ask for it again.',
    failed: 'It cannot be checked now.',
    failedWords: 'A part of this page was not loaded. Try again where there is a network.',
    subject: 'Who',
    skill: 'Can do',
    level: 'Level',
    of: '{level} of {levels}',
    signer: 'Signed by',
    observed: 'Seen on',
    received: 'Received by the server on',
    organisation: 'Organisation',
    fingerprint: 'Its key',
    names: 'Signed are the ids. Names are the words of whoever made this.',
    later: 'Whether it was taken back later cannot be seen here: ask for a new one.',
    code: 'This code leads to a page that checks it:',
  },
  nl: {
    title: 'Bewijs van een aftekening',
    nothing: 'Open het bestand van een aftekening, of plak de tekst van een bewijs.',
    open: 'Open een bestand',
    paste: 'Tekst van een bewijs',
    check: 'Controleer',
    print: 'Druk deze pagina af',
    counts: 'Deze aftekening klopt.',
    countsWords: 'De sleutel van deze organisatie staat ervoor in, en haar server heeft hem ontvangen.',
    signed: 'De handtekening klopt.',
    signedWords: 'De sleutel van deze organisatie staat in voor de telefoon die tekende. Of haar server hem ontving staat niet op deze kaart: vraag om het bestand.',
    waits: 'Hij telt nog niet.',
    waitsWords: 'Er is getekend op de telefoon van een ander. Wie tekende moet het nog bevestigen.',
    'takes-back': 'Dit trekt een aftekening in, of bevestigt er een.',
    'takes-backWords': 'Het zegt van niemand dat die iets kan.',
    stranger: 'Getekend door een organisatie die je niet hebt bevestigd.',
    strangerWords: 'Hij is heel. De sleutel is niet die van de organisatie op dit adres. Vraag wie ervoor instaat.',
    bad: 'Vertrouw hier niet op.',
    badWords: 'Er is iets in veranderd, of het klopte nooit.',
    unreadable: 'Dit is geen bewijs van een aftekening.',
    unreadableWords: 'Het is niet heel, of het is iets anders. Vraag er opnieuw om.',
    failed: 'Het is nu niet te controleren.',
    failedWords: 'Een deel van deze pagina is niet geladen. Probeer het opnieuw waar je bereik hebt.',
    subject: 'Wie',
    skill: 'Kan',
    level: 'Niveau',
    of: '{level} van {levels}',
    signer: 'Afgetekend door',
    observed: 'Gezien op',
    received: 'Door de server ontvangen op',
    organisation: 'Organisatie',
    fingerprint: 'Haar sleutel',
    names: 'Getekend zijn de codes. Namen zijn de woorden van wie dit maakte.',
    later: 'Of hij later is ingetrokken is hier niet te zien: vraag om een nieuwe.',
    code: 'Deze code leidt naar een pagina die het controleert:',
  },
};

const lang = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in WORDS) ?? 'en';
const words = WORDS[lang];
const GOOD = ['counts', 'signed'];
const page = document.getElementById('proof');
const encoder = new TextEncoder();

document.documentElement.lang = lang;
document.title = words.title;
addEventListener('hashchange', () => show(fromAddress()));
await show(fromAddress());

function fromAddress() {
  // A card has no letters that an address has to write otherwise.
  return encoder.encode(location.hash.slice(1));
}

async function show(shown) {
  if (shown.length === 0) return draw([element('p', words.nothing), ...asking()]);
  try {
    const seal = await import('{{seal}}');
    await seal.default({ module_or_path: '{{seal_wasm}}' });
    const told = JSON.parse(new TextDecoder().decode(seal.check(shown, await root())));
    draw([...judged(told), ...drawn(seal), ...asking()]);
  } catch (error) {
    console.error(error);
    draw([verdict('failed'), ...asking()]);
  }
}

// What the server says of its key; without a network nobody's key is confirmed.
async function root() {
  const answer = await fetch('/api/root').catch(() => null);
  return answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array();
}

function draw(parts) {
  page.replaceChildren(element('h1', words.title), ...parts);
}

function judged(told) {
  const shown = verdict(told.verdict);
  if (!told.signer) return [shown];
  const level = words.of.replace('{level}', told.level).replace('{levels}', told.levels);
  const list = element('dl');
  const rows = [
    ['subject', ...named(told.subject)],
    ['skill', ...named(told.skill)],
    ['level', told.level_name || level, told.level_name && level],
    ['signer', ...named(told.signer)],
    ['observed', day(told.observed)],
    ['received', told.received && day(told.received)],
    ['organisation', ...named(told.organisation)],
    ['fingerprint', told.fingerprint],
  ];
  for (const [name, text, below] of rows.filter(([, text]) => text)) {
    const value = element('dd', text);
    if (below) value.append(element('small', below));
    const row = element('div');
    row.append(element('dt', words[name]), value);
    list.append(row);
  }
  return [shown, list, note(words.names), note(words.later)];
}

function verdict(code) {
  const box = element('p');
  box.className = GOOD.includes(code) ? 'verdict' : 'verdict alarm';
  box.setAttribute('role', 'status');
  box.append(element('strong', words[code]), element('span', words[`${code}Words`]));
  return box;
}

// A name with the id below it, or the id alone.
function named({ name, id }) {
  return name ? [name, id] : [id];
}

function day(ms) {
  return new Date(ms).toLocaleDateString(lang, { dateStyle: 'long', timeZone: 'UTC' });
}

// The address of this page as a code, for paper. A file is too long for one.
function drawn(seal) {
  const squares = location.hash.length > 1 ? seal.qr(encoder.encode(location.href)) : null;
  if (!squares) return [];
  const [side] = squares;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', words.code);
  svg.setAttribute('class', 'code');
  const path = document.createElementNS(svg.namespaceURI, 'path');
  const dark = (at) => (squares[at + 1] ? `M${at % side} ${Math.floor(at / side)}h1v1h-1z` : '');
  path.setAttribute('d', Array.from({ length: side * side }, (_, at) => dark(at)).join(''));
  path.setAttribute('fill', '#000');
  svg.append(path);
  return [note(words.code), svg];
}

function asking() {
  const text = element('textarea');
  text.id = 'text';
  const label = element('label', words.paste);
  label.htmlFor = text.id;
  const file = element('input');
  file.type = 'file';
  file.addEventListener('change', async () => show(new Uint8Array(await file.files[0].arrayBuffer())));
  const open = element('label', words.open);
  open.className = 'file';
  open.append(file);
  const check = button(words.check, () => {
    location.hash = text.value.replace(/\s+/g, '');
  });
  const acts = element('div');
  acts.className = 'acts';
  acts.append(check, open, button(words.print, () => print()));
  const part = element('div');
  part.className = 'screen';
  part.append(label, text, acts);
  return [part];
}

function button(text, onPress) {
  const made = element('button', text);
  made.type = 'button';
  made.addEventListener('click', onPress);
  return made;
}

function note(text) {
  const made = element('p', text);
  made.className = 'note';
  return made;
}

function element(name, text = '') {
  return Object.assign(document.createElement(name), { textContent: text });
}
