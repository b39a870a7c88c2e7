// The page: who stands where, the stream of what they may see, and what they do. All words come from this computer.

import { Composer } from "/composer.js";
import { drawEntry, drawFields, element } from "/draw.js";

const TOAST_MS = 10000;
const MOST_BYTES = 5900000; // what the preview takes in one post
const byId = (id) => document.getElementById(id);
const log = byId("log");
const asked = new URLSearchParams(location.search);
const stand = {
  person: asked.get("person") ?? "robin",
  place: asked.get("place") === "group" ? "group" : "private",
  look: asked.get("look") === "discord" ? "discord" : "telegram",
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC",
};
const LOOKS = {
  telegram: "Forms: one question at a time. Long texts: 4,096 characters.",
  discord: "Forms: a window with all questions. Long texts: 2,000 characters.",
};
let people = [];
let stream = null;
let clock = { ahead: 0, zone: "UTC" };
let turn = Promise.resolve(); // what is done goes out one after the other, as it was done
let tapped = ""; // the button whose answer is awaited: a second tap on it does nothing
let toastTimer = 0;

// Speaking with the server

async function ask(path, fields) {
  const answer = await fetch(`${path}?${new URLSearchParams({ ...stand, ...fields })}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function post(path, fields) {
  try {
    const answer = await fetch(path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...stand, ...fields }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return await answer.json();
  } catch {
    toast("That did not reach the preview. Is it still running?");
    return null;
  }
}

async function act(path, fields) {
  const sending = turn.then(() => post(path, fields));
  turn = sending;
  const answer = await sending;
  if (!answer) return null;
  answer.notices.forEach(toast);
  answer.forms.forEach(openForm);
  if (!answer.heard) toast("Everyone here can see it. Spoonlight hears only @Spoonlight and commands.");
  return answer;
}

const acts = {
  tap: async (entry, button) => {
    if (tapped === button.packed) return;
    tapped = button.packed;
    await act("/api/tap", { entry: entry.id, packed: button.packed });
    tapped = "";
  },
  door: async (button) => {
    await go({ place: "private" });
    await act("/api/door", { payload: button.payload });
    byId("composer-text").focus();
  },
  copy: async (button) => {
    try {
      await navigator.clipboard.writeText(button.text);
      toast(`Copied: ${button.text}`);
    } catch {
      toast(button.text);
    }
  },
};

// Going somewhere else, or becoming somebody else

async function go(change) {
  Object.assign(stand, change);
  history.replaceState(null, "", `?${new URLSearchParams({ person: stand.person, place: stand.place, look: stand.look })}`);
  document.documentElement.dataset.look = stand.look;
  for (const name of ["person", "place", "look"]) {
    document.querySelectorAll(`input[name=${name}]`).forEach((input) => { input.checked = input.value === stand[name]; });
  }
  const me = people.find((one) => one.id === stand.person);
  const inGroup = stand.place === "group";
  byId("place-name").textContent = inGroup ? "The support group" : "Private chat with Spoonlight";
  byId("place-about").textContent = inGroup
    ? `You are here as ${roleOf(me)}. ${people.map((one) => one.name).join(", ")} and Spoonlight.`
    : `Only ${me.name} and Spoonlight see this.`;
  byId("look-hint").textContent = LOOKS[stand.look];
  byId("settings-line").textContent =
    `${me.name}, ${inGroup ? "in the group" : "private chat"}, as on ${stand.look === "discord" ? "Discord" : "Telegram"}`;
  listen();
  const { commands } = await ask("/api/scene", {});
  composer.set({
    commands, mention: inGroup ? "@Spoonlight" : null,
    hint: inGroup ? "Begin with @Spoonlight to ask, or type / for commands." : "Ask anything, or type / for commands.",
  });
}

const roleOf = (person) => (person.role === "moderator" ? `${person.name}, a moderator` : `${person.name}, a member`);

// The stream

function listen() {
  stream?.close();
  stream = new EventSource(`/api/events?${new URLSearchParams(stand)}`);
  stream.addEventListener("all", (event) => showAll(JSON.parse(event.data)));
  stream.addEventListener("entry", (event) => showEntry(JSON.parse(event.data)));
  stream.addEventListener("gone", (event) => byId(`entry-${JSON.parse(event.data).id}`)?.remove());
  stream.addEventListener("clock", (event) => setClock(JSON.parse(event.data)));
}

function showAll({ entries, clock: told }) {
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  entries.forEach(append);
  byId("empty").hidden = entries.length > 0 || stand.place === "group";
  setClock(told);
  log.scrollTop = log.scrollHeight;
  setTimeout(() => log.setAttribute("aria-live", "polite"), 300);
}

function showEntry(entry) {
  byId("empty").hidden = true;
  const old = byId(`entry-${entry.id}`);
  if (!old) {
    const drawn = append(entry);
    log.scrollTop = log.scrollHeight;
    if (drawn.offsetHeight > log.clientHeight) drawn.scrollIntoView({ block: "start" });
    return;
  }
  const held = old.contains(document.activeElement);
  const drawn = drawEntry(entry, acts);
  old.replaceWith(drawn);
  if (held) drawn.focus({ preventScroll: true });
  if (drawn === log.lastElementChild) log.scrollTop = log.scrollHeight;
  else drawn.scrollIntoView({ block: "nearest" });
}

function append(entry) {
  if (log.dataset.day !== entry.day || !log.children.length) {
    log.append(element("p", { class: "day" }, entry.day));
    log.dataset.day = entry.day;
  }
  const drawn = drawEntry(entry, acts);
  log.append(drawn);
  return drawn;
}

// The clock

function setClock({ at, zone, moved }) {
  clock = { ahead: Date.parse(at) - Date.now(), zone };
  byId("clock-note").textContent = `${zone.split("/").pop().replaceAll("_", " ")} time. ${moved ? "Moved ahead of real time." : "Real time."}`;
  tick();
}

function tick() {
  const now = new Date(Date.now() + clock.ahead);
  const said = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: clock.zone, ...options }).format(now);
  byId("clock-time").textContent = said({ hour: "numeric", minute: "2-digit", hour12: true });
  byId("clock-time").dateTime = now.toISOString();
  byId("clock-day").textContent = said({ weekday: "long", day: "numeric", month: "long" });
}

// Lines that pass by, and forms

function toast(text) {
  clearTimeout(toastTimer);
  byId("toast").replaceChildren(element("p", {}, text));
  toastTimer = setTimeout(() => byId("toast").replaceChildren(), TOAST_MS);
}

function openForm(form) {
  const dialog = byId("form-dialog");
  const opener = document.activeElement;
  byId("form-title").textContent = form.title;
  byId("form-fields").replaceChildren(...drawFields(form.fields));
  byId("form").onsubmit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(byId("form")));
    if (await act("/api/form", { packed: form.packed, values })) dialog.close();
  };
  dialog.onclose = () => (opener?.isConnected ? opener : byId("composer-text")).focus();
  dialog.showModal();
  dialog.querySelector("input, textarea, select")?.focus();
}

// Beginning

const composer = new Composer({
  send: (text) => act("/api/say", { text }),
  suggest: async (command, option, text) => (await ask("/api/suggest", { command, option, text })).choices,
});

// A file goes out as letters in JSON: what a form of another site could never post.
async function sendFile(file) {
  if (file.size > MOST_BYTES) {
    toast("That file is too big to send here.");
    return;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  let letters = "";
  for (let at = 0; at < bytes.length; at += 32768) letters += String.fromCharCode(...bytes.subarray(at, at + 32768));
  await act("/api/offer", { name: file.name, size: file.size, content: btoa(letters) });
}

function wireFiles() {
  const chooser = byId("composer-file");
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (file) await sendFile(file);
    chooser.value = "";
    byId("composer-text").focus();
  });
  const chat = document.querySelector("main.chat");
  chat.addEventListener("dragover", (event) => event.preventDefault());
  chat.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) sendFile(file);
  });
}

function wire() {
  wireFiles();
  const narrow = matchMedia("(max-width: 52rem)");
  const fold = () => { byId("settings").open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  for (const input of document.querySelectorAll("input[name=place], input[name=look]")) {
    input.addEventListener("change", () => go({ [input.name]: input.value }));
  }
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => post("/api/clock", { to: button.dataset.move }));
  }
  byId("form-cancel").addEventListener("click", () => byId("form-dialog").close());
  byId("begin").addEventListener("click", async () => {
    await act("/api/say", { text: "/start" });
    byId("composer-text").focus();
  });
}

async function begin() {
  ({ people } = await ask("/api/scene", {}));
  byId("people").replaceChildren(...people.map((one) => {
    const input = element("input", { type: "radio", name: "person", value: one.id });
    input.addEventListener("change", () => go({ person: one.id }));
    const name = one.role === "moderator" ? `${one.name} (moderator)` : one.name;
    return element("label", {}, input, element("span", {}, name));
  }));
  wire();
  await go({});
  setInterval(tick, 5000);
}

begin();
