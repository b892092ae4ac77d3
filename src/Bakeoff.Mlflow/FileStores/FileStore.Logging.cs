using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.FileStores;

internal sealed partial class FileStore
{
    // Up to this size a metric file is replaced as a whole, so that not even a power cut shows half a line; replacing longer ones for a few
    // points would cost more than the training. They are appended to in one write, and cut back if that fails.
    private const long ReplaceUpToBytes = 1 << 20;

    public Task LogBatchAsync(string runId, RunBatch batch, CancellationToken cancellationToken = default)
    {
        RunBatch valid = Requests.Validate(batch);
        return OnPoolAsync(() => LogBatch(runId, valid), cancellationToken);
    }

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return OnPoolAsync(
            () =>
            {
                string folder = RunFolder(runId);
                using StoreLock held = LockRun(folder);
                string path = PathOfKey(Path.Combine(folder, "tags"), key);
                if (!File.Exists(path))
                {
                    throw NoSuch("tag", key, folder);
                }

                File.Delete(path);
            },
            cancellationToken);
    }

    public Task LogInputsAsync(string runId, IReadOnlyList<DatasetInput> inputs, CancellationToken cancellationToken = default)
    {
        Requests.Validate(inputs);
        return OnPoolAsync(() => LogInputs(runId, inputs), cancellationToken);
    }

    public IAsyncEnumerable<Metric> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("metric", key);
        return StreamAsync<Metric>(
            () =>
            {
                string path = PathOfKey(Path.Combine(RunFolder(runId), "metrics"), key);
                return File.Exists(path) ? ReadMetricFile(path, key) : [];
            },
            cancellationToken);
    }

    private void LogBatch(string runId, RunBatch batch)
    {
        string folder = RunFolder(runId);
        using StoreLock held = LockRun(folder);
        RequireActive(folder, runId);
        CheckParameters(folder, runId, batch.Parameters);
        foreach (IGrouping<string, Metric> points in batch.Metrics.GroupBy(metric => metric.Key, StringComparer.Ordinal))
        {
            RequireFileName(Path.Combine(folder, "metrics"), points.Key);
            AppendPoints(PathOfKey(Path.Combine(folder, "metrics"), points.Key), points.Key, [.. points], batch.MayBeStored, folder);
        }

        WriteKeyFiles(folder, "params", batch.Parameters);
        WriteKeyFiles(folder, "tags", batch.Tags);
        if (batch.Tags.LastOrDefault(tag => tag.Key == MlflowTags.RunName).Value is { } name)
        {
            RewriteRun(folder, meta => meta.SetText("run_name", name));
        }
    }

    private static void WriteKeyFiles(string folder, string part, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        foreach ((string key, string value) in values)
        {
            RequireFileName(Path.Combine(folder, part), key);
            string path = PathOfKey(Path.Combine(folder, part), key);
            if (!File.Exists(path) || File.ReadAllText(path, StoreFile.Utf8) != value)
            {
                StoreFile.Write(path, value, folder);
            }
        }
    }

    private static void RequireActive(string folder, string runId)
    {
        if (StageOf(MetaReader.Read(Path.Combine(folder, MetaFile))) == LifecycleStage.Deleted)
        {
            throw new MlflowException($"run '{runId}' is deleted")
            {
                Where = folder,
                Rule = "an active one",
                NextStep = "Restore it first.",
                ErrorCode = MlflowErrorCodes.InvalidParameterValue,
                Endpoint = folder,
                RunId = runId,
            };
        }
    }

    // All conflicts are found before anything is written, as on a server.
    private static void CheckParameters(string folder, string runId, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        foreach ((string key, string value) in parameters)
        {
            string path = PathOfKey(Path.Combine(folder, "params"), key);
            if (File.Exists(path) && File.ReadAllText(path, StoreFile.Utf8) is var stored && stored != value)
            {
                throw new MlflowException($"parameter '{key}'")
                {
                    Where = folder,
                    Value = $"'{value}'",
                    Rule = $"'{stored}', which this run has already",
                    NextStep = "Parameters never change; start a new run.",
                    ErrorCode = MlflowErrorCodes.InvalidParameterValue,
                    Endpoint = folder,
                    RunId = runId,
                };
            }
        }
    }

    // 'a' and 'a/b' would be a file and a folder of one name, which MLflow's own servers answer with a crash.
    private static void RequireFileName(string part, string key)
    {
        string path = PathOfKey(part, key);
        string? parent = Path.GetDirectoryName(path);
        bool clashes = Directory.Exists(path);
        for (; !clashes && parent is not null && parent.Length > part.Length; parent = Path.GetDirectoryName(parent))
        {
            clashes = File.Exists(parent);
        }

        if (clashes)
        {
            throw new MlflowException($"key '{key}' is both a name and the beginning of another name")
            {
                Where = part,
                Rule = "one of both in a file store",
                NextStep = $"Rename one, such as '{key}_value'.",
                ErrorCode = MlflowErrorCodes.InvalidParameterValue,
                Endpoint = part,
            };
        }
    }

    private static void AppendPoints(string path, string key, IReadOnlyList<Metric> points, bool mayBeStored, string folder)
    {
        byte[] old = [];
        long length = 0;
        if (File.Exists(path))
        {
            length = new FileInfo(path).Length;
            if (length <= ReplaceUpToBytes)
            {
                old = File.ReadAllBytes(path);
            }
        }

        var known = mayBeStored && length > 0 ? ReadMetricFile(path, key).Select(Identify).ToHashSet() : [];
        var lines = new StringBuilder();
        foreach (Metric point in points)
        {
            if (!mayBeStored || known.Add(Identify(point)))
            {
                lines.Append(CultureInfo.InvariantCulture, $"{point.TimestampMs} {point.Value:R} {point.Step}\n");
            }
        }

        byte[] added = StoreFile.Utf8.GetBytes(lines.ToString());
        if (added.Length == 0)
        {
            return;
        }

        if (length <= ReplaceUpToBytes)
        {
            // A tail without line end is what another program left behind when it died: half a point, so no point.
            int kept = old.AsSpan().LastIndexOf((byte)'\n') + 1;
            StoreFile.Write(path, [.. old.AsSpan(0, kept), .. added], folder);
        }
        else
        {
            Append(path, added);
        }
    }

    private static (long TimestampMs, long Step, long ValueBits) Identify(Metric point) =>
        (point.TimestampMs, point.Step, BitConverter.DoubleToInt64Bits(point.Value));

    private static void Append(string path, byte[] lines)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        byte[] tail = ArrayPool<byte>.Shared.Rent(256);
        stream.Seek(-Math.Min(stream.Length, 256), SeekOrigin.End);
        int count = stream.ReadAtLeast(tail.AsSpan(0, (int)Math.Min(stream.Length, 256)), (int)Math.Min(stream.Length, 256));
        long whole = stream.Length - count + tail.AsSpan(0, count).LastIndexOf((byte)'\n') + 1;
        ArrayPool<byte>.Shared.Return(tail);
        stream.SetLength(whole);
        stream.Seek(0, SeekOrigin.End);
        try
        {
            stream.Write(lines);
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            stream.SetLength(whole);
            throw;
        }
    }

    private static SortedDictionary<string, Metric> ReadLatestMetrics(string folder)
    {
        var latest = new SortedDictionary<string, Metric>(StringComparer.Ordinal);
        string part = Path.Combine(folder, "metrics");
        foreach (string file in FilesBelow(part))
        {
            string key = KeyOf(part, file);
            IReadOnlyList<Metric> points = ReadMetricFile(file, key);
            if (points.Count > 0)
            {
                latest[key] = points.MaxBy(point => (point.Step, point.TimestampMs, point.Value));
            }
        }

        return latest;
    }

    private static List<Metric> ReadMetricFile(string path, string key)
    {
        var points = new List<Metric>();
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length >= 2
                && long.TryParse(fields[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long timestamp)
                && ParseValue(fields[1]) is { } value
                && ParseStep(fields) is { } step)
            {
                points.Add(new Metric(key, value, timestamp, step));
            }
            else if (line.Length > 0)
            {
                throw new MlflowException("line")
                {
                    Where = string.Create(CultureInfo.InvariantCulture, $"{path}({number})"),
                    Value = $"'{line}'",
                    Rule = "'milliseconds value step'",
                    NextStep = "Correct or remove the line.",
                    Endpoint = path,
                };
            }
        }

        return points;
    }

    private static long? ParseStep(string[] fields) =>
        fields.Length < 3 ? 0
        : long.TryParse(fields[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long step) ? step
        : null;

    private static double? ParseValue(string text) => text switch
    {
        "nan" or "NaN" => double.NaN,
        "inf" or "Infinity" => double.PositiveInfinity,
        "-inf" or "-Infinity" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null,
    };

    private void LogInputs(string runId, IReadOnlyList<DatasetInput> inputs)
    {
        string folder = RunFolder(runId);
        using StoreLock held = LockRun(folder);
        string experimentFolder = Path.GetDirectoryName(folder)!;
        foreach (DatasetInput input in inputs)
        {
            // MLflow's own names: the hash of name and digest, and of that and the run.
            string datasetId = Md5(input.Dataset.Name + input.Dataset.Digest);
            string datasetMeta = Path.Combine(experimentFolder, "datasets", datasetId, MetaFile);
            if (!File.Exists(datasetMeta))
            {
                StoreFile.Write(datasetMeta, MetaWriter.Write(Describe(input.Dataset)), experimentFolder);
            }

            string inputMeta = Path.Combine(folder, "inputs", Md5(datasetId + runId), MetaFile);
            if (!File.Exists(inputMeta))
            {
                var meta = new MetaDocument();
                meta.SetText("destination_id", runId);
                meta.SetText("destination_type", "RUN");
                meta.SetText("source_id", datasetId);
                meta.SetText("source_type", "DATASET");
                meta.SetMap("tags", input.Tags);
                StoreFile.Write(inputMeta, MetaWriter.Write(meta), folder);
            }
        }
    }

    private static MetaDocument Describe(Dataset dataset)
    {
        var meta = new MetaDocument();
        meta.SetText("digest", dataset.Digest);
        meta.SetText("name", dataset.Name);
        meta.SetText("profile", dataset.Profile);
        meta.SetText("schema", dataset.Schema);
        meta.SetText("source", dataset.Source);
        meta.SetText("source_type", dataset.SourceType);
        return meta;
    }

    private static List<DatasetInput> ReadInputs(string folder)
    {
        var inputs = new List<DatasetInput>();
        string part = Path.Combine(folder, "inputs");
        if (!Directory.Exists(part))
        {
            return inputs;
        }

        IEnumerable<string> files = Directory.EnumerateDirectories(part)
            .Select(input => Path.Combine(input, MetaFile))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal);
        foreach (string path in files)
        {
            MetaDocument meta = MetaReader.Read(path);
            string datasetPath = Path.Combine(Path.GetDirectoryName(folder)!, "datasets", meta.Require("source_id", path), MetaFile);
            if (meta.Text("source_type") != "DATASET" || !File.Exists(datasetPath))
            {
                continue;
            }

            MetaDocument dataset = MetaReader.Read(datasetPath);
            inputs.Add(new DatasetInput
            {
                Dataset = new Dataset
                {
                    Name = dataset.Require("name", datasetPath),
                    Digest = dataset.Require("digest", datasetPath),
                    SourceType = dataset.Text("source_type") ?? "",
                    Source = dataset.Text("source") ?? "",
                    Schema = dataset.Text("schema"),
                    Profile = dataset.Text("profile"),
                },
                Tags = meta.Map("tags"),
            });
        }

        return inputs;
    }

    private static string Md5(string text)
    {
#pragma warning disable CA5351 // MLflow's own names of these folders; nothing is protected by it.
        return Convert.ToHexStringLower(MD5.HashData(StoreFile.Utf8.GetBytes(text)));
#pragma warning restore CA5351
    }
}
