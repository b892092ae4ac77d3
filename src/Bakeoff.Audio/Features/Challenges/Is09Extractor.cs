namespace Bakeoff.Audio.Features.Challenges;

/// <summary>The set of the INTERSPEECH 2009 emotion challenge: 16 descriptors a frame, 384 functionals a clip.</summary>
/// <remarks>
/// <para>Source: B. Schuller, S. Steidl and A. Batliner, The INTERSPEECH 2009 emotion challenge, Proc. INTERSPEECH (2009). Names, order
/// and conventions are those of published values; docs/feature-sets.md has the agreement of each and what differs.</para>
/// <para>Signals keep their own rate. Determinism: equal arguments give equal bits on every machine. An instance belongs to one
/// thread.</para>
/// </remarks>
public sealed class Is09Extractor
{
    private readonly Is09Descriptors _descriptors;

    /// <summary>Prepares the tables for one rate.</summary>
    /// <param name="sampleRateHz">Rate of the signals in hertz; at least 4000.</param>
    /// <exception cref="UnusableSignalException">The rate is lower.</exception>
    public Is09Extractor(int sampleRateHz) => _descriptors = new Is09Descriptors(sampleRateHz);

    /// <summary>Names of the 16 descriptors in order.</summary>
    public static IReadOnlyList<string> DescriptorNames => Is09Names.Descriptors;

    /// <summary>Names of the 384 functionals in order.</summary>
    public static IReadOnlyList<string> FunctionalNames => Is09Names.Functionals;

    /// <summary>The descriptors of each frame of 25 ms, every 10 ms.</summary>
    /// <param name="mono">Samples, full scale at -1 and 1.</param>
    /// <returns>Values of shape [T, 16], smoothed over three frames; the frequency is 0 Hz where unvoiced.</returns>
    /// <exception cref="UnusableSignalException">The signal is shorter than 25 ms.</exception>
    public FeatureMatrix Descriptors(ReadOnlySpan<float> mono) => _descriptors.Frames(mono);

    /// <summary>The functionals of a clip: twelve of each descriptor, then of its derivative.</summary>
    /// <param name="mono">Samples, full scale at -1 and 1.</param>
    /// <returns>Values of shape [1, 384]; skewness and kurtosis of a constant contour are 0.</returns>
    /// <exception cref="UnusableSignalException">The signal is shorter than 25 ms.</exception>
    public FeatureMatrix Functionals(ReadOnlySpan<float> mono) => _descriptors.Row(mono);
}
