namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>The extended Geneva minimalistic acoustic parameter set, eGeMAPSv02: 25 descriptors a frame, 88 functionals a clip.</summary>
/// <remarks>
/// <para>Source: F. Eyben, K. R. Scherer, B. W. Schuller et al., The Geneva minimalistic acoustic parameter set (GeMAPS) for voice research
/// and affective computing, IEEE Transactions on Affective Computing 7 (2016). Names, order and conventions are those of published values;
/// docs/feature-sets.md has the agreement of each and what differs.</para>
/// <para>Signals keep their own rate. Determinism: equal arguments give equal bits on every machine. An instance belongs to one
/// thread.</para>
/// </remarks>
public sealed class GemapsExtractor
{
    private readonly GemapsDescriptors _descriptors;

    /// <summary>Prepares the tables for one rate.</summary>
    /// <param name="sampleRateHz">Rate of the signals in hertz; at least 4000.</param>
    /// <exception cref="UnusableSignalException">The rate is lower.</exception>
    public GemapsExtractor(int sampleRateHz) => _descriptors = new GemapsDescriptors(sampleRateHz);

    /// <summary>Names of the 25 descriptors in order.</summary>
    public static IReadOnlyList<string> DescriptorNames => GemapsNames.Descriptors;

    /// <summary>Names of the 88 functionals in order.</summary>
    public static IReadOnlyList<string> FunctionalNames => GemapsNames.Functionals;

    /// <summary>The descriptors of each frame of 20 ms, every 10 ms.</summary>
    /// <param name="mono">Samples, full scale at -1 and 1.</param>
    /// <returns>Values of shape [T, 25], smoothed over three frames. 0 stands for a value that does not exist; levels of formants are
    /// -201 dB there.</returns>
    /// <exception cref="UnusableSignalException">The signal is shorter than 20 ms.</exception>
    public FeatureMatrix Descriptors(ReadOnlySpan<float> mono) => _descriptors.Frames(mono);

    /// <summary>The functionals of a clip.</summary>
    /// <param name="mono">Samples, full scale at -1 and 1.</param>
    /// <returns>Values of shape [1, 88]; functionals of descriptors without any value are 0.</returns>
    /// <exception cref="UnusableSignalException">The signal is shorter than 20 ms.</exception>
    public FeatureMatrix Functionals(ReadOnlySpan<float> mono) => _descriptors.Row(mono);
}
