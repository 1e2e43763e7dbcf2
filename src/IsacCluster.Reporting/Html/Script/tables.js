// Tables that are sorted, filtered and copied. A cell that spans rows stands in each of them as long as the order is another one.
const LEAST_ROWS = 5;

class DataTable {
  constructor(region) {
    this.table = region.querySelector("table");
    this.body = this.table.tBodies[0];
    this.original = [...this.body.rows];
    this.flat = null;
    this.sorted = null;
    this.words = "";
    this.tools(region);
    if (this.original.length >= LEAST_ROWS) this.headers();
  }

  tools(region) {
    const bar = element("div", "tools");
    const name = this.table.caption?.textContent ?? "table";
    if (this.original.length >= LEAST_ROWS) {
      const filter = element("input", "", { type: "search", placeholder: "Filter rows", "aria-label": "Filter rows of " + name });
      filter.addEventListener("input", () => { this.words = filter.value; this.arrange(); });
      this.count = element("span", "count", { role: "status" });
      bar.append(filter, this.count);
    }
    const copies = element("span", "copies");
    copies.append("Copy as ");
    for (const [format, write] of Object.entries(FORMATS)) {
      const button = element("button", "", { type: "button", "aria-label": `Copy ${name} as ${format}` }, format);
      button.addEventListener("click", async () => {
        const done = await copied(write(this.cells(), name));
        button.textContent = done ? "Copied" : "Not allowed";
        setTimeout(() => { button.textContent = format; }, 1500);
      });
      copies.append(button);
    }
    bar.append(copies);
    region.before(bar);
  }

  headers() {
    [...this.table.tHead.rows[0].cells].forEach((head, column) => {
      const button = element("button", "sort", { type: "button", title: "Sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const same = this.sorted?.column === column;
        this.sorted = !same ? { column, down: false } : this.sorted.down ? null : { column, down: true };
        for (const other of this.table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        if (this.sorted) head.setAttribute("aria-sort", this.sorted.down ? "descending" : "ascending");
        this.arrange();
      });
    });
  }

  /** Rows in which no cell spans another: copies of the original ones. */
  rows() {
    if (this.flat) return this.flat;
    const waiting = [];
    this.flat = this.original.map(row => {
      const copy = element("tr", row.className), cells = [...row.cells];
      for (let column = 0; cells.length || waiting[column]?.left > 0; column++) {
        let cell = waiting[column]?.left > 0 ? waiting[column].cell : cells.shift();
        if (waiting[column]?.left > 0) waiting[column].left--;
        else if (cell.rowSpan > 1) waiting[column] = { cell, left: cell.rowSpan - 1 };
        cell = cell.cloneNode(true);
        cell.removeAttribute("rowspan");
        copy.append(cell);
      }
      return copy;
    });
    return this.flat;
  }

  arrange() {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length && !this.sorted) {
      this.body.replaceChildren(...this.original);
      this.count.textContent = "";
      return;
    }
    let rows = this.rows().filter(row => { const text = row.textContent.toLowerCase(); return words.every(word => text.includes(word)); });
    if (this.sorted) {
      const { column, down } = this.sorted, sign = down ? -1 : 1;
      const keyed = rows.map(row => { const text = row.cells[column]?.textContent ?? ""; return [row, numberOf(text), text]; });
      keyed.sort(([, a, s], [, b, t]) => a !== null && b !== null ? sign * (a - b)
        : (a === null) - (b === null) || sign * s.localeCompare(t, "en", { numeric: true }));
      rows = keyed.map(([row]) => row);
    }
    this.body.replaceChildren(...rows);
    this.count.textContent = words.length ? `${rows.length} of ${this.original.length} rows` : "";
  }

  /** Head and visible rows as text. */
  cells() {
    const arranged = this.words.trim() || this.sorted ? [...this.body.rows] : this.rows();
    const text = cell => (cell.querySelector(".whole") || !cell.querySelector(".sub") ? cell.textContent
      : [...cell.childNodes].map(node => node.textContent).join("; ")).replace(/\s+/g, " ").trim();
    const head = [...this.table.tHead.rows[0].cells];
    const rows = arranged.map(row => [...row.cells].map(text));
    return { head: head.map(text), right: head.map(cell => cell.classList.contains("n")), rows };
  }
}

const plainNumber = text => {
  const bare = text.replace(/\u202f/g, "").replace(/^−/, "-");
  return /^-?\d+(\.\d+)?$/.test(bare) ? bare : text;
};

const FORMATS = {
  CSV: ({ head, rows }) => [head, ...rows].map(row => row.map(text => {
    const plain = plainNumber(text);
    return /[",\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
  }).join(",")).join("\r\n") + "\r\n",
  Markdown: ({ head, right, rows }) => {
    const line = cells => `| ${cells.map(text => text.replace(/\|/g, "\\|")).join(" | ")} |`;
    return [line(head), `|${right.map(number => number ? "---:" : "---").join("|")}|`, ...rows.map(line)].join("\n") + "\n";
  },
  LaTeX: ({ head, right, rows }, name) => {
    const line = cells => cells.map(latex).join(" & ") + " \\\\";
    const columns = right.map(number => number ? "r" : "l").join("");
    return ["% needs the packages booktabs and textcomp", `% ${name}`, `\\begin{tabular}{${columns}}`,
      "\\toprule", line(head), "\\midrule", ...rows.map(line), "\\bottomrule", "\\end{tabular}"].join("\n") + "\n";
  },
};

const latex = text => text
  .replace(/\\/g, "\\textbackslash ").replace(/[&%$#_{}]/g, c => "\\" + c).replace(/\^/g, "\\^{}").replace(/~/g, "\\textasciitilde ")
  .replace(/× 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, raised) => `$\\times 10^{${lowered(raised)}}$`)
  .replace(/±/g, "$\\pm$").replace(/−/g, "$-$").replace(/\u202f/g, "\\,").replace(/µ/g, "\\textmu{}")
  .replace(/²/g, "$^2$").replace(/–/g, "--")
  .replace(/[Γσθβα]/g, c => ({ "Γ": "$\\Gamma$", "σ": "$\\sigma$", "θ": "$\\theta$", "β": "$\\beta$", "α": "$\\alpha$" })[c])
  .replace(/₀/g, "$_0$");

/** Pages that are not served over HTTPS may have no clipboard: then the old way. */
const copied = async text => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element("textarea", "offscreen");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
};

const startTables = () => {
  for (const region of document.querySelectorAll("div.table")) if (region.querySelector("tbody tr")) new DataTable(region);
};
