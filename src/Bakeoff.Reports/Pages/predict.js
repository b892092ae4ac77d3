(function () {
  "use strict";
  const $ = id => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  const state = $("state"), record = $("record"), file = $("file"), drop = $("drop"), level = $("level"), listen = $("listen"), course = $("course"), reject = $("reject");
  const rows = [...document.querySelectorAll(".scores li")];
  const paints = Object.fromEntries(rows.map(row => [row.dataset.label, row.dataset.paint]));
  const labels = rows.map(row => row.dataset.label);
  const values = [...document.querySelectorAll(".values li")];
  const targets = values.map(value => value.dataset.target);
  let running = null, recording = null, playhead = null, shown = null, limits = { max_seconds: Infinity, max_bytes: Infinity };
  fetch("model").then(answer => answer.json()).then(about => { limits = about; if (reject) { reject.value = about.reject_below ?? ""; tellBought(); } }).catch(() => say("The server does not answer. Is it still running?", true));

  function say(text, bad) {
    state.textContent = text;
    state.classList.toggle("bad", Boolean(bad));
  }

  // Samples as a 16-bit WAV file.
  function wav(samples, rate) {
    const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
    const text = (at, word) => { for (let i = 0; i < 4; i++) { view.setUint8(at + i, word.charCodeAt(i)); } };
    text(0, "RIFF"); view.setUint32(4, 36 + 2 * samples.length, true); text(8, "WAVE"); text(12, "fmt ");
    view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true); view.setUint32(24, rate, true);
    view.setUint32(28, 2 * rate, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true); text(36, "data"); view.setUint32(40, 2 * samples.length, true);
    for (let i = 0; i < samples.length; i++) { view.setInt16(44 + 2 * i, Math.max(-32768, Math.min(32767, Math.round(samples[i] * 32768))), true); }
    return new Blob([view], { type: "audio/wav" });
  }

  // What the server cannot decode the browser often can; it becomes a WAV file.
  async function convert(blob) {
    const sound = await new OfflineAudioContext(1, 1, 44100).decodeAudioData(await blob.arrayBuffer());
    const mono = new Float32Array(sound.length);
    for (let c = 0; c < sound.numberOfChannels; c++) {
      const channel = sound.getChannelData(c);
      for (let i = 0; i < mono.length; i++) { mono[i] += channel[i] / sound.numberOfChannels; }
    }
    return wav(mono, sound.sampleRate);
  }

  // What a threshold bought on clips that were held out of the training.
  function tellBought() {
    const steps = limits.confidence || [], step = steps.filter(one => one.threshold <= Number(reject.value)).pop();
    $("bought").textContent = !(Number(reject.value) > 0) ? "" : !step ? "What that buys is not known: the probabilities are not calibrated."
      : "On held-out clips " + (100 * step.kept / steps[0].kept).toFixed(1) + " % were answered"
        + (step.kept ? ", " + (100 * step.right / step.kept).toFixed(1) + " % of them rightly." : ".");
  }

  async function post(blob, signal) {
    // An empty field answers every clip, also where the server would reject by default.
    const asked = reject && (reject.value !== "" || limits.reject_below) ? "&reject_below=" + encodeURIComponent(reject.value || 0) : "";
    const answer = await fetch("predict?course=always&window=2&step=0.5" + asked, { method: "POST", body: blob, headers: { "Content-Type": "application/octet-stream" }, signal });
    const body = await answer.json().catch(() => ({}));
    return { status: answer.status, body };
  }

  async function judge(blob, name) {
    if (running) { running.abort(); }
    const mine = running = new AbortController();
    $("result").hidden = true;
    if (blob.size > limits.max_bytes) { say(name + " has " + blob.size + " bytes, the server takes at most " + limits.max_bytes + ".", true); return; }
    say("Listening to " + name + " \u2026");
    try {
      let sent = blob, note = "";
      let answer = await post(sent, mine.signal);
      if (answer.status === 415) {
        try { sent = await convert(blob); } catch { sent = null; }
        if (sent) {
          note = " The browser converted it first.";
          answer = await post(sent, mine.signal);
        }
      }
      if (answer.status !== 200) { say(answer.body.detail || "The server answered " + answer.status + ".", true); return; }
      show(answer.body, name, note, sent);
    } catch (fault) {
      if (fault.name !== "AbortError") { say("The server does not answer. Is it still running?", true); }
    }
  }

  function show(prediction, name, note, sound) {
    const percent = p => (100 * p).toFixed(1) + " %";
    const number = target => target + " " + prediction.values[target].toFixed(2);
    const verdict = labels.length ? prediction.label + ", " + percent(prediction.probabilities[prediction.label]) : targets.map(number).join(", ");
    $("verdict").textContent = prediction.rejected ? "No answer: too uncertain" : verdict;
    $("about").textContent = name + ", " + prediction.seconds.toFixed(2) + " s, judged as a whole." + note + (prediction.rejected ? " Most probable: " + verdict + "." : "");
    for (const row of rows) {
      const p = prediction.probabilities[row.dataset.label];
      row.querySelector(".fill").style.width = 100 * p + "%";
      row.querySelector("data").value = p;
      row.querySelector("data").textContent = percent(p);
      row.classList.toggle("best", !prediction.rejected && row.dataset.label === prediction.label);
    }
    for (const value of values) {
      value.querySelector("data").value = prediction.values[value.dataset.target];
      value.querySelector("data").textContent = prediction.values[value.dataset.target].toFixed(2);
    }
    if (listen.src) { URL.revokeObjectURL(listen.src); }
    listen.src = URL.createObjectURL(sound);
    $("result").hidden = false;
    course.hidden = prediction.course.length < 2;
    shown = prediction;
    if (!course.hidden) { draw(); tabulate(prediction); }
    say("Done: " + (prediction.rejected ? "no answer" : labels.length ? prediction.label : verdict) + ".");
    $("result").scrollIntoView({ block: "nearest" });
  }

  function element(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const key of Object.keys(attributes)) { made.setAttribute(key, attributes[key]); }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  // One column a window around its middle, probabilities stacked; silence leaves a gap.
  function draw() {
    if (!labels.length) { return; }
    const prediction = shown;
    const wide = course.clientWidth || 900, high = 220, left = 44, right = 14, top = 10, bottom = 40;
    const x = t => left + (wide - left - right) * t / prediction.seconds;
    const y = p => top + (high - top - bottom) * (1 - p);
    const svg = element("svg", { viewBox: "0 0 " + wide + " " + high, role: "img", "aria-labelledby": "course-title course-about" });
    svg.append(element("title", { id: "course-title" }, "Emotions over time"));
    svg.append(element("desc", { id: "course-about" }, "Probabilities of " + labels.join(", ") + " in windows of two seconds, stacked. The numbers are in the table below."));
    const middles = prediction.course.map(w => (w.start + w.end) / 2);
    prediction.course.forEach((window, i) => {
      const from = i === 0 ? window.start : (middles[i - 1] + middles[i]) / 2;
      const to = i === middles.length - 1 ? window.end : (middles[i] + middles[i + 1]) / 2;
      let below = 0;
      for (const label of window.label === null ? [] : labels) {
        const p = window.probabilities[label];
        svg.append(element("rect", { class: "f-" + paints[label], x: x(from), width: Math.max(0, x(to) - x(from) + 0.4), y: y(below + p), height: y(below) - y(below + p) }));
        below += p;
      }
    });
    svg.append(element("rect", { class: "frame", x: left, y: top, width: wide - left - right, height: high - top - bottom }));
    for (const p of [0, 0.5, 1]) { svg.append(element("text", { x: left - 8, y: y(p) + 4, "text-anchor": "end" }, p.toFixed(1))); }
    const step = [0.5, 1, 2, 5, 10, 20, 30, 60, 120].find(s => prediction.seconds / s <= wide / 70) || 300;
    for (let t = 0; t <= prediction.seconds; t += step) { svg.append(element("text", { x: x(t), y: high - bottom + 17, "text-anchor": "middle" }, String(t))); }
    svg.append(element("text", { x: (left + wide - right) / 2, y: high - 5, "text-anchor": "middle" }, "seconds"));
    playhead = element("line", { class: "head", y1: top, y2: high - bottom, x1: x(0), x2: x(0) });
    svg.append(playhead);
    svg.addEventListener("click", event => {
      const box = svg.getBoundingClientRect();
      const t = ((event.clientX - box.left) * wide / box.width - left) / (wide - left - right) * prediction.seconds;
      listen.currentTime = Math.max(0, Math.min(prediction.seconds, t));
    });
    listen.ontimeupdate = () => { for (const end of ["x1", "x2"]) { playhead.setAttribute(end, x(Math.min(listen.currentTime, prediction.seconds))); } };
    $("picture").replaceChildren(svg);
  }

  function tabulate(prediction) {
    $("windows").tBodies[0].replaceChildren(...prediction.course.map(window => {
      const row = document.createElement("tr");
      const cell = (text, kind) => { const made = document.createElement(kind || "td"); made.textContent = text; row.append(made); return made; };
      cell(window.start.toFixed(1) + " to " + window.end.toFixed(1), "th").scope = "row";
      if (labels.length) { cell(window.label === null ? "(silent)" : window.label); }
      for (const label of labels) { cell(window.label === null ? "" : window.probabilities[label].toFixed(3)).className = "number"; }
      for (const target of targets) { cell(target in window.values ? window.values[target].toFixed(2) : "(silent)").className = "number"; }
      return row;
    }));
  }

  async function startRecording() {
    let stream;
    try {
      // What makes calls sound better takes away what tells emotions apart.
      stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    } catch (fault) {
      say("The microphone cannot be used: " + fault.message + ". Allow it for this page, or drop a file.", true);
      return;
    }
    const context = new AudioContext();
    await context.audioWorklet.addModule("recorder.js");
    const node = new AudioWorkletNode(context, "recorder");
    const mine = recording = { stream, context, chunks: [], count: 0 };
    node.port.onmessage = message => {
      mine.chunks.push(message.data);
      mine.count += message.data.length;
      level.value = Math.max(level.value * 0.9, ...message.data.map(Math.abs));
      state.textContent = "Recording: " + (mine.count / context.sampleRate).toFixed(1) + " s";
      if (mine.count / context.sampleRate >= limits.max_seconds && recording === mine) { stopRecording(); }
    };
    context.createMediaStreamSource(stream).connect(node);
    record.setAttribute("aria-pressed", "true");
    record.textContent = "Stop";
    level.hidden = false;
    state.classList.remove("bad");
  }

  async function stopRecording() {
    const mine = recording;
    recording = null;
    mine.stream.getTracks().forEach(track => track.stop());
    const rate = mine.context.sampleRate;
    await mine.context.close();
    record.setAttribute("aria-pressed", "false");
    record.textContent = "Record";
    level.hidden = true;
    level.value = 0;
    const samples = new Float32Array(mine.count);
    let at = 0;
    for (const chunk of mine.chunks) { samples.set(chunk, at); at += chunk.length; }
    if (mine.count === 0) { say("Nothing was recorded.", true); return; }
    judge(wav(samples, rate), "Your recording");
  }

  new ResizeObserver(() => { if (shown && !course.hidden) { draw(); } }).observe(course);

  if (reject) { reject.addEventListener("input", tellBought); }
  record.disabled = !(navigator.mediaDevices && window.AudioWorkletNode);
  if (record.disabled) { record.title = "Browsers record only on 127.0.0.1, localhost or over HTTPS."; }
  record.addEventListener("click", () => recording ? stopRecording() : startRecording());
  file.addEventListener("change", () => { if (file.files.length > 0) { judge(file.files[0], file.files[0].name); } });
  for (const kind of ["dragenter", "dragover"]) { document.addEventListener(kind, event => { event.preventDefault(); drop.classList.add("over"); }); }
  document.addEventListener("dragleave", event => { if (!event.relatedTarget) { drop.classList.remove("over"); } });
  document.addEventListener("drop", event => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files.length > 0) { judge(event.dataTransfer.files[0], event.dataTransfer.files[0].name); }
  });
})();
