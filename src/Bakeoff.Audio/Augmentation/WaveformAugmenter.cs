using Bakeoff.Numerics;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Imitates another speaker, tempo, level and noise; the changes are drawn once per copy from a random stream.</summary>
/// <remarks>
/// Immutable and thread-safe. Draws always happen in the same order and number, so that no option changes the values drawn for another.
/// </remarks>
public sealed class WaveformAugmenter(WaveformAugmentationOptions options)
{
    private const double SemitonesPerOctave = 12;

    /// <summary>Draws one change.</summary>
    /// <param name="copy">Number of the copy, from 1; selects the speaker where the n-th copies of all recordings imitate one.</param>
    /// <param name="random">Stream to draw from; three numbers.</param>
    public VoiceChange Draw(int copy, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copy);
        var (pitchShare, formantShare) = (DrawUniform(random), DrawUniform(random));
        if (options.Voice == VoiceDraw.EachCopy)
        {
            pitchShare = formantShare = EvenlySpaced(copy);
        }

        var pitch = DeterministicMath.Pow(2.0, pitchShare * options.PitchSemitones / SemitonesPerOctave);
        var formant = 1 + formantShare * options.FormantPercent / 100;
        var tempo = 1 + DrawUniform(random) * options.TempoPercent / 100;
        return new VoiceChange(pitch, formant, tempo);
    }

    /// <summary>Makes one copy.</summary>
    /// <param name="mono">Samples.</param>
    /// <param name="sampleRateHz">Rate in hertz.</param>
    /// <param name="copy">Number of the copy, from 1.</param>
    /// <param name="random">Stream of this copy, such as <c>random.Stream(clip).Stream(copy)</c>.</param>
    /// <returns>Samples at the same rate, longer or shorter by the tempo.</returns>
    public float[] Apply(ReadOnlySpan<float> mono, int sampleRateHz, int copy, SeededRandom random)
    {
        var change = Draw(copy, random);
        var gainDb = DrawUniform(random) * options.GainDb;
        var altered = VoiceChanger.Apply(mono, sampleRateHz, change);
        SignalLevel.ApplyGain(altered, gainDb);
        if (options.SignalToNoiseDb is { } distanceDb)
        {
            SignalLevel.AddNoise(altered, distanceDb, random);
        }

        return altered;
    }

    /// <summary>Share of the limits: with four copies -1/2, 1/2, -1, 1.</summary>
    private double EvenlySpaced(int copy)
    {
        var pairs = (options.Copies + 1) / 2;
        var share = (copy + 1) / 2 / (double)pairs;
        return copy % 2 == 1 ? -share : share;
    }

    private static double DrawUniform(SeededRandom random) => 2 * random.NextDouble() - 1;
}
