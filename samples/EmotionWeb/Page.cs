/// <summary>The page at <c>/</c>: a form that sends a recording and shows the answer.</summary>
internal static class Page
{
    public const string Html = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Emotion of a recording</title>
        <style>
        body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem; color: #1f2328; }
        h1 { font-size: 1.6rem; }
        form { display: flex; flex-wrap: wrap; gap: 0.75rem; padding: 1rem; border: 1px solid #d0d7de; border-radius: 0.5rem; }
        input { flex: 1; font: inherit; min-width: 12rem; }
        button { font: inherit; padding: 0.35rem 1rem; }
        label { display: grid; grid-template-columns: 7rem 1fr 3rem; gap: 0.75rem; align-items: center; }
        progress { width: 100%; height: 0.9rem; }
        </style>
        </head>
        <body>
        <h1>Which emotion is in it?</h1>
        <form id="form">
        <input type="file" name="file" aria-label="Recording" accept=".wav,.flac,.aif,.aiff,.au,.w64,.mp3,.ogg,.opus" required>
        <button>Predict</button>
        </form>
        <p id="answer" role="status"></p>
        <div id="scores"></div>
        <script>
        const answer = document.getElementById("answer"), scores = document.getElementById("scores");
        document.getElementById("form").onsubmit = async event => {
          event.preventDefault();
          answer.textContent = "…";
          scores.replaceChildren();
          try {
            const response = await fetch("emotion/predict", { method: "POST", body: new FormData(event.target) });
            const body = await response.json();
            answer.textContent = response.ok ? `${body.clip}, ${body.seconds.toFixed(1)} s: ${body.label}` : body.detail;
            for (const [label, probability] of Object.entries(body.probabilities ?? {})) {
              const row = document.createElement("label"), bar = document.createElement("progress");
              bar.value = probability;
              row.append(label, bar, probability.toFixed(2));
              scores.append(row);
            }
          } catch (error) {
            answer.textContent = `No answer: ${error.message}`;
          }
        };
        </script>
        </body>
        </html>
        """;
}
