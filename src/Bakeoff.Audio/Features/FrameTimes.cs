using Bakeoff.Audio.Resampling;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>Times of a clip's frames in its recording.</summary>
/// <param name="FirstSeconds">Middle of the first frame, in seconds since the recording's start.</param>
/// <param name="StepSeconds">Seconds from one frame to the next.</param>
/// <param name="AnalysisRateHz">Rate of the signal that was analysed, in hertz.</param>
public sealed record FrameTimes(double FirstSeconds, double StepSeconds, int AnalysisRateHz)
{
    /// <summary>Finds the times of the frames that a <see cref="FeatureExtractor"/> gave of a recording.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="mono">Samples at the recording's own rate.</param>
    /// <param name="sampleRateHz">Rate of <paramref name="mono"/> in hertz; positive.</param>
    /// <param name="frameCount">Number of frames; positive. Frames of a kind that does not tell where they lie are spread evenly.</param>
    /// <exception cref="UnusableSignalException">The rate is too low for the options.</exception>
    /// <remarks>Cost: none but where silence is trimmed; then the signal is resampled once more.</remarks>
    public static FrameTimes Of(FeatureOptions options, ReadOnlySpan<float> mono, int sampleRateHz, int frameCount)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameCount);
        var rateHz = options.AnalysisRateHz ?? sampleRateHz;
        var offset = Math.Min((int)(options.OffsetSeconds * sampleRateHz), mono.Length);
        var used = mono[offset..];
        used = options.DurationSeconds is { } seconds ? used[..Math.Min((int)(seconds * sampleRateHz), used.Length)] : used;
        var (start, length) = Analysed(used, sampleRateHz, rateHz, options);
        var grid = new FeaturePlan(options, rateHz).Grid;
        var step = grid.FrameCount(length) == frameCount ? grid.HopLength : (double)length / frameCount;
        var first = grid.FrameCount(length) == frameCount ? grid.Centre(0) : step / 2;
        return new FrameTimes(((double)offset / sampleRateHz) + ((start + first) / rateHz), step / rateHz, rateHz);
    }

    // First sample and number of samples at the analysis rate, without the silence at both ends that is left out.
    private static (int Start, int Length) Analysed(ReadOnlySpan<float> mono, int ownHz, int rateHz, FeatureOptions options)
    {
        var resampler = ownHz == rateHz ? null : Resampler.For(ownHz, rateHz);
        if (options.TrimDb is not { } topDb)
        {
            return (0, resampler?.OutputLength(mono.Length) ?? mono.Length);
        }

        return SilenceTrimmer.Find(
            resampler is null ? mono : Resampler.Resample(mono, ownHz, rateHz), options.FftLength, options.HopLength, topDb);
    }
}
