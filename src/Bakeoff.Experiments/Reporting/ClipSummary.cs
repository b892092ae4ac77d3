using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Experiments.Datasets;
using Bakeoff.Numerics;

namespace Bakeoff.Experiments.Reporting;

/// <summary>What the overview of a corpus needs of each clip.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="LevelDb">Root mean square of the samples in dB relative to full scale.</param>
/// <param name="MeanLogMel">Mean over time of each log-mel band in dB.</param>
internal sealed record ClipSummary(Clip Clip, double LevelDb, float[] MeanLogMel)
{
    /// <summary>Rate that all clips are compared at, in hertz.</summary>
    public const int SampleRateHz = 16_000;

    /// <summary>Mel bands.</summary>
    public const int BandCount = 40;

    private static readonly FeatureOptions Spectrum = new()
    {
        Kind = FeatureKind.LogMel, SampleRateHz = SampleRateHz, FftLength = 1024, HopLength = 512, MelBandCount = BandCount, Summary = FeatureSummary.Mean,
    };

    /// <summary>Measures clips, several at a time; the result follows their order.</summary>
    public static IReadOnlyList<ClipSummary> Measure(string recordings, IReadOnlyList<Clip> clips, int threads, CancellationToken cancellationToken)
    {
        var extractor = new FeatureExtractor(Spectrum);
        var summaries = new ClipSummary[clips.Count];
        Parallel.For(0, clips.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, i =>
        {
            var signal = AudioDecoder.Decode(File.ReadAllBytes(Path.Combine(recordings, clips[i].Path)), clips[i].Path);
            var mono = signal.ToMono();
            summaries[i] = new ClipSummary(clips[i], Level(mono), extractor.Extract(mono, signal.SampleRateHz).Values);
        });
        return summaries;
    }

    /// <summary>Centre frequencies of the bands in hertz.</summary>
    public static IReadOnlyList<double> BandCentresHz()
    {
        var step = MelScale.FromHertz(SampleRateHz / 2.0) / (BandCount + 1);
        return Enumerable.Range(1, BandCount).Select(band => MelScale.ToHertz(band * step)).ToList();
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
