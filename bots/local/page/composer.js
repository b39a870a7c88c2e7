// The place to write: sends on Enter, and suggests commands and their options by what is typed so far.

import { element } from "/draw.js";

export class Composer {
  // `send(text)` returns when it was taken; `suggest(command, option, text)` returns choices.
  constructor({ send, suggest }) {
    this.send = send;
    this.suggest = suggest;
    this.commands = [];
    this.form = document.getElementById("composer");
    this.text = document.getElementById("composer-text");
    this.list = document.getElementById("suggestions");
    this.hint = document.getElementById("composer-hint");
    this.usualHint = "";
    this.chosen = -1;
    this.asked = 0;
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.text.addEventListener("input", () => this.look());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  // What can be written in the place that is open now.
  set({ commands, hint, mention }) {
    this.commands = commands;
    this.mention = mention;
    this.usualHint = hint;
    this.hint.textContent = hint;
    this.close();
  }

  async submit() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.hint.textContent = this.usualHint;
    this.close();
    if (!(await this.send(text))) this.text.value = text;
    this.text.focus();
  }

  key(event) {
    const open = !this.list.hidden;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (open && event.key in moves) {
      event.preventDefault();
      const many = this.list.children.length;
      this.choose((this.chosen + moves[event.key] + many + (this.chosen < 0 && moves[event.key] < 0 ? 1 : 0)) % many);
    } else if (open && event.key === "Escape") {
      this.close();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (open && this.chosen >= 0) this.list.children[this.chosen].click();
      else this.submit();
    }
  }

  async look() {
    const typed = this.text.value;
    const asked = ++this.asked;
    if (this.mention && /^@\w*$/.test(typed) && !this.mention.toLowerCase().startsWith(`${typed.toLowerCase()} `)) {
      return this.show([{ text: `${this.mention} `, label: this.mention, about: "So that Spoonlight hears you" }]);
    }
    if (!typed.startsWith("/")) return this.close();
    const name = typed.slice(1).toLowerCase();
    const named = this.commands.find((one) => name.startsWith(`${one.name} `));
    if (named) {
      this.hint.textContent = named.options.map((one) => `${one.name}: ${one.summary}`).join("  ") || this.usualHint;
      const option = named.options.find((one) => one.suggests);
      if (!option) return this.close();
      const choices = await this.suggest(named.name, option.name, typed.slice(named.name.length + 2));
      if (asked !== this.asked) return undefined;
      return this.show(choices.map((one) => ({ text: `/${named.name} ${one.value}`, label: one.label, about: "" })));
    }
    return this.show(this.commands.filter((one) => one.name.startsWith(name)).map((one) => (
      { text: `/${one.name}${one.options.length ? " " : ""}`, label: `/${one.name}`, about: one.summary })));
  }

  show(offers) {
    this.list.replaceChildren(...offers.map((offer, index) => {
      const row = element("div", { role: "option", id: `offer-${index}`, "aria-selected": "false" },
        offer.label, element("small", {}, offer.about));
      row.addEventListener("pointerdown", (event) => event.preventDefault());
      row.addEventListener("click", () => this.take(offer));
      return row;
    }));
    this.list.hidden = offers.length === 0;
    this.chosen = -1;
    this.text.removeAttribute("aria-activedescendant");
  }

  choose(index) {
    this.chosen = index;
    [...this.list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    this.text.setAttribute("aria-activedescendant", `offer-${index}`);
    this.list.children[index].scrollIntoView({ block: "nearest" });
  }

  take(offer) {
    this.text.value = offer.text;
    this.text.focus();
    this.look();
    if (!offer.text.endsWith(" ")) this.close();
  }

  close() {
    this.list.hidden = true;
    this.chosen = -1;
    this.text.removeAttribute("aria-activedescendant");
  }
}
