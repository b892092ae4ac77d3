using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Everything the page of a corpus shows. Each part may be empty: the page then names what is missing.</summary>
public sealed record ExploreReport
{
    /// <summary>Name of the corpus or experiment.</summary>
    public required string Name { get; init; }

    /// <summary>A description of the corpus, one or two sentences; null for none.</summary>
    public string? Summary { get; init; }

    /// <summary>Version, licence, clips, speakers, hours, sample rates, hashes.</summary>
    public IReadOnlyList<Fact> Dataset { get; init; } = [];

    /// <summary>Defects found while indexing, in plain words, one sentence each.</summary>
    public IReadOnlyList<string> Defects { get; init; } = [];

    /// <summary>Clips per label, in all.</summary>
    public IReadOnlyList<LabelCount> LabelCounts { get; init; } = [];

    /// <summary>Clips per label and speaker.</summary>
    public IReadOnlyList<LabelCount> LabelCountsPerSpeaker { get; init; } = [];

    /// <summary>Clips per label and partition.</summary>
    public IReadOnlyList<LabelCount> LabelCountsPerPartition { get; init; } = [];

    /// <summary>Why there are no counts per partition, in plain words; null when there are, or none were requested.</summary>
    public string? PartitionProblem { get; init; }

    /// <summary>Columns of the corpus beside label, speaker and text.</summary>
    public IReadOnlyList<ColumnPicture> Columns { get; init; } = [];

    /// <summary>A sentence on the clips that were measured, where these are not all; null where they are.</summary>
    public string? Measured { get; init; }

    /// <summary>Durations in seconds per label.</summary>
    public IReadOnlyList<LabelValues> Durations { get; init; } = [];

    /// <summary>Loudness per label, in the unit of <see cref="LoudnessTitle"/>.</summary>
    public IReadOnlyList<LabelValues> Loudness { get; init; } = [];

    /// <summary>Quantity and unit of the loudness values. Default <c>Level (dB)</c>.</summary>
    public string LoudnessTitle { get; init; } = "Level (dB)";

    /// <summary>Chosen clips, such as a typical one per label, shown side by side on common scales.</summary>
    public IReadOnlyList<ClipPicture> Clips { get; init; } = [];

    /// <summary>Pitch contours of those clips.</summary>
    public IReadOnlyList<PitchContour> Pitch { get; init; } = [];

    /// <summary>Mean spectrum per label.</summary>
    public IReadOnlyList<SpectrumCurve> Spectra { get; init; } = [];

    /// <summary>Two-dimensional maps of the clips.</summary>
    public IReadOnlyList<ClipMap> Maps { get; init; } = [];
}
