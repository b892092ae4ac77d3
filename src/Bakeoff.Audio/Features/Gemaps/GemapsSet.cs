using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>A set of the Geneva minimalistic acoustic parameters: see <see cref="GemapsExtractor"/>.</summary>
public abstract record GemapsSet : DescriptorSet
{
    private protected sealed override (IReadOnlyList<string> Functionals, IReadOnlyList<string> Descriptors) Names =>
        (GemapsExtractor.FunctionalNames, GemapsExtractor.DescriptorNames);

    private protected sealed override double FrameSeconds => GemapsDescriptors.ShortSeconds;

    private protected sealed override ClipDescriptors CreateDescriptors(int sampleRateHz) => new GemapsDescriptors(sampleRateHz);
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

    private protected override bool Includes(string name) => GemapsNames.IsMinimalistic(name);
}

/// <summary>The 18 descriptors of GeMAPSv01b every 10 ms.</summary>
[Kind("gemaps_v01b_lld")]
public sealed record MinimalGemapsFrameSet : GemapsSet
{
    /// <inheritdoc/>
    public override bool IsRow => false;

    private protected override bool Includes(string name) => GemapsNames.IsMinimalistic(name);
}
