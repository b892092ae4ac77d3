using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Formats;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Corpora.Converting;

/// <summary>Puts the sound of recordings that only ffmpeg reads beside the other files of a corpus, as FLAC.</summary>
/// <remarks>
/// Each sound is kept under a name that covers the recording's content, ffmpeg's version and arguments, so that nothing is converted
/// twice, also after an interruption. It gets that name when it is whole. Determinism: the result does not depend on the number of threads.
/// </remarks>
/// <param name="corpus">Name of the corpus.</param>
/// <param name="options">The recordings to convert, and what to do with those that cannot be.</param>
/// <param name="ffmpeg">The program.</param>
/// <param name="keptFolder">Folder of the sounds that were converted before; it may be deleted at any time.</param>
internal sealed class CorpusConversion(string corpus, ConversionOptions options, Ffmpeg ffmpeg, string keptFolder)
{
    private const int MostNamed = 5;

    private readonly ConcurrentDictionary<string, KeptSound> _kept = new(StringComparer.Ordinal);

    /// <summary>Converts the recordings of a corpus.</summary>
    /// <param name="acquired">The corpus as acquired.</param>
    /// <param name="targetFolder">Where it is to lie: its own folder, in which originals are replaced, or another that it is copied to.</param>
    /// <param name="parallel">Recordings at a time, and cancellation.</param>
    /// <param name="progress">Receives the progress after every recording.</param>
    /// <exception cref="DatasetException">
    /// ffmpeg cannot be used, a recording cannot be converted where that is not allowed, or two would get one name.
    /// </exception>
    public AcquiredCorpus Convert(
        AcquiredCorpus acquired, string targetFolder, ParallelOptions parallel, IProgress<AcquisitionProgress>? progress)
    {
        var originals = acquired.Files.Where(file => options.Covers(file.Path)).ToList();
        var others = acquired.Files.Where(file => !options.Covers(file.Path)).ToList();
        RequireFfmpeg(originals);
        RequireOneOfAName(originals, others);
        var target = Path.GetFullPath(targetFolder);
        var isInPlace = target == Path.GetFullPath(acquired.Folder);
        if (!isInPlace)
        {
            CorpusAcquirer.RequireWhole(acquired);
            CorpusAcquirer.CopyFiles(acquired.Folder, others, target, parallel.CancellationToken);
        }

        var sounds = ConvertAll(acquired.Folder, originals, target, parallel, progress);
        RequireConverted([.. sounds.Select(static sound => sound.File)]);
        foreach (var (file, _) in sounds)
        {
            if (isInPlace && file.Problem.Length == 0)
            {
                File.Delete(PathIn(target, file.Original.Path));
            }
            else if (!isInPlace && file.Problem.Length > 0)
            {
                CorpusAcquirer.CopyFiles(acquired.Folder, [file.Original], target, parallel.CancellationToken);
            }
        }

        var files = sounds.Select(static sound => new ManifestEntry(sound.File.Path, sound.Bytes, sound.File.Sha256));
        return new AcquiredCorpus(target, [.. others.Concat(files).OrderBy(static file => file.Path, StringComparer.Ordinal)])
        {
            Converted = [.. sounds.Select(static sound => sound.File)],
        };
    }

    private void RequireFfmpeg(List<ManifestEntry> originals)
    {
        if (ffmpeg.Version is null && originals.Count > 0)
        {
            throw new DatasetException(
                DatasetProblem.BadClip,
                new ErrorDetails(
                    $"{Quantity.Of(originals.Count, "recording")} to convert ({string.Join(", ", options.Extensions)}), {originals[0].Path} "
                        + $"first, and ffmpeg {ffmpeg.Problem}")
                {
                    Where = corpus,
                    NextStep = "Install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg), or convert them yourself and "
                        + "leave the originals out.",
                });
        }
    }

    private void RequireOneOfAName(List<ManifestEntry> originals, List<ManifestEntry> others)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in others.Select(static file => file.Path))
        {
            names[path] = path;
        }

        foreach (var original in originals.Select(static file => file.Path))
        {
            var sound = ConversionOptions.SoundOf(original);
            if (!names.TryAdd(sound, original))
            {
                throw new DatasetException(
                    DatasetProblem.Name,
                    new ErrorDetails($"{original} and {names[sound]} would both be {sound}")
                    {
                        Where = corpus,
                        Rule = "one recording of a name",
                        NextStep = "Remove one of them.",
                    });
            }
        }
    }

    private (ConvertedFile File, long Bytes)[] ConvertAll(
        string folder, List<ManifestEntry> originals, string target, ParallelOptions parallel, IProgress<AcquisitionProgress>? progress)
    {
        ListKept();
        var sounds = new (ConvertedFile File, long Bytes)[originals.Count];
        var done = 0;
        try
        {
            Parallel.For(0, sounds.Length, parallel, i =>
            {
                sounds[i] = ConvertOne(folder, originals[i], target, parallel.CancellationToken);
                progress?.Report(
                    new AcquisitionProgress(Interlocked.Increment(ref done), sounds.Length, 0, null, originals[i].Path));
            });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(
                exception.InnerExceptions[0] is IOException or UnauthorizedAccessException
                    ? DiskSpace.Explain(corpus, target, exception.InnerExceptions[0])
                    : exception.InnerExceptions[0]);
        }

        return sounds;
    }

    private (ConvertedFile File, long Bytes) ConvertOne(
        string folder, ManifestEntry original, string targetFolder, CancellationToken cancellationToken)
    {
        var path = ConversionOptions.SoundOf(original.Path);
        var target = PathIn(targetFolder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var key = ffmpeg.KeyOf(original.Sha256);
        if (_kept.TryGetValue(key, out var kept) && TakeKept(kept, target))
        {
            return Done(kept.SoundStreams, kept.Sha256);
        }

        var partial = Path.Combine(keptFolder, $"{key}.{Guid.NewGuid():N}.partial");
        try
        {
            var result = ffmpeg.Convert(PathIn(folder, original.Path), partial, cancellationToken);
            var problem = result.Problem.Length > 0 ? result.Problem : FindFault(partial);
            if (problem.Length > 0)
            {
                return (new ConvertedFile(original.Path, original.Sha256, original, result.SoundStreams, problem), original.Bytes);
            }

            var fresh = new KeptSound(key, result.SoundStreams, ContentDigest.OfFile(partial));
            var place = Path.Combine(keptFolder, fresh.FileName);
            File.Move(partial, place, overwrite: true);
            File.Copy(place, target, overwrite: true);
            return Done(fresh.SoundStreams, fresh.Sha256);
        }
        finally
        {
            File.Delete(partial);
        }

        (ConvertedFile File, long Bytes) Done(int streams, string sha256) =>
            (new ConvertedFile(path, sha256, original, streams, ""), new FileInfo(target).Length);
    }

    private void ListKept()
    {
        Directory.CreateDirectory(keptFolder);
        foreach (var sound in Directory.EnumerateFiles(keptFolder).Select(KeptSound.Parse).OfType<KeptSound>())
        {
            _kept[sound.Key] = sound;
        }
    }

    // What was damaged since is converted again.
    private bool TakeKept(KeptSound sound, string target)
    {
        var place = Path.Combine(keptFolder, sound.FileName);
        if (!File.Exists(place))
        {
            return false;
        }

        File.Copy(place, target, overwrite: true);
        if (ContentDigest.OfFile(target) == sound.Sha256)
        {
            return true;
        }

        File.Delete(target);
        return false;
    }

    // Its marker, and the 36 bits of the sample count in the header, which ffmpeg writes last. The decoder is left alone: a download must
    // not depend on its code.
    private static string FindFault(string sound)
    {
        using var file = File.OpenRead(sound);
        Span<byte> start = stackalloc byte[26];
        var isHeader = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.StartsWith("fLaC"u8);
        return !isHeader ? "ffmpeg left no FLAC file"
            : (start[21] & 0x0F) == 0 && !start[22..].ContainsAnyExcept((byte)0) ? "its sound is empty"
            : "";
    }

    private void RequireConverted(IReadOnlyList<ConvertedFile> files)
    {
        var ignored = options.Ignore is null ? null : new ClipNamePattern(options.Ignore);
        var failed = files
            .Where(static file => file.Problem.Length > 0)
            .Where(file => ignored?.Fits(file.Original.Path) != true && !options.Excluded.Any(name => KnownDefect.IsMeant(name, file.Original.Path)))
            .ToList();
        if (failed.Count > 0 && options.OnBadClip == BadClipAction.Fail)
        {
            var named = failed.Take(MostNamed).Select(static file => $"\n  {file.Original.Path}: {file.Problem}");
            var more = failed.Count > MostNamed ? FormattableString.Invariant($"\n  and {failed.Count - MostNamed:N0} more") : "";
            throw new DatasetException(
                DatasetProblem.BadClip,
                new ErrorDetails($"ffmpeg {ffmpeg.Version} cannot convert {failed.Count:N0} of {Quantity.Of(files.Count, "recording")}")
                {
                    Where = corpus,
                    NextStep = $"Fix or remove them, list them under known_defects with action: exclude, or write on_bad_clip: skip in "
                        + $"{corpus}.yaml to go on without them.{string.Concat(named)}{more}",
                })
            {
                Path = failed[0].Original.Path,
            };
        }
    }

    private static string PathIn(string folder, string path) => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>A sound that was converted before; its file's name says everything.</summary>
    private sealed record KeptSound(string Key, int SoundStreams, string Sha256)
    {
        public string FileName => FormattableString.Invariant($"{Key}-{SoundStreams}-{Sha256}.flac");

        public static KeptSound? Parse(string file) =>
            Path.GetExtension(file) == ".flac"
            && Path.GetFileNameWithoutExtension(file).Split('-') is [var key, var streams, var sha256]
            && int.TryParse(streams, CultureInfo.InvariantCulture, out var count)
                ? new KeptSound(key, count, sha256)
                : null;
    }
}
