using Bakeoff.Numerics;

namespace Bakeoff.Classifiers;

/// <summary>Settings that all candidates of an experiment share when they are fitted.</summary>
/// <param name="IsScaled">True to standardise each column by the training rows.</param>
/// <param name="Seed">Seed of the experiment.</param>
/// <param name="Threads">Number of threads, at least 1; it changes no result.</param>
public sealed record FitSettings(bool IsScaled, ulong Seed, int Threads)
{
    /// <summary>Statistics by which columns are scaled, where they are. Default: mean and standard deviation.</summary>
    public FeatureScaling Scaling { get; init; }

    /// <summary>Bytes that fits which run at the same time may take together; a single one may take more, and matrices that wait for the
    /// collector come on top. Default 256 MiB, with which ten folds of 2,400 rows of 1,872 columns take 0.5 GB on two threads, 0.7 GB on
    /// eight.</summary>
    public long Memory { get; init; } = 1L << 28;

    /// <summary>Runs fits that do not depend on one another, as many at the same time as there are threads and memory for; those left over at
    /// the end share all threads. A fit alone leaves threads idle wherever it has one thing to do.</summary>
    /// <param name="count">Number of fits.</param>
    /// <param name="bytes">Bytes that the largest of them takes.</param>
    /// <param name="fit">Receives the position of a fit, in their order, and these settings with its share of threads and memory; called on
    /// several threads.</param>
    public void SideBySide(int count, long bytes, Action<int, FitSettings> fit)
    {
        var atOnce = (int)Math.Clamp(Memory / Math.Max(1, bytes), 1, Math.Clamp(count, 1, Threads));
        using var pool = new WorkerPool(atOnce);
        var whole = count / atOnce * atOnce;
        Run(0, whole);
        Run(whole, count - whole);

        void Run(int first, int few)
        {
            var share = Math.Clamp(few, 1, atOnce);
            var own = this with { Threads = Math.Max(1, Threads / share), Memory = Memory / share };
            pool.Run(few, fit, (i, body) => body(first + i, own));
        }
    }
}
