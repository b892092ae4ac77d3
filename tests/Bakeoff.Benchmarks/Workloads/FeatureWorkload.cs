using System.Diagnostics;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>Reads and decodes every file and takes its features, side by side.</summary>
internal sealed class FeatureWorkload : IWorkload
{
    private readonly IReadOnlyList<string> _files;
    private readonly WorkerPool _pool;
    private readonly FeatureExtractor _extractor;

    /// <summary>Takes the files of both sides.</summary>
    public FeatureWorkload(IReadOnlyList<string> files, FeatureOptions options, int threads) =>
        (_files, _extractor, _pool) = (files, new FeatureExtractor(options), new WorkerPool(threads));

    /// <inheritdoc/>
    public double SecondsPerUnit()
    {
        var start = Stopwatch.GetTimestamp();
        _pool.Run(_files.Count, this, static (task, workload) => workload.Extract(workload._files[task]));
        return Stopwatch.GetElapsedTime(start).TotalSeconds / _files.Count;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    private void Extract(string file)
    {
        var signal = AudioDecoder.Decode(File.ReadAllBytes(file), file);
        _extractor.Extract(signal.ToMono(), signal.SampleRateHz);
    }
}
