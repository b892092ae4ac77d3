using System.Globalization;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.FileStores;

internal sealed partial class FileStore
{
    private const int CreationMilliseconds = 50;

    public Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellationToken = default) =>
        OnPoolAsync(() => FindExperiment(name), cancellationToken);

    public Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default) =>
        OnPoolAsync(() => ReadExperiment(ExperimentFolder(experimentId)), cancellationToken);

    public Task<string> CreateExperimentAsync(NewExperiment experiment, CancellationToken cancellationToken = default)
    {
        Requests.Validate(experiment);
        return OnPoolAsync(() => CreateExperiment(experiment), cancellationToken);
    }

    public IAsyncEnumerable<Experiment> SearchExperimentsAsync(ExperimentQuery query, CancellationToken cancellationToken = default)
    {
        var filter = SearchFilter.Parse(query.Filter);
        return StreamAsync<Experiment>(
            () =>
            [
                .. ExperimentFolders()
                    .Select(folder => TryRead(folder, ReadExperiment))
                    .OfType<Experiment>()
                    .Where(e => IsIn(query.ViewType, e.LifecycleStage) && filter.Matches(e))
                    .OrderBy(e => e.CreationTime)
                    .ThenBy(e => e.Name, StringComparer.Ordinal),
            ],
            cancellationToken);
    }

    public Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return OnPoolAsync(
            () =>
            {
                string folder = ExperimentFolder(experimentId);
                StoreFile.Write(PathOfKey(Path.Combine(folder, TagsFolder), key), value, folder);
            },
            cancellationToken);
    }

    public Task DeleteExperimentTagAsync(string experimentId, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return OnPoolAsync(
            () => DeleteFile(PathOfKey(Path.Combine(ExperimentFolder(experimentId), TagsFolder), key)), cancellationToken);
    }

    public Task RenameExperimentAsync(string experimentId, string newName, CancellationToken cancellationToken = default)
    {
        Requests.Validate(new NewExperiment { Name = newName });
        return OnPoolAsync(
            () =>
            {
                using StoreLock held = LockExperiments();
                if (FindExperiment(newName) is { } taken && taken.ExperimentId != experimentId)
                {
                    throw NameTaken(newName);
                }

                RewriteExperiment(ExperimentFolder(experimentId), meta => meta.SetText("name", newName));
            },
            cancellationToken);
    }

    public Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken = default) =>
        OnPoolAsync(() => MoveExperiment(experimentId, Path.Combine(Root, TrashFolder), "deleted"), cancellationToken);

    public Task RestoreExperimentAsync(string experimentId, CancellationToken cancellationToken = default) =>
        OnPoolAsync(() => MoveExperiment(experimentId, Root, "active"), cancellationToken);

    private StoreLock LockExperiments()
    {
        Directory.CreateDirectory(Root);
        return StoreLock.Take(Path.Combine(Root, ExperimentsLock));
    }

    private string CreateExperiment(NewExperiment experiment)
    {
        using StoreLock held = LockExperiments();
        if (FindExperiment(experiment.Name) is not null)
        {
            throw NameTaken(experiment.Name);
        }

        // MLflow 2 and 3 take a new store's first experiment for "Default" when its folder is 0; others get a number of 18 digits.
        string id = experiment.Name == "Default" && !Directory.Exists(Path.Combine(Root, "0")) ? "0" : NewExperimentId();
        string folder = Path.Combine(Root, id);
        Directory.CreateDirectory(folder);
        foreach ((string key, string value) in experiment.Tags)
        {
            StoreFile.Write(PathOfKey(Path.Combine(folder, TagsFolder), key), value, folder);
        }

        long now = NowMs();
        var meta = new MetaDocument();
        meta.SetText("artifact_location", experiment.ArtifactLocation ?? ArtifactUris.FromPath(folder));
        meta.SetNumber("creation_time", now);
        meta.SetText("experiment_id", id);
        meta.SetNumber("last_update_time", now);
        meta.SetText("lifecycle_stage", "active");
        meta.SetText("name", experiment.Name);
        StoreFile.Write(Path.Combine(folder, MetaFile), MetaWriter.Write(meta), folder);
        return id;
    }

    private static string NewExperimentId()
    {
        var guid = Guid.NewGuid();
        ulong number = BitConverter.ToUInt64(guid.ToByteArray(), 0);
        return (100_000_000_000_000_000 + (number % 900_000_000_000_000_000)).ToString(CultureInfo.InvariantCulture);
    }

    private Experiment? FindExperiment(string name)
    {
        Experiment? deleted = null;
        foreach (string folder in ExperimentFolders())
        {
            if (TryRead(folder, ReadExperiment) is { } experiment && experiment.Name == name)
            {
                if (experiment.LifecycleStage == LifecycleStage.Active)
                {
                    return experiment;
                }

                deleted = experiment;
            }
        }

        return deleted;
    }

    private List<string> ExperimentFolders()
    {
        string trash = Path.Combine(Root, TrashFolder);
        List<string> entries =
        [
            .. Directory.Exists(Root) ? Directory.GetFileSystemEntries(Root) : [],
            .. Directory.Exists(trash) ? TryRead(trash, Directory.GetFileSystemEntries) ?? [] : [],
        ];
        entries.RemoveAll(entry => !Path.GetFileName(entry).All(char.IsAsciiDigit));
        List<string> broken = entries.FindAll(entry => !HasMeta(entry));
        if (broken.Exists(entry => !_skipped.ContainsKey(entry)))
        {
            // An experiment that another process is creating gets its meta.yaml last.
            Thread.Sleep(CreationMilliseconds);
        }

        foreach (string entry in broken.Where(entry => !HasMeta(entry)))
        {
            TryRead(entry, RefuseWithoutMeta);
        }

        return [.. entries.Where(HasMeta).Order(StringComparer.Ordinal)];
    }

    private static bool HasMeta(string folder) => File.Exists(Path.Combine(folder, MetaFile));

    private static string RefuseWithoutMeta(string entry)
    {
        bool isFolder = Directory.Exists(entry);
        if (isFolder)
        {
            // Without permission to look inside this says so.
            _ = Directory.EnumerateFileSystemEntries(entry).Any();
        }

        throw new MlflowException(isFolder ? $"the folder has no {MetaFile}" : "it is a file")
        {
            Where = entry,
            Rule = "an experiment's folder",
            NextStep = "Restore it or move it out of the store.",
            Endpoint = entry,
        };
    }

    private string ExperimentFolder(string experimentId)
    {
        if (experimentId.Length > 0 && experimentId.All(char.IsAsciiDigit))
        {
            string[] candidates = [Path.Combine(Root, experimentId), Path.Combine(Root, TrashFolder, experimentId)];
            if (Array.Find(candidates, folder => File.Exists(Path.Combine(folder, MetaFile))) is { } found)
            {
                return found;
            }
        }

        throw NoSuch("experiment", experimentId, Root);
    }

    private static Experiment ReadExperiment(string folder)
    {
        string path = Path.Combine(folder, MetaFile);
        MetaDocument meta = MetaReader.Read(path);
        return new Experiment
        {
            ExperimentId = Path.GetFileName(folder),
            Name = meta.Require("name", path),
            ArtifactLocation = meta.Text("artifact_location") ?? "",
            LifecycleStage = StageOf(meta),
            CreationTime = TimeOf(meta, "creation_time"),
            LastUpdateTime = TimeOf(meta, "last_update_time"),
            Tags = ReadKeyFiles(Path.Combine(folder, TagsFolder)),
        };
    }

    private void RewriteExperiment(string folder, Action<MetaDocument> change)
    {
        string path = Path.Combine(folder, MetaFile);
        MetaDocument meta = MetaReader.Read(path);
        change(meta);
        meta.SetNumber("last_update_time", NowMs());
        StoreFile.Write(path, MetaWriter.Write(meta), folder);
    }

    private void MoveExperiment(string experimentId, string target, string stage)
    {
        using StoreLock held = LockExperiments();
        string folder = ExperimentFolder(experimentId);
        string destination = Path.Combine(target, experimentId);
        if (folder == destination)
        {
            throw NoSuch(stage == "active" ? "deleted experiment" : "active experiment", experimentId, Root);
        }

        if (stage == "active" && FindExperiment(ReadExperiment(folder).Name) is { LifecycleStage: LifecycleStage.Active } other)
        {
            throw NameTaken(other.Name);
        }

        RewriteExperiment(folder, meta => meta.SetText("lifecycle_stage", stage));
        Directory.CreateDirectory(target);
        Directory.Move(folder, destination);
    }

    private MlflowException NameTaken(string name) => new($"experiment '{name}' exists already")
    {
        Where = Root,
        Rule = "a new name",
        NextStep = "Use the existing one, or choose another name.",
        ErrorCode = MlflowErrorCodes.ResourceAlreadyExists,
        Endpoint = Root,
    };

    private static LifecycleStage StageOf(MetaDocument meta) =>
        meta.Text("lifecycle_stage") == "deleted" ? LifecycleStage.Deleted : LifecycleStage.Active;

    private static DateTimeOffset? TimeOf(MetaDocument meta, string key) =>
        meta.Number(key) is { } ms and >= 0 && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;

    private static bool IsIn(ViewType view, LifecycleStage stage) =>
        view == ViewType.All || (view == ViewType.ActiveOnly) == (stage == LifecycleStage.Active);
}
