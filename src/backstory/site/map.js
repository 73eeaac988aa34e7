// The map's zoom and its filter. Without this the map is whole, and so is the table under it.
(() => {
  const svg = document.getElementById("world");
  if (!svg) return;
  const whole = { x: 0, y: 60, width: 3600, height: 1420 };
  const closest = 20;
  let view = { ...whole };

  function show(next) {
    const width = Math.min(Math.max(next.width, whole.width / closest), whole.width);
    const height = (width * whole.height) / whole.width;
    view = {
      x: Math.min(Math.max(next.x, whole.x), whole.x + whole.width - width),
      y: Math.min(Math.max(next.y, whole.y), whole.y + whole.height - height),
      width,
      height,
    };
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    // Marks grow far less than the land, so that neighbours come apart.
    svg.style.setProperty("--near", (view.width / whole.width) ** 0.8);
    svg.classList.toggle("near", view.width < whole.width);
  }

  function zoom(factor, x = view.x + view.width / 2, y = view.y + view.height / 2) {
    const width = Math.min(Math.max(view.width * factor, whole.width / closest), whole.width);
    const share = width / view.width;
    show({ x: x - (x - view.x) * share, y: y - (y - view.y) * share, width });
  }

  function pan(across, down) {
    show({ ...view, x: view.x + across * view.width, y: view.y + down * view.height });
  }

  function at(event) {
    const box = svg.getBoundingClientRect();
    const x = view.x + ((event.clientX - box.left) / box.width) * view.width;
    return [x, view.y + ((event.clientY - box.top) / box.height) * view.height];
  }

  const steer = document.querySelector(".steer");
  steer.hidden = false;
  steer.addEventListener("click", ({ target }) => {
    const { zoom: step, pan: way } = target.dataset;
    if (step === "whole") show(whole);
    else if (step) zoom(Number(step));
    else if (way) pan(...way.split(" ").map((each) => Number(each) / 4));
  });
  svg.addEventListener("dblclick", (event) => zoom(0.5, ...at(event)));
  svg.addEventListener("wheel", (event) => {
    // A wheel alone scrolls the page, as it does everywhere else.
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 0.8 : 1.25, ...at(event));
  }, { passive: false });

  let held = null;
  let moved = false;
  svg.addEventListener("pointerdown", (event) => {
    held = event;
    moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const box = svg.getBoundingClientRect();
    moved ||= Math.hypot(event.clientX - held.clientX, event.clientY - held.clientY) > 4;
    if (!moved) return;
    svg.setPointerCapture(event.pointerId);
    pan((held.clientX - event.clientX) / box.width, (held.clientY - event.clientY) / box.height);
    held = event;
  });
  svg.addEventListener("pointerup", () => { held = null; });
  svg.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  const rows = [...document.querySelectorAll(".places tbody tr")].map((row) => ({
    row,
    count: row.cells[2],
    words: `${row.cells[0].textContent} ${row.dataset.region ?? ""}`.toLowerCase(),
    years: row.dataset.years.split(" ").map((each) => each.split(":")),
    mark: document.getElementById(`mark-${row.id.slice(6)}`),
    shape: document.getElementById(`in-${row.dataset.country}`),
  }));

  function choose() {
    const [from, until, words] = ["from", "until", "words"].map((name) => form.elements[name].value);
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    for (const each of rows) {
      const fits = wanted.every((word) => each.words.includes(word));
      const within = each.years.filter(([year]) => from <= year && year <= until);
      each.events = fits ? within.reduce((sum, [, count]) => sum + Number(count), 0) : 0;
    }
    const most = Math.max(1, ...rows.map((each) => each.events));
    const fullest = Math.max(1, ...rows.filter((each) => !each.mark).map((each) => each.events));
    for (const { row, count, events, mark, shape } of rows) {
      row.hidden = !events;
      count.textContent = events.toLocaleString("en");
      const shade = Math.ceil((5 * Math.log1p(events)) / Math.log1p(fullest));
      if (!mark) shape?.setAttribute("class", `shade${shade}`);
      mark?.setAttribute("r", Math.max(9, 70 * Math.sqrt(events / most)));
      mark?.classList.toggle("none", !events);
    }
    const shown = rows.filter((each) => each.events);
    const total = shown.reduce((sum, each) => sum + each.events, 0);
    const [events, places] = [total === 1 ? "event" : "events", shown.length === 1 ? "place" : "places"];
    form.querySelector("output").textContent =
      `${total.toLocaleString("en")} ${events} at ${shown.length.toLocaleString("en")} ${places}`;
  }

  const form = document.getElementById("choose");
  form.hidden = false;
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  choose();
})();
