using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Decoding;

/// <summary>Length, level, silence and clipping of a recording, measured block by block on the mean of its channels.</summary>
/// <remarks>
/// The mean is what features are taken from: channels in opposite phase are silent in it, and one that is clipped alone is not clipped in
/// it. Belongs to one thread.
/// </remarks>
/// <param name="sampleRateHz">Rate in hertz; positive.</param>
/// <param name="channelCount">Channels; positive.</param>
public sealed class LevelMeter(int sampleRateHz, int channelCount)
{
    /// <summary>Peak in decibels relative to full scale below which a recording is silent, where nothing else is stated.</summary>
    public const double DefaultSilenceDbfs = -70;

    /// <summary>Shortest usable recording in seconds, where nothing else is stated.</summary>
    public const double DefaultMinSeconds = 0.05;

    /// <summary>
    /// The largest of the whole-number formats, 2^31 steps, taken for floats; more is damage and overflows in a spectrum.
    /// </summary>
    private const float HighestPeak = 2147483648f;

    private const float TwoSteps = 2f / 32768f;
    private const float FullScale = 0.99996f;
    private const int ClippedRun = 3;

    private readonly float[] _lowest = [.. Enumerable.Repeat(float.PositiveInfinity, channelCount)];
    private readonly float[] _highest = [.. Enumerable.Repeat(float.NegativeInfinity, channelCount)];
    private float[] _mix = [];
    private float _lowestMix = float.PositiveInfinity;
    private float _highestMix = float.NegativeInfinity;
    private int _run;
    private long _clipped;

    /// <summary>Samples of each channel so far.</summary>
    public long SampleCount { get; private set; }

    /// <summary>Length so far in seconds.</summary>
    public double Seconds => (double)SampleCount / sampleRateHz;

    /// <summary>Largest magnitude, 1 at full scale; 0 before the first sample.</summary>
    public float Peak => SampleCount == 0 ? 0 : Math.Max(Math.Abs(_lowestMix), Math.Abs(_highestMix));

    /// <summary><see cref="Peak"/> in decibels relative to full scale.</summary>
    public double PeakDbfs => Peak > 0 ? 20 * DeterministicMath.Log10((double)Peak) : double.NegativeInfinity;

    /// <summary>Samples at full scale that stand in runs of three or more; none where floats reach beyond it.</summary>
    public long ClippedSamples => Peak > 1 ? 0 : _clipped;

    /// <summary>Adds the next samples.</summary>
    /// <param name="samples">Whole sample frames of all channels, interleaved.</param>
    public void Add(ReadOnlySpan<float> samples)
    {
        SampleCount += samples.Length / channelCount;
        if (channelCount == 1)
        {
            AddMix(samples);
            return;
        }

        for (var channel = 0; channel < channelCount; channel++)
        {
            var (lowest, highest) = (_lowest[channel], _highest[channel]);
            for (var i = channel; i < samples.Length; i += channelCount)
            {
                lowest = Math.Min(lowest, samples[i]);
                highest = Math.Max(highest, samples[i]);
            }

            (_lowest[channel], _highest[channel]) = (lowest, highest);
        }

        if (_mix.Length < samples.Length / channelCount)
        {
            _mix = new float[samples.Length / channelCount];
        }

        var mix = _mix.AsSpan(0, samples.Length / channelCount);
        AudioSignal.Mix(samples, channelCount, mix);
        AddMix(mix);
    }

    /// <summary>The reason why the recording cannot be used; null if it can.</summary>
    /// <param name="minSeconds">Shortest usable recording.</param>
    /// <param name="silenceDbfs">Peak in decibels relative to full scale below which it is silent.</param>
    /// <remarks>
    /// Silent is also what varies by no more than two steps of 16 bits: a constant offset, one-bit dither. Floats beyond full scale are
    /// used as they are, up to 2^31 times full scale.
    /// </remarks>
    public ErrorDetails? FindFault(double minSeconds = DefaultMinSeconds, double silenceDbfs = DefaultSilenceDbfs)
    {
        if (SampleCount == 0 || Seconds < minSeconds)
        {
            return new ErrorDetails("clip is {value} long")
            {
                Value = Text($"{Seconds:0.####} s"),
                Rule = Text($"at least {minSeconds} s"),
            };
        }

        if (!(Peak <= HighestPeak))
        {
            return new ErrorDetails("peak is {value} times full scale")
            {
                Value = Text($"{Peak:G3}"),
                Rule = "at most 2147483648 (2^31)",
            };
        }

        var variation = _highestMix - _lowestMix;
        if (variation > TwoSteps && PeakDbfs >= silenceDbfs)
        {
            return null;
        }

        var isCancelled = channelCount > 1 && _lowest.Zip(_highest, (low, high) => high - low > TwoSteps).Any(isHeard => isHeard);
        var because = isCancelled ? "channels cancel in the mono mix" : null;
        return PeakDbfs < silenceDbfs
            ? new ErrorDetails($"clip is silent: its {(because is null ? "peak" : $"{because}, whose peak")} is {{value}}")
            {
                Value = Peak == 0 ? "0" : Text($"{PeakDbfs:0.0} dBFS"),
                Rule = Text($"at least {silenceDbfs} dBFS"),
            }
            : new ErrorDetails($"clip is silent: its {(because is null ? "samples vary" : $"{because}, which varies")} by {{value}}")
            {
                Value = Text($"{variation:0.######}"),
                Rule = "more than 0.00006 (two steps of 16 bits)",
            };
    }

    private void AddMix(ReadOnlySpan<float> mix)
    {
        var (lowest, highest, run, clipped) = (_lowestMix, _highestMix, _run, 0L);
        foreach (var sample in mix)
        {
            lowest = Math.Min(lowest, sample);
            highest = Math.Max(highest, sample);
            run = Math.Abs(sample) >= FullScale ? run + 1 : 0;
            clipped +=
                run == ClippedRun ? ClippedRun
                : run > ClippedRun ? 1
                : 0;
        }

        (_lowestMix, _highestMix, _run) = (lowest, highest, run);
        _clipped += clipped;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
