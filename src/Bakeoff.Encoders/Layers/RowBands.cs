using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Layers;

/// <summary>Cuts work on rows into bands, one or more for each thread. Rows do not depend on each other, so no bit depends on the cut.</summary>
internal static class RowBands
{
    private const int LeastValues = 16_384;

    /// <summary>Calls the body with the first row and the row after the last of each band.</summary>
    public static void Run<TState>(WorkerPool pool, int rows, int width, TState state, Action<int, int, TState> body)
    {
        var bands = Math.Min(pool.ThreadCount, Math.Max(1, (int)((long)rows * width / LeastValues)));
        if (bands == 1)
        {
            body(0, rows, state);
            return;
        }

        pool.Run(
            bands,
            (Rows: rows, Bands: bands, State: state, Body: body),
            static (band, job) => job.Body(
                (int)((long)job.Rows * band / job.Bands), (int)((long)job.Rows * (band + 1) / job.Bands), job.State));
    }
}
