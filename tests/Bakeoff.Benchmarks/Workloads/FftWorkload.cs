using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>Power spectra of 96 float32 frames, about a TESS clip, on the calling thread.</summary>
internal sealed class FftWorkload : IWorkload
{
    private const int Frames = 96;
    private readonly RealFft _fft;
    private readonly float[] _samples;
    private readonly float[] _power;

    /// <summary>Random frames of one length.</summary>
    public FftWorkload(int length)
    {
        _fft = new RealFft(length);
        _samples = new float[Frames * length];
        _power = new float[Frames * _fft.BinCount];
        new SeededRandom(1, "fft").FillSingles(0, _samples);
    }

    /// <inheritdoc/>
    public double SecondsPerUnit() => RoundClock.SecondsOfFastestCall(() => _fft.PowerSpectrum(Frames, _samples, _power)) / Frames;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
