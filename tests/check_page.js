// Looks at each page of a list in a frame, and leaves what it saw in the document as JSON.
// Its own page is not part of a site: the only script of the pages themselves is that of the map.

const pages = JSON.parse(document.getElementById("pages").textContent);
const width = Number(document.getElementById("pages").dataset.width);

function channels(colour) {
  const numbers = colour.match(/[\d.]+/g).map(Number);
  return numbers.length === 3 ? [...numbers, 1] : numbers;
}

function luminance([red, green, blue]) {
  const linear = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function ground(element, view) {
  for (let each = element; each; each = each.parentElement) {
    const colour = channels(view.getComputedStyle(each).backgroundColor);
    if (colour[3] > 0) return colour;
  }
  return [255, 255, 255, 1];
}

function contrast(element, view) {
  const style = view.getComputedStyle(element);
  const ink = channels(element.namespaceURI.endsWith("svg") ? style.fill : style.color);
  const [light, dark] = [luminance(ink), luminance(ground(element, view))].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function faintWords(page, view) {
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  const faint = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const seen = walker.currentNode.data.trim() && element.tagName !== "SCRIPT" && element.checkVisibility();
    if (seen && contrast(element, view) < 4.5) faint.add(element.outerHTML);
  }
  return [...faint];
}

function smallTargets(page) {
  const targets = page.querySelectorAll(".site nav a, .steer button, .choose select, .choose input, .pager a, .pages a, .letters a, .calendar td a, .more, summary");
  return [...targets]
    .map((each) => [each.outerHTML, each.getBoundingClientRect()])
    .filter(([, box]) => box.height && (box.height < 43.9 || box.width < 43.9))
    .map(([text, box]) => `${text} ${box.width} x ${box.height}`);
}

function hiddenFocus(page, view) {
  return [...page.querySelectorAll("a[href], summary")].slice(0, 40).filter((each) => {
    each.focus({ focusVisible: true });
    return view.getComputedStyle(each).outlineStyle === "none";
  }).map((each) => each.outerHTML);
}

async function look(address) {
  const frame = document.createElement("iframe");
  frame.width = width;
  frame.height = 900;
  frame.src = address;
  document.body.append(frame);
  await new Promise((done) => frame.addEventListener("load", done));
  const [page, view] = [frame.contentDocument, frame.contentWindow];
  const seen = {
    address,
    overflow: page.documentElement.scrollWidth - view.innerWidth,
    headings: page.querySelectorAll("h1").length,
    ground: view.getComputedStyle(page.body).backgroundColor,
    columns: page.querySelector(".page") ? view.getComputedStyle(page.querySelector(".page")).display : null,
    loaded: view.performance.getEntriesByType("resource").map((each) => each.name),
    faint: faintWords(page, view),
    small: smallTargets(page),
    unfocused: hiddenFocus(page, view),
  };
  frame.remove();
  return seen;
}

(async () => {
  const seen = [];
  for (const address of pages) seen.push(await look(address));
  const answer = document.createElement("pre");
  answer.id = "answer";
  answer.textContent = JSON.stringify(seen);
  document.body.append(answer);
})();
