using Bakeoff.Numerics;
using BenchmarkDotNet.Attributes;

namespace Bakeoff.Benchmarks.Kernels;

/// <summary>Power spectra of 96 frames.</summary>
public class FftBenchmarks
{
    private const int Frames = 96;
    private RealFft _fft = new(2);
    private float[] _single = [], _singlePower = [];
    private double[] _double = [], _doublePower = [];

    /// <summary>Samples in a frame.</summary>
    [Params(400, 512, 2048)]
    public int Length { get; set; }

    /// <summary>Draws the frames.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _fft = new RealFft(Length);
        _single = new float[Frames * Length];
        new SeededRandom(1, "fft").FillSingles(0, _single);
        _double = Array.ConvertAll(_single, value => (double)value);
        (_singlePower, _doublePower) = (new float[Frames * _fft.BinCount], new double[Frames * _fft.BinCount]);
    }

    /// <summary>In float32.</summary>
    [Benchmark]
    public void Single() => _fft.PowerSpectrum(Frames, _single, _singlePower);

    /// <summary>In float64.</summary>
    [Benchmark]
    public void Double() => _fft.PowerSpectrum(Frames, _double, _doublePower);
}
