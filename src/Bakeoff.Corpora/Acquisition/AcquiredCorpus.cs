using Bakeoff.Options;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>A corpus on disk, every file hashed.</summary>
/// <param name="Folder">Folder of the recordings.</param>
/// <param name="Files">Every file below it, in ordinal order of paths.</param>
public sealed record AcquiredCorpus(string Folder, IReadOnlyList<ManifestEntry> Files)
{
    /// <summary>Those that ffmpeg was to convert, in ordinal order of paths. Default: none.</summary>
    public IReadOnlyList<ConvertedFile> Converted { get; init; } = [];

    /// <summary>The corpus in one line of facts: <c>1,400 files, 113.2 MB, 1,390 converted by ffmpeg</c>.</summary>
    public string Summary()
    {
        var bytes = Files.Sum(static file => file.Bytes);
        var size = bytes < 1e6 ? FormattableString.Invariant($"{bytes / 1e3:N1} kB") : FormattableString.Invariant($"{bytes / 1e6:N1} MB");
        return $"{Quantity.Of(Files.Count, "file")}, {size}{SummaryOfConverted()}";
    }

    private string SummaryOfConverted()
    {
        var (kept, several) = (Converted.Count(static file => file.Problem.Length > 0), Converted.Count(static file => file.SoundStreams > 1));
        return (Converted.Count == 0 ? "" : FormattableString.Invariant($", {Converted.Count - kept:N0} converted by ffmpeg"))
            + (several == 0 ? "" : FormattableString.Invariant($" ({several:N0} with several sound streams: the first)"))
            + (kept == 0 ? "" : FormattableString.Invariant($", {kept:N0} not convertible"));
    }
}

/// <summary>The progress of unpacking, hashing, fetching or decoding.</summary>
/// <param name="FilesDone">Files finished.</param>
/// <param name="FileCount">Files in all.</param>
/// <param name="BytesDone">Bytes finished.</param>
/// <param name="ByteCount">Bytes in all; null where the sender does not say.</param>
/// <param name="Current">The file at hand.</param>
public readonly record struct AcquisitionProgress(int FilesDone, int FileCount, long BytesDone, long? ByteCount, string Current);

/// <summary>Largest content that an archive may unpack to before it counts as an attack rather than a corpus.</summary>
/// <param name="MaxFiles">Most files. Default 250,000.</param>
/// <param name="MaxBytes">Most bytes in all. Default 256 GiB.</param>
/// <param name="MaxRatio">
/// Most bytes unpacked for one byte packed, over the whole archive. Default 100; speech reaches 2, digital silence 1,000.
/// </param>
public sealed record AcquisitionLimits(int MaxFiles = 250_000, long MaxBytes = 256L << 30, double MaxRatio = 100);
