using Bakeoff.Audio.Features.Measures;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>The set of the INTERSPEECH 2009 emotion challenge: see <see cref="Is09Extractor"/>.</summary>
public abstract record Is09Set : FeatureSet
{
    // Mel bands reach up to 8 kHz.
    private const int WholeBandRateHz = 16_000;

    /// <inheritdoc/>
    public override int FullBandRateHz => WholeBandRateHz;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames => IsRow ? Is09Extractor.FunctionalNames : Is09Extractor.DescriptorNames;

    /// <inheritdoc/>
    public override FrameGrid FramesAt(int sampleRateHz)
    {
        var (length, hop) = FrameSpectra.Grid(sampleRateHz, Is09Descriptors.Seconds);
        return new FrameGrid(length, hop, IsCentered: false);
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(int sampleRateHz) =>
        new ClipMeasure(new Is09Descriptors(sampleRateHz), [.. Enumerable.Range(0, ColumnNames.Count)], IsRow);
}

/// <summary>IS09, of the INTERSPEECH 2009 emotion challenge: 384 functionals, one row a clip, named and ordered as published values.</summary>
[Kind("is09")]
public sealed record Is09RowSet : Is09Set
{
    /// <inheritdoc/>
    public override bool IsRow => true;
}

/// <summary>The 16 descriptors of IS09 every 10 ms.</summary>
[Kind("is09_lld")]
public sealed record Is09FrameSet : Is09Set
{
    /// <inheritdoc/>
    public override bool IsRow => false;
}
