using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Converting;
using Bakeoff.Corpora.Downloading;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Sets;

/// <summary>
/// Brings the recordings of an experiment's corpora together: synthesised, from archives or folders at hand, or from the public sources.
/// </summary>
/// <remarks>
/// Layout: the recordings of one corpus lie directly in the target folder, or stay where they are if they were given as a folder; those of
/// several lie in a folder of
/// the corpus's name each, copied where they were given as a folder, so that later stages find all of them in one place.
/// </remarks>
public sealed class CorpusSetAcquirer
{
    private readonly string _keptFolder;
    private readonly int _threads;

    /// <summary>Creates an acquirer.</summary>
    /// <param name="keptFolder">Folder that keeps, between runs, downloads under way and what ffmpeg converted.</param>
    /// <param name="threads">Threads to work with, at least 1; changes no result.</param>
    public CorpusSetAcquirer(string keptFolder, int threads)
    {
        ArgumentException.ThrowIfNullOrEmpty(keptFolder);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _keptFolder = keptFolder;
        _threads = threads;
    }

    /// <summary>Acquires all recordings.</summary>
    /// <param name="acquisition">The corpora.</param>
    /// <param name="targetFolder">
    /// Folder of the recordings; must not exist, or be empty. Stays untouched where the recordings are read in place.
    /// </param>
    /// <param name="note">Receives a sentence about each step of a download: licence, source tried, source given up and why.</param>
    /// <param name="progress">Receives the progress after every file.</param>
    /// <param name="cancellationToken">Stops; what was downloaded is kept.</param>
    /// <returns>
    /// The folder of the recordings and every file in it, paths relative to it: one corpus in ordinal order, several in the order of the
    /// set.
    /// </returns>
    /// <exception cref="DatasetException">The recordings cannot be had, or cannot be read.</exception>
    public async Task<AcquiredCorpus> AcquireAsync(
        CorpusSetAcquisition acquisition,
        string targetFolder,
        Action<string>? note = null,
        IProgress<AcquisitionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acquisition);
        var listener = new Listener(note, progress);
        if (acquisition.Parts is [var one])
        {
            return await AcquireAsync(one, targetFolder, listener, cancellationToken);
        }

        var files = new List<ManifestEntry>();
        var converted = new List<ConvertedFile>();
        Directory.CreateDirectory(targetFolder);
        foreach (var part in acquisition.Parts)
        {
            var name = part.Options.Name;
            var target = Path.Combine(targetFolder, name);
            var corpus = await AcquireAsync(part, target, listener, cancellationToken);
            if (part.Source.IsFolder)
            {
                CorpusAcquirer.RequireWhole(corpus);
                CorpusAcquirer.CopyFiles(corpus.Folder, corpus.Files, target, cancellationToken);
            }

            files.AddRange(corpus.Files.Select(file => file with { Path = $"{name}/{file.Path}" }));
            converted.AddRange(corpus.Converted.Select(file => file.Below(name)));
        }

        return new AcquiredCorpus(Path.GetFullPath(targetFolder), files) { Converted = converted };
    }

    private async Task<AcquiredCorpus> AcquireAsync(
        AcquisitionPart part,
        string target,
        Listener listener,
        CancellationToken cancellationToken)
    {
        var corpus = await FetchAsync(part, target, listener, cancellationToken);
        return part.Options.Conversion is { } conversion
            ? new CorpusConversion(part.Options.Name, conversion, Ffmpeg.Find(), Path.Combine(_keptFolder, "converted")).Convert(
                corpus,
                target,
                new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken },
                listener.Progress)
            : corpus;
    }

    private async Task<AcquiredCorpus> FetchAsync(
        AcquisitionPart part,
        string target,
        Listener listener,
        CancellationToken cancellationToken)
    {
        var (options, source) = part;
        if (options.Synthetic is { } synthetic)
        {
            return QuickstartSynthesizer.Write(synthetic, target, _threads, listener.Progress, cancellationToken);
        }

        if (source.Path is { } path)
        {
            return new CorpusAcquirer(nameEncoding: options.ArchiveEncoding).Acquire(
                path,
                target,
                _threads,
                listener.Progress,
                cancellationToken);
        }

        if (options.Sources.Count == 0)
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails($"its recordings are not on this machine, and experiments/datasets/{options.Name}.yaml names no source")
                {
                    Where = $"dataset {options.Name}",
                    NextStep =
                        "Add --set=dataset.source=PATH, where PATH is a zip archive or a folder of them; it is remembered for this "
                            + "experiment alone.",
                });
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var kaggle = KaggleCredentials.Find(Environment.GetEnvironmentVariable, home);
        using var downloader = new CorpusDownloader(new DownloadOptions(), TimeProvider.System, kaggle);
        return await downloader.DownloadAsync(
            options,
            Path.Combine(_keptFolder, "downloads"),
            target,
            listener.Note,
            listener.Progress,
            cancellationToken);
    }

    private sealed record Listener(Action<string>? Note, IProgress<AcquisitionProgress>? Progress);
}
