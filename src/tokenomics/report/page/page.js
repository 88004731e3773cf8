"use strict";
{
  const root = document.documentElement;
  const theme = document.getElementById("theme");
  const exact = document.getElementById("exact");
  const light = matchMedia("(prefers-color-scheme: light)");
  const isDark = () => (root.dataset.theme ?? (light.matches ? "light" : "dark")) === "dark";
  const named = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  document.querySelector(".tools").hidden = false;
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; named(); });
  light.addEventListener("change", named);
  named();

  exact.addEventListener("click", () => {
    const on = exact.getAttribute("aria-pressed") !== "true";
    exact.setAttribute("aria-pressed", String(on));
    for (const figure of document.querySelectorAll("data[value]")) {
      figure.dataset.rounded ??= figure.textContent;
      const plus = figure.dataset.rounded.endsWith("+") ? "+" : "";
      figure.textContent = on ? figure.value + plus : figure.dataset.rounded;
    }
  });

  // Rows by what a column holds: figures by their exact value, what is no figure last.
  const key = (row, column, isFigure) => {
    const cell = row.cells[column];
    if (!isFigure) return cell.textContent;
    const text = cell.querySelector("data")?.value ?? cell.textContent.replaceAll(",", "").replace("\u2212", "-");
    const value = parseFloat(text);
    return Number.isNaN(value) ? -Infinity : value;
  };
  const compared = (one, other) => typeof one === "string" ? one.localeCompare(other) : one - other || 0;
  const sorted = (table, head, column) => {
    const isFigure = head.classList.contains("figure");
    const now = head.getAttribute("aria-sort");
    const way = now ? (now === "ascending" ? "descending" : "ascending") : isFigure ? "descending" : "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", way);
    const sign = way === "ascending" ? 1 : -1;
    const rows = [...table.tBodies[0].rows];
    rows.sort((one, other) => sign * compared(key(one, column, isFigure), key(other, column, isFigure)));
    table.tBodies[0].append(...rows);
  };
  for (const table of document.querySelectorAll("table")) {
    if (table.tBodies[0].rows.length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sorted(table, head, column));
      head.replaceChildren(button);
    });
  }
}
