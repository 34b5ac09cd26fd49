"use strict";
// Sorts and filters the rows; what is shown stands in the address, behind the #. Without it the page is whole.
{
  const byId = (id) => document.getElementById(id);
  const body = byId("rows").tBodies[0];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const collator = new Intl.Collator(undefined, { numeric: true });
  const failures = (text) => Number((/([\d,]+) failed/.exec(text) || ["", "0"])[1].replaceAll(",", ""));
  const heads = [...document.querySelectorAll("#rows [data-sort]")];
  const rows = [...body.rows].map((row, at) => ({
    row,
    at,
    text: fold(row.textContent),
    is: row.dataset.is.split(" "),
    student: row.cells[0].textContent,
    points: Number.parseFloat(row.cells[1].textContent),
    failed: failures(row.cells[2].textContent),
  }));
  const orders = {
    student: (one, other) => collator.compare(one.student, other.student),
    points: (one, other) => one.points - other.points,
    failed: (one, other) => one.failed - other.failed,
  };

  function wanted() {
    const parts = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    return {
      find: parts.get("find") || "",
      show: parts.get("show") || "",
      sort: Object.hasOwn(orders, parts.get("sort")) ? parts.get("sort") : "",
      down: parts.get("order") === "descending",
    };
  }

  function address(view) {
    const parts = new URLSearchParams();
    if (view.find) parts.set("find", view.find);
    if (view.show) parts.set("show", view.show);
    if (view.sort) parts.set("sort", view.sort);
    if (view.sort && view.down) parts.set("order", "descending");
    history.replaceState(null, "", `#${parts}`);
    show(view);
  }

  function sorted(view) {
    if (!view.sort) return rows;
    // what has no points stands last, whichever way
    const missing = (each) => view.sort === "points" && Number.isNaN(each.points);
    const order = orders[view.sort];
    return [...rows].sort((one, other) =>
      missing(one) - missing(other) || (missing(one) ? 0 : order(one, other) * (view.down ? -1 : 1)) || one.at - other.at);
  }

  function show(view) {
    byId("find").value = view.find;
    byId("show").value = view.show;
    const words = fold(view.find).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of rows) {
      const fits = (!view.show || each.is.includes(view.show)) && words.every((word) => each.text.includes(word));
      each.row.hidden = !fits;
      shown += fits;
    }
    body.append(...sorted(view).map((each) => each.row));
    for (const head of heads) {
      if (head.dataset.sort === view.sort) head.setAttribute("aria-sort", view.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const order = view.sort ? `, sorted by ${view.sort}${view.down ? ", descending" : ""}` : "";
    byId("told").textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} shown${order}.`;
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      const view = wanted();
      const again = view.sort === head.dataset.sort;
      address({ ...view, sort: head.dataset.sort, down: again ? !view.down : head.dataset.sort === "failed" });
    });
    head.replaceChildren(button);
  }
  for (const name of document.querySelectorAll(".requirements tbody th")) {
    const link = document.createElement("a");
    link.href = `#find=${encodeURIComponent(name.textContent)}`;
    link.textContent = name.textContent;
    name.replaceChildren(link);
  }
  byId("find").addEventListener("input", (event) => address({ ...wanted(), find: event.target.value }));
  byId("show").addEventListener("change", (event) => address({ ...wanted(), show: event.target.value }));
  byId("reset").addEventListener("click", () => address({ find: "", show: "", sort: "", down: false }));
  addEventListener("hashchange", () => {
    if (!location.hash.includes("=")) return;
    show(wanted());
    byId("submissions").focus();
  });
  byId("tools").hidden = false;
  show(wanted());
}
