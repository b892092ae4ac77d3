namespace Bakeoff.Audio.Decoding;

/// <summary>Decoded sound: float32 samples, full scale at -1 and 1, channels interleaved.</summary>
public sealed class AudioSignal
{
    /// <summary>Wraps samples without copying them.</summary>
    /// <param name="sampleRateHz">Rate in hertz; positive.</param>
    /// <param name="channelCount">Channels; positive.</param>
    /// <param name="samples">Interleaved samples of shape [SampleCount, ChannelCount].</param>
    /// <exception cref="ArgumentOutOfRangeException">Rate or channel count is not positive.</exception>
    /// <exception cref="ArgumentException">The number of values is not a multiple of the channel count.</exception>
    public AudioSignal(int sampleRateHz, int channelCount, float[] samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channelCount);
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Length % channelCount != 0)
        {
            throw new ArgumentException($"{samples.Length} values cannot be shared by {channelCount} channels.", nameof(samples));
        }

        SampleRateHz = sampleRateHz;
        ChannelCount = channelCount;
        Samples = samples;
    }

    /// <summary>Rate in hertz.</summary>
    public int SampleRateHz { get; }

    /// <summary>Number of channels.</summary>
    public int ChannelCount { get; }

    /// <summary>Interleaved samples of shape [SampleCount, ChannelCount].</summary>
    public float[] Samples { get; }

    /// <summary>Samples per channel.</summary>
    public int SampleCount => Samples.Length / ChannelCount;

    /// <summary>Length in seconds.</summary>
    public double DurationSeconds => (double)SampleCount / SampleRateHz;

    /// <summary>
    /// True if nothing can be heard in the mean of the channels: no sample departs from another by more than two steps of 16 bits, so that
    /// digital zero, a constant
    /// offset and one-bit dither all count as silence.
    /// </summary>
    public bool IsSilent => IsSilence(ToMono());

    /// <summary>Mean over the channels, as librosa.to_mono: summed in channel order in float32, then divided.</summary>
    /// <returns>[SampleCount]; the very array <see cref="Samples"/> when there is one channel.</returns>
    public float[] ToMono()
    {
        if (ChannelCount == 1)
        {
            return Samples;
        }

        var mono = new float[SampleCount];
        Mix(Samples, ChannelCount, mono);
        return mono;
    }

    /// <summary>Writes the mean over the channels: summed in channel order in float32, then divided.</summary>
    internal static void Mix(ReadOnlySpan<float> samples, int channelCount, Span<float> mono)
    {
        for (var n = 0; n < mono.Length; n++)
        {
            var sum = 0f;
            foreach (var sample in samples.Slice(n * channelCount, channelCount))
            {
                sum += sample;
            }

            mono[n] = sum / channelCount;
        }
    }

    /// <summary>The rule of <see cref="IsSilent"/> for any stretch of samples; an empty stretch is silent.</summary>
    public static bool IsSilence(ReadOnlySpan<float> samples)
    {
        const float TwoSteps = 2f / 32768f;
        var (lowest, highest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var sample in samples)
        {
            lowest = Math.Min(lowest, sample);
            highest = Math.Max(highest, sample);
            if (highest - lowest > TwoSteps)
            {
                return false;
            }
        }

        return true;
    }
}
