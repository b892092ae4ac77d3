(function () {
  "use strict";
  var root = document.documentElement;
  var theme = document.getElementById("theme");
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function isDark() { return root.dataset.theme ? root.dataset.theme === "dark" : dark.matches; }
  function label() { theme.textContent = isDark() ? "Light colours" : "Dark colours"; }
  theme.hidden = false;
  theme.addEventListener("click", function () { root.dataset.theme = isDark() ? "light" : "dark"; label(); });
  dark.addEventListener("change", label);
  label();

  function key(cell) {
    var data = cell.querySelector("data");
    var text = data ? data.value : cell.textContent.trim();
    var number = Number(text.replace(/[\u202f\s,%]/g, ""));
    return { text: text, number: text !== "" && !isNaN(number) ? number : null, missing: text === "" || text === "\u2013" };
  }

  // run-2 comes before run-10; a fixed language gives every reader the same order.
  var order = new Intl.Collator("en", { numeric: true });

  function compare(a, b) {
    if (a.number !== null && b.number !== null) { return a.number - b.number; }
    if (a.number !== null) { return -1; }
    if (b.number !== null) { return 1; }
    return order.compare(a.text, b.text);
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var headings = Array.prototype.slice.call(table.tHead.rows[0].cells);
    headings.forEach(function (heading, column) {
      if (heading.textContent.trim() === "") { return; }
      var button = document.createElement("button");
      button.type = "button";
      while (heading.firstChild) { button.appendChild(heading.firstChild); }
      heading.appendChild(button);
      button.addEventListener("click", function () {
        var descending = heading.getAttribute("aria-sort") === "ascending";
        headings.forEach(function (other) { other.removeAttribute("aria-sort"); });
        heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
        var body = table.tBodies[0];
        Array.prototype.slice.call(body.rows)
          .map(function (row, index) { return { row: row, index: index, key: key(row.cells[column]) }; })
          .sort(function (a, b) {
            if (a.key.missing !== b.key.missing) { return a.key.missing ? 1 : -1; }
            var order = compare(a.key, b.key);
            return (descending ? -order : order) || a.index - b.index;
          })
          .forEach(function (entry) { body.appendChild(entry.row); });
      });
    });
  });

  document.querySelectorAll(".filter[data-table]").forEach(function (filter) {
    var table = document.getElementById(filter.dataset.table);
    var input = filter.querySelector("input");
    var output = filter.querySelector("output");
    filter.hidden = false;
    function apply() {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      var rows = Array.prototype.slice.call(table.tBodies[0].rows);
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
        shown += row.hidden ? 0 : 1;
      });
      output.textContent = shown + " of " + rows.length + " rows";
    }
    input.addEventListener("input", apply);
    apply();
  });
})();
