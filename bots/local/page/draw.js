// Draws entries. It builds elements and text only, never markup from words.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "onclick") made.addEventListener("click", value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

// One entry as an article. `acts` has: tap(entry, button), door(button), copy(button).
export function drawEntry(entry, acts) {
  const classes = ["entry", entry.mine && "mine", entry.bot && "bot", entry.only_you && "only-you"];
  const article = element("article", {
    class: classes.filter(Boolean).join(" "), id: `entry-${entry.id}`, tabindex: "-1",
    "aria-label": `${entry.mine ? "You" : entry.author}, ${entry.time}`,
  });
  article.append(element("span", { class: "face", "aria-hidden": "true" }, entry.bot ? "Sp" : entry.author[0]), heading(entry));
  for (const part of entry.parts) {
    article.append(element("div", { class: "bubble" }, ...part.map(drawBlock)));
  }
  const rows = entry.buttons.map((row) =>
    element("div", { class: "row" }, ...row.map((button) => drawButton(button, entry, acts))));
  if (rows.length) article.append(element("div", { class: "rows", role: "group", "aria-label": "Buttons" }, ...rows));
  if (entry.only_you) article.append(element("p", { class: "only-you-line" }, "Only you can see this"));
  return article;
}

function heading(entry) {
  const parts = [element("b", {}, entry.mine ? `${entry.author} (you)` : entry.author)];
  if (entry.bot) parts.push(element("span", { class: "app" }, "APP"));
  parts.push(element("time", { datetime: entry.at }, entry.time));
  if (entry.edited) parts.push(element("span", {}, "edited"));
  return element("header", {}, ...parts);
}

function drawBlock(block) {
  if (block.kind === "picture") {
    return element("figure", {},
      element("img", { src: block.url, alt: block.alt, loading: "lazy" }),
      element("figcaption", { "aria-hidden": "true" }, block.alt));
  }
  if (block.kind === "file") {
    const size = `${Math.max(1, Math.round(block.bytes / 1000))} kB`;
    return element("a", { class: "file", href: block.url, download: block.name },
      `${block.name} (${size}): ${block.alt}`);
  }
  if (block.style === "spoiler") return drawSpoiler(block);
  return element("p", { class: block.style }, ...block.spans.map(drawSpan));
}

function drawSpoiler(block) {
  const words = element("p", { hidden: true }, ...block.spans.map(drawSpan));
  const opener = element("button", { type: "button", "aria-expanded": "false" }, "Hidden text. Tap to read it.");
  opener.addEventListener("click", () => {
    words.hidden = !words.hidden;
    opener.setAttribute("aria-expanded", String(!words.hidden));
    opener.textContent = words.hidden ? "Hidden text. Tap to read it." : "Hide this text again.";
  });
  return element("div", { class: "spoiler" }, opener, words);
}

function drawSpan(span) {
  if (span.kind === "moment") return element("time", { datetime: span.at }, span.text);
  if (span.kind === "link") return webLink(span.text, span.url);
  return span.text;
}

function webLink(label, url) {
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label,
    element("span", { class: "unseen" }, " (opens in a new tab)"));
}

function drawButton(button, entry, acts) {
  if (button.kind === "link") return webLink(button.label, button.url);
  const kind = ["normal", undefined].includes(button.emphasis) ? null : button.emphasis;
  const act = { tap: () => acts.tap(entry, button), door: () => acts.door(button), copy: () => acts.copy(button) };
  return element("button", { type: "button", class: kind, onclick: act[button.kind] }, button.label);
}

// The fields of a form; returns the elements, the first of which gets the focus.
export function drawFields(fields) {
  return fields.map((field) => {
    const name = `${field.label}${field.required ? " (needed)" : ""}`;
    const common = { name: field.name, required: field.required };
    let input;
    if (field.kind === "choice") {
      const options = field.choices.map((one) => element("option", { value: one.value }, one.label));
      input = element("select", common, element("option", { value: "" }, "Choose one"), ...options);
    } else {
      input = element(field.multiline ? "textarea" : "input", { ...common, maxlength: field.max_length });
      if (field.multiline) input.rows = 4;
      input.value = field.value;
    }
    const label = element("label", {}, name, input);
    if (field.hint) {
      const hint = element("span", { class: "hint", id: `hint-${field.name}` }, field.hint);
      input.setAttribute("aria-describedby", hint.id);
      label.append(hint);
    }
    return label;
  });
}
