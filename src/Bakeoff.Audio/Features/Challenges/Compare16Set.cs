using Bakeoff.Audio.Features.Measures;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>The set of the challenges of computational paralinguistics: see <see cref="Compare16Extractor"/>.</summary>
public abstract record Compare16Set : FeatureSet
{
    // Mel bands reach up to 8 kHz.
    private const int WholeBandRateHz = 16_000;

    /// <inheritdoc/>
    public override int FullBandRateHz => WholeBandRateHz;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames => IsRow ? Compare16Extractor.FunctionalNames : Compare16Extractor.DescriptorNames;

    /// <inheritdoc/>
    public override FrameGrid FramesAt(int sampleRateHz)
    {
        var (length, hop) = FrameSpectra.Grid(sampleRateHz, Compare16Descriptors.ShortSeconds);
        return new FrameGrid(length, hop, IsCentered: false);
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(int sampleRateHz) =>
        new ClipMeasure(new Compare16Descriptors(sampleRateHz), [.. Enumerable.Range(0, ColumnNames.Count)], IsRow);
}

/// <summary>
/// ComParE 2016, of the challenges of computational paralinguistics: 6,373 functionals, one row a clip, named and ordered as published values.
/// </summary>
[Kind("compare_2016")]
public sealed record Compare16RowSet : Compare16Set
{
    /// <inheritdoc/>
    public override bool IsRow => true;
}

/// <summary>The 65 descriptors of ComParE 2016 every 10 ms.</summary>
[Kind("compare_2016_lld")]
public sealed record Compare16FrameSet : Compare16Set
{
    /// <inheritdoc/>
    public override bool IsRow => false;
}
