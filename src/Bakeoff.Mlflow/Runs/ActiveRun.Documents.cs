using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Models;

namespace Bakeoff.Mlflow.Runs;

public sealed partial class ActiveRun
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<string> _tables = [];
    private readonly List<string> _models = [];

    /// <summary>
    /// Adds a table to the run's artifacts, in the form that MLflow's comparison page opens (that of Python's <c>mlflow.log_table</c>).
    /// </summary>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Rows; each cell text, number, truth value or null.</param>
    /// <param name="artifactPath">Path among the artifacts, ending in <c>.json</c>.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <exception cref="ArgumentException">A row has another number of cells, or a cell is of another type.</exception>
    public async Task LogTableAsync(
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<object?>> rows,
        string artifactPath,
        CancellationToken cancellationToken = default)
    {
        string path = Requests.ValidArtifactPath(artifactPath);

        // A million rows take a gigabyte: they pass through a file.
        var content = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 1 << 16,
            FileOptions.DeleteOnClose);
        await using (content.ConfigureAwait(false))
        {
            using (var json = new Utf8JsonWriter(content))
            {
                TableJson.Write(json, columns, rows);
            }

            content.Position = 0;
            await LogArtifactAsync(content, path, cancellationToken).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _tables.Add($$"""{"path": {{TableJson.Quote(path)}}, "type": "table"}""");
        }

        SetTag(MlflowTags.LoggedArtifacts, $"[{string.Join(", ", _tables)}]");
    }

    /// <summary>Adds a JSON document to the run's artifacts, indented. JSON is YAML too, so the path may end in <c>.yaml</c>.</summary>
    /// <param name="document">Content.</param>
    /// <param name="artifactPath">Path among the artifacts, such as <c>config.json</c>.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    public async Task LogDictionaryAsync(JsonNode document, string artifactPath, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, Indented))
        {
            document.WriteTo(json);
        }

        content.WriteByte((byte)'\n');
        await LogBytesAsync(content.ToArray(), artifactPath, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Adds one picture of a series to the run's artifacts, as Python's <c>mlflow.log_image(image, key, step)</c> does: MLflow 3 shows them
    /// by step.
    /// </summary>
    /// <param name="png">Picture in PNG.</param>
    /// <param name="key">Name of the series; see <see cref="MlflowKeys.Validate"/>.</param>
    /// <param name="step">Position in the series.</param>
    /// <param name="thumbnail">Smaller picture for the overview, best in WebP; null uses the picture itself.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <exception cref="ArgumentException">The key is invalid.</exception>
    public async Task LogImageAsync(
        ReadOnlyMemory<byte> png,
        string key,
        long step,
        ReadOnlyMemory<byte>? thumbnail = null,
        CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("image", key);

        // The names that MLflow's page takes apart.
        string series = key.Replace('/', '~');
        string stem = FormattableString.Invariant($"images/{series}+step+{step}+timestamp+{NowMs()}+{Guid.NewGuid()}");
        await LogBytesAsync(png.ToArray(), stem + ".png", cancellationToken).ConfigureAwait(false);
        await LogBytesAsync((thumbnail ?? png).ToArray(), stem + "+compressed.webp", cancellationToken).ConfigureAwait(false);
        SetTag(MlflowTags.LoggedImages, "True");
    }

    /// <summary>Adds a figure to the run's artifacts.</summary>
    /// <param name="draw">Writes the figure, such as an SVG, PNG or HTML file, to the stream that it gets.</param>
    /// <param name="artifactPath">Path among the artifacts, such as <c>figures/loss.svg</c>.</param>
    /// <param name="cancellationToken">Stops the drawing and copying.</param>
    public async Task LogFigureAsync(
        Func<Stream, CancellationToken, Task> draw, string artifactPath, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draw);
        string path = Requests.ValidArtifactPath(artifactPath);
        using var content = new MemoryStream();
        await draw(content, cancellationToken).ConfigureAwait(false);
        await LogBytesAsync(content.ToArray(), path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Adds a model folder to the run's artifacts with the file MLmodel that makes MLflow show it as a model, and records it in the run.
    /// Works on MLflow 2 and 3, and makes the folder a source for <see cref="IModelRegistry.CreateModelVersionAsync"/>.
    /// </summary>
    /// <param name="folder">Folder on disk with the model's files.</param>
    /// <param name="artifactPath">Folder among the artifacts, such as <c>model</c>.</param>
    /// <param name="flavor">Name of the model's kind, such as <c>onnx</c>.</param>
    /// <param name="fields">Values that readers of that kind need, such as <c>data</c>: file name.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    public Task LogModelAsync(
        string folder,
        string artifactPath,
        string flavor,
        IReadOnlyDictionary<string, string> fields,
        CancellationToken cancellationToken = default)
    {
        var content = new JsonObject(fields
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)));
        var description = new ModelDescription
        {
            Flavors = new Dictionary<string, JsonObject>(StringComparer.Ordinal) { [flavor] = content },
            CreatedAt = _store.Options.TimeProvider.GetUtcNow(),
        };
        return LogModelAsync(folder, artifactPath, description, cancellationToken);
    }

    /// <summary>Adds a model folder to the run's artifacts, with an <c>MLmodel</c> that names the run, and records it in the run.</summary>
    /// <param name="folder">
    /// Folder on disk with the model's files. An <c>MLmodel</c> in it is replaced among the artifacts, not on disk.
    /// </param>
    /// <param name="artifactPath">Folder among the artifacts, such as <c>model</c>.</param>
    /// <param name="description">Content of the <c>MLmodel</c>.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    public async Task LogModelAsync(
        string folder, string artifactPath, ModelDescription description, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        string path = Requests.ValidArtifactPath(artifactPath);
        foreach ((string file, string modelFile) in MlflowArtifacts.FindFiles(folder, path))
        {
            if (modelFile != $"{path}/{ModelDescription.FileName}")
            {
                await LogFileAsync(file, modelFile, cancellationToken).ConfigureAwait(false);
            }
        }

        await LogTextAsync(description.ToText(RunId, path), $"{path}/{ModelDescription.FileName}", cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _models.Add(description.ToHistoryEntry(RunId, path));
        }

        SetTag(MlflowTags.LoggedModels, $"[{string.Join(", ", _models)}]");
    }
}
