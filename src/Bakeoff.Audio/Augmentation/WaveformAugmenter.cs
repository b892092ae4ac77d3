using Bakeoff.Numerics;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Makes a recording sound like another speaker, tempo and room: drawn once per copy from a random stream.</summary>
/// <remarks>Immutable and thread-safe. Draws always happen in the same order and number, so that options never shift one another's values.</remarks>
public sealed class WaveformAugmenter(WaveformAugmentationOptions options)
{
    private const double SemitonesPerOctave = 12;

    /// <summary>Draws one change.</summary>
    /// <param name="random">Stream to draw from; three numbers.</param>
    public VoiceChange Draw(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var pitch = DeterministicMath.Pow(2.0, Even(random) * options.PitchSemitones / SemitonesPerOctave);
        var formant = 1 + Even(random) * options.FormantPercent / 100;
        var tempo = 1 + Even(random) * options.TempoPercent / 100;
        return new VoiceChange(pitch, formant, tempo);
    }

    /// <summary>Makes one copy.</summary>
    /// <param name="mono">Samples.</param>
    /// <param name="sampleRateHz">Rate in hertz.</param>
    /// <param name="random">Stream of this copy, such as <c>random.Stream(clip).Stream(copy)</c>.</param>
    /// <returns>Samples at the same rate, longer or shorter by the tempo.</returns>
    public float[] Apply(ReadOnlySpan<float> mono, int sampleRateHz, SeededRandom random)
    {
        var change = Draw(random);
        var gainDb = Even(random) * options.GainDb;
        var copy = VoiceChanger.Apply(mono, sampleRateHz, change);
        SignalLevel.ApplyGain(copy, gainDb);
        if (options.SignalToNoiseDb is { } distanceDb)
        {
            SignalLevel.AddNoise(copy, distanceDb, random);
        }

        return copy;
    }

    private static double Even(SeededRandom random) => 2 * random.NextDouble() - 1;
}
