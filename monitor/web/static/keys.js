// Keys for what the page already offers: each presses a link or a button that is there.
// Nothing is done while a person types, with a modifier, or where keys were switched off.
const KEPT = "keys-off";

function areOff() {
  try { return localStorage.getItem(KEPT) === "1"; } catch { return false; }
}

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select");
}

function holder(key) {
  return [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key));
}

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  next?.focus();
  return rows.length > 0;
}

let acted = false;
function act(key) {
  const found = holder(key);
  if (!found) return false;
  if (found.matches("textarea")) { found.focus(); return true; }
  if (found.matches("summary")) { found.parentElement.open = true; found.parentElement.querySelector("select, input:not([type=hidden])")?.focus(); return true; }
  if (found.matches("button")) { if (acted) return true; acted = true; }
  found.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target) && !areOff()) { event.target.blur(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target) || areOff()) return;
  const key = event.key;
  const done = (key === "j" && moveRow(1)) || (key === "k" && moveRow(-1)) || act(key)
    || (key === "k" && (history.back(), true));
  if (done) event.preventDefault();
});

// A page that the browser brings back may answer again: its version says whether that still fits.
window.addEventListener("pageshow", () => { acted = false; });

// Others are told that somebody looks only once the page is seen: what merely fetches it tells nothing.
const look = document.querySelector("form[data-look]");
const looking = look?.querySelector("button");
function tellOfLooking() {
  if (!looking || looking.disabled || document.prerendering || document.visibilityState !== "visible") return;
  looking.disabled = true;
  fetch(look.action, { method: "POST", body: new URLSearchParams(new FormData(look)), redirect: "manual", keepalive: true })
    .catch(() => { looking.disabled = false; });
}
tellOfLooking();
document.addEventListener("visibilitychange", tellOfLooking);
document.addEventListener("prerenderingchange", tellOfLooking);

const box = document.getElementById("keys-on");
if (box) {
  box.checked = !areOff();
  box.addEventListener("change", () => {
    try { box.checked ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, "1"); } catch { box.checked = true; }
  });
}
