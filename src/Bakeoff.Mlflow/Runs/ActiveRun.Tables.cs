using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Models;

namespace Bakeoff.Mlflow.Runs;

public sealed partial class ActiveRun
{
    private readonly List<string> _tables = [];
    private readonly List<string> _models = [];

    /// <summary>Adds a table to the run's artifacts, in the form that MLflow's comparison page opens (that of Python's <c>mlflow.log_table</c>).</summary>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Rows; each cell text, number, truth value or null.</param>
    /// <param name="artifactPath">Path among the artifacts, ending in <c>.json</c>.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <exception cref="ArgumentException">A row has another number of cells, or a cell is of another type.</exception>
    public async Task LogTableAsync(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, string artifactPath, CancellationToken cancellationToken = default)
    {
        string path = Requests.ValidArtifactPath(artifactPath);
        using var content = new MemoryStream();
        await using (var json = new Utf8JsonWriter(content))
        {
            TableJson.Write(json, columns, rows);
        }

        content.Position = 0;
        await LogArtifactAsync(content, path, cancellationToken);
        lock (_gate)
        {
            _tables.Add($$"""{"path": {{TableJson.Quote(path)}}, "type": "table"}""");
        }

        SetTag(MlflowTags.LoggedArtifacts, $"[{string.Join(", ", _tables)}]");
    }

    /// <summary>
    /// Adds a model folder to the run's artifacts with the file MLmodel that makes MLflow show it as a model, and notes it in the run. Works on
    /// MLflow 2 and 3, and makes the folder a source for <see cref="IModelRegistry.CreateModelVersionAsync"/>.
    /// </summary>
    /// <param name="folder">Folder on disk with the model's files.</param>
    /// <param name="artifactPath">Folder among the artifacts, such as <c>model</c>.</param>
    /// <param name="flavor">Name of the model's kind, such as <c>onnx</c>.</param>
    /// <param name="fields">What that kind needs to load it, such as <c>data</c>: file name.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    public Task LogModelAsync(string folder, string artifactPath, string flavor, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken = default)
    {
        var content = new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)));
        var description = new ModelDescription
        {
            Flavors = new Dictionary<string, JsonObject>(StringComparer.Ordinal) { [flavor] = content },
            CreatedAt = _store.Options.TimeProvider.GetUtcNow(),
        };
        return LogModelAsync(folder, artifactPath, description, cancellationToken);
    }

    /// <summary>Adds a model folder to the run's artifacts, with an <c>MLmodel</c> that names the run, and notes it in the run.</summary>
    /// <param name="folder">Folder on disk with the model's files. An <c>MLmodel</c> in it is replaced among the artifacts, not on disk.</param>
    /// <param name="artifactPath">Folder among the artifacts, such as <c>model</c>.</param>
    /// <param name="description">Content of the <c>MLmodel</c>.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    public async Task LogModelAsync(string folder, string artifactPath, ModelDescription description, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        string path = Requests.ValidArtifactPath(artifactPath);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string relative = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            if (relative != ModelDescription.FileName)
            {
                await LogFileAsync(file, $"{path}/{relative}", cancellationToken);
            }
        }

        await LogTextAsync(description.ToText(RunId, path), $"{path}/{ModelDescription.FileName}", cancellationToken);
        lock (_gate)
        {
            _models.Add(description.ToHistoryEntry(RunId, path));
        }

        SetTag(MlflowTags.LoggedModels, $"[{string.Join(", ", _models)}]");
    }
}
