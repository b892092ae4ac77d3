using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Features.Streaming;
using Bakeoff.Corpora;
using Bakeoff.Numerics;

namespace Bakeoff.Experiments.Explore;

/// <summary>Measures of a clip for the overview of a corpus.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="LevelDb">Root mean square of the samples in dB relative to full scale.</param>
/// <param name="MeanLogMel">Mean over time of each log-mel band in dB.</param>
/// <param name="DeviationLogMel">Standard standard deviation over time of each log-mel band in dB.</param>
internal sealed record ClipSummary(Clip Clip, double LevelDb, float[] MeanLogMel, float[] DeviationLogMel)
{
    /// <summary>Rate that all clips are compared at, in hertz.</summary>
    public const int SampleRateHz = 16_000;

    /// <summary>Mel bands.</summary>
    public const int BandCount = 40;

    /// <summary>Most clips that are measured; of more, so many are chosen evenly in the order of the index.</summary>
    public const int MostClips = 20_000;

    private static readonly FeatureOptions Spectrum = new()
    {
        Kind = new LogMelKind(),
        SampleRateHz = SampleRateHz,
        FftLength = 1024,
        HopLength = 512,
        MelBandCount = BandCount,
    };

    /// <summary>Measures clips, at most <see cref="MostClips"/>, several at a time; the result follows their order.</summary>
    public static IReadOnlyList<ClipSummary> Measure(
        string recordings,
        IReadOnlyList<Clip> all,
        int threads,
        CancellationToken cancellationToken)
    {
        var count = Math.Min(all.Count, MostClips);
        Clip[] clips = [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
        var extractor = new FeatureExtractor(Spectrum);
        var summaries = new ClipSummary[clips.Length];
        ClipSounds.ForEach(
            recordings,
            clips,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            (i, sound) => summaries[i] = Measure(sound, clips[i], extractor));
        return summaries;
    }

    private static ClipSummary Measure(AudioReader recording, Clip clip, FeatureExtractor extractor)
    {
        var bands = new BandMoments();
        if (recording.IsLong)
        {
            extractor.Extract(recording, bands.Add);
            recording.Rewind();
            return new ClipSummary(clip, Level(new MonoWindow(recording)), bands.Means(), bands.Deviations());
        }

        var mono = recording.ReadToEnd().ToMono();
        var rateHz = recording.Info.SampleRateHz;
        bands.Add(extractor.Extract(ClipPictures.Padded(mono, LeastLength(rateHz)), rateHz).Values);
        return new ClipSummary(clip, Decibels(SumOfSquares(mono, 0), mono.Length), bands.Means(), bands.Deviations());
    }

    /// <summary>Centre frequencies of mel bands in hertz.</summary>
    /// <param name="sampleRateHz">Rate in hertz; the bands reach up to half of it.</param>
    /// <param name="bandCount">Number of bands.</param>
    public static IReadOnlyList<double> BandCentresHz(int sampleRateHz = SampleRateHz, int bandCount = BandCount)
    {
        var step = MelScale.FromHertz(sampleRateHz / 2.0) / (bandCount + 1);
        return Enumerable.Range(1, bandCount).Select(band => MelScale.ToHertz(band * step)).ToList();
    }

    /// <summary>Samples that make one frame after resampling.</summary>
    private static int LeastLength(int sampleRateHz) => (int)((long)Spectrum.FftLength * sampleRateHz / SampleRateHz) + 2;

    private static double Level(MonoWindow window)
    {
        const int length = 1 << 16;
        var (sum, count) = (0.0, 0L);
        for (ReadOnlySpan<float> samples = window.MoveTo(0, length); !samples.IsEmpty; samples = window.MoveTo(count, length))
        {
            sum = SumOfSquares(samples, sum);
            count += samples.Length;
        }

        return Decibels(sum, count);
    }

    private static double SumOfSquares(ReadOnlySpan<float> samples, double sum)
    {
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return sum;
    }

    private static double Decibels(double sumOfSquares, long count) => 10 * DeterministicMath.Log10(Math.Max(sumOfSquares / count, 1e-12));

    /// <summary>Mean and standard deviation of each band over frames that come some at a time.</summary>
    private sealed class BandMoments
    {
        private readonly double[] _sums = new double[BandCount];
        private readonly double[] _squares = new double[BandCount];
        private int _frameCount;

        public void Add(ReadOnlySpan<float> frames)
        {
            for (var i = 0; i < frames.Length; i++)
            {
                var value = (double)frames[i];
                _sums[i % BandCount] += value;
                _squares[i % BandCount] += value * value;
            }

            _frameCount += frames.Length / BandCount;
        }

        public float[] Means() => Array.ConvertAll(_sums, sum => (float)(sum / _frameCount));

        public float[] Deviations() =>
            [
                .. _sums.Zip(_squares, (sum, squares) =>
                {
                    var mean = sum / _frameCount;
                    return (float)Math.Sqrt(Math.Max(0, (squares / _frameCount) - (mean * mean)));
                }),
            ];
    }
}
