using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>The set of the challenges of computational paralinguistics: see <see cref="Compare16Extractor"/>.</summary>
public abstract record Compare16Set : DescriptorSet
{
    private protected sealed override (IReadOnlyList<string> Functionals, IReadOnlyList<string> Descriptors) Names =>
        (Compare16Extractor.FunctionalNames, Compare16Extractor.DescriptorNames);

    private protected sealed override double FrameSeconds => Compare16Descriptors.ShortSeconds;

    private protected sealed override ClipDescriptors CreateDescriptors(int sampleRateHz) => new Compare16Descriptors(sampleRateHz);
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
