using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>The set of the INTERSPEECH 2009 emotion challenge: see <see cref="Is09Extractor"/>.</summary>
public abstract record Is09Set : DescriptorSet
{
    private protected sealed override (IReadOnlyList<string> Functionals, IReadOnlyList<string> Descriptors) Names =>
        (Is09Extractor.FunctionalNames, Is09Extractor.DescriptorNames);

    private protected sealed override double FrameSeconds => Is09Descriptors.Seconds;

    private protected sealed override ClipDescriptors CreateDescriptors(int sampleRateHz) => new Is09Descriptors(sampleRateHz);
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
