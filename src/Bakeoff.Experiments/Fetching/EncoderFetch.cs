using System.Text.RegularExpressions;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Downloading;
using Bakeoff.Encoders;
using Bakeoff.Encoders.Storage;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Experiments.Fetching;

/// <summary>Fetches an encoder from the Hugging Face hub, a mirror, or the hub's cache on this machine.</summary>
public sealed partial class EncoderFetch
{
    private const string PartFolder = ".fetching";
    private const string IndexName = "model.safetensors.index.json";
    private static readonly string[] Settings = ["config.json", "preprocessor_config.json"];

    /// <summary>Name on the hub: <c>facebook/wav2vec2-base</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>Branch, tag, commit, or <c>refs/pr/N</c>. Default main.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>Name of the folder; null for the last part of the repository's. Default null.</summary>
    public string? Name { get; init; }

    /// <summary>True to take the hub's cache alone. Default false.</summary>
    public bool IsOffline { get; init; }

    /// <summary>The hub.</summary>
    public required HubOptions Hub { get; init; }

    /// <summary>Retries and time limits.</summary>
    public DownloadOptions Downloads { get; init; } = new();

    /// <summary>Fetches the encoder, or finds it there.</summary>
    /// <param name="encodersFolder">Folder of encoders; the encoder gets a folder of its name in it.</param>
    /// <param name="note">Receives a sentence about each step: licence, commit.</param>
    /// <param name="progress">Receives the number of bytes so far.</param>
    /// <param name="cancellationToken">Stops; the bytes so far are kept, and the next run goes on.</param>
    /// <returns>The encoder's folder.</returns>
    /// <exception cref="DatasetException">It cannot be had, is not what the hub states, or another is there under its name.</exception>
    /// <exception cref="EncoderFormatException">It is of an architecture that Bakeoff does not know.</exception>
    public async Task<string> RunAsync(
        string encodersFolder, Action<string> note, IProgress<AcquisitionProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        var name = RequireName(Name ?? Repository[(Repository.LastIndexOf('/') + 1)..]);
        var (target, under) = (Path.Combine(encodersFolder, name), Path.Combine(encodersFolder, PartFolder));
        using var downloader = new HubDownloader(Hub, Downloads, TimeProvider.System);
        var repository = IsOffline
            ? HubCache.Read(Hub.CacheFolder, HubDownloader.RequireName(Repository), Revision)
            : await downloader.ListAsync(Repository, Revision, under, cancellationToken).ConfigureAwait(false);
        note($"{repository.Name} at {repository.Commit}. Licence: {repository.Licence ?? $"see {Hub.Endpoint}{repository.Name}"}.");
        if (Directory.Exists(target))
        {
            RequireSame(target, repository);
            note("It is there already.");
            return target;
        }

        // A folder for each commit: small files are known by their length alone.
        var part = Path.Combine(under, $"{name}-{repository.Commit}");
        var weights = Weights(repository);
        List<HubFile> settings = [.. Settings.Select(file => Find(repository, file))];
        await TakeAsync(downloader, repository, settings, part, progress: null, cancellationToken).ConfigureAwait(false);
        // Another architecture is refused before its weights are fetched.
        _ = SpeechEncoder.Describe(part);
        await TakeAsync(downloader, repository, weights, part, progress, cancellationToken).ConfigureAwait(false);
        var files = settings.Concat(weights).ToDictionary(
            static file => file.Name, file => ContentDigest.OfFile(Path.Combine(part, file.Name)), StringComparer.Ordinal);
        new EncoderSource
        {
            Repository = repository.Name,
            Revision = repository.Commit,
            Licence = repository.Licence,
            Files = new SortedDictionary<string, string>(files, StringComparer.Ordinal),
        }.Write(part);
        Directory.Move(part, target);
        return target;
    }

    [GeneratedRegex(@"\Amodel-\d{5}-of-\d{5}\.safetensors\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShardPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FolderPattern();

    private static string RequireName(string name) => FolderPattern().IsMatch(name)
        ? name
        : throw new DatasetException(DatasetProblem.Description, new ErrorDetails("name")
        {
            Value = $"'{name}'",
            Rule = "letters, digits, '.', '-' and '_'",
            NextStep = "Choose another with --name.",
        });

    private static void RequireSame(string target, HubRepository repository)
    {
        var source = EncoderSource.Read(target);
        if (source is null || source.Repository != repository.Name || source.Revision != repository.Commit)
        {
            throw new DatasetException(DatasetProblem.Access, new ErrorDetails("the folder holds {value}")
            {
                Where = target,
                Value = source is null ? "an encoder of unknown source" : $"{source.Repository} at {source.Revision}",
                Rule = $"{repository.Name} at {repository.Commit}",
                NextStep = "Choose another name with --name, name that commit with --revision, or delete the folder.",
            });
        }

        _ = SpeechEncoder.DigestOf(target);
    }

    private static List<HubFile> Weights(HubRepository repository)
    {
        if (repository.Files.FirstOrDefault(static file => file.Name == "model.safetensors") is { } single)
        {
            return [single];
        }

        List<HubFile> shards = [.. repository.Files.Where(static file => ShardPattern().IsMatch(file.Name))];
        return shards.Count > 0
            ? [Find(repository, IndexName), .. shards]
            : throw Missing(
                repository,
                "model.safetensors",
                "Look among the repository's discussions for a conversion and name it: --revision=refs/pr/N; or load it once in Python and "
                    + "write it with save_pretrained(FOLDER, safe_serialization=True).");
    }

    private static HubFile Find(HubRepository repository, string name) =>
        repository.Files.FirstOrDefault(file => file.Name == name) ?? throw Missing(repository, name, "Name an encoder's repository.");

    private static DatasetException Missing(HubRepository repository, string name, string nextStep)
    {
        const int MostNamed = 12;
        var names = repository.Files.Select(static file => file.Name).Where(static file => !file.Any(char.IsControl)).Take(MostNamed);
        return new DatasetException(DatasetProblem.NotFound, new ErrorDetails($"{repository.Name} has no {name}; it has {{value}}")
        {
            Value = string.Join(", ", names),
            NextStep = nextStep,
        });
    }

    // What the cache has of the same commit needs no network; it is verified like a download.
    private async Task TakeAsync(
        HubDownloader downloader,
        HubRepository repository,
        IReadOnlyList<HubFile> files,
        string folder,
        IProgress<AcquisitionProgress>? progress,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var cached = HubCache.SnapshotOf(Hub.CacheFolder, repository.Name, repository.Commit);
        foreach (var file in files.Where(file => cached is not null && File.Exists(Path.Combine(cached, file.Name))))
        {
            File.Copy(Path.Combine(cached!, file.Name), Path.Combine(folder, file.Name), overwrite: true);
        }

        if (!IsOffline)
        {
            await downloader.DownloadAsync(repository, files, folder, progress, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            if (file.Sha256 is { } stated && ContentDigest.OfFile(path) is var found && found != stated)
            {
                throw new DatasetException(DatasetProblem.Digest, new ErrorDetails("file has SHA-256 {value}")
                {
                    Where = Path.Combine(cached!, file.Name),
                    Value = found,
                    Rule = $"{stated}, the name of its blob",
                    NextStep = "The cache is damaged; fetch it without --offline.",
                });
            }
        }
    }
}
