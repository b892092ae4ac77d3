using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.FileStores;

internal sealed partial class FileStore
{
    private const string ModelsLock = ".models.lock";

    public Task<RegisteredModel> CreateRegisteredModelAsync(string name, string? description = null, IReadOnlyList<KeyValuePair<string, string>>? tags = null, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        Requests.Validate("tag", tags ?? []);
        return OnPool(() => CreateModel(name, description ?? "", tags ?? []), cancellationToken);
    }

    public Task<RegisteredModel?> FindRegisteredModelAsync(string name, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        return OnPool(() => File.Exists(Path.Combine(ModelFolder(name), MetaFile)) ? ReadModel(ModelFolder(name)) : null, cancellationToken);
    }

    public IAsyncEnumerable<RegisteredModel> ListRegisteredModelsAsync(CancellationToken cancellationToken = default) =>
        Stream<RegisteredModel>(
            () => Directory.Exists(Path.Combine(Root, ModelsFolder))
                ? [.. Directory.EnumerateDirectories(Path.Combine(Root, ModelsFolder)).Where(f => File.Exists(Path.Combine(f, MetaFile))).Select(ReadModel).OrderBy(m => m.Name, StringComparer.Ordinal)]
                : [],
            cancellationToken);

    public Task<ModelVersion> CreateModelVersionAsync(NewModelVersion version, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(version.Name);
        Requests.Validate("tag", version.Tags);
        return OnPool(() => CreateVersion(version), cancellationToken);
    }

    public Task<ModelVersion> GetModelVersionAsync(string name, int version, CancellationToken cancellationToken = default) =>
        OnPool(() => ReadVersion(VersionFolder(name, version)), cancellationToken);

    public IAsyncEnumerable<ModelVersion> ListModelVersionsAsync(string name, CancellationToken cancellationToken = default)
    {
        Requests.ValidateModelName(name);
        return Stream<ModelVersion>(() => [.. VersionNumbers(ModelFolder(name)).OrderDescending().Select(v => ReadVersion(VersionFolder(name, v)))], cancellationToken);
    }

    public Task SetModelVersionTagAsync(string name, int version, string key, string value, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("tag", key);
        return OnPool(
            () =>
            {
                string folder = VersionFolder(name, version);
                StoreFile.Write(PathOfKey(Path.Combine(folder, "tags"), key), value, ModelFolder(name));
            },
            cancellationToken);
    }

    public Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        return OnPool(
            () =>
            {
                string folder = Path.GetDirectoryName(VersionFolder(name, version))!;
                StoreFile.Write(Path.Combine(folder, "aliases", alias), version.ToString(CultureInfo.InvariantCulture), folder);
            },
            cancellationToken);
    }

    public Task<ModelVersion?> FindAliasAsync(string name, string alias, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        return OnPool(
            () =>
            {
                string path = Path.Combine(ModelFolder(name), "aliases", alias);
                return File.Exists(path) ? ReadVersion(VersionFolder(name, int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture))) : null;
            },
            cancellationToken);
    }

    public Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken = default)
    {
        Requests.ValidateAlias(alias);
        return OnPool(
            () =>
            {
                string path = Path.Combine(ModelFolder(name), "aliases", alias);
                if (File.Exists(path))
                {
                    File.Delete(path);
                }
            },
            cancellationToken);
    }

    private StoreLock LockModels()
    {
        Directory.CreateDirectory(Path.Combine(Root, ModelsFolder));
        return StoreLock.Take(Path.Combine(Root, ModelsLock));
    }

    private string ModelFolder(string name) => Path.Combine(Root, ModelsFolder, name);

    private string VersionFolder(string name, int version)
    {
        string folder = Path.Combine(ModelFolder(name), string.Create(CultureInfo.InvariantCulture, $"version-{version}"));
        return File.Exists(Path.Combine(folder, MetaFile)) ? folder : throw NoSuch("model version", string.Create(CultureInfo.InvariantCulture, $"{name}/{version}"), Root);
    }

    private RegisteredModel CreateModel(string name, string description, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        using var held = LockModels();
        string folder = ModelFolder(name);
        if (File.Exists(Path.Combine(folder, MetaFile)))
        {
            throw new MlflowException($"{Root}: registered model '{name}' exists already, expected a new name. Add a version to it, or choose another name.")
            {
                ErrorCode = MlflowErrorCodes.ResourceAlreadyExists,
                Endpoint = Root,
            };
        }

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

    private ModelVersion CreateVersion(NewModelVersion version)
    {
        using var held = LockModels();
        string modelFolder = ModelFolder(version.Name);
        if (!File.Exists(Path.Combine(modelFolder, MetaFile)))
        {
            throw NoSuch("registered model", version.Name, Root);
        }

        int number = VersionNumbers(modelFolder).DefaultIfEmpty(0).Max() + 1;
        string folder = Path.Combine(modelFolder, string.Create(CultureInfo.InvariantCulture, $"version-{number}"));
        Directory.CreateDirectory(folder);
        WriteTags(folder, modelFolder, version.Tags);
        long now = NowMs();
        var meta = new MetaDocument();
        meta.SetBare("aliases", "[]");
        meta.SetNumber("creation_timestamp", now);
        meta.SetText("current_stage", "None");
        meta.SetText("description", version.Description);
        meta.SetNumber("last_updated_timestamp", now);
        meta.SetText("name", version.Name);
        meta.SetText("run_id", version.RunId);
        meta.SetText("run_link", null);
        meta.SetText("source", version.Source);
        meta.SetText("status", "READY");
        meta.SetText("status_message", null);
        meta.SetText("storage_location", version.Source);
        meta.SetText("user_id", null);
        meta.SetNumber("version", number);
        StoreFile.Write(Path.Combine(folder, MetaFile), MetaWriter.Write(meta), modelFolder);
        return ReadVersion(folder);
    }

    private static void WriteTags(string folder, string temporaryFolder, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        foreach ((string key, string value) in tags)
        {
            StoreFile.Write(PathOfKey(Path.Combine(folder, "tags"), key), value, temporaryFolder);
        }
    }

    private static IEnumerable<int> VersionNumbers(string modelFolder) =>
        Directory.Exists(modelFolder)
            ? Directory.EnumerateDirectories(modelFolder, "version-*")
                .Where(folder => File.Exists(Path.Combine(folder, MetaFile)))
                .Select(folder => int.TryParse(Path.GetFileName(folder)["version-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)
                .Where(number => number > 0)
            : [];

    private static RegisteredModel ReadModel(string folder)
    {
        string path = Path.Combine(folder, MetaFile);
        MetaDocument meta = MetaReader.Read(path);
        return new RegisteredModel
        {
            Name = meta.Require("name", path),
            Description = meta.Text("description") ?? "",
            Tags = ReadKeyFiles(Path.Combine(folder, "tags")),
            Aliases = new SortedDictionary<string, int>(
                ReadKeyFiles(Path.Combine(folder, "aliases")).ToDictionary(a => a.Key, a => int.Parse(a.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal),
                StringComparer.Ordinal),
        };
    }

    private static ModelVersion ReadVersion(string folder)
    {
        string path = Path.Combine(folder, MetaFile);
        MetaDocument meta = MetaReader.Read(path);
        return new ModelVersion
        {
            Name = meta.Require("name", path),
            Version = (int)(meta.Number("version") ?? 0),
            Source = meta.Text("source") ?? "",
            RunId = meta.Text("run_id"),
            Description = meta.Text("description") ?? "",
            Tags = ReadKeyFiles(Path.Combine(folder, "tags")),
        };
    }
}
