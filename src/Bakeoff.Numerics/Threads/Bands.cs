namespace Bakeoff.Numerics;

/// <summary>Cuts work on elements that do not depend on each other into one band for each thread; no bit depends on the cut.</summary>
public static class Bands
{
    // Below this, waking a thread takes longer than the work.
    private const long LeastWork = 1 << 15;

    /// <summary>Calls <paramref name="body"/> for bands that together are 0 .. <paramref name="count"/> - 1.</summary>
    /// <typeparam name="TState">What the bands share.</typeparam>
    /// <param name="pool">Threads.</param>
    /// <param name="count">What is cut: rows, columns or values.</param>
    /// <param name="unit">Bands are multiples of this, the last one excepted.</param>
    /// <param name="work">Values that all bands together work on.</param>
    /// <param name="state">Handed to every call.</param>
    /// <param name="body">Receives the first index of a band, the one after its last, and the state; a static lambda.</param>
    public static void Run<TState>(WorkerPool pool, int count, int unit, long work, TState state, Action<int, int, TState> body)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var units = (count + unit - 1) / unit;
        var bands = work < LeastWork ? 1 : Math.Min(pool.ThreadCount, units);
        pool.Run(
            bands,
            (Count: count, Unit: unit, Units: units, Bands: bands, State: state, Body: body),
            static (band, job) => job.Body(
                Share(band, job.Bands, job.Units) * job.Unit,
                Math.Min(job.Count, Share(band + 1, job.Bands, job.Units) * job.Unit),
                job.State));
    }

    /// <summary>First index of a part when 0 .. <paramref name="count"/> - 1 is cut into equal parts.</summary>
    /// <param name="part">Number of the part; that of the parts gives the end.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="count">What is cut.</param>
    public static int Share(int part, int parts, int count) => (int)((long)count * part / parts);
}
