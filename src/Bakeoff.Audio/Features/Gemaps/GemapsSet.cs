using Bakeoff.Audio.Features.Measures;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>A set of the Geneva minimalistic acoustic parameters: see <see cref="GemapsExtractor"/>.</summary>
public abstract record GemapsSet : FeatureSet
{
    // Mel bands reach up to 8 kHz.
    private const int WholeBandRateHz = 16_000;

    /// <inheritdoc/>
    public override int FullBandRateHz => WholeBandRateHz;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames => [.. Columns.Select(column => AllNames[column])];

    /// <summary>True for the 62 or 18 of the minimalistic set only.</summary>
    private protected virtual bool IsMinimalistic => false;

    private IReadOnlyList<string> AllNames => IsRow ? GemapsExtractor.FunctionalNames : GemapsExtractor.DescriptorNames;

    private IEnumerable<int> Columns =>
        Enumerable.Range(0, AllNames.Count).Where(column => !IsMinimalistic || GemapsNames.IsMinimalistic(AllNames[column]));

    /// <inheritdoc/>
    public override FrameGrid FramesAt(int sampleRateHz)
    {
        var descriptors = FrameSpectra.Grid(sampleRateHz, GemapsDescriptors.ShortSeconds);
        return new FrameGrid(descriptors.Length, descriptors.Hop, IsCentered: false);
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(int sampleRateHz) =>
        new ClipMeasure(new GemapsDescriptors(sampleRateHz), [.. Columns], IsRow);
}

/// <summary>eGeMAPSv02: 88 functionals, one row a clip, under the names and in the order of published values.</summary>
[Kind("egemaps_v02")]
public sealed record EgemapsSet : GemapsSet
{
    /// <inheritdoc/>
    public override bool IsRow => true;
}

/// <summary>The 25 descriptors of eGeMAPSv02 every 10 ms.</summary>
[Kind("egemaps_v02_lld")]
public sealed record EgemapsFrameSet : GemapsSet
{
    /// <inheritdoc/>
    public override bool IsRow => false;
}

/// <summary>GeMAPSv01b: 62 of the functionals of egemaps_v02, one row a clip.</summary>
[Kind("gemaps_v01b")]
public sealed record MinimalGemapsSet : GemapsSet
{
    /// <inheritdoc/>
    public override bool IsRow => true;

    private protected override bool IsMinimalistic => true;
}

/// <summary>The 18 descriptors of GeMAPSv01b every 10 ms.</summary>
[Kind("gemaps_v01b_lld")]
public sealed record MinimalGemapsFrameSet : GemapsSet
{
    /// <inheritdoc/>
    public override bool IsRow => false;

    private protected override bool IsMinimalistic => true;
}
