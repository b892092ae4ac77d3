namespace Bakeoff.Audio.Features.Challenges;

/// <summary>The set of the computational paralinguistics challenges, ComParE 2016: 65 descriptors a frame, 6,373 functionals a clip.</summary>
/// <remarks>
/// <para>Sources: B. Schuller et al., The INTERSPEECH 2013 computational paralinguistics challenge, Proc. INTERSPEECH (2013); F. Weninger
/// et al., On the acoustics of emotion in audio, Frontiers in Psychology 4 (2013); F. Eyben, Real-time speech and music classification by
/// large audio feature space extraction, Springer (2016). Names, order and conventions are those of published values;
/// docs/feature-sets.md has the agreement of each and what differs.</para>
/// <para>Signals keep their own rate. Determinism: equal arguments give equal bits on every machine. An instance belongs to one
/// thread.</para>
/// </remarks>
public sealed class Compare16Extractor
{
    private readonly Compare16Descriptors _descriptors;

    /// <summary>Prepares the tables for one rate.</summary>
    /// <param name="sampleRateHz">Rate of the signals in hertz; at least 4000.</param>
    /// <exception cref="UnusableSignalException">The rate is lower.</exception>
    public Compare16Extractor(int sampleRateHz) => _descriptors = new Compare16Descriptors(sampleRateHz);

    /// <summary>Names of the 65 descriptors in order.</summary>
    public static IReadOnlyList<string> DescriptorNames => Compare16Names.Descriptors;

    /// <summary>Names of the 6,373 functionals in order.</summary>
    public static IReadOnlyList<string> FunctionalNames => Compare16Names.Functionals;

    /// <summary>The descriptors of each frame of 20 ms, every 10 ms.</summary>
    /// <param name="mono">Samples, full scale at -1 and 1.</param>
    /// <returns>Values of shape [T, 65], smoothed over three frames; descriptors of voicing are 0 where they do not exist, the
    /// harmonics-to-noise ratio -100 dB.</returns>
    /// <exception cref="UnusableSignalException">The signal is shorter than 20 ms.</exception>
    public FeatureMatrix Descriptors(ReadOnlySpan<float> mono) => _descriptors.Frames(mono);

    /// <summary>The functionals of a clip.</summary>
    /// <param name="mono">Samples, full scale at -1 and 1.</param>
    /// <returns>Values of shape [1, 6373]; what does not exist is 0.</returns>
    /// <exception cref="UnusableSignalException">The signal is shorter than 20 ms.</exception>
    public FeatureMatrix Functionals(ReadOnlySpan<float> mono) => _descriptors.Row(mono);
}
