using System.Diagnostics;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>Read, decode, resample to 22,050 Hz and 40 MFCC (n_fft 2048, hop 512, 128 mel bands) of every file.</summary>
internal sealed class FeatureWorkload : IWorkload
{
    private readonly IReadOnlyList<string> _files;
    private readonly WorkerPool _pool;
    private readonly FeatureExtractor _extractor = new(new FeatureOptions());

    /// <summary>Takes the files of both sides.</summary>
    public FeatureWorkload(IReadOnlyList<string> files, int threads) => (_files, _pool) = (files, new WorkerPool(threads));

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
