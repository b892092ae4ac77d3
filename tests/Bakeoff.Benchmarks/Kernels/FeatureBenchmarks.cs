using Bakeoff.Audio.Features;
using Bakeoff.Audio.Resampling;
using Bakeoff.Numerics;
using BenchmarkDotNet.Attributes;

namespace Bakeoff.Benchmarks.Kernels;

/// <summary>Resampling and MFCC of two seconds of noise at TESS's rate.</summary>
[MemoryDiagnoser]
public class FeatureBenchmarks
{
    private readonly float[] _clip = new float[48_828];
    private readonly FeatureExtractor _native = new(new FeatureOptions { SampleRateHz = null });
    private readonly FeatureExtractor _resampled = new(new FeatureOptions { SampleRateHz = 22_050 });

    /// <summary>Draws the clip.</summary>
    [GlobalSetup]
    public void Setup() => new SeededRandom(1, "clip").FillSingles(0, _clip);

    /// <summary>24,414 Hz to 22,050 Hz.</summary>
    [Benchmark]
    public float[] Resample() => Resampler.Resample(_clip, 24_414, 22_050);

    /// <summary>40 MFCC at the native rate.</summary>
    [Benchmark]
    public FeatureMatrix Mfcc() => _native.Extract(_clip, 24_414);

    /// <summary>Both.</summary>
    [Benchmark]
    public FeatureMatrix ResampleAndMfcc() => _resampled.Extract(_clip, 24_414);
}
