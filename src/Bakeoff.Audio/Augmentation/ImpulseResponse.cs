using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Resampling;
using Bakeoff.Options;

namespace Bakeoff.Audio.Augmentation;

/// <summary>The answer of a room to a click: the direct sound, then the reflections.</summary>
/// <remarks>Immutable and thread-safe. Determinism: equal arguments give equal bits on every machine.</remarks>
public sealed class ImpulseResponse
{
    private readonly double[] _samples;

    internal ImpulseResponse(double[] samples, int directSample, int sampleRateHz)
    {
        _samples = samples;
        DirectSample = directSample;
        SampleRateHz = sampleRateHz;
    }

    /// <summary>Rate in hertz.</summary>
    public int SampleRateHz { get; }

    /// <summary>Index of the direct sound.</summary>
    public int DirectSample { get; }

    /// <summary>The response; its level plays no part where level is kept.</summary>
    public ReadOnlySpan<double> Samples => _samples;

    /// <summary>Takes a recorded response. Its direct sound is the first of its largest samples.</summary>
    /// <param name="recording">One channel.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="UnusableSignalException">It has several channels, no samples, or is silent.</exception>
    public static ImpulseResponse FromRecording(AudioSignal recording, string name)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (recording.ChannelCount != 1)
        {
            throw new UnusableSignalException(
                new ErrorDetails("an impulse response of {value}")
                {
                    Where = name,
                    Value = Quantity.Of(recording.ChannelCount, "channel"),
                    Rule = "one: a mean of channels is the response of no place",
                    NextStep = "Keep one channel.",
                });
        }

        return !AudioSignal.IsSilence(recording.Samples)
            ? FromSamples(recording.Samples, recording.SampleRateHz)
            : throw new UnusableSignalException(
                new ErrorDetails("an impulse response of {value}")
                {
                    Where = name,
                    Value = recording.SampleCount == 0 ? "no samples" : Quantity.Of(recording.SampleCount, "silent sample"),
                    Rule = "a sound",
                });
    }

    /// <summary>The response at another rate.</summary>
    /// <param name="sampleRateHz">Rate in hertz; positive.</param>
    public ImpulseResponse AtRate(int sampleRateHz) =>
        sampleRateHz == SampleRateHz
            ? this
            : FromSamples(Resampler.Resample(Array.ConvertAll(_samples, static sample => (float)sample), SampleRateHz, sampleRateHz), sampleRateHz);

    /// <summary>Lets a recording sound in the room: the direct sound stays in its place, and what rings on after the end is cut off.</summary>
    /// <param name="mono">Samples at <see cref="SampleRateHz"/>.</param>
    /// <returns>As many samples.</returns>
    public float[] Apply(ReadOnlySpan<float> mono) => Convolution.Apply(mono, _samples, DirectSample);

    private static ImpulseResponse FromSamples(float[] samples, int sampleRateHz)
    {
        var direct = 0;
        for (var n = 1; n < samples.Length; n++)
        {
            if (Math.Abs(samples[n]) > Math.Abs(samples[direct]))
            {
                direct = n;
            }
        }

        return new ImpulseResponse(Array.ConvertAll(samples, static sample => (double)sample), direct, sampleRateHz);
    }
}
