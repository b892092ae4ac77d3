using System.Globalization;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.FileStores;

internal sealed partial class FileStore
{
    private static readonly string[] NotRuns = [TagsFolder, "datasets", ModelsFolder, "traces"];

    public Task<Run> CreateRunAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        Requests.Validate(run);
        return OnPoolAsync(() => CreateRun(run), cancellationToken);
    }

    public Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken = default) =>
        OnPoolAsync(() => ReadRun(RunFolder(runId)), cancellationToken);

    public Task UpdateRunAsync(string runId, RunUpdate update, CancellationToken cancellationToken = default) =>
        OnPoolAsync(
            () =>
            {
                string folder = RunFolder(runId);
                using StoreLock held = LockRun(folder);
                RewriteRun(folder, meta =>
                {
                    if (update.Status is { } status)
                    {
                        meta.SetNumber("status", (int)status);
                    }

                    if (update.EndTime is { } end)
                    {
                        meta.SetNumber("end_time", end.ToUnixTimeMilliseconds());
                    }

                    if (update.Name is { } name)
                    {
                        meta.SetText("run_name", name);
                        StoreFile.Write(PathOfKey(Path.Combine(folder, TagsFolder), MlflowTags.RunName), name, folder);
                    }
                });
            },
            cancellationToken);

    public IAsyncEnumerable<Run> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default)
    {
        var filter = SearchFilter.Parse(query.Filter);
        SearchOrder<Run> order = RunOrder.Parse(query.OrderBy);
        return StreamAsync(() => SearchRuns(query, filter, order), cancellationToken);
    }

    public Task DeleteRunAsync(string runId, CancellationToken cancellationToken = default) =>
        OnPoolAsync(
            () => RewriteRunLocked(runId, meta =>
            {
                meta.SetText("lifecycle_stage", "deleted");
                meta.SetNumber("deleted_time", NowMs());
            }),
            cancellationToken);

    public Task RestoreRunAsync(string runId, CancellationToken cancellationToken = default) =>
        OnPoolAsync(
            () => RewriteRunLocked(runId, meta =>
            {
                meta.SetText("lifecycle_stage", "active");
                meta.SetNumber("deleted_time", null);
            }),
            cancellationToken);

    private Run CreateRun(NewRun run)
    {
        string experimentFolder = ExperimentFolder(run.ExperimentId);
        if (ReadExperiment(experimentFolder) is { LifecycleStage: LifecycleStage.Deleted } deleted)
        {
            throw new MlflowException($"experiment '{deleted.Name}' is deleted")
            {
                Where = Root,
                Rule = "an active one",
                NextStep = "Restore it or choose another.",
                ErrorCode = MlflowErrorCodes.InvalidState,
                Endpoint = experimentFolder,
            };
        }

        string id = Guid.NewGuid().ToString("N");
        string folder = Path.Combine(experimentFolder, id);
        string name = run.Name ?? run.Tags.FirstOrDefault(tag => tag.Key == MlflowTags.RunName).Value ?? RunNames.Invent(id);
        foreach (string part in (string[])["metrics", "params", TagsFolder, "artifacts"])
        {
            // MLflow 3 answers 404 for a run that lacks one of these, even when it is empty.
            Directory.CreateDirectory(Path.Combine(folder, part));
        }

        Dictionary<string, string> tags = new(run.Tags, StringComparer.Ordinal)
        {
            [MlflowTags.RunName] = name,
            [MlflowTags.ClientKey] = run.ClientKey ?? Guid.NewGuid().ToString("N"),
        };
        foreach ((string key, string value) in tags)
        {
            StoreFile.Write(PathOfKey(Path.Combine(folder, TagsFolder), key), value, folder);
        }

        var meta = new MetaDocument();
        meta.SetText("artifact_uri", ArtifactUris.Append(ReadExperiment(experimentFolder).ArtifactLocation, $"{id}/artifacts"));
        meta.SetNumber("deleted_time", null);
        meta.SetNumber("end_time", null);
        meta.SetText("entry_point_name", "");
        meta.SetText("experiment_id", run.ExperimentId);
        meta.SetText("lifecycle_stage", "active");
        meta.SetText("run_id", id);
        meta.SetText("run_name", name);
        meta.SetText("run_uuid", id);
        meta.SetText("source_name", "");
        meta.SetNumber("source_type", 4);
        meta.SetText("source_version", "");
        meta.SetNumber("start_time", run.StartTime?.ToUnixTimeMilliseconds() ?? NowMs());
        meta.SetNumber("status", (int)RunStatus.Running);
        meta.SetBare("tags", "[]");
        meta.SetText("user_id", run.UserId ?? Environment.UserName);
        StoreFile.Write(Path.Combine(folder, MetaFile), MetaWriter.Write(meta), folder);
        return ReadRun(folder);
    }

    private List<Run> SearchRuns(RunQuery query, SearchFilter filter, SearchOrder<Run> order)
    {
        var runs = new List<Run>();
        foreach (string experimentId in query.ExperimentIds.Distinct(StringComparer.Ordinal))
        {
            foreach (string folder in RunFolders(ExperimentFolder(experimentId)))
            {
                if (TryRead(folder, at => ReadRunIn(query.ViewType, at)) is [{ } run] && filter.Matches(run))
                {
                    runs.Add(run);
                }
            }
        }

        runs.Sort(order);
        return runs;
    }

    private static Run[] ReadRunIn(ViewType view, string folder) =>
        IsIn(view, StageOf(MetaReader.Read(Path.Combine(folder, MetaFile)))) ? [ReadRun(folder)] : [];

    private IEnumerable<string> RunFolders(string experimentFolder) =>
        (TryRead(experimentFolder, Directory.GetDirectories) ?? [])
            .Where(folder => !NotRuns.Contains(Path.GetFileName(folder)) && HasMeta(folder))
            .Order(StringComparer.Ordinal);

    private string RunFolder(string runId)
    {
        if (runId.Length > 0 && runId.All(char.IsAsciiLetterOrDigit) && Directory.Exists(Root))
        {
            foreach (string experimentFolder in ExperimentFolders())
            {
                string folder = Path.Combine(experimentFolder, runId);
                if (File.Exists(Path.Combine(folder, MetaFile)))
                {
                    return folder;
                }
            }
        }

        throw NoSuch("run", runId, Root);
    }

    private static StoreLock LockRun(string folder) => StoreLock.Take(Path.Combine(folder, RunLock));

    private void RewriteRunLocked(string runId, Action<MetaDocument> change)
    {
        string folder = RunFolder(runId);
        using StoreLock held = LockRun(folder);
        RewriteRun(folder, change);
    }

    private static void RewriteRun(string folder, Action<MetaDocument> change)
    {
        string path = Path.Combine(folder, MetaFile);
        MetaDocument meta = MetaReader.Read(path);
        change(meta);
        StoreFile.Write(path, MetaWriter.Write(meta), folder);
    }

    private static Run ReadRun(string folder)
    {
        SortedDictionary<string, string> tags = ReadKeyFiles(Path.Combine(folder, TagsFolder));
        return new Run
        {
            Info = ReadRunInfo(folder, tags),
            Metrics = ReadLatestMetrics(folder),
            Parameters = ReadKeyFiles(Path.Combine(folder, "params")),
            Tags = tags,
            Inputs = ReadInputs(folder),
        };
    }

    private static RunInfo ReadRunInfo(string folder, SortedDictionary<string, string> tags)
    {
        string path = Path.Combine(folder, MetaFile);
        MetaDocument meta = MetaReader.Read(path);
        string? name = meta.Text("run_name");
        long status = meta.Number("status") ?? (int)RunStatus.Running;
        if (status is < (int)RunStatus.Running or > (int)RunStatus.Killed)
        {
            throw new MlflowException("status")
            {
                Where = path,
                Value = status.ToString(CultureInfo.InvariantCulture),
                Rule = "1 to 5",
                NextStep = "Correct the file.",
                Endpoint = path,
            };
        }

        return new RunInfo
        {
            RunId = meta.Text("run_id") ?? meta.Require("run_uuid", path),
            ExperimentId = meta.Require("experiment_id", path),
            Name = string.IsNullOrEmpty(name) ? tags.GetValueOrDefault(MlflowTags.RunName, "") : name,
            UserId = meta.Text("user_id") ?? "",
            Status = (RunStatus)status,
            StartTime = TimeOf(meta, "start_time") ?? DateTimeOffset.UnixEpoch,
            EndTime = TimeOf(meta, "end_time"),
            ArtifactUri = meta.Text("artifact_uri") ?? "",
            LifecycleStage = StageOf(meta),
        };
    }
}
