"use strict";
// Answers live in the page until they are saved; nothing is sent and nothing is stored.
const articles = [...document.querySelectorAll("article")];
const count = document.getElementById("count");
let unsaved = false;

const answerOf = (article) => article.querySelector("input[type=radio]:checked");
const noteOf = (article) => article.querySelector("textarea").value;

// A cell that begins like a formula stands behind an apostrophe; reading takes it off again.
const cell = (text) => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const sheet = () => [
  document.body.dataset.header,
  ...articles.filter(answerOf).map((article) =>
    [article.dataset.flag, article.dataset.version, answerOf(article).value, noteOf(article)]
      .map(cell).join(",")),
].join("\r\n") + "\r\n";

const tell = () => {
  const done = articles.filter(answerOf).length;
  count.textContent = `${done} of ${articles.length} answered${unsaved ? ", not saved yet" : ""}`;
  for (const article of articles) article.classList.toggle("answered", Boolean(answerOf(article)));
};

const changed = () => { unsaved = true; tell(); };

const save = () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([sheet()], { type: "text/csv" }));
  link.download = "answers.csv";
  link.click();
  URL.revokeObjectURL(link.href);
  unsaved = false;
  tell();
};

const current = () => {
  const held = document.activeElement && document.activeElement.closest("article");
  return held ? articles.indexOf(held) : -1;
};

const go = (index) => {
  const article = articles[Math.max(0, Math.min(articles.length - 1, index))];
  if (!article) return;
  article.focus();
  article.scrollIntoView({ block: "start" });
};

const answer = (index, number) => {
  const article = articles[index];
  if (!article) return;
  const choices = [...article.querySelectorAll("input[type=radio]")];
  for (const [place, choice] of choices.entries()) choice.checked = place === number - 1;
  changed();
  if (number > 0) go(index + 1);
};

const press = (event) => {
  const typing = event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])");
  if (!document.getElementById("keys").checked || typing) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const index = current();
  if (event.key === "j") go(index + 1);
  else if (event.key === "k") go(index - 1);
  else if (/^[0-5]$/.test(event.key)) answer(Math.max(0, index), Number(event.key));
  else if (event.key === "e" && index >= 0) articles[index].querySelector("textarea").focus();
  else return;
  event.preventDefault();
};

document.addEventListener("keydown", press);
document.addEventListener("change", (event) => { if (event.target.closest("article")) changed(); });
document.addEventListener("input", (event) => { if (event.target.closest("article")) changed(); });
document.getElementById("save").addEventListener("click", save);
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
tell();
