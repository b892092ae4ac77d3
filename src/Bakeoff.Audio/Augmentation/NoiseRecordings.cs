using System.Collections.Concurrent;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Resampling;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Recorded noises from which each recording gets a stretch at a stated distance below its power.</summary>
/// <remarks>
/// Thread-safe. Noises are resampled once for each rate of recordings. Determinism: equal arguments and an equal state of the random numbers
/// give equal bits on every machine. Memory: all noises at their own rate, and at each rate of recordings.
/// </remarks>
public sealed class NoiseRecordings
{
    /// <summary>Shortest noise in seconds.</summary>
    public const double LeastSeconds = 0.1;

    private const int SteadyTries = 16;
    private const double QuietShare = 0.01;

    private readonly IReadOnlyList<AudioSignal> _noises;
    private readonly ConcurrentDictionary<(int Noise, int SampleRateHz), Lazy<float[]>> _known = new();

    /// <summary>Takes noises.</summary>
    /// <param name="noises">At least one, each of <see cref="Check"/>; their order decides which is drawn.</param>
    public NoiseRecordings(IReadOnlyList<AudioSignal> noises)
    {
        ArgumentNullException.ThrowIfNull(noises);
        ArgumentOutOfRangeException.ThrowIfZero(noises.Count, nameof(noises));
        _noises = noises;
    }

    /// <summary>Refuses what is no noise.</summary>
    /// <param name="noise">The recording; channels are averaged.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="UnusableSignalException">It is shorter than <see cref="LeastSeconds"/>, or silent.</exception>
    public static void Check(AudioSignal noise, string name)
    {
        ArgumentNullException.ThrowIfNull(noise);
        if (noise.DurationSeconds < LeastSeconds)
        {
            throw new UnusableSignalException(new ErrorDetails("a noise of {value}")
            {
                Where = name,
                Value = FormattableString.Invariant($"{noise.DurationSeconds:0.###} s"),
                Rule = FormattableString.Invariant($"at least {LeastSeconds} s"),
            });
        }

        if (noise.IsSilent)
        {
            throw new UnusableSignalException(new ErrorDetails("the noise is silent") { Where = name, Rule = "a sound" });
        }
    }

    /// <summary>Adds a stretch of one of the noises, drawn with its place; a noise that is too short is repeated.</summary>
    /// <param name="samples">Samples, changed in place.</param>
    /// <param name="sampleRateHz">Rate in hertz; positive.</param>
    /// <param name="signalToNoiseDb">Distance of the mean powers in dB; finite.</param>
    /// <param name="random">Stream to draw from.</param>
    /// <exception cref="UnusableSignalException">Every stretch that was tried is digital silence.</exception>
    /// <remarks>A stretch in which the noise pauses is not taken, as far as there are others: it would be amplified beyond measure.</remarks>
    public void Add(Span<float> samples, int sampleRateHz, double signalToNoiseDb, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var number = random.NextInt32(_noises.Count);
        var noise = _known.GetOrAdd((number, sampleRateHz), key => new Lazy<float[]>(() => AtRate(key.Noise, key.SampleRateHz))).Value;
        var stretch = new float[samples.Length];
        var least = QuietShare * SignalLevel.RootMeanSquare(noise);
        var most = 0.0;
        for (var (start, tries) = (random.NextInt32(noise.Length), 0); tries < SteadyTries; tries++)
        {
            var candidate = Cut(noise, start, samples.Length);
            var level = SignalLevel.RootMeanSquare(candidate);
            (most, stretch) = level > most ? (level, candidate) : (most, stretch);
            if (level > least)
            {
                break;
            }

            start = (int)((start + ((long)noise.Length / SteadyTries) + 1) % noise.Length);
        }

        if (most == 0)
        {
            throw new UnusableSignalException(new ErrorDetails("the noise has pauses only where it was taken")
            {
                Value = FormattableString.Invariant($"{samples.Length / (double)sampleRateHz:0.##} s, {SteadyTries} times"),
                Rule = "a steady sound",
                NextStep = "Cut the pauses out of the noises.",
            });
        }

        var factor = SignalLevel.RootMeanSquare(samples) * DeterministicMath.Pow(10.0, -signalToNoiseDb / 20) / most;
        for (var n = 0; n < samples.Length; n++)
        {
            samples[n] = (float)(samples[n] + (factor * stretch[n]));
        }
    }

    private static float[] Cut(float[] noise, int start, int length)
    {
        var stretch = new float[length];
        for (var n = 0; n < length; n++)
        {
            stretch[n] = noise[(int)(((long)start + n) % noise.Length)];
        }

        return stretch;
    }

    private float[] AtRate(int noise, int sampleRateHz) =>
        Resampler.Resample(_noises[noise].ToMono(), _noises[noise].SampleRateHz, sampleRateHz);
}
