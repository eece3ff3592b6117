// Documents: drop files on the form; each is sent with its progress, what failed can be tried again.
// The page works without this file: the form sends its files itself.
"use strict";

for (const form of document.querySelectorAll("form[data-upload]")) {
  const field = form.querySelector("[type=file]"), list = form.querySelector("[data-uploads]"), words = form.dataset;
  const send = (file, line) => new Promise((done) => {
    const [bar, status, again] = ["progress", "[role=status]", "button"].map((part) => line.querySelector(part));
    const body = new FormData(form), request = new XMLHttpRequest();
    body.set(field.name, file);
    again.hidden = true;
    request.upload.onprogress = (event) => { bar.value = event.loaded / event.total; };
    request.onloadend = () => {
      const stored = request.status === 200 && request.response?.sentence;
      status.textContent = request.response?.sentence || words.away;
      line.className = stored ? "" : "is-bad";
      again.hidden = Boolean(stored);
      done();
    };
    request.open("POST", form.action);
    request.responseType = "json";
    request.setRequestHeader("X-Upload", "1");
    request.send(body);
  });
  const finish = () => { if (!list.querySelector(".is-bad")) location.assign(form.action); };
  form.addEventListener("submit", async (event) => {
    const files = [...field.files];
    // Several files for one document: the server says why not.
    if (!files.length || (files.length > 1 && form.elements.code.value !== words.byName)) return;
    event.preventDefault();
    list.replaceChildren();
    for (const file of files) {
      const line = document.createElement("li");
      line.innerHTML = '<div><b></b><p role="status"></p></div><div><progress max="1" value="0"></progress></div><div><button type="button" class="al-linkbutton" hidden></button></div>';
      line.querySelector("b").textContent = file.name;
      line.querySelector("progress").setAttribute("aria-label", file.name);
      line.querySelector("button").textContent = words.again;
      line.querySelector("button").addEventListener("click", () => send(file, line).then(finish));
      list.append(line);
      await send(file, line);
    }
    finish();
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
}
