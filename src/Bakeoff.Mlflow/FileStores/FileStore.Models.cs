using System.Globalization;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.FileStores;

internal sealed partial class FileStore
{
    private const string ModelsLock = ".models.lock";

    // Python's file store keeps a deleted version under this stage, so that its number is not used again.
    private const string DeletedStage = "Deleted_Internal";

    public Task<RegisteredModel> CreateRegisteredModelAsync(
        string name,
        string? description = null,
        IReadOnlyList<KeyValuePair<string, string>>? tags = null,
        CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        Requests.Validate("tag", tags ?? []);
        return OnPoolAsync(() => CreateModel(name, description ?? "", tags ?? []), cancellationToken);
    }

    public Task<RegisteredModel?> FindRegisteredModelAsync(string name, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        return OnPoolAsync(() => IsModel(ModelFolder(name)) ? ReadModel(ModelFolder(name)) : null, cancellationToken);
    }

    public IAsyncEnumerable<RegisteredModel> SearchRegisteredModelsAsync(
        RegistryQuery query, CancellationToken cancellationToken = default)
    {
        var filter = SearchFilter.Parse(query.Filter);
        SearchOrder<RegisteredModel> order = RegistryOrders.ParseModels(query.OrderBy);
        return StreamAsync<RegisteredModel>(
            () => [.. ModelFolders().Select(ReadModel).Where(filter.Matches).Order(order)], cancellationToken);
    }

    public Task RenameRegisteredModelAsync(string name, string newName, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        Requests.ValidateModelName(newName);
        return OnPoolAsync(() => RenameModel(name, newName), cancellationToken);
    }

    public Task UpdateRegisteredModelAsync(string name, string description, CancellationToken cancellationToken = default) =>
        OnModelAsync(name, folder => Rewrite(folder, meta => meta.SetText("description", description)), cancellationToken);

    public Task DeleteRegisteredModelAsync(string name, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        return OnPoolAsync(
            () =>
            {
                using StoreLock held = LockModels();
                Directory.Delete(ExistingModelFolder(name), recursive: true);
            },
            cancellationToken);
    }

    public Task SetRegisteredModelTagAsync(string name, string key, string value, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return OnModelAsync(name, folder => WriteTags(folder, folder, [new(key, value)]), cancellationToken);
    }

    public Task DeleteRegisteredModelTagAsync(string name, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return OnModelAsync(name, folder => DeleteFile(PathOfKey(Path.Combine(folder, TagsFolder), key)), cancellationToken);
    }

    public Task<ModelVersion> CreateModelVersionAsync(NewModelVersion version, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(version.Name);
        Requests.Validate("tag", version.Tags);
        return OnPoolAsync(() => CreateVersion(version), cancellationToken);
    }

    public Task<ModelVersion> GetModelVersionAsync(string name, int version, CancellationToken cancellationToken = default) =>
        OnPoolAsync(() => ReadVersion(VersionFolder(name, version)), cancellationToken);

    public IAsyncEnumerable<ModelVersion> SearchModelVersionsAsync(RegistryQuery query, CancellationToken cancellationToken = default)
    {
        var filter = SearchFilter.Parse(query.Filter);
        SearchOrder<ModelVersion> order = RegistryOrders.ParseVersions(query.OrderBy);
        return StreamAsync<ModelVersion>(
            () => [.. ModelFolders().SelectMany(ReadVersions).Where(filter.Matches).Order(order)], cancellationToken);
    }

    public Task<IReadOnlyList<ModelVersion>> GetLatestVersionsAsync(
        string name, IReadOnlyList<ModelStage>? stages = null, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        return OnPoolAsync<IReadOnlyList<ModelVersion>>(
            () => [.. SelectLatest(ReadVersions(ExistingModelFolder(name))).Where(v => stages is null || stages.Contains(v.Stage))],
            cancellationToken);
    }

    public Task UpdateModelVersionAsync(string name, int version, string description, CancellationToken cancellationToken = default) =>
        OnVersionAsync(name, version, folder => Rewrite(folder, meta => meta.SetText("description", description)), cancellationToken);

    public Task DeleteModelVersionAsync(string name, int version, CancellationToken cancellationToken = default) =>
        OnVersionAsync(
            name,
            version,
            folder =>
            {
                foreach (string alias in ReadVersion(folder).Aliases)
                {
                    DeleteFile(AliasPath(name, alias));
                }

                Rewrite(folder, meta => meta.SetText("current_stage", DeletedStage));
            },
            cancellationToken);

    public Task SetModelVersionTagAsync(
        string name, int version, string key, string value, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return OnVersionAsync(name, version, folder => WriteTags(folder, ModelFolder(name), [new(key, value)]), cancellationToken);
    }

    public Task DeleteModelVersionTagAsync(string name, int version, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return OnVersionAsync(
            name, version, folder => DeleteFile(PathOfKey(Path.Combine(folder, TagsFolder), key)), cancellationToken);
    }

    public Task<ModelVersion> TransitionModelVersionStageAsync(
        string name, int version, ModelStage stage, bool archiveOthers = false, CancellationToken cancellationToken = default)
    {
        Requests.ValidateTransition(stage, archiveOthers);
        Requests.ValidateModelName(name);
        return OnPoolAsync(() => TransitionStage(name, version, stage, archiveOthers), cancellationToken);
    }

    public Task<string> GetModelVersionDownloadUriAsync(string name, int version, CancellationToken cancellationToken = default) =>
        OnPoolAsync(() => ReadDownloadUri(VersionFolder(name, version)), cancellationToken);

    public Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        return OnVersionAsync(
            name,
            version,
            _ => StoreFile.Write(AliasPath(name, alias), version.ToString(CultureInfo.InvariantCulture), ModelFolder(name)),
            cancellationToken);
    }

    public Task<ModelVersion?> FindAliasAsync(string name, string alias, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        return OnPoolAsync(
            () =>
            {
                string path = AliasPath(name, alias);
                return File.Exists(path) ? ReadVersion(VersionFolder(name, ReadAlias(path))) : null;
            },
            cancellationToken);
    }

    public Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        return OnPoolAsync(() => DeleteFile(AliasPath(name, alias)), cancellationToken);
    }

    private Task OnModelAsync(string name, Action<string> change, CancellationToken cancellationToken)
    {
        Requests.ValidateModelName(name);
        return OnPoolAsync(
            () =>
            {
                using StoreLock held = LockModels();
                string folder = ExistingModelFolder(name);
                change(folder);
                Rewrite(folder, _ => { });
            },
            cancellationToken);
    }

    private Task OnVersionAsync(string name, int version, Action<string> change, CancellationToken cancellationToken)
    {
        Requests.ValidateModelName(name);
        return OnPoolAsync(
            () =>
            {
                using StoreLock held = LockModels();
                string folder = VersionFolder(name, version);
                change(folder);
                Rewrite(folder, _ => { });
                Rewrite(ModelFolder(name), _ => { });
            },
            cancellationToken);
    }

    /// <summary>Changes the meta file of a model or version, and notes the time of the change.</summary>
    private void Rewrite(string folder, Action<MetaDocument> change)
    {
        string path = Path.Combine(folder, MetaFile);
        MetaDocument meta = MetaReader.Read(path);
        change(meta);
        meta.SetNumber("last_updated_timestamp", NowMs());
        StoreFile.Write(path, MetaWriter.Write(meta), folder);
    }

    private StoreLock LockModels()
    {
        Directory.CreateDirectory(Path.Combine(Root, ModelsFolder));
        return StoreLock.Take(Path.Combine(Root, ModelsLock));
    }

    private string ModelFolder(string name) => Path.Combine(Root, ModelsFolder, name);

    private static bool IsModel(string folder) => File.Exists(Path.Combine(folder, MetaFile));

    private string ExistingModelFolder(string name) =>
        IsModel(ModelFolder(name)) ? ModelFolder(name) : throw NoSuch("registered model", name, Root);

    private IEnumerable<string> ModelFolders() =>
        Directory.Exists(Path.Combine(Root, ModelsFolder))
            ? Directory.EnumerateDirectories(Path.Combine(Root, ModelsFolder)).Where(IsModel)
            : [];

    private string AliasPath(string name, string alias) => Path.Combine(ModelFolder(name), AliasesFolder, alias);

    private string VersionFolder(string name, int version)
    {
        string folder = Path.Combine(ModelFolder(name), string.Create(CultureInfo.InvariantCulture, $"version-{version}"));
        return IsModel(folder) && !IsDeleted(folder)
            ? folder
            : throw NoSuch("model version", string.Create(CultureInfo.InvariantCulture, $"{name}/{version}"), Root);
    }

    private static bool IsDeleted(string versionFolder) =>
        MetaReader.Read(Path.Combine(versionFolder, MetaFile)).Text("current_stage") == DeletedStage;

    private RegisteredModel CreateModel(string name, string description, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        using StoreLock held = LockModels();
        string folder = ModelFolder(name);
        RequireFreeModelName(name);
        WriteTags(folder, folder, tags);
        long now = NowMs();
        var meta = new MetaDocument();
        meta.SetBare("aliases", "[]");
        meta.SetNumber("creation_timestamp", now);
        meta.SetText("description", description);
        meta.SetNumber("last_updated_timestamp", now);
        meta.SetText("name", name);
        StoreFile.Write(Path.Combine(folder, MetaFile), MetaWriter.Write(meta), folder);
        return ReadModel(folder);
    }

    private void RequireFreeModelName(string name)
    {
        if (IsModel(ModelFolder(name)))
        {
            throw new MlflowException($"registered model '{name}' exists already")
            {
                Where = Root,
                Rule = "a new name",
                NextStep = "Add a version to it, or choose another name.",
                ErrorCode = MlflowErrorCodes.ResourceAlreadyExists,
                Endpoint = Root,
            };
        }
    }

    // The folder is moved first and its name counts when it is read, so a crash in between leaves a whole model under one name.
    private void RenameModel(string name, string newName)
    {
        using StoreLock held = LockModels();
        string folder = ExistingModelFolder(name);
        RequireFreeModelName(newName);
        string target = ModelFolder(newName);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.Move(folder, target);
        foreach (string version in VersionNumbers(target).Select(number => VersionPath(target, number)))
        {
            Rewrite(version, meta => meta.SetText("name", newName));
        }

        Rewrite(target, meta => meta.SetText("name", newName));
    }

    private ModelVersion CreateVersion(NewModelVersion version)
    {
        using StoreLock held = LockModels();
        string modelFolder = ExistingModelFolder(version.Name);
        string location = FollowModelUri(version.Source);
        int number = VersionNumbers(modelFolder).DefaultIfEmpty(0).Max() + 1;
        string folder = VersionPath(modelFolder, number);
        Directory.CreateDirectory(folder);
        WriteTags(folder, modelFolder, version.Tags);
        long now = NowMs();
        var meta = new MetaDocument();
        meta.SetBare("aliases", "[]");
        meta.SetNumber("creation_timestamp", now);
        meta.SetText("current_stage", nameof(ModelStage.None));
        meta.SetText("description", version.Description);
        meta.SetNumber("last_updated_timestamp", now);
        meta.SetText("name", version.Name);
        meta.SetText("run_id", version.RunId);
        meta.SetText("run_link", version.RunLink);
        meta.SetText("source", version.Source);
        meta.SetText("status", "READY");
        meta.SetText("status_message", null);
        meta.SetText("storage_location", location);
        meta.SetText("user_id", null);
        meta.SetNumber("version", number);
        StoreFile.Write(Path.Combine(folder, MetaFile), MetaWriter.Write(meta), modelFolder);
        Rewrite(modelFolder, _ => { });
        return ReadVersion(folder);
    }

    /// <summary>
    /// The location behind a source: that of the version which <c>models:/NAME/VERSION</c> names, else the source itself.
    /// </summary>
    private string FollowModelUri(string source)
    {
        const string scheme = "models:/";
        string[] parts = source.StartsWith(scheme, StringComparison.Ordinal) ? source[scheme.Length..].Split('/') : [];
        return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? ReadDownloadUri(VersionFolder(parts[0], version))
            : source;
    }

    private static string ReadDownloadUri(string versionFolder)
    {
        MetaDocument meta = MetaReader.Read(Path.Combine(versionFolder, MetaFile));
        return meta.Text("storage_location") is { Length: > 0 } location ? location : meta.Text("source") ?? "";
    }

    private ModelVersion TransitionStage(string name, int version, ModelStage stage, bool archiveOthers)
    {
        using StoreLock held = LockModels();
        string folder = VersionFolder(name, version);
        IEnumerable<ModelVersion> others = archiveOthers
            ? ReadVersions(ModelFolder(name)).Where(other => other.Version != version && other.Stage == stage)
            : [];
        foreach (ModelVersion other in others)
        {
            Rewrite(VersionFolder(name, other.Version), meta => meta.SetText("current_stage", nameof(ModelStage.Archived)));
        }

        Rewrite(folder, meta => meta.SetText("current_stage", stage.ToString()));
        Rewrite(ModelFolder(name), _ => { });
        return ReadVersion(folder);
    }

    private static void WriteTags(string folder, string temporaryFolder, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        foreach ((string key, string value) in tags)
        {
            StoreFile.Write(PathOfKey(Path.Combine(folder, TagsFolder), key), value, temporaryFolder);
        }
    }

    private static void DeleteFile(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static string VersionPath(string modelFolder, int number) =>
        Path.Combine(modelFolder, string.Create(CultureInfo.InvariantCulture, $"version-{number}"));

    /// <summary>Numbers of all versions of a model, deleted ones included.</summary>
    private static IEnumerable<int> VersionNumbers(string modelFolder) =>
        Directory.Exists(modelFolder)
            ? Directory.EnumerateDirectories(modelFolder, "version-*")
                .Where(IsModel)
                .Select(folder => ParseVersion(Path.GetFileName(folder)["version-".Length..]))
                .Where(number => number > 0)
            : [];

    private static int ParseVersion(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static IEnumerable<ModelVersion> ReadVersions(string modelFolder) =>
        VersionNumbers(modelFolder)
            .Order()
            .Select(number => VersionPath(modelFolder, number))
            .Where(folder => !IsDeleted(folder))
            .Select(ReadVersion);

    private static IEnumerable<ModelVersion> SelectLatest(IEnumerable<ModelVersion> versions) =>
        versions
            .GroupBy(version => version.Stage)
            .Select(stage => stage.MaxBy(version => version.Version)!)
            .OrderBy(version => version.Stage);

    private static RegisteredModel ReadModel(string folder)
    {
        MetaDocument meta = MetaReader.Read(Path.Combine(folder, MetaFile));
        return new RegisteredModel
        {
            Name = Path.GetFileName(folder),
            Description = meta.Text("description") ?? "",
            CreationTime = TimeOf(meta, "creation_timestamp"),
            LastUpdateTime = TimeOf(meta, "last_updated_timestamp"),
            LatestVersions = [.. SelectLatest(ReadVersions(folder))],
            Tags = ReadKeyFiles(Path.Combine(folder, TagsFolder)),
            Aliases = ReadAliases(folder),
        };
    }

    private static ModelVersion ReadVersion(string folder)
    {
        MetaDocument meta = MetaReader.Read(Path.Combine(folder, MetaFile));
        string modelFolder = Path.GetDirectoryName(folder)!;
        int number = ParseVersion(Path.GetFileName(folder)["version-".Length..]);
        return new ModelVersion
        {
            Name = Path.GetFileName(modelFolder),
            Version = number,
            Source = meta.Text("source") ?? "",
            RunId = meta.Text("run_id"),
            RunLink = meta.Text("run_link"),
            ModelId = meta.Text("model_id"),
            Description = meta.Text("description") ?? "",
            UserId = meta.Text("user_id"),
            CreationTime = TimeOf(meta, "creation_timestamp"),
            LastUpdateTime = TimeOf(meta, "last_updated_timestamp"),
            Stage = Enum.TryParse(meta.Text("current_stage"), ignoreCase: true, out ModelStage stage) ? stage : ModelStage.None,
            StatusMessage = meta.Text("status_message") ?? "",
            Tags = ReadKeyFiles(Path.Combine(folder, TagsFolder)),
            Aliases = [.. ReadAliases(modelFolder).Where(alias => alias.Value == number).Select(alias => alias.Key)],
        };
    }

    private static SortedDictionary<string, int> ReadAliases(string modelFolder)
    {
        var aliases = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string path in FilesBelow(Path.Combine(modelFolder, AliasesFolder)))
        {
            aliases[Path.GetFileName(path)] = ReadAlias(path);
        }

        return aliases;
    }

    private static int ReadAlias(string path)
    {
        string text = File.ReadAllText(path, StoreFile.Utf8).Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? version
            : throw new MlflowException("content")
            {
                Where = path,
                Value = $"'{text}'",
                Rule = "the number of a version",
                NextStep = "Correct or remove the file.",
                Endpoint = path,
            };
    }
}
