// The browser's part that Rust cannot name yet (web-sys lacks it, or only behind unstable flags).
// No decision is taken here but one that cannot wait for the app, which language it starts in: each
// function does one thing and tells how it went. The app calls it as `globalThis.ropesShim`.

// ---- One working tab ---------------------------------------------------------------------------

const TAB = 'ropes-tab';

// Resolves to whether this tab may work. `onTakenOver` is called at most once, when another tab
// has taken the work away ('Use it here'); from then on this tab must not write. A frozen tab hears of
// it when it wakes, so a store that must be sure also checks at each write.
function acquireTab(onTakenOver, steal = false) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    let isHeld = false;
    const work = (lock) => {
      isHeld = lock !== null;
      resolve(isHeld);
      return lock && new Promise(() => {});
    };
    navigator.locks
      .request(TAB, steal ? { steal: true } : { ifAvailable: true }, work)
      .catch(() => (isHeld ? onTakenOver() : resolve(false)));
  });
}

// Resolves when no tab works any more, without taking the work. Without locks nobody can tell: never.
async function tabIsFree() {
  if (!navigator.locks) return new Promise(() => {});
  await navigator.locks.request(TAB, { mode: 'shared' }, () => {});
}

// ---- Storage and screen ------------------------------------------------------------------------

async function requestPersist() {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

// Calls back once the page has drawn and nothing is left to do; iOS cannot tell, there it is a moment later.
function whenIdle(callback) {
  if (globalThis.requestIdleCallback) requestIdleCallback(() => callback(), { timeout: 3000 });
  else setTimeout(callback, 500);
}

let awake = null;

// Keeps the screen on; false where the phone will not. The lock ends by itself when the page is hidden.
async function wakeLock(on) {
  try {
    await awake?.release();
    awake = on ? await navigator.wakeLock.request('screen') : null;
    return awake !== null;
  } catch {
    awake = null;
    return false;
  }
}

// [bytes used, bytes there are, whether the browser promised to keep them]; null where it is silent.
/** The stores that people left in this browser, as "org/person". Needs no note of who joined. */
async function storesHere() {
  const databases = (await indexedDB.databases?.()) ?? [];
  return databases.map(({ name }) => name).filter((name) => name.startsWith('ropes:')).map((name) => name.slice(6));
}

async function storageFacts() {
  const { usage = null, quota = null } = (await navigator.storage?.estimate?.()) ?? {};
  return [usage, quota, (await navigator.storage?.persisted?.()) ?? false];
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// What was chosen in the app, before it is there to say so itself; null where nothing was.
function chosen(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

// What is no choice of colours stays without effect.
function showChosenColours() {
  const { dataset } = document.documentElement;
  const theme = chosen('ropes:theme');
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  if (chosen('ropes:contrast') === true) dataset.contrast = 'more';
}

showChosenColours();

// ---- What the app says -------------------------------------------------------------------------

// The build fills in where each language's sentences are.
const WORDS = {{words}};

// The language that was chosen in the app, else the first of the phone's that is spoken here.
function language() {
  const tags = [chosen('ropes:language'), ...navigator.languages];
  const spoken = tags.map((tag) => String(tag).toLowerCase().split(/[-_]/)[0]);
  return spoken.find((tag) => Object.keys(WORDS).includes(tag)) ?? 'en';
}

const loading = {};

// Resolves to the sentences of a language. They are fetched once; after a failure, again.
function loadWords(tag) {
  if (!loading[tag]) {
    loading[tag] = fetchWords(tag);
    loading[tag].catch(() => delete loading[tag]);
  }
  return loading[tag];
}

async function fetchWords(tag) {
  const answer = await fetch(WORDS[tag], { signal: AbortSignal.timeout?.(20_000) });
  if (!answer.ok) throw new Error(`${WORDS[tag]}: ${answer.status}`);
  return answer.text();
}

// The app asks for them when it starts: they come while its module does.
document.documentElement.lang = language();
loadWords(language());

// ---- A new version -----------------------------------------------------------------------------

const HOUR = 60 * 60 * 1000;
let registration = null;
let lastCheck = 0;
let tellReady = () => {};
let isApplying = false;

async function startWorker() {
  if (!navigator.serviceWorker || registration) return;
  try {
    registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  } catch (error) {
    console.warn('the app is not kept on this phone:', error);
    return;
  }
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', announce);
  });
  document.addEventListener('visibilitychange', checkNow);
  announce();
}

// Asks the server for a new version, once an hour at most.
function checkNow() {
  if (!registration || document.hidden || Date.now() - lastCheck < HOUR) return;
  lastCheck = Date.now();
  registration.update().catch(() => {});
}

// A first version waits for nobody, and is no update.
function announce() {
  if (registration?.waiting && navigator.serviceWorker.controller) tellReady();
}

// `callback` is called when a new version is kept whole on this phone and waits to be used.
function onUpdateReady(callback) {
  tellReady = callback;
  announce();
}

// Asks now, whenever the last time was; for "look for a new version".
function checkForUpdate() {
  lastCheck = 0;
  checkNow();
}

// Switches to the new version: the page loads again when it has taken over.
function applyUpdate() {
  const { waiting } = registration ?? {};
  if (!waiting) return location.reload();
  isApplying = true;
  waiting.postMessage('skip-waiting');
}

navigator.serviceWorker?.addEventListener('controllerchange', () => {
  if (isApplying) location.reload();
});

// ---- Installing --------------------------------------------------------------------------------

let installPrompt = null;
let tellInstallable = () => {};

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  installPrompt = event;
  tellInstallable();
});

// `callback` is called when this browser can install the app by `install()`. iOS never does.
function onInstallable(callback) {
  tellInstallable = callback;
  if (installPrompt) callback();
}

async function install() {
  const prompt = installPrompt;
  installPrompt = null;
  if (!prompt) return false;
  prompt.prompt();
  return (await prompt.userChoice).outcome === 'accepted';
}

function isInstalled() {
  return matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;
}

// ---- Files -------------------------------------------------------------------------------------

// Hands a file to another app: 'shared', 'cancelled', or 'unsupported' (then download it).
async function shareFile(name, type, bytes) {
  const data = { files: [new File([bytes], name, { type })] };
  if (!navigator.canShare?.(data)) return 'unsupported';
  try {
    await navigator.share(data);
    return 'shared';
  } catch (error) {
    return error.name === 'AbortError' ? 'cancelled' : 'unsupported';
  }
}

function downloadFile(name, type, bytes) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// ---- The second module -------------------------------------------------------------------------

let sealAddress = { script: '', wasm: '' };
let seal = null;
let failures = 0;

function sealAt(script, wasm) {
  sealAddress = { script, wasm };
}

// Resolves to the functions of the second module; loads it the first time. Browsers remember that an
// address did not load, so the next try asks for another one, which leads to the same file.
function loadSeal() {
  seal ??= startSeal(failures > 0 ? `?${failures}` : '').catch((error) => {
    seal = null;
    failures += 1;
    throw error;
  });
  return seal;
}

async function startSeal(again) {
  const module = await import(sealAddress.script + again);
  await module.default({ module_or_path: sealAddress.wasm });
  return module;
}

// ---- The camera --------------------------------------------------------------------------------

let stream = null;
let cameraTurn = 0;
let canvas = null;
// Pixels of a side of what is looked at.
const PICTURE = 960;
// Between two pictures, so that the screen stays quick.
const BETWEEN_MS = 60;

// Shows the rear camera in the <video>: 'on', 'refused', 'none' where there is no camera to use, or
// 'closed' where it was closed meanwhile.
async function openCamera() {
  closeCamera();
  const turn = cameraTurn;
  try {
    const size = { width: { ideal: 1280 }, height: { ideal: 960 } };
    const video = { facingMode: 'environment', ...size };
    const opened = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    if (turn !== cameraTurn) return stop(opened);
    stream = opened;
    const element = document.querySelector('video');
    element.srcObject = opened;
    await element.play();
    return 'on';
  } catch (error) {
    if (turn !== cameraTurn) return 'closed';
    closeCamera();
    return error.name === 'NotAllowedError' ? 'refused' : 'none';
  }
}

function closeCamera() {
  cameraTurn += 1;
  if (stream) stop(stream);
  stream = null;
}

function stop(opened) {
  opened.getTracks().forEach((track) => track.stop());
  return 'closed';
}

// Nobody looks at what a hidden page sees.
document.addEventListener('visibilitychange', () => document.hidden && closeCamera());

// The middle of what the camera sees now, in grey; undefined while there is nothing yet, null once it is closed.
function cameraPicture() {
  const video = document.querySelector('video');
  if (!stream || !video) return null;
  const { videoWidth: width, videoHeight: height } = video;
  if (!width || !height) return undefined;
  const side = Math.min(width, height);
  const shown = Math.min(side, PICTURE);
  const draw = (context) =>
    context.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, shown, shown);
  return greyPicture(shown, shown, draw);
}

// A picture out of a file, in grey; rejects where it is none.
async function filePicture(bytes) {
  const picture = await createImageBitmap(new Blob([bytes]));
  const scale = Math.min(1, (1.5 * PICTURE) / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  return greyPicture(width, height, (context) => context.drawImage(picture, 0, 0, width, height));
}

// Looks through the camera until it sees a code, and resolves to what it says; else to why not, as
// `openCamera` says it, or 'unread' where the second module does not load.
async function lookForCode(onLooking) {
  // Both take their time; the camera asks the person first.
  const opening = openCamera();
  const seal = await loadSeal().catch(() => null);
  if (!seal) closeCamera();
  const opened = await opening;
  if (opened !== 'on' || !seal) return seal ? opened : 'unread';
  onLooking();
  for (let picture = cameraPicture(); picture !== null; picture = cameraPicture()) {
    const text = picture && codeIn(seal, picture);
    if (text) {
      closeCamera();
      return text;
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  return 'closed';
}

// A picture that the reader trips over has none; with a camera another one follows.
function codeIn(seal, picture) {
  try {
    return seal.read_qr(...picture);
  } catch {
    return undefined;
  }
}

// What a chosen file says: the code in a picture, else the file itself. Rejects where the second module
// does not load.
async function textInFile(bytes) {
  const picture = await filePicture(bytes).catch(() => null);
  return picture ? (codeIn(await loadSeal(), picture) ?? new Uint8Array()) : bytes;
}

// [width, height, a byte a pixel]
function greyPicture(width, height, draw) {
  canvas ??= document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  // What is see-through in a file is paper.
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  draw(context);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i += 1, at += 4) {
    grey[i] = (data[at] * 77 + data[at + 1] * 150 + data[at + 2] * 29) >> 8;
  }
  return [width, height, grey];
}

// ---- Keys --------------------------------------------------------------------------------------

// A key that signs and never leaves the browser, with the half that may be shown. Rejects where the
// browser has no such keys.
async function makeKey() {
  const { publicKey, privateKey } = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  return { shown: new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)), key: privateKey };
}

async function signWith({ key }, message) {
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, message));
}

// ---- When the app cannot go on -----------------------------------------------------------------

const CRASH = {
  en: {
    title: 'Ropes stopped',
    text: 'Your saved work is safe on this phone. Start again to go on.',
    button: 'Start again',
    details: 'What went wrong',
    tooOld: 'This browser is too old',
    tooOldText: 'Update it, or open Ropes in another one. Nothing you saved is lost.',
  },
  nl: {
    title: 'Ropes is gestopt',
    text: 'Je opgeslagen werk staat veilig op deze telefoon. Start opnieuw om verder te gaan.',
    button: 'Opnieuw starten',
    details: 'Wat er misging',
    tooOld: 'Deze browser is te oud',
    tooOldText: 'Werk hem bij, of open Ropes in een andere. Wat je hebt opgeslagen, is niet weg.',
  },
};

// Plain DOM, because the app that draws everything else is gone. The first crash is the one to show.
// A waiting version is taken at the restart: it may be the one that mends this.
function showCrash(message) {
  showLastWord(message, ({ title, text }) => [title, text]);
}

// The app cannot even be read here.
function showTooOld(message) {
  showLastWord(message, ({ tooOld, tooOldText }) => [tooOld, tooOldText]);
}

function showLastWord(message, say) {
  if (document.getElementById('crash')) return;
  const words = CRASH[document.documentElement.lang] ?? CRASH.en;
  const [title, text] = say(words);
  const overlay = element('div', { id: 'crash', role: 'alertdialog' });
  const button = element('button', { type: 'button' }, words.button);
  const details = element('details', {}, element('summary', {}, words.details), message);
  button.addEventListener('click', applyUpdate);
  overlay.append(element('h1', {}, title), element('p', {}, text), button, details);
  document.body.append(overlay);
  button.focus();
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Where the module ends without being able to say why: no memory, no stack.
function noticeTrap(error) {
  if (error instanceof WebAssembly.RuntimeError) showCrash(String(error));
}

addEventListener('error', (event) => noticeTrap(event.error));
addEventListener('unhandledrejection', (event) => noticeTrap(event.reason));

globalThis.ropesShim = {
  acquireTab,
  tabIsFree,
  requestPersist,
  storesHere,
  storageFacts,
  copyText,
  wakeLock,
  whenIdle,
  loadWords,
  startWorker,
  onUpdateReady,
  checkForUpdate,
  applyUpdate,
  onInstallable,
  install,
  isInstalled,
  shareFile,
  downloadFile,
  sealAt,
  loadSeal,
  closeCamera,
  lookForCode,
  textInFile,
  makeKey,
  signWith,
  showCrash,
  showTooOld,
};
