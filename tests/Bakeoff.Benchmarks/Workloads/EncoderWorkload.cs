using System.Diagnostics;
using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Encoders;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>All hidden states of wav2vec 2.0 of base size for a clip of two seconds. The peer script computes the same.</summary>
internal sealed class EncoderWorkload : IWorkload
{
    private const int SampleCount = 2 * 16_000;
    private readonly SpeechEncoder _encoder;
    private readonly WorkerPool _pool;
    private readonly float[] _samples = new float[SampleCount];

    /// <summary>Loads the encoder.</summary>
    public EncoderWorkload(EncoderFolder folder, int threads)
    {
        (_encoder, _pool) = (SpeechEncoder.Load(folder.Find()), new WorkerPool(threads));
        new SeededRandom(1, "encoder").FillSingles(0, _samples);
    }

    /// <inheritdoc/>
    public double SecondsPerUnit()
    {
        var start = Stopwatch.GetTimestamp();
        _encoder.Encode(_samples, _pool);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
