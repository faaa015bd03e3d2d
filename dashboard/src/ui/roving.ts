/**
 * One stop for the Tab key in a list; the arrows, Home and End move among its rows, the elements
 * with `data-row`.
 */
export function roving(list: HTMLElement): { destroy: () => void } {
  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[data-row]")];
  const stop_at = (row: HTMLElement | undefined): void => {
    for (const other of rows()) other.tabIndex = other === row ? 0 : -1;
  };
  const settle = (): void => {
    const all = rows();
    const kept = all.find((row) => row === document.activeElement);
    stop_at(kept ?? all.find((row) => row.getAttribute("aria-current") === "true") ?? all[0]);
  };
  const key = (event: KeyboardEvent): void => {
    const all = rows();
    const at = all.findIndex((row) => row === document.activeElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
  };
  const focus = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement && target.hasAttribute("data-row")) stop_at(target);
  };
  const observer = new MutationObserver(settle);
  observer.observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-current"] });
  list.addEventListener("keydown", key);
  list.addEventListener("focusin", focus);
  settle();
  return {
    destroy: () => {
      observer.disconnect();
      list.removeEventListener("keydown", key);
      list.removeEventListener("focusin", focus);
    },
  };
}
