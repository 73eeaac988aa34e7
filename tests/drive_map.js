// Uses the map as a person does, in a frame, and leaves what came of it in the document as JSON.

(async () => {
  const frame = document.createElement("iframe");
  frame.width = 900;
  frame.height = 900;
  frame.src = "/map.html";
  document.body.append(frame);
  await new Promise((done) => frame.addEventListener("load", done));
  const page = frame.contentDocument;
  const svg = page.getElementById("world");
  const form = page.getElementById("choose");

  const look = () => ({
    view: svg.getAttribute("viewBox"),
    rows: [...page.querySelectorAll(".places tbody tr")].filter((row) => row.checkVisibility()).map((row) => row.id),
    counts: [...page.querySelectorAll(".places tbody td:nth-child(3)")].map((cell) => cell.textContent),
    marks: [...page.querySelectorAll(".marks circle")].filter((mark) => mark.checkVisibility()).map((mark) => mark.id),
    shade: page.getElementById("in-SY").getAttribute("class"),
    told: form.querySelector("output").textContent,
  });
  const press = (name) => page.querySelector(`.steer button[aria-label="${name}"]`).click();
  const choose = (name, value) => {
    form.elements[name].value = value;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const seen = { first: look() };
  press("Closer");
  press("Closer");
  press("East");
  seen.closer = look();
  page.querySelector('.steer button[data-zoom="whole"]').click();
  choose("words", "aleppo");
  seen.words = look();
  choose("words", "");
  choose("until", "2015");
  seen.years = look();

  const answer = document.createElement("pre");
  answer.id = "answer";
  answer.textContent = JSON.stringify(seen);
  document.body.append(answer);
})();
