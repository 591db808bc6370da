// The pane over the marketplace's lists: closing it leaves the list where it is, and the row it is about is marked.

const place = () => document.getElementById("pane-place");

/** Marks the row of the item in the pane. */
function mark(): void {
  const shown = place()?.dataset.item;
  for (const row of document.querySelectorAll<HTMLElement>("tr[data-item]")) {
    if (shown && row.dataset.item === shown)
      row.setAttribute("aria-current", "true");
    else
      row.removeAttribute("aria-current");
  }
}

export function watchMarketplace(): void {
  document.addEventListener("htmx:after:swap", mark);
  document.addEventListener("click", event => {
    const close = (event.target as Element).closest<HTMLAnchorElement>("#pane-place [data-close-pane]");
    // Only over a list: elsewhere the link leads to the page it names.
    if (!close || !document.getElementById("browse") || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    event.preventDefault();
    const pane = place()!;
    const item = pane.dataset.item;
    const opener = location.pathname;
    pane.replaceChildren();
    delete pane.dataset.item;
    mark();
    const address = new URL(location.href);
    address.searchParams.delete("item");
    address.searchParams.delete("ask");
    if (/\/(cleanup|updates)$/.test(address.pathname))
      address.pathname = new URL(close.href).pathname;
    history.replaceState(history.state, "", address);
    // Back to where the keyboard was.
    const from = document.querySelector<HTMLElement>(`tr[data-item="${CSS.escape(item ?? "")}"] a`) ?? document.querySelector<HTMLElement>(`.commands a[href="${CSS.escape(opener)}"]`);
    (from ?? document.getElementById("main"))?.focus({ preventScroll: true });
  });
}
