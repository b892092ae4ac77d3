using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>A set that is measured by descriptors every 10 ms, and as one row by their functionals, named as published values.</summary>
public abstract record DescriptorSet : FeatureSet
{
    /// <inheritdoc/>
    /// <remarks>Mel bands reach up to 8 kHz.</remarks>
    public sealed override int FullBandRateHz => 16_000;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> ColumnNames => [.. Columns.Select(column => AllNames[column])];

    /// <summary>Names of all functionals, and of all descriptors.</summary>
    private protected abstract (IReadOnlyList<string> Functionals, IReadOnlyList<string> Descriptors) Names { get; }

    /// <summary>Seconds of a frame.</summary>
    private protected abstract double FrameSeconds { get; }

    private IReadOnlyList<string> AllNames => IsRow ? Names.Functionals : Names.Descriptors;

    private IEnumerable<int> Columns => Enumerable.Range(0, AllNames.Count).Where(column => Includes(AllNames[column]));

    /// <inheritdoc/>
    public sealed override FrameGrid FramesAt(int sampleRateHz) => ClipDescriptors.FramesAt(sampleRateHz, FrameSeconds);

    /// <inheritdoc/>
    public sealed override FrameMeasure CreateMeasure(int sampleRateHz) =>
        new ClipMeasure(CreateDescriptors(sampleRateHz), [.. Columns], IsRow);

    /// <summary>Tables and working memory for a rate.</summary>
    private protected abstract ClipDescriptors CreateDescriptors(int sampleRateHz);

    /// <summary>True for the columns of the set; all by default.</summary>
    private protected virtual bool Includes(string name) => true;
}
