using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
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

    private static readonly FeatureOptions Spectrum = new()
    {
        Kind = new LogMelKind(),
        SampleRateHz = SampleRateHz,
        FftLength = 1024,
        HopLength = 512,
        MelBandCount = BandCount,
    };

    /// <summary>Measures clips, several at a time; the result follows their order.</summary>
    public static IReadOnlyList<ClipSummary> Measure(
        string recordings,
        IReadOnlyList<Clip> clips,
        int threads,
        CancellationToken cancellationToken)
    {
        var extractor = new FeatureExtractor(Spectrum);
        var summaries = new ClipSummary[clips.Count];
        Parallel.For(0, clips.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, i =>
        {
            var signal = AudioDecoder.Decode(File.ReadAllBytes(Path.Combine(recordings, clips[i].File)), clips[i].Path);
            var mono = signal.ToMono();
            var (means, deviations) = Moments(
                extractor.Extract(ClipPictures.Padded(mono, LeastLength(signal.SampleRateHz)), signal.SampleRateHz));
            summaries[i] = new ClipSummary(clips[i], Level(mono), means, deviations);
        });
        return summaries;
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

    private static (float[] Means, float[] Deviations) Moments(FeatureMatrix frames)
    {
        var (means, deviations) = (new float[frames.FeatureCount], new float[frames.FeatureCount]);
        for (var band = 0; band < means.Length; band++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var t = 0; t < frames.FrameCount; t++)
            {
                var value = (double)frames.Values[(t * frames.FeatureCount) + band];
                sum += value;
                squares += value * value;
            }

            var mean = sum / frames.FrameCount;
            means[band] = (float)mean;
            deviations[band] = (float)Math.Sqrt(Math.Max(0, (squares / frames.FrameCount) - (mean * mean)));
        }

        return (means, deviations);
    }

    private static double Level(float[] samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return 10 * DeterministicMath.Log10(Math.Max(sum / samples.Length, 1e-12));
    }
}
