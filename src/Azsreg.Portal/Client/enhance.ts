// Makes server-rendered elements better where scripts run: times in the viewer's zone, copy buttons, menus, the pane, charts.
import "./focus";

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
// A pane takes the keyboard once, when it opens; later it is wherever somebody has gone.
const opened = new WeakSet<HTMLElement>();
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Enhances an element that was put on the page, and what is in it. */
export function enhance(root: HTMLElement): void {
  each(root, "time[datetime]", showLocal);
  each(root, "[data-copy]", button => { button.hidden = false; });
  each(root, "figure[data-chart]", figure => {
    void import("./chart").then(chart => chart.draw(figure));
  });
  each(root, "fluent-progress-bar, fluent-spinner", () => {
    void import("./fluent");
  });
  each(root, ".pane", pane => {
    if (!opened.has(pane) && !pane.contains(document.activeElement))
      pane.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    opened.add(pane);
  });
}

function each(root: HTMLElement, selector: string, work: (element: HTMLElement) => void): void {
  if (root.matches(selector))
    work(root);
  root.querySelectorAll<HTMLElement>(selector).forEach(work);
}

function showLocal(element: HTMLElement): void {
  const text = element.getAttribute("datetime")!;
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    return;
  element.title ||= element.textContent!.trim();
  element.textContent = (element.dataset.form === "date" ? day : moment).format(time);
}

document.addEventListener("click", event => {
  const target = event.target as Element;
  const copy = target.closest<HTMLElement>("[data-copy]");
  if (copy)
    void copyText(copy);
  closeMenus(target);
});

// Whoever goes on with the keyboard leaves a menu as one does who points elsewhere: open, it would cover what they come to.
document.addEventListener("focusin", event => closeMenus(event.target as Element));

function closeMenus(except: Element): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!menu.contains(except))
      menu.open = false;
  }
}

async function copyText(button: HTMLElement): Promise<void> {
  const label = button.querySelector<HTMLElement>("[data-copy-label]") ?? button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy!);
    label.textContent = "Copied";
    button.classList.add("copied");
  } catch {
    label.textContent = "Not copied";
  }
  setTimeout(() => {
    label.textContent = before;
    button.classList.remove("copied");
  }, 1600);
}

document.addEventListener("keydown", event => {
  if (event.key === "Escape" && !event.defaultPrevented) {
    const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
      return;
    }
    document.querySelector<HTMLElement>(".pane [data-close-pane]")?.click();
  }
  // As in most portals: a slash goes to the list's search, unless somebody is typing.
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !(event.target as Element).closest("input, textarea, select, [contenteditable]")) {
    const search = document.querySelector<HTMLInputElement>("#list-search");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});
