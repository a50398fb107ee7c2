// On the review page: j and k go along the queue, a to the decision, r to the remark.  Keys typed into a field stay there,
// and a key pressed with another (Ctrl, Alt, Meta) belongs to the browser.
document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || at.isContentEditable) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
  const go = { j: "review-after", k: "review-before" }[event.key];
  if (go) {
    document.getElementById(go)?.click();
    return;
  }
  const place = { a: "button[name=decision]", r: "textarea[name=remark]" }[event.key];
  const found = place && document.querySelector(place);
  if (found) {
    event.preventDefault();
    found.scrollIntoView({ block: "center" });
    found.focus();
  }
});
