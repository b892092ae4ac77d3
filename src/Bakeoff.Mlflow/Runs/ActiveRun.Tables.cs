using System.Text.Json;
using Bakeoff.Mlflow.FileStores;

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
    public async Task LogModelAsync(string folder, string artifactPath, string flavor, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken = default)
    {
        string path = Requests.ValidArtifactPath(artifactPath);
        string created = _store.Options.TimeProvider.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
        string flavors = string.Join(", ", fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{TableJson.Quote(field.Key)}: {TableJson.Quote(field.Value)}"));
        string run = RunId is { } id ? $"""
            "run_id": {TableJson.Quote(id)}, 
            """ : "";
        string description = $$"""{{{run}}"artifact_path": {{TableJson.Quote(path)}}, "utc_time_created": {{TableJson.Quote(created)}}, "flavors": { {{TableJson.Quote(flavor)}}: { {{flavors}} } } }""";
        await LogArtifactAsync(folder, path, cancellationToken);

        // YAML includes JSON, and needs no rules for quoting then.
        await LogTextAsync(description + "\n", path + "/MLmodel", cancellationToken);
        lock (_gate)
        {
            _models.Add(description);
        }

        SetTag(MlflowTags.LoggedModels, $"[{string.Join(", ", _models)}]");
    }
}
