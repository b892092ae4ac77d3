using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Augmentation;

/// <summary>
/// Imitates another speaker, tempo, room, echo, telephone, level and noise, in this order; the changes are drawn once per copy from a random
/// stream.
/// </summary>
/// <remarks>
/// <para>Immutable and thread-safe. Draws always happen in the same order and number, or from a stream of their own, so that no option
/// changes the values drawn for another.</para>
/// <para>Room, echo and telephone keep the time of every sound, the number of samples and the root mean square.</para>
/// </remarks>
public sealed class WaveformAugmenter
{
    private const double SemitonesPerOctave = 12;

    private readonly WaveformAugmentationOptions _options;
    private readonly Reverberation? _reverberation;

    /// <summary>Creates the augmenter.</summary>
    /// <param name="options">Limits of the changes.</param>
    /// <param name="reverberation">Responses of the rooms; needed with <see cref="WaveformAugmentationOptions.Reverb"/>.</param>
    /// <exception cref="ArgumentException">The options ask for rooms and there are none.</exception>
    public WaveformAugmenter(WaveformAugmentationOptions options, Reverberation? reverberation = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Reverb is not null && reverberation is null)
        {
            throw new ArgumentException("The options ask for reverb, expected impulse responses.", nameof(reverberation));
        }

        _options = options;
        _reverberation = options.Reverb is null ? null : reverberation;
    }

    /// <summary>The stream of random numbers of a copy: its own, so that neither other recordings nor more copies change it.</summary>
    /// <param name="seed">Seed of all copies.</param>
    /// <param name="digest">SHA-256 of the recording's samples, interleaved, in lower-case hexadecimal digits.</param>
    /// <param name="copy">Number of the copy, from 1.</param>
    public static SeededRandom StreamOf(ulong seed, string digest, int copy) =>
        new SeededRandom(seed, "copies").Stream(digest).Stream(copy.ToString(CultureInfo.InvariantCulture));

    /// <summary>Draws one change.</summary>
    /// <param name="copy">Number of the copy, from 1; selects the speaker where the n-th copies of all recordings imitate one.</param>
    /// <param name="random">Stream to draw from; three numbers.</param>
    public VoiceChange Draw(int copy, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copy);
        var (pitchShare, formantShare) = (DrawUniform(random), DrawUniform(random));
        if (_options.Voice == VoiceDraw.EachCopy)
        {
            pitchShare = formantShare = EvenlySpaced(copy);
        }

        var pitch = DeterministicMath.Pow(2.0, pitchShare * _options.PitchSemitones / SemitonesPerOctave);
        var formant = 1 + formantShare * _options.FormantPercent / 100;
        var tempo = 1 + DrawUniform(random) * _options.TempoPercent / 100;
        return new VoiceChange(pitch, formant, tempo);
    }

    /// <summary>Makes one copy.</summary>
    /// <param name="mono">Samples.</param>
    /// <param name="sampleRateHz">Rate in hertz.</param>
    /// <param name="copy">Number of the copy, from 1.</param>
    /// <param name="random">Stream of this copy, such as <see cref="StreamOf"/>.</param>
    /// <returns>Samples at the same rate, longer or shorter by the tempo.</returns>
    /// <exception cref="Features.UnusableSignalException">The rate is too low for the band to keep.</exception>
    public float[] Apply(ReadOnlySpan<float> mono, int sampleRateHz, int copy, SeededRandom random)
    {
        var change = Draw(copy, random);
        var gainDb = DrawUniform(random) * _options.GainDb;
        var altered = ApplyEffects(VoiceChanger.Apply(mono, sampleRateHz, change), sampleRateHz, random);
        SignalLevel.ApplyGain(altered, gainDb);
        if (_options.SignalToNoiseDb is { } distanceDb)
        {
            SignalLevel.AddNoise(altered, distanceDb, random);
        }

        return altered;
    }

    private float[] ApplyEffects(float[] voice, int sampleRateHz, SeededRandom random)
    {
        var altered = voice;
        if (_reverberation is not null)
        {
            altered = _reverberation.Draw(random.Stream("reverb"), sampleRateHz).Apply(altered);
        }

        if (_options.Echo is { } echo)
        {
            var delaySeconds = echo.DelaySeconds * (0.5 + (0.5 * random.Stream("echo").NextDouble()));
            altered = Echo.Apply(altered, (int)Math.Ceiling(delaySeconds * sampleRateHz), echo.Repeats, echo.DecayDb);
        }

        if (_options.BandPass is { } band)
        {
            altered = BandPass.Apply(altered, sampleRateHz, band);
        }

        if (altered != voice)
        {
            SignalLevel.SetRootMeanSquare(altered, SignalLevel.RootMeanSquare(voice));
        }

        return altered;
    }

    /// <summary>Share of the limits: with four copies -1/2, 1/2, -1, 1.</summary>
    private double EvenlySpaced(int copy)
    {
        var pairs = (_options.Copies + 1) / 2;
        var share = (copy + 1) / 2 / (double)pairs;
        return copy % 2 == 1 ? -share : share;
    }

    private static double DrawUniform(SeededRandom random) => 2 * random.NextDouble() - 1;
}
