using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow;

/// <summary>Whole folders of artifacts, and artifacts read as text, JSON or tables.</summary>
public static class MlflowArtifacts
{
    /// <summary>Copies a run's artifacts to a folder of this computer.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="path">File or folder among the artifacts; null for all.</param>
    /// <param name="targetFolder">
    /// Folder on disk, created if missing. Files keep their paths below the artifact root and replace older ones.
    /// </param>
    /// <param name="cancellationToken">Stops between two files or within one; finished files stay.</param>
    /// <returns>Paths of the files on disk, in order.</returns>
    /// <exception cref="MlflowException">
    /// There is neither a file nor a folder: <see cref="MlflowErrorCodes.ResourceDoesNotExist"/>.
    /// </exception>
    public static async Task<IReadOnlyList<string>> DownloadArtifactsAsync(
        this IArtifactStore store, string runId, string? path, string targetFolder, CancellationToken cancellationToken = default)
    {
        string? valid = string.IsNullOrEmpty(path) ? null : Requests.ValidArtifactPath(path);
        IReadOnlyList<string> artifacts = await ListFilesAsync(store, runId, valid, cancellationToken).ConfigureAwait(false);
        if (artifacts.Count == 0 && valid is not null)
        {
            // A file lists no entries; if it is missing too, opening it says so.
            artifacts = [valid];
        }

        var files = new List<string>();
        foreach (string artifact in artifacts)
        {
            string target = Path.Combine(targetFolder, artifact.Replace('/', Path.DirectorySeparatorChar));
            Stream content = await store.OpenArtifactAsync(runId, artifact, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                await StoreFile.WriteAsync(target, content, targetFolder, progress: null, cancellationToken).ConfigureAwait(false);
            }

            files.Add(target);
        }

        return files;
    }

    /// <summary>Writes a file, or a folder with everything in it, to a run's artifacts.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="source">File or folder on disk.</param>
    /// <param name="folder">Folder among the artifacts; null for their root. A folder's content goes directly into it.</param>
    /// <param name="cancellationToken">Stops between two files or within one; finished files stay.</param>
    /// <returns>Paths among the artifacts, in order.</returns>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder at the source.</exception>
    public static async Task<IReadOnlyList<string>> UploadArtifactsAsync(
        this IArtifactStore store, string runId, string source, string? folder = null, CancellationToken cancellationToken = default)
    {
        var written = new List<string>();
        foreach ((string file, string artifactPath) in FindFiles(source, folder))
        {
            FileStream content = File.OpenRead(file);
            await using (content.ConfigureAwait(false))
            {
                await store.WriteArtifactAsync(runId, artifactPath, content, progress: null, cancellationToken).ConfigureAwait(false);
            }

            written.Add(artifactPath);
        }

        return written;
    }

    /// <summary>Reads an artifact as UTF-8 text.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public static async Task<string> LoadTextAsync(
        this IArtifactStore store, string runId, string path, CancellationToken cancellationToken = default)
    {
        Stream content = await store.OpenArtifactAsync(runId, path, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(content, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a JSON artifact.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">The file is not JSON.</exception>
    public static async Task<JsonNode?> LoadDictionaryAsync(
        this IArtifactStore store, string runId, string path, CancellationToken cancellationToken = default)
    {
        string text = await LoadTextAsync(store, runId, path, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException exception)
        {
            throw Unreadable(runId, path, exception, "JSON");
        }
    }

    /// <summary>Reads a table, as <see cref="Runs.ActiveRun.LogTableAsync"/> and Python's <c>mlflow.log_table</c> write it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="MlflowException">The file is not such a table.</exception>
    public static async Task<ArtifactTable> LoadTableAsync(
        this IArtifactStore store, string runId, string path, CancellationToken cancellationToken = default)
    {
        string text = await LoadTextAsync(store, runId, path, cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            string[] columns = [.. root.GetProperty("columns").EnumerateArray().Select(column => column.ToString())];
            IReadOnlyList<object?>[] rows = [.. root.GetProperty("data").EnumerateArray().Select(ReadRow)];
            return new ArtifactTable(columns, rows);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Unreadable(runId, path, exception, "a table with 'columns' and 'data'");
        }
    }

    /// <summary>Files of a source with their paths among the artifacts.</summary>
    internal static IEnumerable<(string File, string ArtifactPath)> FindFiles(string source, string? folder)
    {
        string prefix = string.IsNullOrEmpty(folder) ? "" : folder.TrimEnd('/') + "/";
        if (Directory.Exists(source))
        {
            return Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => (file, prefix + Path.GetRelativePath(source, file).Replace(Path.DirectorySeparatorChar, '/')));
        }

        return File.Exists(source)
            ? [(source, prefix + Path.GetFileName(source))]
            : throw new FileNotFoundException($"artifact {source} does not exist, expected a file or folder. Check the path.", source);
    }

    private static async Task<IReadOnlyList<string>> ListFilesAsync(
        IArtifactStore store, string runId, string? folder, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        var folders = new Queue<string?>([folder]);
        while (folders.TryDequeue(out string? next))
        {
            foreach (ArtifactEntry entry in await store.ListArtifactsAsync(runId, next, cancellationToken).ConfigureAwait(false))
            {
                if (entry.IsFolder)
                {
                    folders.Enqueue(entry.Path);
                }
                else
                {
                    files.Add(entry.Path);
                }
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static IReadOnlyList<object?> ReadRow(JsonElement row) => [.. row.EnumerateArray().Select(ReadCell)];

    private static object? ReadCell(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => cell.GetString(),
        JsonValueKind.Number => cell.TryGetInt64(out long whole) ? whole : cell.GetDouble(),
        _ => cell.GetRawText(),
    };

    private static MlflowException Unreadable(string runId, string path, Exception cause, string rule) =>
        new($"artifact '{path}' cannot be read ({cause.Message.TrimEnd('.')})", cause)
        {
            Where = string.Create(CultureInfo.InvariantCulture, $"run {runId}"),
            Rule = rule,
            NextStep = "Open it as a file instead.",
            ErrorCode = MlflowErrorCodes.InvalidParameterValue,
            Endpoint = "artifacts",
            RunId = runId,
        };
}
